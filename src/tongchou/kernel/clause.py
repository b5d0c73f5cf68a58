"""Clauses: dated parameters of standards and rules, read from package data and refused where incomplete.

A clause file (``clauses/*.yaml`` of a domain) names one standard and its clauses:

    schema: clauses/1
    standard: {id: GB-EXAMPLE, zh: 示例标准, en: an example, edition: '2002'}
    clauses:
      - {key: cod.III, value: 20, unit: mg/L, from: 2002-06-01, number: 表1, gist_zh: 三类水的上限,
         gist_en: upper limit of class III, link: 'https://example.org', confidence: A}

`to` is the first day on which the clause is no longer in force; without it the clause still is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import names, read_yaml
from tongchou.kernel.provenance import Confidence, is_id
from tongchou.kernel.quantity import Unit, unit_of

SCHEMA = "clauses/1"
LETTERS = ("A", "B", "C", "R")
NEEDED = ("key", "value", "unit", "from", "number", "gist_zh", "gist_en", "confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A published standard or rule in one edition."""

    id: str
    title: Text
    edition: str

    def __post_init__(self) -> None:
        if not (is_id(self.id) and self.title.zh and self.title.en and self.edition):
            raise ValueError(f"a standard has an id, a title in both languages and an edition: {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One parameter of a standard, in force on days `start` <= day < `end`; R is recalled and carries no link."""

    key: str
    standard: Standard
    number: str
    value: Decimal
    unit: Unit
    start: date
    end: date | None
    gist: Text
    link: str
    confidence: Confidence

    def in_force(self, on: date) -> bool:
        """Whether the clause is in force on a day."""
        return self.start <= on and (self.end is None or on < self.end)


def clauses(*, package: str, on: date) -> Mapping[str, Clause]:
    """The clauses of a package that are in force on a day, by key; ask ``found["cod.III"].value`` for a number.

    Raises
    ------
    BadInput
        A clause lacks a part, or two of one key are in force at the same time: everything wrong, together.
    """
    return MappingProxyType({each.key: each for each in every_clause(package=package) if each.in_force(on)})


@cache
def every_clause(*, package: str) -> tuple[Clause, ...]:
    """All clauses of a package whatever their day, by key and start.

    Raises
    ------
    BadInput
        See `clauses`.
    """
    files = {name: read_yaml(package=package, name=name) for name in names(package=package, ending=".yaml")}
    return parsed(files=files)


def parsed(*, files: Mapping[str, Any]) -> tuple[Clause, ...]:  # Any: as YAML gives it, checked here
    """Clauses from the content of clause files by name, sorted by key and start.

    Raises
    ------
    BadInput
        See `clauses`.
    """
    problems: list[Problem] = []
    found: list[Clause] = []
    for name, body in sorted(files.items()):
        standard = _standard(name, body, problems)
        if standard is None:
            continue
        for row, each in enumerate(body.get("clauses") or (), start=1):
            wrong = [_problem(name, row, column, why) for column, why in _faults(each)]
            problems += wrong
            if not wrong:
                found.append(_clause(standard, each))
    found.sort(key=lambda each: (each.key, each.start))
    problems += _overlaps(found)
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _standard(name: str, body: Any, problems: list[Problem]) -> Standard | None:
    try:
        if body["schema"] != SCHEMA:
            raise ValueError(SCHEMA)
        head = body["standard"]
        title = Text(zh=head["zh"], en=head["en"])
        return Standard(id=head["id"], title=title, edition=str(head["edition"]))
    except (KeyError, TypeError, ValueError):
        problems.append(_problem(name, None, "standard", "unreadable"))
        return None


def _faults(row: Any) -> Iterable[tuple[str, str]]:
    """(column, what is wrong) of one clause as YAML gives it."""
    if not isinstance(row, dict):
        yield "key", "missing"
        return
    yield from ((column, "missing") for column in NEEDED if row.get(column) in (None, ""))
    if row.get("value") is not None and _number(row["value"]) is None:
        yield "value", "not-a-number"
    if row.get("unit") and unit_of(text=str(row["unit"])) is None:
        yield "unit", "unknown-unit"
    if row.get("key") and not is_id(str(row["key"])):
        yield "key", "not-an-id"
    yield from ((column, "not-a-day") for column in ("from", "to") if not _day_or_none(row.get(column)))
    if _is_day(row.get("from")) and _is_day(row.get("to")) and row["to"] <= row["from"]:
        yield "to", "ends-before-it-starts"
    letter, link = row.get("confidence"), row.get("link")
    if letter and letter not in LETTERS:
        yield "confidence", "unknown-letter"
    if letter == "R" and link:
        yield "link", "recalled-with-source"
    if letter in ("A", "B", "C") and not link:
        yield "link", "missing"


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _day_or_none(value: object) -> bool:
    return value is None or _is_day(value)


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and not isinstance(value, bool) else None


def _clause(standard: Standard, row: dict[str, Any]) -> Clause:
    unit, value = unit_of(text=str(row["unit"])), _number(row["value"])
    if unit is None or value is None:
        raise ValueError(row["key"])  # never: the faults were looked for first
    return Clause(
        key=row["key"],
        standard=standard,
        number=str(row["number"]),
        value=value,
        unit=unit,
        start=row["from"],
        end=row.get("to"),
        gist=Text(zh=row["gist_zh"], en=row["gist_en"]),
        link=row.get("link", ""),
        confidence=row["confidence"],
    )


def _overlaps(found: list[Clause]) -> list[Problem]:
    """Two clauses of one key in force on one day; `found` is sorted by key and start."""
    return [
        _problem(second.standard.id, None, second.key, "overlap")
        for first, second in pairwise(found)
        if first.key == second.key and (first.end is None or second.start < first.end)
    ]


_WORDS = {
    "missing": ("缺少这一项", "this part is missing"),
    "unreadable": ("看不出是哪个标准的哪一版", "standard, edition or schema cannot be read"),
    "not-a-number": ("不是数字", "not a number"),
    "unknown-unit": ("不认识的单位", "an unknown unit"),
    "not-an-id": ("不能作为编号", "not an id"),
    "not-a-day": ("不是日期", "not a day"),
    "ends-before-it-starts": ("失效早于生效", "it ends before it starts"),
    "unknown-letter": ("可信度只有 A、B、C、R", "confidence is A, B, C or R"),
    "recalled-with-source": ("凭记忆的条款（R）不得带出处", "what is recalled (R) carries no source"),
    "overlap": ("同一参数在同一天有两条条款", "two clauses of one key are in force on one day"),
}


def _problem(file: str, row: int | None, column: str, why: str) -> Problem:
    zh, en = _WORDS[why]
    return Problem(
        code=f"clause-{why}",
        where=Where(file=file, row=row, column=column),
        zh=zh,
        en=en,
        mend_zh="请补全或改正条款文件。",
        mend_en="Complete or correct the clause file.",
    )
