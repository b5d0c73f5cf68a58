"""What if a lever were pulled: the run's own futures played again with it, while a person waits. Nothing is stored.

`ready` does once what takes time: it compiles the plan and draws the first futures of the run. `what_if` then shortens
what the levers hold in those very futures, makes one pass, and counts every goal again: at the effort of the run it
gives the gain the run gave, to the last future where all of its futures are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.levers import EVERY_DAY, Lever, relieved, shortened_members
from tongchou.cycle.known import Known, horizon_weights, known
from tongchou.cycle.levers import offered
from tongchou.cycle.recorded import both
from tongchou.cycle.snapshot import Snapshot
from tongchou.forecast.goals import evaluate
from tongchou.forecast.interval import Interval, block_interval, gain_interval
from tongchou.forecast.model import FACTOR, Model, Trials
from tongchou.forecast.sample import make_sampler
from tongchou.forecast.simulate import Futures, draw_futures
from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text
from tongchou.network.model import INF, TICKS_PER_DAY, Int32
from tongchou.network.passes import forward_tile

Bool = npt.NDArray[np.bool_]
Float64 = npt.NDArray[np.float64]

BLOCK = 512
LEAST_BLOCKS = 4  # 2,048 futures
MOST_CELLS = (
    4_000_000  # durations held in memory; a plan of under 400 activities is held with all 10,240 futures
)
MOST_PULLED = 3
MOST_DAYS = 3650.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One lever pulled: by `days` elapsed days in all, or by a `share` of the durations it holds; one of the two."""

    lever: str
    days: float | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A plan on its day with the futures held: the first `held.count` of the `of` futures of the run."""

    at: Known
    levers: Mapping[str, Lever]
    held: Trials
    of: int
    blocks: tuple[Futures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A lever as it was pulled; `removed_days`: elapsed days it took away, mean over the futures."""

    lever: str
    title: Text
    removed_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """One goal before and after; `gained`: futures newly met less those lost, counted future by future.

    `p50`: median day of its last required finish; None where nothing is required or it never ends.
    """

    goal: str
    title: Text
    due: date | None
    before: Interval
    after: Interval
    gained: Interval
    p50_before: date | None
    p50_after: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The answer for one horizon, counted in `n` of the run's `of` futures; intervals are 95 %, over blocks."""

    pulled: tuple[Pulled, ...]
    goals: tuple[GoalChange, ...]
    attainment_before: float
    attainment_after: float
    gain: Interval
    n: int
    of: int
    seed: int


