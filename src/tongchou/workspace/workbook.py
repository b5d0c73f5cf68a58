"""A plan as one XLSX workbook: the same tables, one sheet each, under Chinese names, and a first sheet about the plan.

Nothing is lost on the way: a number that a spreadsheet could not keep digit for digit, and a day before its calendar
begins, go as text; text is always text, never a formula.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.model import META, SCHEMA, TABLES, TITLES_ZH, Plan
from tongchou.plan.table import Column, Row, columns_of
from tongchou.workspace.archive import Limits, checked, laying_out
from tongchou.workspace.convert import to_cell
from tongchou.workspace.files import write_whole
from tongchou.workspace.notes import note_over
from tongchou.workspace.sheet_scan import LostCell, Unfit
from tongchou.workspace.tabular import from_grid, lost_cells

COVER = "规划"
COVER_HEAD = ("项", "内容")
COVER_TITLES = {
    "schema": "格式",
    "id": "编号",
    "title_zh": "名称",
    "title_en": "英文名称",
    "note_zh": "说明",
    "note_en": "说明(英)",
}
LARGEST_UNPACKED = 2_000_000_000  # bytes; an archive that unpacks to more is refused unread
MOST_CELLS = 20_000_000  # of the rectangles that the sheets fill
MOST_SHEET_ROWS = 1_048_575  # under the header
LONGEST_CELL = 32_767  # characters
FIRST_DAY = date(1900, 3, 1)  # earlier serial numbers mean different days in different programs
NARROWEST, WIDEST = 8, 40  # characters of a column
PAGE = 200  # characters across one printed page
SAMPLED_ROWS = 2000  # looked at for a column's width
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "bottom": 1},
    "needed": {"bold": True, "bg_color": "#BDD7EE", "text_wrap": True, "bottom": 1},  # must be filled
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": {"num_format": "0.############"},  # large sums in full, never 6E+09
    "whole": {"num_format": "0"},
    "text": {"num_format": "@", "text_wrap": True},
}
NOTE_WIDTH, NOTE_LINE = 330, 16  # pixels of a note and of one of its lines
NOTE_SIGNS = 48  # half-width signs on a line of a note
CHOICE_ROWS = 1000  # empty rows under the data that still offer the choices
# what the escapes of a sheet cannot carry: two non-characters, and a text that looks like two escapes in a row
_NOT_FOR_SHEETS = re.compile("[\ufffe\uffff]|_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_A_FOLDER = ("请写成规划文件夹。", "Write a plan folder instead.")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # a fixed stamp: same plan, same bytes


def write_workbook(*, plan: Plan, path: Path) -> None:
    """Write a plan as one workbook, whole or not at all.

    Raises
    ------
    BadInput
        A table or a text is larger than a sheet or a cell can hold.
    """
    write_whole(path=path, data=workbook_bytes(plan=plan))


def workbook_bytes(*, plan: Plan, composed: str = "") -> bytes:
    """The workbook of a plan; the same plan gives the same bytes.

    Parameters
    ----------
    composed : the mark of `compose`, kept as a property of the document

    Raises
    ------
    BadInput
        A table or a text is larger than a sheet or a cell can hold.
    """
    import xlsxwriter

    problems = list(_unfit(plan))
    if problems:
        raise BadInput(problems)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    book.set_properties({"created": _CREATED, "title": plan.title_zh[:200]})
    if composed:
        book.set_custom_property("tongchou-composed", composed)
    styles = {name: book.add_format({"valign": "top", **form}) for name, form in _FORMATS.items()}
    _cover(book.add_worksheet(COVER), plan, styles)
    for name, kind in TABLES.items():
        _sheet(book.add_worksheet(TITLES_ZH[name]), kind, plan.table(name), styles)
    book.close()
    return out.getvalue()


def _cover(sheet: Any, plan: Plan, styles: dict[str, Any]) -> None:
    for place, title in enumerate(COVER_HEAD):
        sheet.write_string(0, place, title, styles["head"])
    values = {"schema": SCHEMA, **{name: getattr(plan, name) for name in META}}
    for number, (name, title) in enumerate(COVER_TITLES.items(), start=1):
        sheet.write_string(number, 0, title)
        if values[name]:
            sheet.write_string(number, 1, values[name], styles["text"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 80)
    sheet.freeze_panes(1, 0)
    _for_paper(sheet, 1)


def _for_paper(sheet: Any, pages_across: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(pages_across, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)


def _sheet(sheet: Any, kind: type[Row], rows: tuple[Row, ...], styles: dict[str, Any]) -> None:
    columns = columns_of(kind)
    widths = [_width(column, rows) for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.zh, styles["needed" if column.required else "head"])
        _note(sheet, place, note_over(column=column))
        sheet.set_column(place, place, widths[place])
        offered = _offered(column)
        if offered:
            sheet.data_validation(
                1,
                place,
                min(len(rows) + CHOICE_ROWS, MOST_SHEET_ROWS),
                place,
                {"validate": "list", "source": offered, "ignore_blank": True},
            )
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            _write(sheet, (number, place), getattr(row, column.name), styles)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    _for_paper(sheet, -(-sum(widths) // PAGE))


def _note(sheet: Any, place: int, text: str) -> None:
    """A note over a header, high enough for all its lines."""
    lines = sum(
        -(-sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) // NOTE_SIGNS) for line in text.split("\n")
    )
    size = {"width": NOTE_WIDTH, "height": NOTE_LINE * (lines + 1)}
    sheet.write_comment(0, place, text, {"author": "", "font_size": 9, **size})


def _width(column: Column, rows: tuple[Row, ...]) -> int:
    """Wide enough for most of what stands in the column, in characters; a Chinese one counts as two."""
    lengths = sorted(_signs(to_cell(getattr(row, column.name))) for row in rows[:SAMPLED_ROWS])
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return max(NARROWEST, _signs(column.zh) + 4, min(usual + 2, WIDEST))


def _signs(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text[: WIDEST + 1])


def _offered(column: Column) -> list[str]:
    return ["是", "否"] if column.kind == "boolean" else list(column.choices)


def _write(
    sheet: Any, cell: tuple[int, int], value: Any, styles: dict[str, Any]
) -> None:  # Any: a value of any column kind
    if isinstance(value, bool):
        sheet.write_string(*cell, "是" if value else "否")
    elif isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(*cell, value, styles["date"])
    elif isinstance(value, int | Decimal) and _as_kept(value) == str(value):
        sheet.write_number(*cell, float(value), styles["whole" if value == int(value) else "number"])
    elif text := to_cell(value):
        sheet.write_string(*cell, text, styles["text"])


def _as_kept(value: int | Decimal) -> str:
    """What comes back of a number: it is written with sixteen digits, of which a few floats need one more."""
    return _number_text(float(f"{float(value):.16G}"))


def _number_text(value: float) -> str:
    """A spreadsheet's number as text: whole numbers without a point, others by their shortest digits."""
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return repr(value)


