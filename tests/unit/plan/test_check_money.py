"""What is wrong with money is named with its row and column."""

from __future__ import annotations

from decimal import Decimal

from tongchou.plan.check.money import money_problems
from tongchou.plan.model import Plan
from tongchou.plan.works import Project


def found(**costs: int) -> list[tuple[str, int | None, str]]:
    project = Project(id="P1", title_zh="路", **{name: Decimal(value) for name, value in costs.items()})
    plan = Plan(id="p", title_zh="p", projects=(project,))
    return [(each.code, each.where.row, each.where.column) for each in money_problems(plan=plan)]


def test_costs_in_order_are_fine() -> None:
    assert found(investment_cny=100, cost_low=90, cost_high=130) == []


def test_a_cost_of_nil_is_named() -> None:
    assert found(investment_cny=0) == [("cost-not-above-nil", 2, "investment_cny")]


def test_a_lone_bound_is_named() -> None:
    assert found(investment_cny=100, cost_high=130) == [("cost-needs-both", 2, "cost_low")]


def test_a_median_outside_its_bounds_is_named() -> None:
    assert found(investment_cny=150, cost_low=90, cost_high=130) == [("low-mode-high", 2, "cost_mode")]


def test_a_project_without_money_is_fine() -> None:
    assert found() == []
