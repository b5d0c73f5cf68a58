"""Levers over one block of futures: single activities and links exactly, groups by running again on the same numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.goals import GoalRescue, exact, rescue_goal
from tongchou.forecast.goals import evaluate
from tongchou.forecast.model import Model
from tongchou.forecast.random import mixed
from tongchou.forecast.sample import IndicatorDraws
from tongchou.forecast.simulate import Futures
from tongchou.kernel.finding import Text
from tongchou.network.model import Int32
from tongchou.network.passes import forward_tile

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]

LeverKind = Literal[
    "activity", "link", "organisation", "permit_class", "driver", "risk", "project", "programme"
]
Method = Literal["exact", "re-run"]
EVERY_DAY = 1 << 16  # the pace of a calendar on which every day works


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """An action that relieves a constraint.

    Of kind ``activity`` it has one member; of kind ``link`` it names an arc of the network; every other kind shortens all
    its members in proportion, so that the expected days removed in all equal the effort. Effort is counted in elapsed days,
    the one unit all calendars share: `pace` (n_members,) holds the ticks of its own calendar that a member works in an
    elapsed tick, in 65,536ths; empty: every day works.
    """

    id: str
    kind: LeverKind
    title: Text
    members: Int32
    arc: int = -1
    resource: str = ""
    pace: Int64 = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def paces(self) -> Int64:
        """The pace of every member."""
        return self.pace if len(self.pace) else np.full(len(self.members), EVERY_DAY, dtype=np.int64)

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
    """Count, for every lever and goal, the futures of a block that the lever saves at `effort` [elapsed ticks]."""
    n = futures.events.shape[1]
    n_goals = len(model.goals)
    efforts = np.full(model.network.n_activities + len(model.network.source), effort, dtype=np.int32)
    for lever in levers:
        if lever.kind == "activity":
            efforts[lever.members] = effort * lever.paces >> 16
    found = [rescue_goal(model=model, futures=futures, row=row, effort=efforts) for row in range(n_goals)]
    keys = _future_keys(block, n_goals, n)
    saved, touched, mark = _singles(found, levers, keys)
    alone = [exact(goal=goal) for goal in model.goals]
    hope = _hope(model, futures, levers, effort, alone)
    for number, lever in enumerate(levers):
        rows = [row for row in range(n_goals) if not (_is_single(lever) and alone[row])]
        if not rows:
            continue
        touching = np.array([_touching(found[row], lever, n) for row in rows])
        touched[rows, number] = touching.sum(axis=1)
        wanted = (touching & hope[rows]).any(axis=0) | (not all(alone[row] for row in rows))
        columns = np.flatnonzero(wanted)
        if not len(columns):
            continue
        durations = np.take(futures.durations, columns, axis=1)
        if lever.kind != "link":
            cut = shortened_members(durations=futures.durations, lever=lever, effort=effort)
            durations[lever.members] = cut[:, columns]
        changed = relieved(model=model, lever=lever, effort=effort)
        change = _rerun_some(changed, futures, durations, rows, columns)
        saved[rows, number] = change.sum(axis=1)
        mark[rows, number] = (keys[rows] * change.astype(np.uint64)).sum(axis=1, dtype=np.uint64)
    missed = (~futures.goals.met).sum(axis=1)
    removed = _removed(model, futures.durations, levers, effort)
    return LeverBlock(missed=missed, saved=saved, touched=touched, mark=mark, removed=removed, n=n)


def method_of(*, model: Model, lever: Lever) -> Method:
    """Whether a lever's gain is counted exactly in one pass, or by running the futures again."""
    if _is_single(lever) and all(exact(goal=goal) for goal in model.goals):
        return "exact"
    return "re-run"


def _is_single(lever: Lever) -> bool:
    return lever.kind in ("activity", "link")


def _singles(found: list[GoalRescue], levers: tuple[Lever, ...], keys: UInt64) -> tuple[Int64, Int64, UInt64]:
    """`saved`, `touched` and `mark` of levers that are one activity or one link, zero elsewhere."""
    shape = (len(found), len(levers))
    saved, touched = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    mark = np.zeros(shape, dtype=np.uint64)
    activities = [k for k, lever in enumerate(levers) if lever.kind == "activity"]
    links = [k for k, lever in enumerate(levers) if lever.kind == "link"]
    places = np.array([levers[k].members[0] for k in activities], dtype=np.int64)
    arcs = np.array([levers[k].arc for k in links], dtype=np.int64)
    for row, each in enumerate(found):
        key = keys[row, each.missed]
        for which, hits in ((activities, each.activities[places]), (links, each.links[arcs])):
            saved[row, which] = hits.sum(axis=1)
            mark[row, which] = np.where(hits, key, np.uint64(0)).sum(axis=1, dtype=np.uint64)
        touched[row, activities] = each.touched[places].sum(axis=1)
        touched[row, links] = each.links[arcs].sum(axis=1)
    return saved, touched, mark


def _touching(found: GoalRescue, lever: Lever, n: int) -> Bool:
    """The missed futures, among all `n`, in which a member of the lever lies on a too-long path."""
    out = np.zeros(n, dtype=np.bool_)
    touched = found.links[[lever.arc]] if lever.kind == "link" else found.touched[lever.members]
    out[found.missed] = touched.any(axis=0)
    return out


