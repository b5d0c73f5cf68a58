"""How much of an answer rests on assumptions, and which of them most.

The weight of an uncertain thing in a goal is its criticality there times its own width (P10 to P90, in days): a step
that never decides the goal's date, or has no width, carries nothing. A driver's width is its factor's width times the
expected critical days of its members. The share is the assumed part of the sum: a first-order
measure, cheap and monotone, not a decomposition of variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.cycle.outcome import Assumption
from tongchou.forecast.model import Distribution, Model
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan

Float64 = npt.NDArray[np.float64]

MOST_LISTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Per goal: weight of every activity and driver, shapes (n_goals, n_activities) and (n_goals, n_drivers)."""

    activities: Float64
    drivers: Float64
    assumed_activity: npt.NDArray[np.bool_]
    assumed_driver: npt.NDArray[np.bool_]

    def share(self, goal: int) -> float | None:
        """The assumed share of the answer on one goal; None where nothing in it is uncertain."""
        total = float(self.activities[goal].sum() + self.drivers[goal].sum())
        if total <= 0:
            return None
        assumed = self.activities[goal] @ self.assumed_activity + self.drivers[goal] @ self.assumed_driver
        return float(assumed) / total


def width(distribution: Distribution) -> float:
    """P10 to P90 of a distribution in its own unit: exact for shapes given by P10 and P90, else by their range."""
    if distribution.shape == "fixed":
        return 0.0
    if distribution.shape in ("lognormal", "normal"):
        return distribution.high - distribution.low
    if distribution.shape == "empirical":
        low, high = np.quantile(np.asarray(distribution.values), [0.1, 0.9])
        return float(high - low)
    inner = {"uniform": 0.8, "triangular": 0.55, "pert": 0.47}[
        distribution.shape
    ]  # of the range, symmetric case
    return inner * (distribution.high - distribution.low)


def weigh(*, plan: Plan, model: Model, criticality: Float64) -> Weights:
    """Weights of everything uncertain in every goal.

    Parameters
    ----------
    criticality : (n_goals, n_activities), share of futures in which the activity decides the goal's finish
    """
    widths = np.array([width(each) for each in model.durations])
    days = np.array([max(each.mode, 0.0) for each in model.durations])
    drivers = [
        (width(each.factor) if each.factor else 0.0) * (criticality[:, each.members] @ days[each.members])
        for each in model.drivers
    ]
    active = {row.id: row for row in plan.drivers}
    return Weights(
        activities=criticality * widths,
        drivers=np.array(drivers).T.reshape(len(criticality), len(model.drivers)),
        assumed_activity=np.array(
            [row.basis in ("assumption", "") for row in plan.activities], dtype=np.bool_
        ),
        assumed_driver=np.array(
            [each.id not in active or active[each.id].basis in ("assumption", "") for each in model.drivers],
            dtype=np.bool_,
        ),
    )


def listed(*, plan: Plan, model: Model, weights: Weights, goal_weights: Float64) -> tuple[Assumption, ...]:
    """The assumptions that carry most of the whole answer, heaviest first, as shares of all uncertain weight."""
    whole = _normalised(weights, goal_weights)
    named = {row.id: (row.title_zh, row.title_en or row.title_zh, row.reason) for row in plan.drivers}
    rows = [
        Assumption(
            subject=row.id,
            field="duration",
            text=Text(
                zh=f"{row.title_zh}的时长:{row.reason}",
                en=f"duration of {row.title_en or row.title_zh}: {row.reason}",
            ),
            weight=float(whole.activities[0, index]),
        )
        for index, row in enumerate(plan.activities)
        if weights.assumed_activity[index] and whole.activities[0, index] > 0
    ]
    rows += [
        Assumption(
            subject=each.id,
            field="factor",
            text=Text(zh=f"{zh}:{reason}", en=f"{en}: {reason}"),
            weight=float(whole.drivers[0, index]),
        )
        for index, each in enumerate(model.drivers)
        for zh, en, reason in [named.get(each.id, (each.id, each.id, ""))]
        if weights.assumed_driver[index] and whole.drivers[0, index] > 0
    ]
    return tuple(sorted(rows, key=lambda row: (-row.weight, row.subject))[:MOST_LISTED])


def _normalised(weights: Weights, goal_weights: Float64) -> Weights:
    """One row: the goals' weights joined by the weights of the goals, summing to 1 over everything uncertain."""
    activities = goal_weights @ weights.activities
    drivers = goal_weights @ weights.drivers
    total = float(activities.sum() + drivers.sum()) or 1.0
    return Weights(
        activities=(activities / total).reshape(1, -1),
        drivers=(drivers / total).reshape(1, -1),
        assumed_activity=weights.assumed_activity,
        assumed_driver=weights.assumed_driver,
    )