def _unfit(plan: Plan) -> Iterator[Problem]:
    filled = sum((len(plan.table(name)) + 1) * len(columns_of(kind)) for name, kind in TABLES.items())
    if filled > MOST_CELLS - (len(META) + 2) * 2:
        what = (f"一个工作簿最多{MOST_CELLS}格", f"a workbook holds at most {MOST_CELLS} cells")
        yield _problem("too-many-cells", Where(), what, _A_FOLDER)
    for name in TABLES:
        rows = plan.table(name)
        if len(rows) > MOST_SHEET_ROWS:
            what = (f"一张工作表最多{MOST_SHEET_ROWS}行", f"a sheet holds at most {MOST_SHEET_ROWS} rows")
            yield _problem("too-many-rows", Where(table=TITLES_ZH[name]), what, _A_FOLDER)
        texts = [each.name for each in columns_of(TABLES[name]) if each.kind in ("text", "list")]
        for number, row in enumerate(rows, start=2):
            for column in texts:
                where = Where(table=TITLES_ZH[name], row=number, column=column)
                yield from _bad_text(to_cell(getattr(row, column)), where)
    for name in META:
        yield from _bad_text(getattr(plan, name), Where(table=COVER, column=name))


def _bad_text(text: str, where: Where) -> Iterator[Problem]:
    mend = ("请改动，或写成规划文件夹。", "Change it, or write a plan folder.")
    if len(text) > LONGEST_CELL:
        what = (f"一格最多{LONGEST_CELL}字", f"a cell holds at most {LONGEST_CELL} characters")
        yield _problem("too-long", where, what, mend)
    if _NOT_FOR_SHEETS.search(text):
        what = ("含有工作表无法保存的字符", "it holds characters a sheet cannot keep")
        yield _problem("not-for-a-sheet", where, what, mend)


