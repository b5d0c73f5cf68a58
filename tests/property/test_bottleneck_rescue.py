"""Rescue equals brute force: shorten one thing, run the future again, look at the deadlines."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tongchou.bottleneck.rescue import rescued
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import INF, Network
from tongchou.network.passes import forward_tile

N_DAYS = 40


@st.composite
def cases(draw: Any) -> tuple[Network, np.ndarray, np.ndarray, np.ndarray, tuple[Any, ...]]:
    n = draw(st.integers(1, 7))
    arcs = [
        (i, j, draw(st.integers(0, 3)), draw(st.integers(-300, 500)))
        for i in range(n)
        for j in range(i + 1, n)
        if draw(st.booleans())
    ]
    table = np.array(arcs, dtype=np.int64).reshape(-1, 4)
    working = {
        f"c{k}": np.array(draw(st.lists(st.booleans(), min_size=N_DAYS, max_size=N_DAYS)), dtype=np.bool_)
        for k in range(2)
    }
    calendars = make_calendars(origin=date(2021, 1, 1), n_days=N_DAYS, working=working)
    fields = {
        "ids": [f"a{k}" for k in range(n)],
        "release": np.array(draw(st.lists(st.integers(0, 900), min_size=n, max_size=n)), dtype=np.int32),
        "calendar": np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), dtype=np.int32),
        "calendars": calendars,
    }
    links = Links(pred=table[:, 0], succ=table[:, 1], kind=table[:, 2], lag=table[:, 3])
    network = assemble(links=links, **fields)
    durations = np.array(
        [draw(st.lists(st.sampled_from([0, 50, 100, 230, 400]), min_size=3, max_size=3)) for _ in range(n)],
        dtype=np.int32,
    )
    bound = st.one_of(st.just(INF), st.integers(100, 2500))
    bounds = np.array(draw(st.lists(bound, min_size=n, max_size=n)), dtype=np.int32)
    effort = np.array(
        draw(st.lists(st.integers(0, 300), min_size=n + len(arcs), max_size=n + len(arcs))), dtype=np.int32
    )
    return network, durations, bounds, effort, (fields, table)


def keeps(network: Network, durations: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    events = forward_tile(network=network, durations=durations)
    return np.asarray(np.all(events[network.finish_event] <= bounds[:, None], axis=0))


@settings(max_examples=400, deadline=None)
@given(cases())
def test_shortening_one_activity_rescues_exactly_where_running_again_does(case: Any) -> None:
    network, durations, bounds, effort, _ = case
    events = forward_tile(network=network, durations=durations)
    met = keeps(network, durations, bounds)
    found = rescued(
        network=network,
        durations=durations,
        events=events,
        bounds=bounds,
        effort=effort,
        columns=np.arange(durations.shape[1]),
    )
    for a in range(network.n_activities):
        shorter = durations.copy()
        shorter[a] -= np.minimum(effort[a], shorter[a])
        expected = ~met & keeps(network, shorter, bounds)
        assert found.activities[a].tolist() == expected.tolist()


@settings(max_examples=300, deadline=None)
@given(cases())
def test_shortening_one_lag_rescues_exactly_where_running_again_does(case: Any) -> None:
    network, durations, bounds, effort, (fields, table) = case
    events = forward_tile(network=network, durations=durations)
    met = keeps(network, durations, bounds)
    found = rescued(
        network=network,
        durations=durations,
        events=events,
        bounds=bounds,
        effort=effort,
        columns=np.arange(durations.shape[1]),
    )
    for place in range(len(network.source)):
        cut = int(min(effort[network.n_activities + place], max(network.lag[place], 0)))
        if cut == 0:
            assert not found.links[place].any()
            continue
        changed = table.copy()
        changed[network.link[place], 3] -= cut
        links = Links(pred=changed[:, 0], succ=changed[:, 1], kind=changed[:, 2], lag=changed[:, 3])
        expected = ~met & keeps(assemble(links=links, **fields), durations, bounds)
        assert found.links[place].tolist() == expected.tolist()
