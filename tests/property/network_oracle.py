"""An oracle for the network: plain Python integers, a day at a time, relaxed until nothing changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import INF, Int32, Network

DAY = 100
S, F = 0, 1  # an event is (activity, S or F)
KIND = {(F, S): 0, (S, S): 1, (F, F): 2, (S, F): 3}
Event = tuple[int, int]


def always(*arguments: st.SearchStrategy[object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`given` without a limit in milliseconds: the first call of a kernel compiles it."""
    return lambda test: settings(deadline=None)(given(*arguments)(test))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A network as plain lists; `calendars[c]` says which days work, row 0 every day."""

    n: int
    arcs: list[tuple[Event, Event, int]]
    release: list[int]
    calendar: list[int]
    calendars: list[list[bool]]
    durations: list[int]
    bounds: list[int]

    def ids(self) -> tuple[str, ...]:
        return tuple(f"A{i}" for i in range(self.n))

    def network(self) -> Network:
        return assemble(
            ids=self.ids(),
            links=Links(
                pred=np.array([u[0] for u, _, _ in self.arcs], dtype=np.int32),
                succ=np.array([v[0] for _, v, _ in self.arcs], dtype=np.int32),
                kind=np.array([KIND[u[1], v[1]] for u, v, _ in self.arcs], dtype=np.int32),
                lag=np.array([lag for _, _, lag in self.arcs], dtype=np.int32),
            ),
            release=int32(self.release),
            calendar=int32(self.calendar),
            calendars=make_calendars(
                origin=date(2026, 1, 1),
                n_days=len(self.calendars[0]),
                working={f"c{c}": np.array(row) for c, row in enumerate(self.calendars) if c > 0},
            ),
        )

    def works(self, activity: int, day: int) -> bool:
        days = self.calendars[self.calendar[activity]]
        return not 0 <= day < len(days) or days[day]


def int32(values: list[int]) -> Int32:
    return np.array(values, dtype=np.int32)


def snap(case: Case, activity: int, t: int) -> int:
    while t < INF and not case.works(activity, t // DAY):
        t = (t // DAY + 1) * DAY
    return t


def finish(case: Case, activity: int, start: int, duration: int) -> int:
    """Work day after day until `duration` ticks are done."""
    if start >= INF or duration >= INF:
        return INF
    t = snap(case, activity, start)
    last = len(case.calendars[0])
    while duration > 0:
        t = snap(case, activity, t)
        inside = 0 <= t // DAY < last
        step = min(duration, DAY - t % DAY) if inside else duration
        step = min(step, -t) if t < 0 else step
        t, duration = t + step, duration - step
    return min(t, INF)


def shift(t: int, lag: int) -> int:
    return INF if t >= INF else max(min(t + lag, INF), -INF)


def early(case: Case) -> dict[Event, int]:
    time = {(a, e): 0 for a in range(case.n) for e in (S, F)}
    while True:
        new = {}
        for v in time:
            a, end = v
            arcs = [shift(time[u], lag) for u, w, lag in case.arcs if w == v]
            if end == S:
                new[v] = snap(case, a, max([case.release[a], *arcs]))
            else:
                new[v] = max([finish(case, a, time[a, S], case.durations[a]), *arcs])
        if new == time:
            return time
        time = new


def greatest(fits: Callable[[int], bool]) -> int:
    """The greatest time that fits, of a condition that holds up to some time."""
    low, high = -INF, INF
    if fits(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def late(case: Case) -> dict[Event, int]:
    time = {(a, e): INF for a in range(case.n) for e in (S, F)}
    while True:
        new = {}
        for v in time:
            a, end = v
            arcs = [shift(time[w], -lag) for u, w, lag in case.arcs if u == v]
            if end == F:
                new[v] = min([case.bounds[a], *arcs])
                continue
            limit, by = min([INF, *arcs]), time[a, F]
            new[v] = greatest(
                lambda t, a=a, limit=limit, by=by: (
                    snap(case, a, t) <= limit and finish(case, a, t, case.durations[a]) <= by
                )
            )
        if new == time:
            return time
        time = new


@st.composite
def cases(draw: st.DrawFn, *, only_fs: bool = False, never: bool = True, n_days: int = 6) -> Case:
    """Networks with every kind of link, lags of either sign, releases, calendars and times that never come."""
    n = draw(st.integers(1, 6))
    events = [(a, e) for a in draw(st.permutations(range(n))) for e in (S, F)]
    if not only_fs:
        events = sorted(events, key=lambda v: v[1]) if draw(st.booleans()) else events
        events = _starts_first(draw(st.permutations(events)))
    pairs = [
        (u, v)
        for place, u in enumerate(events)
        for v in events[place + 1 :]
        if u[0] != v[0] and (not only_fs or (u[1], v[1]) == (F, S))
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    lag = st.integers(-250, 250) | st.just(0)
    time = st.integers(0, 500)
    long = time | st.just(INF) if never else time
    rows = draw(st.lists(st.lists(st.booleans(), min_size=n_days, max_size=n_days), max_size=2))
    calendars = [[True] * n_days, *rows]
    each = {"min_size": n, "max_size": n}
    return Case(
        n=n,
        arcs=[(u, v, draw(lag)) for u, v in chosen],
        release=draw(st.lists(time, **each)),
        calendar=draw(st.lists(st.integers(0, len(rows)), **each)),
        calendars=calendars,
        durations=draw(st.lists(st.just(0) | long, **each)),
        bounds=draw(st.lists(st.integers(-200, 1500) | st.just(INF), **each)),
    )


def plain() -> st.SearchStrategy[Case]:
    """Networks of finish-to-start links without lags in which every day is worked: they have kernels of their own."""
    return cases(only_fs=True).map(
        lambda case: dataclasses.replace(
            case, arcs=[(u, v, 0) for u, v, _ in case.arcs], calendar=[0] * case.n
        )
    )


def any_kind() -> st.SearchStrategy[Case]:
    """Every kind of network that has kernels of its own."""
    return cases() | cases(only_fs=True) | plain()


def _starts_first(events: list[Event]) -> list[Event]:
    """The same order with each start put where the first of its two events stands."""
    seen: set[int] = set()
    result = []
    for a, _ in events:
        result.append((a, F if a in seen else S))
        seen.add(a)
    return result
