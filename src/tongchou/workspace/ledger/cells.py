"""Single cells of a ledger: who, by when, how much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tongchou.plan.compose.lexicon import is_blank
from tongchou.plan.compose.promise import Promise, parse_promises
from tongchou.workspace.ledger.file import Cell
from tongchou.workspace.ledger.header import plain

EXCEL_ZERO = date(1899, 12, 30)  # day 0 of Excel's count, its false leap day of 1900 allowed for
EXCEL_DAYS = range(36526, 73051)  # 2000-01-01 to 2099-12-31
_BRACKETS_OR_BETWEEN = re.compile(r"\([^()]*\)|(?P<between>[、,;/\n\s]+|及(?!其)|会同)")
_ROLE = re.compile(r"(?P<role>牵头|责任|主办|配合|协办)(?:单位|部门)?\s*:")
_SUFFIX = re.compile(r"由?(?P<name>.+?)(?:分别|共同)?(?P<role>牵头|负责|主办|配合|协助|协办|参与)")
_LEADING = ("牵头", "负责", "主办")
_PERSON = re.compile(r"^(?P<name>.+?)\((?P<person>[^()]{2,4})\)$")
_OFFICES = tuple("局队委办处科组部院会司站心区")  # a bracket ending so names an office, not a person
_MONEY = re.compile(r"^(?:约|共)?\s*([\d,]+(?:\.\d+)?)\s*(亿|万)?\s*元?$")
_UNITS = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "": Decimal(1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Organisations in the order named, and a person given in brackets behind the first."""

    leads: tuple[str, ...]
    supporting: tuple[str, ...]
    person: str


def organisations(*, lead: str, supporting: str) -> Parties:
    """Who leads and who supports, from two cells.

    A cell may itself say 牵头: and 配合:, or 甲局牵头,乙局、丙局配合: a name without a role takes the next one's.
    """
    leads: list[str] = []
    helping: list[str] = []
    for text, into in ((lead, leads), (supporting, helping)):
        for role, part in _roles(text):
            target = helping if role in ("配合", "协办") else leads if role else into
            _share_out(_names(part), target, leads, helping)
    person = ""
    bracketed = _PERSON.match(leads[0]) if leads else None
    if bracketed is not None and not bracketed["person"].endswith(_OFFICES):
        leads[0], person = bracketed["name"], bracketed["person"]
    own = tuple(dict.fromkeys(leads))
    return Parties(
        leads=own,
        supporting=tuple(name for name in dict.fromkeys(helping) if name not in own),
        person=person,
    )


def _names(text: str) -> list[str]:
    """The names of a cell; what stands in brackets is not cut: 各县(市、区)政府."""
    names, begin = [], 0
    for found in _BRACKETS_OR_BETWEEN.finditer(text):
        if found["between"] is not None:
            names.append(text[begin : found.start()])
            begin = found.end()
    return [name for name in (*names, text[begin:]) if name and not is_blank(text=name)]


def _share_out(names: list[str], target: list[str], leads: list[str], helping: list[str]) -> None:
    waiting: list[str] = []
    for name in names:
        told = _SUFFIX.fullmatch(name)
        waiting.append(told["name"] if told else name)
        if told:
            (leads if told["role"] in _LEADING else helping).extend(waiting)
            waiting = []
    target += waiting


def _roles(text: str) -> list[tuple[str, str]]:
    """The parts of a cell with the role said before each; no role: the column's own."""
    marks = list(_ROLE.finditer(text))
    if not marks:
        return [("", text)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    head = [("", text[: marks[0].start()])]
    return head + [(mark["role"], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def promises(*, cell: Cell, on: date, year: int) -> tuple[Promise, ...]:
    """What a cell promises: a date of the program, a day counted from 1900, or words.

    A number such as 2021.1 is not read: the program does not tell January from October.
    """
    if isinstance(cell, date):
        return (Promise(day=cell, precision="day", word="", text=cell.isoformat()),)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered(cell, on, year)
    if not isinstance(cell, str) or is_blank(text=cell):
        return ()
    alone = re.fullmatch(r"\s*(20\d{2})\s*", cell)
    return parse_promises(text=f"{alone[1]}年" if alone else cell, on=on, year=year)


def _numbered(value: float, on: date, year: int) -> tuple[Promise, ...]:
    if value == int(value) and int(value) in EXCEL_DAYS:
        day = EXCEL_ZERO + timedelta(days=int(value))
        return (Promise(day=day, precision="day", word="", text=day.isoformat()),)
    text = plain(value)
    if re.fullmatch(r"20\d{2}\.1", text):
        return ()
    if re.fullmatch(r"20\d{2}", text):
        text += "年"
    return parse_promises(text=text, on=on, year=year)


def investment(*, cell: Cell, header: str) -> Decimal | None:
    """An amount [CNY]; the unit stands with the number or in the header. None where it is blank or cannot be told."""
    found = _MONEY.match(plain(cell))
    if found is None:
        return None
    stated = re.search(r"(亿|万)?元", header)
    in_header = (stated[1] or "") if stated else None
    own = found[2] or ("" if "元" in plain(cell) else None)
    unit = own if own is not None else in_header
    if unit is None:
        return None
    return Decimal(found[1].replace(",", "")) * _UNITS[unit]
