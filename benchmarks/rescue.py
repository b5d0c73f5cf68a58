"""The search for the principal constraint, over the plain simulation of the same futures.

The plain simulation is the leanest one: durations drawn, one forward pass, every goal tested; the statistics that a
forecast adds are left out. The networks are random, half of the activities work five days of seven, deadlines lie
where 40 % of the futures miss them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.measure import Case, interleaved
from benchmarks.network import aim_at
from tongchou.bottleneck.goals import rescue_goal
from tongchou.bottleneck.levers import Lever, lever_block, rerun, shortened, undecided
from tongchou.forecast.model import Distribution, Driver, GoalTest, Model, Trials
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Futures, draw_futures
from tongchou.kernel.finding import Text
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import TICKS_PER_DAY, Int32, Network

SEED = 20260601
MISSED = 0.4
EFFORT = 5 * TICKS_PER_DAY
GROUPS = 20
SHARE = 0.05  # of all activities in each group
N_DAYS = 40 * 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A model with its sampler and one block of its futures."""

    model: Model
    sampler: Sampler
    futures: Futures

    def simulate(self) -> Futures:
        """The plain simulation of the block."""
        return draw_futures(model=self.model, sampler=self.sampler, seed=SEED, block=0)


def sample(*, n_activities: int, n_goals: int) -> Sample:
    """`n_activities` with 2.5 links each, four drivers, and goals on the activities that finish last."""
    generator = np.random.default_rng(SEED)
    network = _network(generator, n_activities)
    modes = generator.uniform(3, 30, n_activities)
    factor = Distribution(shape="lognormal", low=0.8, mode=1.0, high=1.3)
    model = Model(
        network=network,
        durations=tuple(Distribution(shape="pert", low=0.7 * m, mode=m, high=1.8 * m) for m in modes),
        drivers=tuple(
            Driver(id=f"D{k}", members=np.arange(k, n_activities, 4, dtype=np.int32), factor=factor)
            for k in range(4)
        ),
        goals=(_goal("any", np.int64(0), 0, 1.0),),
    )
    trials = Trials(seed=SEED, blocks=1)
    sampler = make_sampler(model=model, trials=trials)
    events = draw_futures(model=model, sampler=sampler, seed=SEED, block=0).events
    finishes = events[network.finish_event]
    last = np.argsort(-finishes.mean(axis=1), kind="stable")[:n_goals]
    due = np.quantile(finishes[last], 1 - MISSED, axis=1)
    goals = tuple(_goal(f"G{k}", a, int(due[k]), 1 / n_goals) for k, a in enumerate(last))
    model = replace(model, goals=goals)
    futures = draw_futures(model=model, sampler=sampler, seed=SEED, block=0)
    return Sample(model=model, sampler=sampler, futures=futures)


def _goal(name: str, activity: np.int64, deadline: int, weight: float) -> GoalTest:
    required = np.array([activity], dtype=np.int32)
    return GoalTest(id=name, weight=weight, deadline=deadline, required=required)


