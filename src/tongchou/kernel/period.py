"""Periods and working calendars: the Chinese statutory calendar as known on a date, and the rules of others.

A year that had not been announced by the date asked is *provisional*: weekends, and the statutory days of the law as it
was known on that date; which weekend days become working days is then not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from tongchou.kernel.packaged import read_yaml

Bool = npt.NDArray[np.bool_]

SATURDAY = 5
_GATE = re.compile(r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?\Z")
LEAP_YEAR = 2020  # any: gates may name 29 February


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-open stretch of days: `start` belongs to it, `end` does not."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} .. {self.end}")

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice: the days it takes off and the weekend days it makes working, known from `announced`."""

    year: int
    announced: date
    off: frozenset[date]
    on: frozenset[date]
    confidence: str
    source: str

    def __post_init__(self) -> None:
        if self.confidence == "R" and self.source:
            raise ValueError(f"a recalled notice carries no source: {self.year}")
        if self.off & self.on:
            raise ValueError(f"a day is off or on, not both: {sorted(self.off & self.on)}")


@cache
def notices() -> tuple[Notice, ...]:
    """All notices, by the day they were announced."""
    rows = read_yaml(package="tongchou.kernel.calendars", name="cn.yaml")["notices"]
    found = [
        Notice(
            year=row["year"],
            announced=row["announced"],
            off=frozenset(day for text in row["days_off"] for day in _days(text)),
            on=frozenset(day for text in row["days_on"] for day in _days(text)),
            confidence=row["confidence"],
            source=row.get("source", ""),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda notice: notice.announced))


def _days(text: str) -> list[date]:
    first, _, last = text.partition("..")
    start = date.fromisoformat(first)
    end = date.fromisoformat(last or first)
    return [start + timedelta(days=k) for k in range((end - start).days + 1)]


@cache
def announced_years(*, known_on: date) -> frozenset[int]:
    """The years whose notice had been announced by `known_on`; every other year is provisional."""
    return frozenset(notice.year for notice in notices() if notice.announced <= known_on)


@cache
def _exceptions(known_on: date) -> dict[date, bool]:
    """Day -> works, as the notices known by then say; a later notice replaces a day of an earlier one."""
    days: dict[date, bool] = {}
    for notice in notices():
        if notice.announced <= known_on:
            days.update(dict.fromkeys(notice.off, False))
            days.update(dict.fromkeys(notice.on, True))
    return days


@dataclass(frozen=True, slots=True, kw_only=True)
class _Law:
    """One edition of the law on statutory holidays."""

    from_year: int
    announced: date
    days: tuple[tuple[int, int], ...]
    spring: tuple[int, ...]  # days counted from the first of the lunar year
    festivals: bool  # Qingming, Dragon Boat and Mid-Autumn are holidays


@cache
def _laws() -> tuple[_Law, ...]:
    rows = read_yaml(package="tongchou.kernel.calendars", name="cn.yaml")["law"]
    return tuple(
        _Law(
            from_year=row["from"],
            announced=row["announced"],
            days=tuple(_month_day(text) for text in row["days"]),
            spring=tuple(row["spring"]),
            festivals=row["festivals"],
        )
        for row in rows
    )


def _month_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])


@cache
def statutory_days(*, year: int, known_on: date) -> tuple[date, ...]:
    """The days off the law itself gives in a year, by the edition known on `known_on`; weekends are made up.

    Where the lunar calendar of the year is not packaged only the days of the solar calendar are given.
    """
    valid = [law for law in _laws() if law.announced <= known_on and law.from_year <= year]
    if not valid:
        return ()
    taken: set[date] = set()
    for day in sorted(_named_days(valid[-1], year)):
        taken.add(_next_free(day, taken))
    return tuple(sorted(taken))


def _named_days(law: _Law, year: int) -> list[date]:
    found = [date(year, month, day) for month, day in law.days]
    lunar = read_yaml(package="tongchou.kernel.calendars", name="cn.yaml")["lunar"].get(year)
    if lunar is None:
        return found
    spring, *others = (date(year, *_month_day(text)) for text in lunar)
    found += [spring + timedelta(days=offset) for offset in law.spring]
    return found + (others if law.festivals else [])


