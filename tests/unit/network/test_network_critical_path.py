from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tongchou.network.assemble import FF, FS, SS, Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.critical_path import (
    driving_links,
    longest_path,
    merge_events,
    near_critical,
    passes,
)
from tongchou.network.model import INF, Int32, Network
from tongchou.network.passes import backward_tile, forward_tile

Row = tuple[int, int, int, int]


def ticks(*values: int) -> Int32:
    return np.array(values, dtype=np.int32)


def network(
    n: int, rows: list[Row], release: tuple[int, ...] = (), calendar: tuple[int, ...] = ()
) -> Network:
    table = np.array(rows, dtype=np.int32).reshape(-1, 4)
    return assemble(
        ids=tuple("ABCDE"[:n]),
        links=Links(pred=table[:, 0], succ=table[:, 1], kind=table[:, 2], lag=table[:, 3]),
        release=ticks(*(release or (0,) * n)),
        calendar=ticks(*(calendar or (0,) * n)),
        calendars=make_calendars(
            origin=date(2026, 6, 1),
            n_days=14,
            working={"week": np.array([1, 1, 1, 1, 1, 0, 0] * 2, dtype=bool)},
        ),
    )


DIAMOND = [(0, 1, FS, 0), (0, 2, FS, 0), (1, 3, FS, 0), (2, 3, FS, 0)]
DURATIONS = ticks(100, 300, 200, 100)  # A-B-D is the longer way by one day


def test_early_and_late_dates_of_a_diamond() -> None:
    dates = passes(network=network(4, DIAMOND), durations=DURATIONS)
    assert dates.early_start.tolist() == [0, 100, 100, 400]
    assert dates.early_finish.tolist() == [100, 400, 300, 500]
    assert dates.late_start.tolist() == [0, 100, 200, 400]
    assert dates.late_finish.tolist() == [100, 400, 400, 500]


def test_floats_of_a_diamond() -> None:
    dates = passes(network=network(4, DIAMOND), durations=DURATIONS)
    assert dates.total_float.tolist() == [0, 0, 100, 0]
    assert dates.free_float.tolist() == [0, 0, 100, 0]
    assert dates.critical.tolist() == [True, True, False, True]


def test_a_start_to_start_link_takes_the_same_road_as_any_other() -> None:
    dates = passes(network=network(2, [(0, 1, SS, 50)]), durations=ticks(100, 100))
    assert dates.total_float.tolist() == [0, 0]
    assert dates.late_finish.tolist() == [150, 150]


def test_only_the_chain_to_a_deadline_has_late_dates() -> None:
    dates = passes(
        network=network(3, [(0, 1, FS, 0)]),
        durations=ticks(100, 100, 100),
        deadlines=ticks(INF, 500, INF),
    )
    assert dates.late_start.tolist() == [300, 400, INF]
    assert dates.total_float.tolist() == [300, 300, INF]


def test_a_deadline_that_is_missed_gives_negative_float() -> None:
    dates = passes(network=network(2, [(0, 1, FS, 0)]), durations=ticks(100, 100), deadlines=ticks(INF, 150))
    assert dates.total_float.tolist() == [-50, -50]
    assert dates.critical.all()


def test_the_latest_start_by_working_days_skips_the_weekend() -> None:
    dates = passes(network=network(1, [], calendar=(1,)), durations=ticks(200), deadlines=ticks(800))
    assert dates.late_start.tolist() == [400]  # Friday and Monday are worked, Monday ends at tick 800


def test_what_ends_on_friday_is_critical_though_the_deadline_is_sunday() -> None:
    dates = passes(network=network(1, [], calendar=(1,)), durations=ticks(500), deadlines=ticks(700))
    assert dates.total_float.tolist() == [0]


def test_near_critical_is_what_has_little_float_but_some() -> None:
    dates = passes(network=network(4, DIAMOND), durations=DURATIONS)
    assert near_critical(dates=dates, within=100).tolist() == [False, False, True, False]
    assert not near_critical(dates=dates, within=99).any()


def test_the_longest_path_names_activities_and_links() -> None:
    path = longest_path(network=network(4, DIAMOND), durations=DURATIONS)
    assert path.activities == ("A", "B", "D")
    assert path.links == (0, 2)


def test_the_path_to_a_named_activity_ends_there() -> None:
    path = longest_path(network=network(4, DIAMOND), durations=DURATIONS, to="C")
    assert path.activities == ("A", "C")


def test_a_path_begins_where_only_the_release_holds() -> None:
    net = network(2, [(0, 1, FS, 0)], release=(0, 400))
    assert longest_path(network=net, durations=ticks(100, 100)).activities == ("B",)


def test_a_path_goes_through_a_finish_to_finish_link() -> None:
    net = network(2, [(0, 1, FF, 20)])
    assert longest_path(network=net, durations=ticks(300, 100)).activities == ("A", "B")


def test_nothing_has_no_longest_path() -> None:
    assert longest_path(network=network(0, []), durations=ticks()).activities == ()


def test_the_slower_way_drives_the_merge() -> None:
    drives = driving_links(network=network(4, DIAMOND), durations=DURATIONS)
    assert drives.tolist() == [True, True, True, False]


def test_of_ways_that_tie_all_drive() -> None:
    drives = driving_links(network=network(4, DIAMOND), durations=ticks(100, 200, 200, 100))
    assert drives.all()


def test_a_merge_is_where_two_links_enter() -> None:
    net = network(4, DIAMOND)
    assert merge_events(network=net).tolist() == [net.start_event[3]]


def test_a_tile_keeps_its_trials_apart() -> None:
    net = network(4, DIAMOND)
    durations = np.stack([DURATIONS, ticks(100, 100, 200, 100)], axis=1)
    events = forward_tile(network=net, durations=durations)
    assert events[net.finish_event[3]].tolist() == [500, 400]


def test_a_backward_tile_goes_from_each_bound() -> None:
    net = network(4, DIAMOND)
    late = backward_tile(
        network=net, durations=DURATIONS[:, np.newaxis], late_finish=ticks(INF, INF, 250, 600)
    )
    assert late[net.finish_event, 0].tolist() == [50, 500, 250, 600]


def test_durations_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        passes(network=network(2, []), durations=ticks(1))
    with pytest.raises(ValueError, match="shape"):
        forward_tile(network=network(2, []), durations=np.zeros((1, 3), dtype=np.int32))


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="duration"):
        passes(network=network(1, []), durations=ticks(-1))


def test_deadlines_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="deadlines"):
        passes(network=network(1, []), durations=ticks(1), deadlines=ticks(1, 2))
