"""Small models and futures for the tests of the principal constraint, and the slow truth: pull, run again, look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from hypothesis import strategies as st

from tongchou.bottleneck.levers import Lever, relieved, shortened
from tongchou.forecast.goals import evaluate
from tongchou.forecast.model import UNITS, Distribution, Effect, GoalTest, IndicatorTest, Model
from tongchou.forecast.sample import IndicatorDraws
from tongchou.forecast.simulate import Futures
from tongchou.kernel.finding import Text
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import Int32, Network
from tongchou.network.passes import forward_tile

DAY = 100
FS, SS, FF, SF = 0, 1, 2, 3
Arc = tuple[int, int, int, int]  # pred, succ, kind, lag [ticks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A model, one block of its futures and the levers to pull."""

    model: Model
    futures: Futures
    levers: tuple[Lever, ...]
    effort: int


def network_of(
    n: int, arcs: list[Arc], release: list[int] | None = None, calendar: list[int] | None = None
) -> Network:
    """`n` activities A0, A1 ...; calendar 1 works five days of seven, from day 0."""
    table = np.array(arcs, dtype=np.int32).reshape(-1, 4)
    return assemble(
        ids=[f"A{k}" for k in range(n)],
        links=Links(pred=table[:, 0], succ=table[:, 1], kind=table[:, 2], lag=table[:, 3]),
        release=np.array(release or [0] * n, dtype=np.int32),
        calendar=np.array(calendar or [0] * n, dtype=np.int32),
        calendars=make_calendars(origin=date(2021, 2, 1), n_days=70, working={"week": np.arange(70) % 7 < 5}),
    )


def goal_of(
    required: list[int],
    deadline: int,
    tests: tuple[IndicatorTest, ...] = (),
    name: str = "G",
    weight: float = 1.0,
) -> GoalTest:
    """A goal over activities by position."""
    return GoalTest(
        id=name, weight=weight, deadline=deadline, required=np.array(required, dtype=np.int32), tests=tests
    )


def model_of(network: Network, goals: list[GoalTest], days: list[float] | None = None) -> Model:
    """A model whose durations are fixed; futures of its own are given by the test."""
    known = days or [1.0] * network.n_activities
    return Model(
        network=network,
        durations=tuple(Distribution(shape="fixed", mode=each) for each in known),
        goals=tuple(goals),
    )


def futures_of(model: Model, durations: Int32, draws: dict[str, IndicatorDraws] | None = None) -> Futures:
    """The futures of given durations (n_activities, n)."""
    events = forward_tile(network=model.network, durations=durations)
    known = draws or {}
    return Futures(
        durations=durations,
        events=events,
        draws=known,
        goals=evaluate(model=model, events=events, draws=known),
    )


def lever(kind: str, members: list[int], name: str = "", arc: int = -1) -> Lever:
    """A lever over activities by position."""
    return Lever(
        id=name or f"{kind}:{'-'.join(map(str, members))}:{arc}",
        kind=kind,  # type: ignore[arg-type]  # the tests name kinds that exist
        title=Text(zh=name or "抓手", en=name or "lever"),
        members=np.array(members, dtype=np.int32),
        arc=arc,
    )


def pulled(case: Case, each: Lever) -> np.ndarray:
    """+1, 0 or -1 for every goal in every future, all futures run again."""
    model = relieved(model=case.model, lever=each, effort=case.effort)
    durations = shortened(durations=case.futures.durations, lever=each, effort=case.effort)
    events = forward_tile(network=model.network, durations=durations)
    after = evaluate(model=model, events=events, draws=case.futures.draws).met
    return np.asarray(after.astype(np.int64) - case.futures.goals.met)