def _next_free(day: date, taken: set[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(days=1)
    return day


def is_workday(*, day: date, known_on: date) -> bool:
    """Whether `day` is a Chinese working day, as known on `known_on`."""
    said = _exceptions(known_on).get(day)
    if said is not None:
        return said
    if day.weekday() >= SATURDAY:
        return False
    provisional = day.year not in announced_years(known_on=known_on)
    return not (provisional and day in statutory_days(year=day.year, known_on=known_on))


def is_provisional(*, day: date, known_on: date) -> bool:
    """Whether the year of `day` had not been announced by `known_on`."""
    return day.year not in announced_years(known_on=known_on)


def workdays(*, start: date, n_days: int, known_on: date) -> Bool:
    """Which of `n_days` days from `start` are Chinese working days, shape (n_days,)."""
    offsets = np.arange(n_days)
    works = (start.weekday() + offsets) % 7 < SATURDAY
    for year in range(start.year, (start + timedelta(days=max(n_days - 1, 0))).year + 1):
        if year not in announced_years(known_on=known_on):
            for day in statutory_days(year=year, known_on=known_on):
                _set(works, (day - start).days, False)
    for each, said in _exceptions(known_on).items():
        _set(works, (each - start).days, said)
    return works


def _set(works: Bool, place: int, value: bool) -> None:
    if 0 <= place < len(works):
        works[place] = value


def add_workdays(*, start: date, count: int, known_on: date) -> date:
    """The day on which `count` working days have passed; the start day never counts.

    Raises
    ------
    ValueError
        A negative count.
    """
    if count < 0:
        raise ValueError("working days are counted forward")
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day=day, known_on=known_on)
    return day


def count_workdays(*, start: date, end: date, known_on: date) -> int:
    """Working days after `start` up to and with `end`; negative where `end` is earlier."""
    if end < start:
        return -count_workdays(start=end, end=start, known_on=known_on)
    return int(workdays(start=start + timedelta(days=1), n_days=(end - start).days, known_on=known_on).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """On which days work counts: a base rule, the gates of a gate calendar, and exceptions."""

    id: str
    zh: str
    en: str
    kind: Literal["every-day", "weekdays", "cn-workdays", "gate"]
    gates: tuple[str, ...] = ()  # MM-DD or MM-DD..MM-DD of every year
    days_off: tuple[date, ...] = ()
    days_on: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind == "gate") != bool(self.gates):
            raise ValueError(f"calendar {self.id!r}: gates belong to a gate calendar, which needs one")
        for gate in self.gates:
            parse_gate(text=gate)


def parse_gate(*, text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last (month, day) of a gate such as ``09-01`` or ``07-01..09-30``.

    Raises
    ------
    ValueError
        Not of that form, or no such day.
    """
    found = _GATE.match(text)
    if not found:
        raise ValueError(f"a gate is MM-DD or MM-DD..MM-DD, not {text!r}")
    first = (int(found[1]), int(found[2]))
    last = (int(found[3]), int(found[4])) if found[3] else first
    for month, day in (first, last):
        date(LEAP_YEAR, month, day)
    return first, last


def working(*, rule: CalendarRule, start: date, n_days: int, known_on: date) -> Bool:
    """Which of `n_days` days from `start` work by the rule, shape (n_days,)."""
    if rule.kind == "every-day":
        works = np.ones(n_days, dtype=np.bool_)
    elif rule.kind == "weekdays":
        works = (start.weekday() + np.arange(n_days)) % 7 < SATURDAY
    elif rule.kind == "cn-workdays":
        works = workdays(start=start, n_days=n_days, known_on=known_on)
    else:
        works = _gates(rule, start, n_days)
    for each in rule.days_off:
        _set(works, (each - start).days, False)
    for each in rule.days_on:
        _set(works, (each - start).days, True)
    return works


def _gates(rule: CalendarRule, start: date, n_days: int) -> Bool:
    days = [start + timedelta(days=k) for k in range(n_days)]
    spans = [parse_gate(text=gate) for gate in rule.gates]
    return np.array([any(_inside(day, first, last) for first, last in spans) for day in days], dtype=np.bool_)


def _inside(day: date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    here = (day.month, day.day)
    return first <= here <= last if first <= last else here >= first or here <= last
