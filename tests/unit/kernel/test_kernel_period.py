"""The Chinese working calendar, as known on a date, and the rules of other calendars."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import numpy as np
import pytest

from tongchou.kernel.period import (
    CalendarRule,
    Notice,
    Period,
    _laws,
    _named_days,
    add_workdays,
    count_workdays,
    is_provisional,
    is_workday,
    notices,
    parse_gate,
    statutory_days,
    workdays,
    working,
)

HOLIDAYS = Path(__file__).resolve().parents[4] / "shared" / "data" / "approvals" / "holidays"
LATE = date(2026, 12, 31)


def days_of(year: int) -> list[date]:
    start = date(year, 1, 1)
    return [start + timedelta(days=k) for k in range((date(year + 1, 1, 1) - start).days)]


@pytest.mark.skipif(
    not HOLIDAYS.is_dir(), reason="the notices' days are not beside the project: not cross-checked"
)
@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_day_equals_the_published_notices(year: int) -> None:
    said: dict[str, bool] = {}
    for path in sorted(HOLIDAYS.glob("holiday_cn_*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["days"]:
            said[row["date"]] = not row["isOffDay"]
    wrong = [
        day
        for day in days_of(year)
        if is_workday(day=day, known_on=LATE) != said.get(day.isoformat(), day.weekday() < 5)
    ]
    assert wrong == []


@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_day_equals_an_independent_package(year: int) -> None:
    wrong = [
        day for day in days_of(year) if is_workday(day=day, known_on=LATE) != chinese_calendar.is_workday(day)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "before", "after", "amended_on"),
    [
        (date(2015, 9, 3), True, False, date(2015, 5, 13)),
        (date(2019, 5, 2), True, False, date(2019, 3, 22)),
        (date(2019, 4, 28), False, True, date(2019, 3, 22)),
        (date(2020, 1, 31), True, False, date(2020, 1, 27)),
        (date(2020, 2, 1), True, False, date(2020, 1, 27)),
    ],
)
def test_an_amendment_is_known_only_from_its_day(
    day: date, before: bool, after: bool, amended_on: date
) -> None:
    eve = amended_on - timedelta(days=1)
    assert (is_workday(day=day, known_on=eve), is_workday(day=day, known_on=amended_on)) == (before, after)


def test_a_year_not_announced_is_provisional() -> None:
    assert is_provisional(day=date(2022, 3, 1), known_on=date(2021, 8, 3))


def test_a_provisional_year_keeps_its_fixed_holidays() -> None:
    assert not is_workday(day=date(2030, 10, 1), known_on=LATE)


def test_a_provisional_year_keeps_its_spring_festival() -> None:
    assert not is_workday(day=date(2022, 2, 1), known_on=date(2021, 8, 3))


def test_a_holiday_on_a_weekend_is_made_up() -> None:
    assert date(2027, 5, 1).weekday() == 5
    assert {date(2027, 5, 3), date(2027, 5, 4)} <= set(statutory_days(year=2027, known_on=LATE))


def test_a_later_law_is_not_known_before_its_day() -> None:
    day = date(2029, 5, 2)
    assert is_workday(day=day, known_on=date(2024, 11, 11))
    assert not is_workday(day=day, known_on=date(2024, 11, 12))


@pytest.mark.parametrize(("year", "more"), [(2008, 0), (2015, 1), (2021, 0), (2024, 0), (2025, 0), (2026, 0)])
def test_the_law_gives_as_many_days_off_as_the_notice_does(year: int, more: int) -> None:
    """Notices move days about, even over the turn of the year (2 days at most); they give none but for 3 September 2015."""
    expected = sum(day.weekday() < 5 for day in days_of(year)) - len(statutory_days(year=year, known_on=LATE))
    worked = sum(is_workday(day=day, known_on=LATE) for day in days_of(year))
    assert abs(expected - more - worked) <= 2


@pytest.mark.parametrize("year", range(2014, 2027))
def test_the_lunar_festivals_are_off_in_the_notices_too(year: int) -> None:
    named = [day for day in _named_days(_laws()[-2], year) if is_workday(day=day, known_on=LATE)]
    assert named == []


def test_every_notice_makes_only_weekend_days_working() -> None:
    restored = {date(2020, 2, 3)}  # a Monday: the end of the extension said expressly
    odd = {day for notice in notices() for day in notice.on if day.weekday() < 5}
    assert odd == restored


def test_every_year_was_announced_before_it_began_and_amended_three_times() -> None:
    first = {}
    for notice in notices():
        first.setdefault(notice.year, notice.announced)
    assert sorted(first) == list(range(2007, 2027))
    assert [year for year, day in first.items() if day.year >= year] == []
    assert [notice.year for notice in notices() if notice.announced != first[notice.year]] == [
        2015,
        2019,
        2020,
    ]


def test_on_the_eve_of_an_amendment_the_old_arrangement_is_known() -> None:
    eve = date(2019, 3, 21)
    labour_day = [date(2019, 5, day) for day in range(1, 6)]
    old = [is_workday(day=day, known_on=eve) for day in labour_day]
    new = [is_workday(day=day, known_on=date(2019, 3, 22)) for day in labour_day]
    assert old == [False, True, True, False, False]
    assert new == [False, False, False, False, True]


def test_the_array_equals_the_single_answers() -> None:
    known_on = date(2021, 8, 3)
    start = date(2020, 12, 20)
    single = [is_workday(day=start + timedelta(days=k), known_on=known_on) for k in range(900)]
    assert workdays(start=start, n_days=900, known_on=known_on).tolist() == single


def test_the_start_day_never_counts() -> None:
    assert add_workdays(start=date(2021, 8, 2), count=1, known_on=LATE) == date(2021, 8, 3)


def test_adding_and_counting_are_inverse() -> None:
    start = date(2021, 9, 10)
    for count in range(60):
        end = add_workdays(start=start, count=count, known_on=LATE)
        assert count_workdays(start=start, end=end, known_on=LATE) == count


def test_working_days_are_not_added_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_workdays(start=date(2021, 9, 10), count=-1, known_on=LATE)


def test_a_gate_opens_on_its_day_of_every_year() -> None:
    rule = CalendarRule(id="school", zh="学年", en="school year", kind="gate", gates=("09-01",))
    works = working(rule=rule, start=date(2021, 1, 1), n_days=730, known_on=LATE)
    opened = [date(2021, 1, 1) + timedelta(days=int(k)) for k in np.flatnonzero(works)]
    assert opened == [date(2021, 9, 1), date(2022, 9, 1)]


def test_a_window_may_run_over_the_new_year() -> None:
    rule = CalendarRule(id="winter", zh="冬", en="winter", kind="gate", gates=("12-30..01-02",))
    works = working(rule=rule, start=date(2021, 12, 29), n_days=6, known_on=LATE)
    assert works.tolist() == [False, True, True, True, True, False]


def test_an_exception_beats_the_base_rule() -> None:
    rule = CalendarRule(
        id="site",
        zh="工地",
        en="site",
        kind="weekdays",
        days_off=(date(2021, 8, 3),),
        days_on=(date(2021, 8, 7),),
    )
    works = working(rule=rule, start=date(2021, 8, 2), n_days=7, known_on=LATE)
    assert works.tolist() == [True, False, True, True, True, True, False]


@pytest.mark.parametrize("text", ["9-1", "13-01", "02-30", "09-01..", ""])
def test_what_is_no_gate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"gate|month|day"):
        parse_gate(text=text)


def test_a_recalled_notice_carries_no_source() -> None:
    assert [notice.year for notice in notices() if notice.confidence == "R" and notice.source] == []
    with pytest.raises(ValueError, match="recalled"):
        Notice(year=1, announced=LATE, off=frozenset(), on=frozenset(), confidence="R", source="x")


def test_a_period_is_half_open() -> None:
    period = Period(start=date(2021, 1, 1), end=date(2022, 1, 1))
    assert date(2021, 12, 31) in period
    assert date(2022, 1, 1) not in period
    assert period.last_day == date(2021, 12, 31)
