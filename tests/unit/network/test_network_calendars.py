from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tongchou.network.calendars import finish_tick, latest_start, make_calendars, snap
from tongchou.network.model import INF, Calendars

WEEK = np.array([1, 1, 1, 1, 1, 0, 0] * 2, dtype=bool)


def calendars() -> Calendars:
    return make_calendars(origin=date(2026, 6, 1), n_days=14, working={"week": WEEK})


def test_calendar_nought_is_every_day() -> None:
    made = calendars()
    assert made.ids == ("every-day", "week")
    assert made.worked[0].tolist() == list(range(15))


def test_the_tables_count_working_days_and_find_them_again() -> None:
    made = calendars()
    assert made.worked[1].tolist() == [0, 1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9, 10, 10, 10]
    assert made.day_of[1].tolist() == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 14, 14, 14, 14]


def test_the_order_in_which_calendars_are_given_changes_nothing() -> None:
    other = np.ones(14, dtype=bool)
    one = make_calendars(origin=date(2026, 6, 1), n_days=14, working={"week": WEEK, "all": other})
    two = make_calendars(origin=date(2026, 6, 1), n_days=14, working={"all": other, "week": WEEK})
    assert one.ids == two.ids
    assert one.worked.tolist() == two.worked.tolist()


def test_three_working_days_from_thursday_end_on_monday() -> None:
    made = calendars()
    assert finish_tick(made.worked[1], made.day_of[1], 300, 300) == 800


def test_work_that_ends_on_friday_ends_on_friday_night() -> None:
    made = calendars()
    assert finish_tick(made.worked[1], made.day_of[1], 300, 200) == 500


def test_a_start_on_saturday_waits_for_monday() -> None:
    made = calendars()
    assert snap(made.worked[1], made.day_of[1], 550) == 700


def test_after_the_last_day_of_the_table_every_day_works() -> None:
    made = calendars()
    assert finish_tick(made.worked[1], made.day_of[1], 1100, 300) == 1600


def test_never_stays_never() -> None:
    made = calendars()
    assert finish_tick(made.worked[1], made.day_of[1], INF, 0) == INF
    assert finish_tick(made.worked[1], made.day_of[1], 0, INF) == INF
    assert latest_start(made.worked[1], made.day_of[1], INF, 100) == INF


def test_what_never_ends_has_no_start_early_enough() -> None:
    made = calendars()
    assert latest_start(made.worked[1], made.day_of[1], 500, INF) == -INF


def test_a_calendar_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        make_calendars(origin=date(2026, 6, 1), n_days=3, working={"week": WEEK})


def test_the_calendar_of_every_day_is_not_given() -> None:
    with pytest.raises(ValueError, match="every-day"):
        make_calendars(origin=date(2026, 6, 1), n_days=14, working={"every-day": WEEK})


def test_a_table_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="n_days"):
        make_calendars(origin=date(2026, 6, 1), n_days=0, working={})