def _hope(model: Model, futures: Futures, levers: tuple[Lever, ...], effort: int, alone: list[bool]) -> Bool:
    """The missed futures that all groups pulled together would save, (n_goals, n): no single group saves another one.

    True throughout for a goal that relief could hurt.
    """
    hope = np.ones(futures.goals.met.shape, dtype=np.bool_)
    groups = [lever for lever in levers if not _is_single(lever)]
    rows = [row for row, exactly in enumerate(alone) if exactly]
    if len(groups) < 2 or not rows:
        return hope
    least = futures.durations.copy()
    for lever in groups:
        cut = shortened_members(durations=futures.durations, lever=lever, effort=effort)
        least[lever.members] = np.minimum(least[lever.members], cut)
    missed = np.flatnonzero(~futures.goals.met[rows].all(axis=0))
    hope[rows] = rerun(model=model, futures=futures, durations=least, rows=rows, columns=missed) > 0
    return hope


def _removed(model: Model, durations: Int32, levers: tuple[Lever, ...], effort: int) -> Int64:
    """Elapsed ticks each lever removes, summed over the futures of a block."""
    n = int(durations.shape[1])
    out = np.zeros(len(levers), dtype=np.int64)
    for number, lever in enumerate(levers):
        if lever.kind == "link":
            out[number] = min(effort, max(int(model.network.lag[lever.arc]), 0)) * n
        elif lever.kind == "activity":
            pace = int(lever.paces[0])
            cut = np.minimum(durations[lever.members], effort * pace >> 16).sum(dtype=np.int64)
            out[number] = int(cut) * EVERY_DAY // pace
        else:
            out[number] = min(_elapsed(durations, lever), effort * n)
    return out


def _elapsed(durations: Int32, lever: Lever) -> int:
    """Elapsed ticks that a lever's members take one after another, summed over futures."""
    work = durations[lever.members].sum(axis=1, dtype=np.int64)
    return int((work * EVERY_DAY // lever.paces).sum())


def _future_keys(block: int, n_goals: int, n: int) -> UInt64:
    """A random 64-bit key for every goal in every future, shape (n_goals, n)."""
    first = block * n_goals * n
    numbers = np.arange(first, first + n_goals * n, dtype=np.uint64)
    return mixed(keys=numbers, key=0).reshape(n_goals, n)


def shortened(*, durations: Int32, lever: Lever, effort: int) -> Int32:
    """The durations of a block with a lever pulled: those of its members as `shortened_members` has them."""
    if lever.kind == "link":
        return durations
    changed = durations.copy()
    changed[lever.members] = shortened_members(durations=durations, lever=lever, effort=effort)
    return changed


def shortened_members(*, durations: Int32, lever: Lever, effort: int) -> Int32:
    """The durations of a lever's members once it is pulled, (n_members, n).

    One activity is shortened by `effort` elapsed ticks in each future (never below nil); a group is shortened in proportion,
    by the share that removes `effort` expected elapsed ticks in all.
    """
    own = durations[lever.members].astype(np.int64)
    if lever.kind == "activity":
        return (own - np.minimum(own, effort * int(lever.paces[0]) >> 16)).astype(np.int32)
    total = max(_elapsed(durations, lever), 1)
    share = min(effort * durations.shape[1], total)
    left: Int32 = (own - own * share // total).astype(np.int32)
    return left


def relieved(*, model: Model, lever: Lever, effort: int) -> Model:
    """The model with a link lever pulled: its lag shortened by at most `effort` ticks, never below nil."""
    if lever.kind != "link":
        return model
    lag = model.network.lag.copy()
    lag[lever.arc] -= min(effort, max(int(lag[lever.arc]), 0))
    return replace(model, network=replace(model.network, lag=lag))


def rerun(*, model: Model, futures: Futures, durations: Int32, rows: list[int], columns: Index) -> Int64:
    """+1 where a goal is now met, -1 where it is now missed, else 0; shape (len(rows), n).

    Parameters
    ----------
    durations : (n_activities, n) ticks, those of the block with a lever pulled
    rows : the goals asked about
    columns : (n_columns,) the futures to run again; elsewhere the answer is 0
    """
    if not len(columns):
        return np.zeros((len(rows), futures.events.shape[1]), dtype=np.int64)
    return _rerun_some(model, futures, np.take(durations, columns, axis=1), rows, columns)


def _rerun_some(model: Model, futures: Futures, durations: Int32, rows: list[int], columns: Index) -> Int64:
    """As `rerun`, from the durations of the asked columns alone."""
    goals = [model.goals[row] for row in rows]
    met = futures.goals.met[rows]
    change = np.zeros(met.shape, dtype=np.int64)
    events = forward_tile(network=model.network, durations=durations)
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


def undecided(*, model: Model, futures: Futures) -> Index:
    """The futures in which relief can change a goal: those that miss one, or all where relief could hurt."""
    if not all(exact(goal=goal) for goal in model.goals):
        return np.arange(futures.goals.met.shape[1])
    return np.flatnonzero(~futures.goals.met.all(axis=0))
