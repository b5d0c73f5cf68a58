"""Checks on money: what projects cost and what is assigned to them."""

from __future__ import annotations

from collections.abc import Iterator

from tongchou.kernel.errors import Problem
from tongchou.plan.check.report import wrong
from tongchou.plan.check.works import NOT_IN_ORDER, in_order
from tongchou.plan.model import Plan
from tongchou.plan.works import Project

NOT_ABOVE_NIL = wrong(
    "cost-not-above-nil",
    "投资或造价必须大于零",
    "an investment or cost must be above nil",
    "请填写以元计的正数，不知道就留空。",
    "Give a positive number in yuan, or leave it empty.",
)
COST_NEEDS_BOTH = wrong(
    "cost-needs-both",
    "造价的低值和高值要成对填写",
    "a cost has both its low and its high figure, or neither",
    "请补上另一个，或都留空。",
    "Add the other one, or leave both empty.",
)
COSTS = ("investment_cny", "cost_low", "cost_mode", "cost_high")


def money_problems(*, plan: Plan) -> Iterator[Problem]:
    """What is wrong with the costs of the projects."""
    for place, row in enumerate(plan.projects):
        yield from _costs(row, place)


def _costs(row: Project, place: int) -> Iterator[Problem]:
    for name in COSTS:
        value = getattr(row, name)
        if value is not None and value <= 0:
            yield NOT_ABOVE_NIL.at(table="projects", place=place, column=name, value=str(value))
    if (row.cost_low is None) != (row.cost_high is None):
        yield COST_NEEDS_BOTH.at(table="projects", place=place, column="cost_low")
        return
    middle = row.cost_mode if row.cost_mode is not None else row.investment_cny
    if not in_order(row.cost_low, middle, row.cost_high):
        seen = f"{row.cost_low}, {middle}, {row.cost_high}"
        yield NOT_IN_ORDER.at(table="projects", place=place, column="cost_mode", value=seen)