def _network(generator: np.random.Generator, n_activities: int) -> Network:
    succ = generator.integers(1, n_activities, n_activities * 5 // 2)
    pred = np.maximum(succ - generator.integers(1, 101, len(succ)), 0)
    zeros = np.zeros(len(pred), dtype=np.int32)
    return assemble(
        ids=tuple(map(str, range(n_activities))),
        links=Links(pred=pred.astype(np.int32), succ=succ.astype(np.int32), kind=zeros, lag=zeros),
        release=np.zeros(n_activities, dtype=np.int32),
        calendar=generator.integers(0, 2, n_activities).astype(np.int32),
        calendars=make_calendars(
            origin=date(2026, 1, 5), n_days=N_DAYS, working={"week": np.arange(N_DAYS) % 7 < 5}
        ),
    )


def cases(*, quick: bool, data: Path | None) -> Iterator[Case]:
    """All cases of this benchmark; `data` is not needed here. `quick` only shows that they run."""
    n_activities, small = (200, 40) if quick else (1000, 200)
    pairs = 1 if quick else 9
    for n_goals, reach in ((1, "<= 4"), (5, "<= 12")):
        yield _rescue(sample(n_activities=n_activities, n_goals=n_goals), aim_at(quick, reach), pairs)
    for n_goals in (1, 5):
        yield _groups(sample(n_activities=n_activities, n_goals=n_goals), aim_at(quick, "<= 6"), pairs)
    yield _brute_force(sample(n_activities=small, n_goals=1), pairs)


def _title(made: Sample, what: str) -> str:
    missed = 1 - made.futures.goals.met.mean()
    n = made.model.network.n_activities
    return f"{what}, {n:,} activities, {len(made.model.goals)} goal(s), {missed:.0%} missed, 512 futures"


def _efforts(made: Sample) -> Int32:
    network = made.model.network
    return np.full(network.n_activities + len(network.source), EFFORT, dtype=np.int32)


def _rescue(made: Sample, reach: str | None, pairs: int) -> Case:
    efforts = _efforts(made)

    def ours() -> None:
        for row in range(len(made.model.goals)):
            rescue_goal(model=made.model, futures=made.futures, row=row, effort=efforts)

    times = interleaved(ours=ours, peer=made.simulate, pairs=pairs)
    return Case(
        benchmark="rescue",
        case=_title(made, "rescue of all activities and links"),
        measure="rescue over plain simulation",
        value=times.ours,
        unit="s",
        peer="plain simulation",
        peer_value=times.peer,
        ratio=times.ours_over_peer,
        reach=reach,
    )


def _groups(made: Sample, reach: str | None, pairs: int) -> Case:
    generator = np.random.default_rng(SEED)
    n = made.model.network.n_activities
    levers = tuple(
        Lever(
            id=f"L{k}",
            kind="organisation",
            title=Text(zh="单位", en="bureau"),
            members=generator.choice(n, int(SHARE * n), replace=False).astype(np.int32),
        )
        for k in range(GROUPS)
    )
    times = interleaved(
        ours=lambda: lever_block(
            model=made.model, futures=made.futures, levers=levers, effort=EFFORT, block=0
        ),
        peer=made.simulate,
        pairs=pairs,
    )
    return Case(
        benchmark="rescue",
        case=_title(made, f"{GROUPS} group levers of {SHARE:.0%}"),
        measure="gains of all groups, the rescue that prunes them included, over plain simulation",
        value=times.ours,
        unit="s",
        peer="plain simulation",
        peer_value=times.peer,
        ratio=times.ours_over_peer,
        reach=reach,
    )


def _brute_force(made: Sample, pairs: int) -> Case:
    model, futures = made.model, made.futures
    efforts = _efforts(made)
    levers = [
        Lever(id=name, kind="activity", title=Text(zh=name, en=name), members=np.array([k], dtype=np.int32))
        for k, name in enumerate(model.network.ids)
    ]

    def by_hand() -> list[int]:
        columns = undecided(model=model, futures=futures)
        return [
            int(
                rerun(
                    model=model,
                    futures=futures,
                    durations=shortened(durations=futures.durations, lever=each, effort=EFFORT),
                    rows=[0],
                    columns=columns,
                ).sum()
            )
            for each in levers
        ]

    def exactly() -> list[int]:
        found = rescue_goal(model=model, futures=futures, row=0, effort=efforts)
        return [int(each) for each in found.activities.sum(axis=1)]

    if by_hand() != exactly():
        raise ValueError("rescue and brute force disagree")
    times = interleaved(ours=exactly, peer=by_hand, pairs=pairs)
    return Case(
        benchmark="rescue",
        case=_title(made, "rescue of all activities"),
        measure="brute force (missed futures run again for every activity; equal counts checked first) over rescue",
        value=times.ours,
        unit="s",
        peer="brute force",
        peer_value=times.peer,
        ratio=1 / times.ours_over_peer,
    )
