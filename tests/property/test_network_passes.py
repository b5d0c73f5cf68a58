"""Passes equal an oracle in plain integers, and networkx, bit for bit, on random networks."""

from __future__ import annotations

import dataclasses

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st
from tests.property import network_oracle as oracle
from tests.property.network_oracle import Case, F, S, always, any_kind, cases, int32, plain

from tongchou.network.critical_path import driving_links, longest_path, passes, room_for_nodes
from tongchou.network.model import INF
from tongchou.network.passes import backward_tile, forward_tile
from tongchou.network.single import backward_nodes, exceptions, forward, forward_nodes, leaving, pack

both = any_kind()


def column(values: list[int]) -> np.ndarray:
    return int32(values)[:, np.newaxis]


def by_event(case: Case, events: np.ndarray) -> dict[oracle.Event, int]:
    network = case.network()
    starts, finishes = events[network.start_event], events[network.finish_event]
    return {(a, e): int((starts, finishes)[e][a]) for a in range(case.n) for e in (S, F)}


@always(both)
def test_the_forward_tile_equals_the_oracle(case: Case) -> None:
    events = forward_tile(network=case.network(), durations=column(case.durations))
    assert by_event(case, events[:, 0]) == oracle.early(case)


@always(both)
def test_the_backward_tile_equals_the_oracle(case: Case) -> None:
    late = backward_tile(
        network=case.network(), durations=column(case.durations), late_finish=int32(case.bounds)
    )
    assert by_event(case, late[:, 0]) == oracle.late(case)


@always(both)
def test_the_forward_pass_of_one_trial_equals_the_oracle(case: Case) -> None:
    events = forward(network=case.network(), durations=int32(case.durations))
    assert by_event(case, events) == oracle.early(case)


@always(both)
def test_the_late_dates_of_one_trial_equal_the_oracle(case: Case) -> None:
    dates = passes(network=case.network(), durations=int32(case.durations), deadlines=int32(case.bounds))
    late = oracle.late(case)
    assert dates.late_start.tolist() == [late[a, S] for a in range(case.n)]
    assert dates.late_finish.tolist() == [late[a, F] for a in range(case.n)]


@always(both)
def test_early_dates_of_the_deterministic_pass_equal_the_oracle(case: Case) -> None:
    dates = passes(network=case.network(), durations=int32(case.durations))
    early = oracle.early(case)
    assert dates.early_start.tolist() == [early[a, S] for a in range(case.n)]
    assert dates.early_finish.tolist() == [early[a, F] for a in range(case.n)]


@always(both)
def test_an_activity_keeps_its_bound_exactly_if_it_starts_no_later_than_its_latest_start(case: Case) -> None:
    dates = passes(network=case.network(), durations=int32(case.durations), deadlines=int32(case.bounds))
    early = oracle.early(case)
    kept = all(early[a, F] <= case.bounds[a] for a in range(case.n))
    assert kept == bool(
        np.all(dates.early_start <= dates.late_start) and np.all(dates.early_finish <= dates.late_finish)
    )


@always(both)
def test_total_float_is_how_much_later_start_and_finish_may_both_be(case: Case) -> None:
    dates = passes(network=case.network(), durations=int32(case.durations), deadlines=int32(case.bounds))
    early, late = oracle.early(case), oracle.late(case)
    slack = [
        min([late[a, e] - early[a, e] for e in (S, F) if late[a, e] < INF], default=INF)
        for a in range(case.n)
    ]
    assert dates.total_float.tolist() == [max(value, -INF) for value in slack]


@always(both)
def test_free_float_is_the_least_gap_of_the_links_that_leave_and_of_the_project(case: Case) -> None:
    dates = passes(network=case.network(), durations=int32(case.durations))
    early = oracle.early(case)
    project = max(early[a, F] for a in range(case.n))
    for a in range(case.n):
        gaps = [oracle.shift(early[v], -lag) - early[u] for u, v, lag in case.arcs if u[0] == a]
        assert dates.free_float[a] == min([project - early[a, F], *gaps])


