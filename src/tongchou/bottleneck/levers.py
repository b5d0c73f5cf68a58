"""Levers over one block of futures: single activities and links exactly, groups by running again on the same numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.goals import GoalRescue, exact, rescue_goal
from tongchou.forecast.goals import evaluate
from tongchou.forecast.model import Model
from tongchou.forecast.random import mix
from tongchou.forecast.sample import IndicatorDraws
from tongchou.forecast.simulate import Futures
from tongchou.kernel.finding import Text
from tongchou.network.model import Int32
from tongchou.network.passes import forward_tile

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]

LeverKind = Literal[
    "activity", "link", "organisation", "permit_class", "driver", "risk", "project", "programme"
]
Method = Literal["exact", "re-run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """An action that relieves a constraint.

    Of kind ``activity`` it has one member; of kind ``link`` it names an arc of the network; every other kind shortens all
    its members in proportion, so that the expected days removed in all equal the effort.
    """

    id: str
    kind: LeverKind
    title: Text
    members: Int32
    arc: int = -1
    resource: str = ""

    def __post_init__(self) -> None:
        if self.kind == "link" and self.arc < 0:
            raise ValueError(f"a link lever names its arc: {self.id}")
        if self.kind != "link" and not len(self.members):
            raise ValueError(f"a lever moves something: {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverBlock:
    """What one block of futures says of every lever, levers in the order given.

    `saved` (n_goals, n_levers): missed futures saved (less those a re-run loses); `touched` (n_goals, n_levers): missed
    futures in which the lever lies on a too-long path; `mark` (n_goals, n_levers): a key of the very futures saved,
    equal for levers with the same result in every future; `removed` (n_levers,): ticks removed, summed over futures.
    """

    missed: Int64  # (n_goals,)
    saved: Int64
    touched: Int64
    mark: UInt64
    removed: Int64
    n: int


def lever_block(
    *, model: Model, futures: Futures, levers: tuple[Lever, ...], effort: int, block: int
) -> LeverBlock:
    """Count, for every lever and goal, the futures of a block that the lever saves at `effort` [ticks]."""
    n = futures.events.shape[1]
    shape = (len(model.goals), len(levers))
    saved, touched = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    mark = np.zeros(shape, dtype=np.uint64)
    keys = _future_keys(block, len(model.goals), n)
    efforts = np.full(model.network.n_activities + len(model.network.source), effort, dtype=np.int32)
    for row, goal in enumerate(model.goals):
        found = rescue_goal(model=model, futures=futures, row=row, effort=efforts)
        touched[row] = [_touches(found, lever) for lever in levers]
        if exact(goal=goal):
            for number, lever in enumerate(levers):
                hit = _alone(found, lever)
                if hit is not None:
                    saved[row, number] = hit.sum()
                    mark[row, number] = keys[row, found.missed[hit]].sum(dtype=np.uint64)
    removed = np.zeros(len(levers), dtype=np.int64)
    for number, lever in enumerate(levers):
        removed[number] = _removed(futures.durations, lever, effort)
        rows = _rows_to_rerun(model, lever)
        if not rows:
            continue
        shorter = shortened(durations=futures.durations, lever=lever, effort=effort)
        change = rerun(model=model, futures=futures, durations=shorter, rows=rows)
        saved[rows, number] = change.sum(axis=1)
        for place, row in enumerate(rows):
            mark[row, number] = keys[row, change[place] > 0].sum(dtype=np.uint64)
            mark[row, number] -= keys[row, change[place] < 0].sum(dtype=np.uint64)
    missed = (~futures.goals.met).sum(axis=1)
    return LeverBlock(missed=missed, saved=saved, touched=touched, mark=mark, removed=removed, n=n)


def method_of(*, model: Model, lever: Lever) -> Method:
    """Whether a lever's gain is counted exactly in one pass, or by running the futures again."""
    return "re-run" if _rows_to_rerun(model, lever) else "exact"


def _rows_to_rerun(model: Model, lever: Lever) -> list[int]:
    if lever.kind == "link":
        return []
    single = lever.kind == "activity"
    return [row for row, goal in enumerate(model.goals) if not (single and exact(goal=goal))]


def _touches(found: GoalRescue, lever: Lever) -> int:
    if lever.kind == "link":
        return int(found.links[lever.arc].sum())
    return int(found.touched[lever.members].any(axis=0).sum())


def _alone(found: GoalRescue, lever: Lever) -> Bool | None:
    if lever.kind == "link":
        return np.asarray(found.links[lever.arc])
    return np.asarray(found.activities[lever.members[0]]) if lever.kind == "activity" else None


def _removed(durations: Int32, lever: Lever, effort: int) -> int:
    """Ticks a lever removes, summed over the futures of a block."""
    if lever.kind == "link":
        return 0
    own = durations[lever.members].astype(np.int64)
    if lever.kind == "activity":
        return int(np.minimum(own, effort).sum())
    return min(int(own.sum()), effort * durations.shape[1])


def _future_keys(block: int, n_goals: int, n: int) -> UInt64:
    """A random 64-bit key for every goal in every future, shape (n_goals, n)."""
    first = (block * n_goals) * n
    return np.array([mix(first + k) for k in range(n_goals * n)], dtype=np.uint64).reshape(n_goals, n)


def shortened(*, durations: Int32, lever: Lever, effort: int) -> Int32:
    """The durations of a block with a lever pulled.

    One activity is shortened by `effort` ticks in each future (never below nil); a group is shortened in proportion, by the
    share that removes `effort` expected ticks in all.
    """
    if lever.kind == "link":
        return durations
    changed = durations.copy()
    if lever.kind == "activity":
        changed[lever.members] -= np.minimum(changed[lever.members], effort)
        return changed
    own = durations[lever.members].astype(np.int64)
    total = int(own.sum())
    wanted = effort * durations.shape[1]
    if total > 0:
        changed[lever.members] = (own - own * min(wanted, total) // total).astype(np.int32)
    return changed


def rerun(*, model: Model, futures: Futures, durations: Int32, rows: list[int]) -> Int64:
    """+1 where a goal is now met, -1 where it is now missed, else 0; shape (len(rows), n).

    Only futures that miss one of the goals are run again unless relief could hurt.
    """
    goals = [model.goals[row] for row in rows]
    met = futures.goals.met[rows]
    every = not all(exact(goal=goal) for goal in goals)
    columns = np.arange(met.shape[1]) if every else np.flatnonzero(~met.all(axis=0))
    change = np.zeros(met.shape, dtype=np.int64)
    if not len(columns):
        return change
    events = forward_tile(network=model.network, durations=np.ascontiguousarray(durations[:, columns]))
    draws = {
        test.id: IndicatorDraws(
            base=futures.draws[test.id].base[columns], sizes=futures.draws[test.id].sizes[:, columns]
        )
        for goal in goals
        for test in goal.tests
    }
    after = evaluate(model=replace(model, goals=tuple(goals)), events=events, draws=draws).met
    change[:, columns] = after.astype(np.int64) - met[:, columns]
    return change