@st.composite
def cases(draw: st.DrawFn, *, hurting: bool = False) -> Case:
    """Up to seven activities, all link kinds, lags of both signs, releases, calendars, zero durations, indicators."""
    n = draw(st.integers(1, 7))
    arcs = [
        (i, j, draw(st.integers(0, 3)), draw(st.integers(-300, 500)))
        for i in range(n)
        for j in range(i + 1, n)
        if draw(st.booleans())
    ]
    network = network_of(
        n,
        arcs,
        release=draw(st.lists(st.integers(0, 900), min_size=n, max_size=n)),
        calendar=draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)),
    )
    wide = 4
    rows = st.lists(st.sampled_from([0, 50, 100, 230, 400]), min_size=wide, max_size=wide)
    durations = np.array([draw(rows) for _ in range(n)], dtype=np.int32)
    finishes = forward_tile(network=network, durations=durations)[network.finish_event]
    goals, draws = [], {}
    for number in range(draw(st.integers(1, 2))):
        required = draw(st.lists(st.integers(0, n - 1), max_size=4, unique=True))
        latest = (
            int(finishes[required].min(initial=10**6))
            if draw(st.booleans())
            else int(finishes[required].max(initial=0))
        )
        tests = tuple(
            draw(_tests(f"t{number}.{k}", finishes, hurting)) for k in range(draw(st.integers(0, 2)))
        )
        if not required and not tests:
            continue
        deadline = max(0, latest - draw(st.just(0) | st.integers(-100, 500)))
        goals.append(goal_of(required, deadline, tests, name=f"G{number}", weight=0.5))
        for test in tests:
            draws[test.id] = draw(_draws_of(test, wide))
    model = model_of(network, goals or [goal_of([n - 1], int(finishes[n - 1].max()) - 50)])
    members = st.lists(st.integers(0, n - 1), min_size=1, max_size=n, unique=True)
    levers = [lever("activity", [k]) for k in range(n)]
    levers += [lever("link", [], arc=k) for k in range(len(arcs))]
    levers += [lever("organisation", draw(members), name=f"o{k}") for k in range(2)]
    return Case(
        model=model,
        futures=futures_of(model, durations, draws),
        levers=tuple(levers),
        effort=draw(st.integers(0, 300)),
    )


_BOTH = Distribution(shape="uniform", low=-3.0, high=3.0)


def _size(sign: float) -> Distribution:
    return Distribution(shape="uniform", low=min(0.0, 3 * sign), high=max(0.0, 3 * sign))


@st.composite
def _tests(draw: st.DrawFn, name: str, finishes: Int32, hurting: bool) -> IndicatorTest:
    operator = draw(st.sampled_from([">=", "<=", "range"] if hurting else [">=", "<="]))
    sign = -1.0 if operator == "<=" else 1.0
    sizes = [_size(sign)] + ([_size(-sign), _BOTH] if hurting else [])
    effects = tuple(
        Effect(
            id=f"{name}.{k}",
            activity=draw(st.integers(0, len(finishes) - 1)),
            size=draw(st.sampled_from(sizes)),
            delay=draw(st.sampled_from([0, 0, 50, 200])),
            after=draw(st.sampled_from(["finish", "finish", "start"])) if hurting else "finish",
            ramp=draw(st.sampled_from([0, 0, 150])) if hurting else 0,
        )
        for k in range(draw(st.integers(0, 3)))
    )
    due = max(0, int(finishes.max()) + draw(st.integers(-300, 300)))
    base = Distribution(shape="fixed", mode=0.0)
    return IndicatorTest(id=name, operator=operator, low=0.0, high=1.0, due=due, base=base, effects=effects)


@st.composite
def _draws_of(draw: st.DrawFn, test: IndicatorTest, n: int) -> IndicatorDraws:
    """Whole numbers within each effect's stated size."""
    sizes = []
    for each in test.effects:
        low, high = round(each.size.low), round(each.size.high)
        sizes.append(draw(st.lists(st.integers(low, high), min_size=n, max_size=n)))
    sign = -1 if test.operator == "<=" else 1
    base = draw(st.lists(st.integers(-5, 2), min_size=n, max_size=n))
    return IndicatorDraws(
        base=np.array(base, dtype=np.int64) * sign * UNITS,
        sizes=np.array(sizes, dtype=np.int64).reshape(-1, n) * UNITS,
    )