def ready(*, snapshot: Snapshot, on: date, seed: int, trials: int) -> Ready:
    """Compile a plan as known on the day `on` and draw its futures, those of `cycle.run` with this seed.

    Parameters
    ----------
    trials : futures of the run, a multiple of 512; of a large plan only its first ones are held, 2,048 at least

    Raises
    ------
    BadInput
        A plan that cannot be compiled.
    """
    at = known(snapshot=snapshot, on=on)
    model = at.prepared.model
    room = MOST_CELLS // (BLOCK * max(1, model.network.n_activities))
    held = Trials(seed=seed, blocks=min(trials // BLOCK, max(LEAST_BLOCKS, room)), block_size=BLOCK)
    sampler = make_sampler(model=model, trials=held)
    return Ready(
        at=at,
        levers={each.id: each for each in offered(plan=at.plan, compiled=at.compiled, model=model)},
        held=held,
        of=trials,
        blocks=tuple(
            draw_futures(model=model, sampler=sampler, seed=seed, block=block) for block in range(held.blocks)
        ),
    )


def what_if(*, ready: Ready, pulls: tuple[Pull, ...], horizon: str = "") -> WhatIf:
    """Play the futures again with one to three levers pulled, one after the other.

    Parameters
    ----------
    horizon : whose weights join the goals; "" is the whole plan

    Raises
    ------
    BadInput
        No lever or more than three, one named twice or unknown, days or a share that make no sense.
    """
    problems = tuple(_problems(ready, pulls))
    if problems:
        raise BadInput(problems)
    model = ready.at.prepared.model
    changed = _relieved(model, ready, pulls)
    removed = np.zeros(len(pulls))
    met, finish = [], []
    for futures in ready.blocks:
        durations = futures.durations.copy()
        for number, pull in enumerate(pulls):
            removed[number] += _shorten(durations, ready.levers[pull.lever], pull)
        events = forward_tile(network=changed.network, durations=durations)
        met.append(evaluate(model=changed, events=events, draws=futures.draws).met)
        finish.append(_goal_finish(model, events))
    for number, pull in enumerate(pulls):
        removed[number] += _lag_removed(model, ready.levers[pull.lever], pull) * ready.held.count
    weights = horizon_weights(plan=ready.at.plan, goals=model.goals, horizon=horizon)
    return _answer(ready, met, np.concatenate(finish, axis=1), weights, _pulled(ready, pulls, removed))


def _relieved(model: Model, ready: Ready, pulls: tuple[Pull, ...]) -> Model:
    """The model with the lags that are pulled shortened."""
    changed = model
    for pull in pulls:
        lever = ready.levers[pull.lever]
        if lever.kind == "link":
            changed = relieved(model=changed, lever=lever, effort=_lag_removed(model, lever, pull))
    return changed


def _lag_removed(model: Model, lever: Lever, pull: Pull) -> int:
    """Ticks a link lever takes off its lag; nil for any other lever."""
    if lever.kind != "link":
        return 0
    lag = max(int(model.network.lag[lever.arc]), 0)
    return min(lag, _ticks(pull)) if pull.share is None else int(lag * pull.share)


def _ticks(pull: Pull) -> int:
    return round((pull.days or 0.0) * TICKS_PER_DAY)


def _shorten(durations: Int32, lever: Lever, pull: Pull) -> int:
    """Shorten the members of a lever in place; the elapsed ticks taken away, summed over the block."""
    if lever.kind == "link":
        return 0
    own = durations[lever.members].astype(np.int64)
    if pull.share is None:
        left = shortened_members(durations=durations, lever=lever, effort=_ticks(pull))
    else:
        left = (own - (own * round(pull.share * FACTOR) >> 16)).astype(np.int32)
    durations[lever.members] = left
    gone = (own - left).sum(axis=1)
    return int((gone * EVERY_DAY // lever.paces).sum())


def _goal_finish(model: Model, events: Int32) -> Int32:
    """The last required finish of every goal, (n_goals, n), INF where nothing is required."""
    out = np.full((len(model.goals), events.shape[1]), INF, dtype=np.int32)
    for row, goal in enumerate(model.goals):
        if len(goal.required):
            out[row] = events[model.network.finish_event[goal.required]].max(axis=0)
    return out


def _pulled(ready: Ready, pulls: tuple[Pull, ...], removed: Float64) -> tuple[Pulled, ...]:
    return tuple(
        Pulled(
            lever=pull.lever,
            title=ready.levers[pull.lever].title,
            removed_days=float(ticks) / ready.held.count / TICKS_PER_DAY,
        )
        for pull, ticks in zip(pulls, removed, strict=True)
    )


def _answer(
    ready: Ready, met: list[Bool], finish: Int32, weights: Float64, pulled: tuple[Pulled, ...]
) -> WhatIf:
    model = ready.at.prepared.model
    before = np.array([each.goals.met.mean(axis=1) for each in ready.blocks])  # (n_blocks, n_goals)
    after = np.array([each.mean(axis=1) for each in met])
    change = after - before
    was = np.concatenate([_goal_finish(model, each.events) for each in ready.blocks], axis=1)
    rows = {row.id: row for row in ready.at.plan.goals}
    n = ready.held.count
    return WhatIf(
        pulled=pulled,
        goals=tuple(
            GoalChange(
                goal=goal.id,
                title=both(rows[goal.id].title_zh, rows[goal.id].title_en),
                due=rows[goal.id].deadline,
                before=_chance(before[:, row], n),
                after=_chance(after[:, row], n),
                gained=gain_interval(by_block=change[:, row], n=n),
                p50_before=_median(ready, was[row]),
                p50_after=_median(ready, finish[row]),
            )
            for row, goal in enumerate(model.goals)
            if weights[row] > 0
        ),
        attainment_before=float(weights @ before.mean(axis=0)),
        attainment_after=float(weights @ after.mean(axis=0)),
        gain=gain_interval(by_block=change @ weights, n=n),
        n=n,
        of=ready.of,
        seed=ready.held.seed,
    )


def _chance(shares: Float64, n: int) -> Interval:
    return block_interval(shares=shares, successes=round(float(shares.mean()) * n), n=n)


def _median(ready: Ready, finishes: Int32) -> date | None:
    ordered = np.sort(finishes)
    return None if ordered[-1] >= INF else ready.at.compiled.day(int(ordered[len(ordered) // 2]))


def _problems(ready: Ready, pulls: tuple[Pull, ...]) -> Iterator[Problem]:
    if not 0 < len(pulls) <= MOST_PULLED:
        yield _problem(
            "what-if-levers",
            str(len(pulls)),
            Text(zh="一次可试一至三个抓手", en="one to three levers can be tried at once"),
            Text(zh="请给一至三个抓手填天数。", en="Give days to one, two or three levers."),
        )
    if len({pull.lever for pull in pulls}) < len(pulls):
        yield _problem(
            "what-if-twice",
            "",
            Text(zh="同一抓手填了两次", en="one lever is given twice"),
            Text(zh="每个抓手只填一次。", en="Give every lever once."),
        )
    for pull in pulls:
        if pull.lever not in ready.levers:
            yield _problem(
                "unknown-lever",
                pull.lever,
                Text(zh="规划中没有这个抓手", en="the plan offers no such lever"),
                Text(zh="请从列表中选。", en="Choose one of the list."),
            )
        if not _sensible(pull):
            yield _problem(
                "what-if-size",
                str(pull.days if pull.share is None else pull.share),
                Text(zh="天数或份额不在可试的范围内", en="days or share are out of range"),
                Text(
                    zh=f"天数大于0、不超过{MOST_DAYS:.0f}，或份额大于0、不超过1。",
                    en=f"Days above 0 up to {MOST_DAYS:.0f}, or a share above 0 up to 1.",
                ),
            )


def _sensible(pull: Pull) -> bool:
    """One of days and share, in range; not a number is out of range."""
    if (pull.days is None) == (pull.share is None):
        return False
    return 0 < (pull.days or 0) <= MOST_DAYS if pull.share is None else 0 < pull.share <= 1


def _problem(code: str, value: str, what: Text, mend: Text) -> Problem:
    return Problem(
        code=code, where=Where(), zh=what.zh, en=what.en, mend_zh=mend.zh, mend_en=mend.en, value=value
    )
