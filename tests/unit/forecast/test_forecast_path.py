"""Where an indicator would go by itself."""

from __future__ import annotations

from datetime import date

import pytest

from tongchou.forecast.path import path


def test_without_a_reading_nothing_can_be_said() -> None:
    with pytest.raises(ValueError, match="without a reading"):
        path(readings=[], due=date(2021, 12, 31))


def test_a_steady_trend_goes_on_without_spread() -> None:
    readings = [(date(2018, 12, 31), 6.0), (date(2019, 12, 31), 5.0), (date(2020, 12, 30), 4.0)]
    found = path(readings=readings, due=date(2021, 12, 30))
    assert found.value.mode == pytest.approx(3.0, abs=0.01)


def test_the_order_of_readings_does_not_matter() -> None:
    readings = [(date(2018, 12, 31), 6.0), (date(2019, 12, 31), 5.5), (date(2020, 12, 31), 4.0)]
    due = date(2021, 12, 31)
    assert path(readings=readings, due=due) == path(readings=readings[::-1], due=due)


def test_uneven_changes_widen_the_interval() -> None:
    even = [(date(2018, 12, 31), 6.0), (date(2019, 12, 31), 5.1), (date(2020, 12, 31), 4.0)]
    uneven = [(date(2018, 12, 31), 6.0), (date(2019, 12, 31), 6.0), (date(2020, 12, 31), 4.0)]
    due = date(2021, 12, 31)
    narrow, wide = path(readings=even, due=due).value, path(readings=uneven, due=due).value
    assert wide.high - wide.low > narrow.high - narrow.low


def test_two_readings_make_an_assumption_and_no_trend() -> None:
    readings = [(date(2019, 12, 31), 5.0), (date(2020, 12, 31), 4.0)]
    found = path(readings=readings, due=date(2021, 12, 31))
    assert (found.assumed, found.trend_per_year) == (True, 0.0)


def test_a_day_before_the_last_reading_takes_the_reading() -> None:
    readings = [(date(2019, 12, 31), 5.0), (date(2020, 12, 31), 4.0)]
    assert path(readings=readings, due=date(2020, 6, 30)).value.mode == 4.0