def read_workbook(*, path: Path) -> Plan:
    """Read a plan from a workbook whose sheets bear the Chinese or English names of the tables.

    Raises
    ------
    BadInput
        Everything that cannot be read, together, each with sheet, row and column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = _problem(
            "no-reading",
            Where(file=str(path)),
            ("读不了这个文件", "the file cannot be read"),
            ("请检查名称和权限。", "See to its name and permissions."),
        )
        raise BadInput([dataclasses.replace(problem, value=error.strerror or "")]) from None
    return plan_of_workbook(data=data, file=path.name)


def plan_of_workbook(*, data: bytes, file: str) -> Plan:
    """The plan in the bytes of a workbook; `file` is its name in messages. Raises BadInput as `read_workbook`."""
    problems: list[Problem] = []
    meta: dict[str, str] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    names = {word: name for name in TABLES for word in (name, TITLES_ZH[name])}
    for title, grid, lost in _grids(data, file):
        name = names.get(title.strip())
        found: list[Problem] = []
        if title.strip() == COVER:
            meta = _meta(grid)
        elif name is not None and name not in tables:
            tables[name] = from_grid(
                kind=TABLES[name], grid=grid, file=file, table=TITLES_ZH[name], problems=found
            )
        elif any(any(row) for row in grid):
            found.append(_stranger(file, title))
        where = Where(file=file, table=TITLES_ZH[name] if name else title.strip())
        problems += lost_cells(lost=lost, where=where, kind=TABLES.get(name or ""), grid=grid, problems=found)
    if meta.get("schema") != SCHEMA or not (meta.get("id") and meta.get("title_zh")):
        problems.insert(0, _no_cover(file))
    if problems:
        raise BadInput(problems)
    return Plan(**{name: meta.get(name, "") for name in META}, **tables)  # type: ignore[arg-type]  # by its own class


def _grids(data: bytes, file: str) -> Iterator[tuple[str, list[list[str]], Sequence[LostCell]]]:
    """The sheets of a workbook, one after the other: title, cells, and cells that hold nothing to read."""
    from python_calamine import CalamineWorkbook

    try:
        safe = checked(data=data, limits=Limits(unpacked=LARGEST_UNPACKED, cells=MOST_CELLS))
        with laying_out():
            book = CalamineWorkbook.from_filelike(io.BytesIO(safe.data))
        for title in book.sheet_names:
            lost = safe.lost.get(title, ())
            if any(cell.lack == "no-number" for cell in lost):  # on some of which the reader stumbles
                yield title, [], lost
                continue
            with laying_out():
                rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            yield title, [[_text(cell) for cell in row] for row in rows], lost
    except Unfit as error:
        raise BadInput([_unreadable(file, error)]) from None


def _text(cell: Any) -> str:  # Any: whatever a sheet holds
    if isinstance(cell, bool):
        return to_cell(cell)
    if isinstance(cell, int | float):
        return _number_text(float(cell))
    if isinstance(cell, datetime):
        return to_cell(cell.date())
    return cell if isinstance(cell, str) else to_cell(cell)


def _meta(grid: list[list[str]]) -> dict[str, str]:
    names = {word: name for name, title in COVER_TITLES.items() for word in (name, title)}
    pairs = [row for row in grid if len(row) > 1]
    return {names[row[0].strip()]: row[1] for row in pairs if row[0].strip() in names}


def _stranger(file: str, title: str) -> Problem:
    return _problem(
        "unknown-table",
        Where(file=file, table=title),
        ("不认识的工作表", "an unknown sheet"),
        ("请改为格式说明中的表名，或删去。", "Use a name of the format page, or remove it."),
    )


def _no_cover(file: str) -> Problem:
    return _problem(
        "bad-descriptor",
        Where(file=file, table=COVER),
        (f"首页应写明格式 {SCHEMA}、编号和名称", f"the first sheet must name schema {SCHEMA}, id and title"),
        (
            "这若是台账，请先用 tongchou compose。",
            "If this is a ledger, turn it into a plan with tongchou compose.",
        ),
    )


def _unreadable(file: str, error: Unfit) -> Problem:
    problem = _problem(
        "not-a-workbook",
        Where(file=file),
        ("不是可读的XLSX工作簿，或展开后过大", "not a readable XLSX workbook, or too large once unpacked"),
        ("请用表格软件另存为XLSX。", "Save it again as XLSX."),
    )
    return dataclasses.replace(problem, value=error.value)


def _problem(code: str, where: Where, what: tuple[str, str], mend: tuple[str, str]) -> Problem:
    return Problem(code=code, where=where, zh=what[0], en=what[1], mend_zh=mend[0], mend_en=mend[1])