@always(cases(never=False, n_days=1))
def test_early_dates_equal_the_longest_paths_of_networkx(case: Case) -> None:
    case = dataclasses.replace(case, calendar=[0] * case.n)
    graph = nx.DiGraph()

    def add(u: object, v: object, weight: int) -> None:
        held = graph.get_edge_data(u, v, {"weight": weight})["weight"]
        graph.add_edge(u, v, weight=max(weight, held))

    for a in range(case.n):
        add("begin", (a, S), case.release[a])
        add((a, S), (a, F), case.durations[a])
    for u, v, lag in case.arcs:
        add(u, v, lag)
    negated = nx.DiGraph()
    negated.add_weighted_edges_from((u, v, -w) for u, v, w in graph.edges(data="weight"))
    distance = nx.single_source_bellman_ford_path_length(negated, "begin")
    events = by_event(case, forward(network=case.network(), durations=int32(case.durations)))
    assert events == {v: -distance[v] for v in events}


@always(cases(), st.randoms(use_true_random=False))
def test_the_order_of_activities_and_links_changes_no_date(case: Case, random: object) -> None:
    order = list(range(case.n))
    random.shuffle(order)
    place = {a: k for k, a in enumerate(order)}
    arcs = [((place[u[0]], u[1]), (place[v[0]], v[1]), lag) for u, v, lag in case.arcs]
    random.shuffle(arcs)
    again = dataclasses.replace(
        case,
        arcs=arcs,
        release=[case.release[a] for a in order],
        calendar=[case.calendar[a] for a in order],
        durations=[case.durations[a] for a in order],
        bounds=[case.bounds[a] for a in order],
    )
    first = passes(network=case.network(), durations=int32(case.durations), deadlines=int32(case.bounds))
    second = passes(network=again.network(), durations=int32(again.durations), deadlines=int32(again.bounds))
    for name in ("early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float"):
        assert getattr(first, name)[order].tolist() == getattr(second, name).tolist()


@always(cases())
def test_every_arc_and_duration_goes_from_a_smaller_to_a_larger_number(case: Case) -> None:
    network = case.network()
    heads = np.repeat(np.arange(network.n_events), np.diff(network.ptr))
    assert np.all(network.source < heads)
    assert np.all(network.start_event < network.finish_event)


@always(cases(only_fs=True))
def test_finish_follows_start_at_once_where_all_links_are_finish_to_start(case: Case) -> None:
    network = case.network()
    assert np.all(network.finish_event == network.start_event + 1)


@always(cases(), st.integers(1, 70), st.integers(0, 2**31))
def test_a_tile_equals_its_trials_one_by_one(case: Case, n_trials: int, seed: int) -> None:
    network = case.network()
    durations = np.random.default_rng(seed).integers(0, 700, (case.n, n_trials)).astype(np.int32)
    tile = forward_tile(network=network, durations=durations)
    for trial in range(n_trials):
        one = forward(network=network, durations=durations[:, trial].copy())
        assert tile[:, trial].tolist() == one.tolist()


@always(cases(never=False))
def test_the_longest_path_ends_at_the_last_finish_and_follows_driving_links(case: Case) -> None:
    network = case.network()
    durations = int32(case.durations)
    path = longest_path(network=network, durations=durations)
    early = oracle.early(case)
    drives = driving_links(network=network, durations=durations)
    assert early[case.ids().index(path.activities[-1]), F] == max(early[a, F] for a in range(case.n))
    assert all(drives[link] for link in path.links)
    steps = [(case.ids()[case.arcs[k][0][0]], case.ids()[case.arcs[k][1][0]]) for k in path.links]
    assert steps == list(zip(path.activities, path.activities[1:], strict=False))


