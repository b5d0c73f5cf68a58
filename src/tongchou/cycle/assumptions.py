"""How much of an answer rests on assumptions, and which of them most.

What is uncertain in a goal: its works, and each of its indicator tests. These parts weigh by the spread of their own
result, p (1 - p). Within the works an uncertain thing weighs by its criticality times its own width (P10 to P90, in
days): a step that never decides the goal's date, or has no width, carries nothing. A driver's width is its factor's width
times the expected critical days of its members. A test is assumed where its path or an effect on it is. The share is
the assumed part of the whole: a first-order measure, cheap and monotone, not a decomposition of variance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tongchou.cycle.outcome import Assumption
from tongchou.cycle.recorded import both, full_titles
from tongchou.forecast.compile import Prepared
from tongchou.forecast.model import Distribution, GoalTest, Model
from tongchou.forecast.path import ASSUMED_YEARLY_SHARE
from tongchou.forecast.simulate import Forecast
from tongchou.kernel.finding import Text, in_two
from tongchou.network.compile import Compiled
from tongchou.plan.model import Plan

Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Thing = TypeVar("Thing")

UNSOURCED = ("assumption", "")

MOST_LISTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Per goal the weight of everything uncertain, summing to 1 (to 0 where nothing is).

    Shapes (n_goals, n_activities), (n_goals, n_drivers), (n_goals, n_tests); tests in the order of `test_ids`.
    """

    activities: Float64
    drivers: Float64
    tests: Float64
    test_ids: tuple[str, ...]
    assumed_activity: Bool
    assumed_driver: Bool
    assumed_test: Bool

    def share(self, goal: int) -> float | None:
        """The assumed share of the answer on one goal; None where nothing in it is uncertain."""
        rows = (self.activities[goal], self.drivers[goal], self.tests[goal])
        if sum(float(row.sum()) for row in rows) <= 0:
            return None
        assumed = (self.assumed_activity, self.assumed_driver, self.assumed_test)
        return min(1.0, sum(float(row[which].sum()) for row, which in zip(rows, assumed, strict=True)))


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


def weigh(*, plan: Plan, compiled: Compiled, prepared: Prepared, futures: Forecast) -> Weights:
    """Weights of everything uncertain in every goal; work whose progress is assumed or presumed counts as assumed."""
    model = prepared.model
    tests = tuple(test for goal in model.goals for test in goal.tests)
    works, drivers = _works(model, futures.criticality)
    by_test = np.zeros((len(model.goals), len(tests)))
    for row, goal in enumerate(model.goals):
        spreads = _spreads(goal, row, futures, uncertain=bool(works[row].sum() + drivers[row].sum() > 0))
        works[row] *= spreads[0]
        drivers[row] *= spreads[0]
        for test, spread in zip(goal.tests, spreads[1:], strict=True):
            by_test[row, tests.index(test)] = spread
    named = {row.id: row for row in plan.drivers}
    guessed = {row.id for row in plan.effects if row.basis in UNSOURCED}
    return Weights(
        activities=works,
        drivers=drivers,
        tests=by_test,
        test_ids=tuple(test.id for test in tests),
        assumed_activity=_flags(
            row.basis in UNSOURCED or grounds in ("assumed", "presumed")
            for row, grounds in zip(plan.activities, compiled.grounds, strict=True)
        ),
        assumed_driver=_flags(
            each.id not in named or named[each.id].basis in UNSOURCED for each in model.drivers
        ),
        assumed_test=_flags(
            prepared.paths[test.id].assumed or any(each.id in guessed for each in test.effects)
            for test in tests
        ),
    )


def _flags(values: Iterable[bool]) -> Bool:
    return np.array(list(values), dtype=np.bool_)


