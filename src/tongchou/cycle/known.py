"""A snapshot made ready to be forecast: what was known on the day, woven, as a network and as a model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tongchou.cycle.goals import horizons_of
from tongchou.cycle.snapshot import Snapshot
from tongchou.cycle.weave import weave
from tongchou.forecast.compile import Prepared, prepare
from tongchou.forecast.model import GoalTest
from tongchou.network.compile import Compiled, compile_network
from tongchou.plan.asof import as_of
from tongchou.plan.model import Plan
from tongchou.registry import DOMAINS

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The plan as known on a day with what the domains give, its network, and the model of its futures."""

    plan: Plan
    compiled: Compiled
    prepared: Prepared


def known(*, snapshot: Snapshot, on: date) -> Known:
    """Assess the domains, weave what they give into the plan as known on the day `on`, and compile it.

    Raises
    ------
    BadInput
        A plan that cannot be woven or compiled.
    """
    assessed = [
        domain.assess(snapshot.inputs[domain.key], on) for domain in DOMAINS if domain.key in snapshot.inputs
    ]
    plan = weave(plan=as_of(plan=snapshot.plan, on=on), feeds=[each.feeds for each in assessed])
    compiled = compile_network(plan=plan, on=on)
    return Known(plan=plan, compiled=compiled, prepared=prepare(plan=plan, compiled=compiled))


def horizon_weights(*, plan: Plan, goals: tuple[GoalTest, ...], horizon: str) -> Float64:
    """The weights of the model's goals in a horizon ("" is the whole plan), (n_goals,), sum 1 or all 0."""
    due = {row.id: row.deadline for row in plan.goals}
    inside = [not horizon or horizon in horizons_of(plan=plan, deadline=due[goal.id]) for goal in goals]
    weights = np.array([goal.weight if each else 0.0 for goal, each in zip(goals, inside, strict=True)])
    total = float(weights.sum())
    return weights / total if total > 0 else weights
