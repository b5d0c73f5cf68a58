"""The day a ledger is of: an exact date in its title rows, its sheet's name or its file's, else today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from tongchou.plan.compose.promise import days_in
from tongchou.workspace.ledger.file import Sheet, read_sheets
from tongchou.workspace.ledger.read import Ledger, ledger_in

SaidBy = Literal["given", "title", "sheet", "file", "today"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerDay:
    """The day, and what said so: whoever asked, the ledger's title rows, its sheet, its file's name, or nothing."""

    on: date
    said_by: SaidBy


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLedger:
    """A ledger as read on its day."""

    ledger: Ledger
    day: LedgerDay


def read_by_its_day(*, path: Path, today: date) -> DatedLedger:
    """The ledger in a file, read as of the day it names itself.

    Parameters
    ----------
    path : the file
    today : the day taken where the ledger names none, and after which no date counts

    Raises
    ------
    BadInput
        As `read_ledger`.
    """
    return dated(sheets=read_sheets(path=path), path=path, today=today)


def dated(*, sheets: Sequence[Sheet], path: Path, today: date) -> DatedLedger:
    """The ledger in the sheets of a file, read as of its own day; the path is named in problems and not opened.

    Raises
    ------
    BadInput
        No header, no task under it, or too many.
    """
    ledger = ledger_in(sheets=sheets, path=path, on=today)
    day = day_of(ledger=ledger, file=path.stem, today=today)
    if day.on != today:
        ledger = ledger_in(sheets=sheets, path=path, on=day.on)
    return DatedLedger(ledger=ledger, day=day)


def day_of(*, ledger: Ledger, file: str, today: date) -> LedgerDay:
    """The latest exact date, not after today, of the title rows, the sheet's name and the file's; else today."""
    places: dict[SaidBy, str] = {"title": " ".join(ledger.titles), "sheet": ledger.sheet, "file": file}
    found = [(day, said_by) for said_by, text in places.items() for day in days_in(text=text) if day <= today]
    if not found:
        return LedgerDay(on=today, said_by="today")
    on = max(day for day, _ in found)
    return LedgerDay(on=on, said_by=next(said_by for day, said_by in found if day == on))
