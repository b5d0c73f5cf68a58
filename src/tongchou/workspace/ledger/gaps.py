"""Cells of a ledger that gave nothing to read, each told with its place: none is taken as empty without a word."""

from __future__ import annotations

from collections.abc import Container, Sequence

from tongchou.kernel.errors import Problem, Where
from tongchou.workspace.ledger.file import Sheet
from tongchou.workspace.ledger.header import DEEPEST, Header
from tongchou.workspace.lost import lost_problem
from tongchou.workspace.sheet_scan import LostCell, letters


def lost_in(*, sheet: Sheet, header: Header, file: str, passed: Container[int]) -> list[Problem]:
    """The lost cells of a ledger: all of the header and above it; below it those of columns that are read.

    Parameters
    ----------
    passed : rows, from 0, that hold no task, such as totals
    """
    words = {column: header.words.get(name, name) for name, column in header.columns.items()}
    return [
        _told(cell, sheet, file, words.get(cell.column - 1, "") if cell.row - 1 > header.row else "")
        for cell in sheet.lost
        if cell.row - 1 <= header.row or (cell.column - 1 in words and cell.row - 1 not in passed)
    ]


def lost_above(*, sheets: Sequence[Sheet], file: str) -> list[Problem]:
    """The lost cells among the rows in which a header is looked for."""
    return [_told(cell, sheet, file, "") for sheet in sheets for cell in sheet.lost if cell.row <= DEEPEST]


def _told(cell: LostCell, sheet: Sheet, file: str, column: str) -> Problem:
    place = Where(file=file, table=sheet.name, row=cell.row, column=column or letters(column=cell.column))
    return lost_problem(cell=cell, where=place, code="lost-cell", severity="warning")
