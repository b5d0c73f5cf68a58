"""One edit: what it moves, what it leaves, and what it refuses."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tongchou.network.assemble import FS, Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.incremental import (
    Standing,
    change_duration,
    change_lag,
    change_release,
    dates_as_they_stand,
    stand,
)
from tongchou.network.model import INF, Int32


def ticks(*values: int) -> Int32:
    return np.array(values, dtype=np.int32)


def diamond(deadlines: Int32 | None = None) -> Standing:
    """A before B and C, both before D; A-B-D is the longer way by one day. Any number of events may move."""
    network = assemble(
        ids=tuple("ABCD"),
        links=Links(
            pred=ticks(0, 0, 1, 2), succ=ticks(1, 2, 3, 3), kind=ticks(*[FS] * 4), lag=ticks(0, 0, 0, 0)
        ),
        release=ticks(0, 0, 0, 0),
        calendar=ticks(0, 0, 0, 0),
        calendars=make_calendars(origin=date(2026, 6, 1), n_days=1, working={}),
    )
    return stand(network=network, durations=ticks(100, 300, 200, 100), deadlines=deadlines, most=99)


def test_a_step_with_float_moves_only_itself() -> None:
    moved = change_duration(standing=diamond(), activity=2, duration=250)
    assert moved.activities.tolist() == [2]
    assert not moved.whole
    assert (moved.dates.early_finish.tolist(), moved.dates.late_start.tolist()) == ([350], [150])
    assert moved.dates.total_float.tolist() == [50]


def test_nothing_moves_where_the_duration_is_what_it_was() -> None:
    assert change_duration(standing=diamond(), activity=1, duration=300).activities.size == 0


def test_a_later_finish_of_the_project_moves_all_late_dates() -> None:
    standing = diamond()
    moved = change_duration(standing=standing, activity=1, duration=500)
    assert moved.whole
    assert dates_as_they_stand(standing=standing).late_finish.tolist() == [100, 600, 600, 700]


def test_a_release_moves_no_late_date() -> None:
    moved = change_release(standing=diamond(), activity=2, release=150)
    assert moved.activities.tolist() == [2]
    assert (moved.dates.early_start.tolist(), moved.dates.late_start.tolist()) == ([150], [200])


def test_a_lag_moves_both_ends_of_its_link() -> None:
    moved = change_lag(standing=diamond(), link=3, lag=40)
    assert moved.activities.tolist() == [2]
    assert (moved.dates.late_finish.tolist(), moved.dates.free_float.tolist()) == ([360], [60])


def test_late_dates_hang_on_deadlines_where_they_are_given() -> None:
    standing = diamond(deadlines=ticks(INF, INF, INF, 450))
    change_duration(standing=standing, activity=0, duration=60)
    assert dates_as_they_stand(standing=standing).late_start.tolist() == [-10, 50, 150, 350]


def test_the_arrays_of_the_caller_are_left_alone() -> None:
    durations = ticks(100, 300, 200, 100)
    before = diamond()
    standing = stand(network=before.network, durations=durations)
    change_duration(standing=standing, activity=0, duration=5)
    change_release(standing=standing, activity=0, release=7)
    change_lag(standing=standing, link=0, lag=9)
    assert durations.tolist() == [100, 300, 200, 100]
    assert not before.network.release.any()
    assert not before.network.lag.any()


@pytest.mark.parametrize("duration", [-1, INF + 1])
def test_a_duration_that_cannot_be_is_refused_and_changes_nothing(duration: int) -> None:
    standing = diamond()
    with pytest.raises(ValueError, match="duration"):
        change_duration(standing=standing, activity=0, duration=duration)
    assert standing.live.durations.tolist() == [100, 300, 200, 100]


def test_an_activity_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="activity"):
        change_release(standing=diamond(), activity=4, release=0)


def test_a_link_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="link"):
        change_lag(standing=diamond(), link=-1, lag=0)


def test_deadlines_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="deadlines"):
        diamond(deadlines=ticks(1, 2))