def _works(model: Model, criticality: Float64) -> tuple[Float64, Float64]:
    """Weights within each goal's works, (n_goals, n_activities) and (n_goals, n_drivers), together 1 a goal or 0."""
    widths = np.array([width(each) for each in model.durations])
    days = np.array([max(each.mode, 0.0) for each in model.durations])
    activities = criticality * widths
    drivers = np.array(
        [
            (width(each.factor) if each.factor else 0.0) * (criticality[:, each.members] @ days[each.members])
            for each in model.drivers
        ]
    ).T.reshape(len(criticality), len(model.drivers))
    total = activities.sum(axis=1, keepdims=True) + drivers.sum(axis=1, keepdims=True)
    scale = np.where(total > 0, total, 1.0)
    return activities / scale, drivers / scale


def _spreads(goal: GoalTest, row: int, futures: Forecast, *, uncertain: bool) -> list[float]:
    """Weights of a goal's works and of each of its tests, together 1, or all 0 where nothing is uncertain.

    Parts that are all certain, whatever the draws, weigh the same: what they rest on still decides the answer.
    """
    works = float((futures.goal_finish[row] <= goal.deadline).mean()) if len(goal.required) else 1.0
    able = [uncertain, *(test.base.shape != "fixed" or bool(test.effects) for test in goal.tests)]
    chances = [works, *(futures.tests[test.id] for test in goal.tests)]
    spreads = [p * (1 - p) if can else 0.0 for p, can in zip(chances, able, strict=True)]
    if sum(spreads) <= 0:
        spreads = [float(can) for can in able]
    total = sum(spreads) or 1.0
    return [spread / total for spread in spreads]


def listed(*, plan: Plan, model: Model, weights: Weights, goal_weights: Float64) -> tuple[Assumption, ...]:
    """The assumptions that carry most of the whole answer, heaviest first, as shares of all uncertain weight."""
    drivers = {row.id: (both(row.title_zh, row.title_en), row.reason) for row in plan.drivers}
    names = full_titles(plan=plan)
    rows = [
        Assumption(
            subject=row.id,
            field="duration",
            text=_reasoned("“{name}”的时长:{why}", "duration of “{name}”: {why}", names[row.id], row.reason),
            weight=weight,
        )
        for row, weight in _assumed(
            plan.activities, goal_weights, weights.activities, weights.assumed_activity
        )
    ]
    for each, weight in _assumed(model.drivers, goal_weights, weights.drivers, weights.assumed_driver):
        title, reason = drivers.get(each.id, (both(each.id, ""), ""))
        text = _reasoned("{name}:{why}", "{name}: {why}", title, reason)
        rows.append(Assumption(subject=each.id, field="factor", text=text, weight=weight))
    for name, weight in _assumed(weights.test_ids, goal_weights, weights.tests, weights.assumed_test):
        rows.append(Assumption(subject=name, field="path", text=_path_text(plan, name), weight=weight))
    return tuple(sorted(rows, key=lambda row: (-row.weight, row.subject))[:MOST_LISTED])


def _reasoned(zh: str, en: str, name: Text, reason: str) -> Text:
    """An assumption's name with its reason, each language by itself."""
    why = in_two(text=reason)
    return Text(zh=zh.format(name=name.zh, why=why.zh), en=en.format(name=name.en, why=why.en))


def _assumed(
    things: Sequence[Thing], goal_weights: Float64, weights: Float64, assumed: Bool
) -> Iterator[tuple[Thing, float]]:
    """The assumed things that weigh anything, with their share of the whole answer."""
    share = goal_weights @ weights / (float(goal_weights.sum()) or 1.0)
    for thing, weight, guessed in zip(things, share, assumed, strict=True):
        if guessed and weight > 0:
            yield thing, float(weight)


def _path_text(plan: Plan, target: str) -> Text:
    indicator = next(row.indicator for row in plan.targets if row.id == target)
    title = next(both(row.title_zh, row.title_en) for row in plan.indicators if row.id == indicator)
    percent = round(100 * ASSUMED_YEARLY_SHARE)
    return Text(
        zh=f"“{title.zh}”的走势:已知读数太少,按每年变化{percent}%的幅度假设,或其作用为假设",
        en=f"path of “{title.en}”: too few readings are known, so a change of {percent} % a year is assumed, or "
        "an effect on it is",
    )
