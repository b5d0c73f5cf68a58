"""On time and within money: what a goal's works will cost against the money assigned to their tasks.

A goal has a money test when its required works belong to projects, money is assigned to the tasks of those projects, and
every project that draws on that money has a cost. The costs of all these projects, other goals' included, must not
exceed the money that can be used by the goal's deadline.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import Cost, Distribution, MoneyTest
from tongchou.forecast.random import stream_key
from tongchou.forecast.sample import draw_values
from tongchou.plan.causes import Resource
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal
from tongchou.plan.works import Project

Bool = npt.NDArray[np.bool_]

FEN = 100  # to the yuan
CURRENCY = "CNY"


def money_tests(*, plan: Plan, goals: Iterable[str]) -> tuple[MoneyTest, ...]:
    """The money tests of the goals that have one, in the order of `goals`."""
    rows = {row.id: row for row in plan.goals}
    found = [_money_test(plan, rows[name]) for name in goals]
    return tuple(test for test in found if test is not None)


def _money_test(plan: Plan, goal: Goal) -> MoneyTest | None:
    projects = {row.id: row for row in plan.projects}
    owners = {row.id: row.project for row in plan.activities if row.project}
    own = {owners[name] for name in goal.required if name in owners}
    tasks = {task for name in own for task in projects[name].tasks}
    funds = [row for row in plan.resources if _usable(row, goal.deadline) and tasks & set(row.tasks)]
    drawn = {task for row in funds for task in row.tasks}
    drawing = [row for row in plan.projects if drawn & set(row.tasks)]
    costs = [cost_of(project=row) for row in drawing]
    known = [cost for cost in costs if cost is not None]
    if not funds or not own <= {row.id for row in drawing} or len(known) < len(costs):
        return None
    budget = sum((row.amount for row in funds if row.amount is not None), Decimal(0))
    return MoneyTest(goal=goal.id, budget=int(budget * FEN), costs=tuple(known))


def _usable(row: Resource, deadline: date | None) -> bool:
    in_time = row.start is None or deadline is None or row.start <= deadline
    return row.kind == "money" and row.amount is not None and row.unit == CURRENCY and in_time


def cost_of(*, project: Project) -> Cost | None:
    """The cost of a project: lognormal by its stated P10, median and P90, else its investment; None where neither is."""
    low, mode, high = project.cost_low, project.cost_mode or project.investment_cny, project.cost_high
    if mode is None:
        return None
    if low is None or high is None or low == high:
        return Cost(project=project.id, spread=Distribution(shape="fixed", mode=float(mode)))
    spread = Distribution(shape="lognormal", low=float(low), mode=float(mode), high=float(high))
    return Cost(project=project.id, spread=spread)


def within_money(*, test: MoneyTest, seed: int, bits: int, block: int) -> Bool:
    """Whether the costs stay within the budget in each future of a block, shape (2**bits,).

    A project's cost is drawn from its own stream, the same for every goal that waits for it.
    """
    total = np.zeros(1 << bits, dtype=np.int64)
    for cost in test.costs:
        key = stream_key(seed=seed, name=cost.project, stream="cost")
        total += draw_values(distribution=cost.spread, unit=FEN, key=key, bits=bits, block=block)
    return np.asarray(total <= test.budget)
