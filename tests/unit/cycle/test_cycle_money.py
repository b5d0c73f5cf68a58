"""On time and within money: the works of a goal against what is assigned to their tasks."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.cycle.cycle_case import TOWN, changed, ran

from tongchou.cycle.outcome import GoalOutcome
from tongchou.plan.causes import Resource
from tongchou.plan.model import Plan
from tongchou.plan.works import Project


def fund(amount: int, **more: Any) -> Resource:
    more = {"tasks": ("T1",), "start": date(2021, 1, 1), "unit": "CNY", **more}
    return Resource(id="F1", kind="money", title_zh="专项债", amount=Decimal(amount), **more)


def school(**costs: Any) -> Project:
    return dataclasses.replace(TOWN.projects[0], **{name: Decimal(value) for name, value in costs.items()})


def goal(plan: Plan) -> GoalOutcome:
    return next(each for each in ran(plan).goals if each.id == "G1")


def test_an_investment_below_the_fund_stays_within_it() -> None:
    found = goal(changed(projects=(school(investment_cny=90),), resources=(fund(100),)))
    assert found.within_money == 1.0
    assert found.met_within_money == found.chance


def test_an_investment_above_the_fund_does_not() -> None:
    found = goal(changed(projects=(school(investment_cny=110),), resources=(fund(100),)))
    assert (found.within_money, found.met_within_money) == (0.0, 0.0)


def test_a_cost_whose_median_is_the_fund_stays_within_it_half_the_time() -> None:
    costs = school(cost_low=80, cost_mode=100, cost_high=130)
    assert goal(changed(projects=(costs,), resources=(fund(100),))).within_money == pytest.approx(
        0.5, abs=0.01
    )


def test_time_and_money_are_drawn_apart() -> None:
    costs = school(cost_low=80, cost_mode=100, cost_high=130)
    found = goal(changed(projects=(costs,), resources=(fund(100),)))
    assert found.met_within_money == pytest.approx(found.chance * found.within_money, abs=0.05)


def test_another_goals_work_on_the_same_money_counts_too() -> None:
    other = Project(id="P2", title_zh="路", tasks=("T1",), investment_cny=Decimal(50))
    assert (
        goal(changed(projects=(school(investment_cny=90), other), resources=(fund(100),))).within_money == 0.0
    )


def test_money_that_comes_after_the_deadline_is_no_money() -> None:
    late = fund(100, start=date(2021, 12, 1))
    assert goal(changed(projects=(school(investment_cny=90),), resources=(late,))).within_money is None


def test_without_a_cost_nothing_is_said() -> None:
    assert goal(changed(resources=(fund(100),))).within_money is None


def test_without_money_nothing_is_said() -> None:
    assert goal(changed(projects=(school(investment_cny=90),))).within_money is None


def test_money_of_another_currency_is_not_counted() -> None:
    people = fund(100, unit="people")
    assert goal(changed(projects=(school(investment_cny=90),), resources=(people,))).within_money is None
