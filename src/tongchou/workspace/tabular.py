"""A grid of cells and the rows of one table: headers in either language, every wrong cell reported with its place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tongchou.kernel.errors import Problem, Where
from tongchou.kernel.finding import Text
from tongchou.plan.table import Column, Row, columns_of
from tongchou.workspace.convert import CellError, from_cell, settled, to_cell
from tongchou.workspace.lost import lost_problem
from tongchou.workspace.sheet_scan import LostCell, letters

AnyRow = TypeVar("AnyRow", bound=Row)
MOST_ROWS = 2_000_000
MOST_BAD_CELLS = 1000  # reported of one column; the rest are counted
_EMPTY = Text(zh="此格必须填写", en="this cell must be filled")


def to_grid(*, kind: type[Row], rows: Iterable[Row], chinese: bool = False) -> list[list[str]]:
    """Header and cells of a table; with Chinese headers for a workbook."""
    columns = columns_of(kind)
    head = [column.zh if chinese else column.name for column in columns]
    return [head, *([to_cell(getattr(row, column.name)) for column in columns] for row in rows)]


def from_grid(
    *, kind: type[AnyRow], grid: Sequence[Sequence[str]], file: str, table: str, problems: list[Problem]
) -> tuple[AnyRow, ...]:
    """The rows of a grid whose first line is the header; what is wrong is added to `problems`, with its place.

    Headers may be English or Chinese, in any order; blank rows are passed over; columns that may be left out may be
    missing.
    """
    if not grid:
        return ()
    if len(grid) - 1 > MOST_ROWS:
        problems.append(_too_many(file, table, len(grid) - 1))
        return ()
    placed = _place_columns(kind, grid[0], file, table, problems)
    present = {column.name for column, _ in placed}
    if any(column.required and column.name not in present for column in columns_of(kind)):
        return ()
    rows = []
    bad = _Bad(problems=problems, seen=Counter())
    for number, cells in enumerate(grid[1:], start=2):
        if not any(cells):
            continue
        if len(cells) > len(grid[0]) and any(cells[len(grid[0]) :]):
            bad.add(_ragged(file, table, number, len(cells), len(grid[0])))
            continue
        row = _row(kind, placed, cells, Where(file=file, table=table, row=number), bad)
        if row is not None:
            rows.append(row)
    bad.close(file, table)
    return tuple(rows)


def lost_cells(
    *,
    lost: Sequence[LostCell],
    where: Where,
    kind: type[Row] | None,
    grid: Sequence[Sequence[str]],
    problems: Iterable[Problem],
) -> list[Problem]:
    """`problems` of a sheet with its lost cells before them: those of which a spreadsheet gives nothing to read.

    What `problems` say of the same cells is left out, since it follows. `where` names file and sheet.
    """
    names = (
        {word: column.name for column in columns_of(kind) for word in (column.name, column.zh)}
        if kind
        else {}
    )
    bad = _Bad(problems=[], seen=Counter())
    places = set()
    for cell in lost:
        header = grid[0][cell.column - 1].strip() if grid and cell.column <= len(grid[0]) else ""
        name = names.get(header) or header[:80] or letters(column=cell.column)
        places.add((cell.row, name))
        place = Where(file=where.file, table=where.table, row=cell.row, column=name)
        bad.add(lost_problem(cell=cell, where=place, code="bad-cell"))
    bad.close(where.file, where.table)
    return [*bad.problems, *(each for each in problems if (each.where.row, each.where.column) not in places)]


@dataclass(frozen=True, slots=True)
class _Bad:
    """Where bad cells go: the first of each column are reported, the rest counted."""

    problems: list[Problem]
    seen: Counter[str]

    def add(self, problem: Problem) -> None:
        self.seen[problem.where.column] += 1
        if self.seen[problem.where.column] <= MOST_BAD_CELLS:
            self.problems.append(problem)

    def close(self, file: str, table: str) -> None:
        for column, count in self.seen.items():
            if count > MOST_BAD_CELLS:
                self.problems.append(
                    _more(Where(file=file, table=table, column=column), count - MOST_BAD_CELLS)
                )


def _place_columns(
    kind: type[Row], header: Sequence[str], file: str, table: str, problems: list[Problem]
) -> list[tuple[Column, int]]:
    columns = columns_of(kind)
    by_name = {name: column for column in columns for name in (column.name, column.zh)}
    placed: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = cell.strip().lstrip("\ufeff")
        if not name:
            continue
        column = by_name.get(name)
        if column is None:
            problems.append(_unknown_column(file, table, name, list(by_name)))
        elif column.name in placed:
            problems.append(_doubled_column(file, table, name))
        else:
            placed[column.name] = place
    for column in columns:
        if column.required and column.name not in placed:
            problems.append(_missing_column(file, table, column))
    return [(column, placed[column.name]) for column in columns if column.name in placed]


def _row(
    kind: type[AnyRow],
    placed: list[tuple[Column, int]],
    cells: Sequence[str],
    where: Where,
    bad: _Bad,
) -> AnyRow | None:
    """A row, or None where a cell is wrong. An empty cell of a column that may be empty takes its default."""
    values: dict[str, Any] = {}  # Any: values of many column kinds
    wrong = False
    for column, place in placed:
        text = cells[place] if place < len(cells) else ""
        if not text and not column.required:
            continue
        try:
            if not text:
                raise CellError(_EMPTY)
            values[column.name] = from_cell(column=column, text=text)
        except CellError as error:
            wrong = True
            bad.add(_bad_cell(where, column, text, error))
    return None if wrong else settled(row=kind(**values))


def _bad_cell(where: Where, column: Column, text: str, error: CellError) -> Problem:
    return Problem(
        code="bad-cell",
        where=Where(file=where.file, table=where.table, row=where.row, column=column.name),
        zh=error.text.zh,
        en=error.text.en,
        mend_zh=f"“{column.zh}”：例如 {column.example}。" if column.example else f"请改正“{column.zh}”。",
        mend_en=f"For example {column.example}." if column.example else f"Correct {column.name!r}.",
        value=text[:80],
    )


def _more(where: Where, count: int) -> Problem:
    return Problem(
        code="bad-cell",
        where=where,
        zh=f"这一列还有{count}格有误",
        en=f"{count} more cells of this column are wrong",
        mend_zh="请先改正前面列出的同类问题。",
        mend_en="Mend the ones listed first.",
    )


def _unknown_column(file: str, table: str, name: str, known: list[str]) -> Problem:
    near = difflib.get_close_matches(name, known, n=1)
    return Problem(
        code="unknown-column",
        where=Where(file=file, table=table, row=1, column=name[:80]),
        zh="不认识的列",
        en="an unknown column",
        mend_zh=f"是否应为“{near[0]}”？否则请删去这一列。"
        if near
        else "请删去这一列，或改为格式说明中的列名。",
        mend_en=f"Did you mean {near[0]!r}? Else remove it."
        if near
        else "Remove it, or use a name of the format page.",
        value=name[:80],
    )


def _doubled_column(file: str, table: str, name: str) -> Problem:
    return Problem(
        code="doubled-column",
        where=Where(file=file, table=table, row=1, column=name),
        zh="同一列出现两次",
        en="the column occurs twice",
        mend_zh="请只保留一列。",
        mend_en="Keep one of them.",
        value=name,
    )


def _missing_column(file: str, table: str, column: Column) -> Problem:
    return Problem(
        code="missing-column",
        where=Where(file=file, table=table, row=1, column=column.name),
        zh="缺少必需的列",
        en="a required column is missing",
        mend_zh=f"请加上“{column.zh}”({column.name})一列。",
        mend_en=f"Add the column {column.name!r}.",
    )


def _ragged(file: str, table: str, row: int, seen: int, wanted: int) -> Problem:
    return Problem(
        code="ragged-row",
        where=Where(file=file, table=table, row=row),
        zh=f"这一行有{seen}格，表头只有{wanted}格",
        en=f"the row has {seen} cells, the header {wanted}",
        mend_zh="含逗号或换行的内容要加引号。",
        mend_en="Put quotes around text with commas or line breaks.",
    )


def _too_many(file: str, table: str, rows: int) -> Problem:
    return Problem(
        code="too-many-rows",
        where=Where(file=file, table=table),
        zh=f"一张表最多{MOST_ROWS}行",
        en=f"a table holds at most {MOST_ROWS} rows",
        mend_zh="请把规划分成几个。",
        mend_en="Split the plan.",
        value=str(rows),
    )
