"""Criticality and merge points against a walk back in plain Python, future by future."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from tests.property.bottleneck_cases import Case, cases

from tongchou.forecast.criticality import count_critical, merge_excess
from tongchou.network.calendars import finish_tick, snap
from tongchou.network.model import Network


def arcs_into(network: Network, v: int) -> list[tuple[int, int]]:
    """Event and lag of every link that enters event `v`."""
    return [
        (int(network.source[arc]), int(network.lag[arc]))
        for arc in range(int(network.ptr[v]), int(network.ptr[v + 1]))
    ]


def walked(case: Case, required: list[int], trial: int) -> set[int]:
    """The activities whose own work lies on a longest path to the last of the required ones."""
    network = case.model.network
    times = case.futures.events[:, trial]
    last = max(int(times[network.finish_event[a]]) for a in required)
    todo = [int(network.finish_event[a]) for a in required if times[network.finish_event[a]] == last]
    seen, critical = set(todo), set()
    while todo:
        v = todo.pop()
        a = int(network.activity_of[v])
        start, c = int(network.start_event[a]), int(network.calendar[a])
        tables = network.calendars.worked[c], network.calendars.day_of[c]
        before = []
        if v != start:
            work = int(case.futures.durations[a, trial])
            if finish_tick(*tables, int(times[start]), work) == times[v]:
                before.append(start)
                critical |= {a} if work > 0 else set()
        for u, lag in arcs_into(network, v):
            asked = int(times[u]) + lag
            before += [u] if (snap(*tables, asked) if v == start else asked) == times[v] else []
        todo += [u for u in before if u not in seen]
        seen |= set(before)
    return critical


@settings(max_examples=200, deadline=None)
@given(cases())
def test_an_activity_is_critical_where_its_work_lies_on_a_longest_path(case: Case) -> None:
    counts = count_critical(model=case.model, durations=case.futures.durations, events=case.futures.events)
    for row, goal in enumerate(case.model.goals):
        required = goal.required.tolist()
        walks = [walked(case, required, trial) for trial in range(4)] if required else []
        expected = [sum(a in each for each in walks) for a in range(case.model.network.n_activities)]
        assert counts[row].tolist() == expected


@settings(max_examples=100, deadline=None)
@given(cases())
def test_merging_costs_the_mean_of_the_latest_less_the_latest_of_the_means(case: Case) -> None:
    network, events = case.model.network, case.futures.events
    for a, excess in enumerate(merge_excess(network=network, events=events)):
        arcs = arcs_into(network, int(network.start_event[a]))
        rows = [[int(network.release[a])] * 4, *([int(t) + lag for t in events[u]] for u, lag in arcs)]
        expected = sum(max(column) for column in zip(*rows, strict=True)) - max(map(sum, rows))
        assert excess == (expected if len(arcs) > 1 else 0)
        assert excess >= 0


def test_a_quantile_is_the_least_value_that_its_share_does_not_exceed() -> None:
    from tongchou.forecast.simulate import _quantiles

    rows = np.array([[40, 10, 30, 20, 50], [1, 1, 1, 1, 9]], dtype=np.int32)
    assert _quantiles(rows, (0.1, 0.5, 0.8, 0.9)).tolist() == [[10, 1], [30, 1], [40, 1], [50, 9]]