@always(cases(never=False))
def test_a_link_drives_exactly_if_nothing_else_asks_for_more(case: Case) -> None:
    drives = driving_links(network=case.network(), durations=int32(case.durations))
    early = oracle.early(case)
    for number, (u, v, lag) in enumerate(case.arcs):
        a, end = v
        own = case.release[a] if end == S else oracle.finish(case, a, early[a, S], case.durations[a])
        asked = [oracle.shift(early[w], k) for w, x, k in case.arcs if x == v]
        assert drives[number] == (oracle.shift(early[u], lag) == max([own, *asked]))


@always(plain())
def test_the_kernels_that_look_for_lags_and_calendars_find_the_same_where_there_are_none(case: Case) -> None:
    network, durations = case.network(), int32(case.durations)
    net, out = pack(network=network), leaving(network=network)
    assert exceptions(network=network) is None
    filled = []
    for calendar in (None, net.calendar):
        times = room_for_nodes(network=network)
        forward_nodes(net, calendar, durations, times.early)
        early = times.early[:-2].tolist()
        bounds = np.append(int32(case.bounds)[net.owner], max(early)).astype(np.int32)
        backward_nodes(net, out, calendar, durations, bounds, times)
        filled.append((early, times.early[:-2].tolist(), times.late[:-4].tolist()))
    assert filled[0] == filled[1]


@always(cases(only_fs=True))
def test_a_network_has_exceptions_exactly_if_a_lag_is_not_nil_or_a_calendar_is_named(case: Case) -> None:
    named = any(lag for _, _, lag in case.arcs) or any(case.calendar)
    assert (exceptions(network=case.network()) is not None) == named


def larger(seed: int, only_fs: bool) -> Case:
    """40 activities, up to ten links into one, lags of either sign, two calendars."""
    dice = np.random.default_rng(seed)
    n, arcs = 40, []
    for _ in range(150):
        pred = int(dice.integers(0, n - 1))
        succ = int(min(n - 1, pred + 1 + dice.integers(0, 8)))
        ends = (F, S) if only_fs else (int(dice.integers(0, 2)), int(dice.integers(0, 2)))
        arcs.append(((pred, ends[0]), (succ, ends[1]), int(dice.integers(-150, 250))))
    return Case(
        n=n,
        arcs=arcs,
        release=dice.integers(0, 600, n).tolist(),
        calendar=dice.integers(0, 2, n).tolist(),
        calendars=[[True] * 60, (np.arange(60) % 7 < 5).tolist()],
        durations=dice.integers(0, 700, n).tolist(),
        bounds=[int(each) if dice.random() < 0.3 else INF for each in dice.integers(0, 9000, n)],
    )


@pytest.mark.parametrize("only_fs", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_dates_of_a_larger_network_equal_the_oracle(seed: int, only_fs: bool) -> None:
    case = larger(seed, only_fs)
    early, late = oracle.early(case), oracle.late(case)
    dates = passes(network=case.network(), durations=int32(case.durations), deadlines=int32(case.bounds))
    for a in range(case.n):
        ours = (dates.early_start[a], dates.early_finish[a], dates.late_start[a], dates.late_finish[a])
        assert ours == (early[a, S], early[a, F], late[a, S], late[a, F])


@always(cases(never=False, n_days=1))
def test_late_dates_equal_the_longest_paths_of_networkx_to_the_end(case: Case) -> None:
    case = dataclasses.replace(case, calendar=[0] * case.n)
    graph = nx.MultiDiGraph()
    for a in range(case.n):
        graph.add_edge((a, S), (a, F), weight=-case.durations[a])
        if case.bounds[a] < INF:
            graph.add_edge((a, F), "end", weight=case.bounds[a])
    for u, v, lag in case.arcs:
        graph.add_edge(u, v, weight=-lag)
    least = nx.single_source_bellman_ford_path_length(graph.reverse(), "end") if "end" in graph else {}
    late = backward_tile(
        network=case.network(), durations=column(case.durations), late_finish=int32(case.bounds)
    )
    found = by_event(case, late[:, 0])
    assert found == {v: least.get(v, INF) for v in found}
