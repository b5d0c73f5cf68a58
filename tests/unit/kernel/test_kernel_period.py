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
    add_workdays,
    count_workdays,
    is_provisional,
    is_workday,
    notices,
    parse_gate,
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
