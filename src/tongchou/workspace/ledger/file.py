"""The bytes of a ledger as sheets of cells: XLSX and CSV, guarded against what only looks like one."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text
from tongchou.workspace.archive import Checked, Limits, checked, laying_out
from tongchou.workspace.lost import is_error, lost_problem
from tongchou.workspace.sheet_scan import LostCell, Unfit, letters

LARGEST_FILE = 50_000_000  # bytes on disk
LARGEST_INSIDE = 200_000_000  # bytes once unpacked
LONGEST_CELL = 32_767  # characters, as in a spreadsheet
MOST_CELLS = 5_000_000  # of the rectangles that the sheets claim to fill
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no text holds these
_SAVE = Text(
    zh="请在表格软件中另存为 .xlsx 或 UTF-8 编码的 .csv。",
    en="Save it as .xlsx, or as .csv in UTF-8, in your spreadsheet program.",
)
_FOLDER = Text(zh="这是文件夹，不是台账", en="this is a folder, not a ledger")
_GIVE_FILE = Text(zh="请给出台账文件（.xlsx 或 .csv）。", en="Give the ledger's file (.xlsx or .csv).")
_NO_FILE = Text(zh="没有这个文件，请检查路径", en="there is no such file: check the path")
_SEE_PATH = Text(
    zh="路径中有空格时，请用引号括起来。", en="Put a path that has blanks in it into quotation marks."
)

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its cells row by row from the first row of the file, and the merged rectangles.

    A rectangle is (first row, first column, last row, last column), counted from 0, ends included. Cells that give
    nothing to read are empty here and stand in `lost`.
    """

    name: str
    cells: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    lost: tuple[LostCell, ...] = ()


def read_sheets(*, path: Path) -> tuple[Sheet, ...]:
    """The sheets of a ledger's file; a CSV is one sheet without merged cells.

    Raises
    ------
    BadInput
        No such file; a folder; empty; too large, packed or unpacked; protected by a password; not a table at all.
    """
    return sheets_in(data=_bytes(path), path=path)


def sheets_in(*, data: bytes, path: Path) -> tuple[Sheet, ...]:
    """The sheets in the bytes of a file, as `read_sheets`; the path is named in problems and not opened.

    Raises
    ------
    BadInput
        As `read_sheets`.
    """
    if data.startswith(OLE):
        raise _old_or_locked(path, data)
    if data.startswith(ZIP):
        return _workbook(path, data)
    return (_csv(path, data),)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _refused(path, "is-folder", _FOLDER, mend=_GIVE_FILE)
        if not path.is_file():
            raise _refused(path, "no-file", _NO_FILE, mend=_SEE_PATH)
        size = path.stat().st_size
        if size == 0:
            raise _refused(path, "empty-file", Text(zh="文件是空的", en="the file is empty"))
        if size > LARGEST_FILE:
            raise _too_large(path, size)
        return path.read_bytes()
    except OSError as error:
        text = Text(
            zh="文件读不了，请检查名称和权限", en="the file cannot be read: see to its name and permissions"
        )
        raise _refused(path, "no-reading", text, error.strerror or "") from None


def _workbook(path: Path, data: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook

    try:
        safe = checked(data=data, limits=Limits(unpacked=LARGEST_INSIDE, cells=MOST_CELLS))
        _refuse_no_numbers(path, safe)
        with laying_out():
            book = CalamineWorkbook.from_filelike(io.BytesIO(safe.data))
            return tuple(_sheet(book, name, safe.lost.get(name, ())) for name in book.sheet_names)
    except Unfit as error:
        raise _unfit(path, error) from None


def _refuse_no_numbers(path: Path, safe: Checked) -> None:
    """A number that is none, or infinite, is no work of an office; the reader of cells stumbles on some of them."""
    problems = [
        lost_problem(
            cell=cell,
            where=Where(file=path.name, table=title, row=cell.row, column=letters(column=cell.column)),
            code="bad-cell",
        )
        for title, lost in safe.lost.items()
        for cell in lost
        if cell.lack == "no-number"
    ]
    if problems:
        raise BadInput(problems)


def _unfit(path: Path, error: Unfit) -> BadInput:
    if error.code == "no-workbook":
        return _refused(path, "not-a-ledger", Text(zh="这不是 XLSX 表格", en="this is no XLSX workbook"))
    if error.code == "locked":
        return _locked(path)
    if error.code == "too-large":
        return _too_large(path, error.value)
    return _broken(path, error.value)


def _sheet(book: object, name: str, lost: tuple[LostCell, ...]) -> Sheet:
    from python_calamine import CalamineWorkbook

    assert isinstance(book, CalamineWorkbook)
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    merged = sheet.merged_cell_ranges or []
    return _without_errors(
        Sheet(
            name=name,
            cells=tuple(tuple(_cell(value) for value in row) for row in rows),
            merged=tuple((top, left, bottom, right) for (top, left), (bottom, right) in merged),
            lost=lost,
        )
    )


def _without_errors(sheet: Sheet) -> Sheet:
    """The sheet with errors kept as texts, as a CSV keeps them, among its lost cells."""
    found = tuple(
        LostCell(row=row, column=column, lack="error", seen=cell.strip())
        for row, cells in enumerate(sheet.cells, start=1)
        for column, cell in enumerate(cells, start=1)
        if isinstance(cell, str) and cell.startswith(("#", " ")) and is_error(text=cell)
    )
    if not found:
        return sheet
    places = {(each.row, each.column) for each in found}
    cells = tuple(
        tuple(None if (row, column) in places else cell for column, cell in enumerate(line, start=1))
        for row, line in enumerate(sheet.cells, start=1)
    )
    known = {(each.row, each.column) for each in sheet.lost}
    more = tuple(each for each in found if (each.row, each.column) not in known)
    return replace(sheet, cells=cells, lost=(*sheet.lost, *more))


def _cell(value: object) -> Cell:
    """A cell as text, number or day; a moment is its day, a time or a span its text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, time | timedelta):
        return str(value)
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)


def _csv(path: Path, data: bytes) -> Sheet:
    text = _decoded(path, data)
    head = text[:4096]
    delimiter = max(",\t;", key=head.count)
    if "\x00" in text or _CONTROL.search(head):
        raise _refused(path, "not-a-ledger", Text(zh="这不是表格文件", en="this is no table"))
    return _without_errors(Sheet(name="", cells=_lines(path, text, delimiter), merged=()))


def _lines(path: Path, text: str, delimiter: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a text file. A quote that is never closed would swallow every row below it: it is refused."""
    rows: list[tuple[Cell, ...]] = []
    try:
        rows += (
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        )
    except csv.Error as error:
        if str(error).startswith(("unexpected end", "field larger")):
            raise _open_quote(path, len(rows) + 1) from None
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    wrong = next(
        (place for place, row in enumerate(rows, 1) if any(len(str(x)) > LONGEST_CELL for x in row)), None
    )
    if wrong is not None:
        raise _open_quote(path, wrong)
    return tuple(rows)


def _open_quote(path: Path, row: int) -> BadInput:
    problem = Problem(
        code="open-quote",
        where=Where(file=path.name, row=row),
        zh="这一行有引号没有收尾，后面各行都会并入这一格",
        en="a quotation mark is never closed and would swallow every row below",
        mend_zh="请补上或删去这个引号，或另存为 .xlsx。",
        mend_en="Close or remove it, or save the file as .xlsx.",
    )
    return BadInput([problem])


def _decoded(path: Path, data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with one, else GB18030. Bytes no text contains are refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise _refused(path, "not-a-ledger", Text(zh="这不是表格文件", en="this is no table")) from None
    if b"\x00" in data:
        raise _refused(path, "not-a-ledger", Text(zh="这不是表格文件", en="this is no table"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(path, "not-a-ledger", Text(zh="文字编码无法识别", en="its encoding cannot be told"))


def _refused(path: Path, code: str, text: Text, value: str = "", *, mend: Text = _SAVE) -> BadInput:
    problem = Problem(
        code=code,
        where=Where(file=path.name if mend is _SAVE else str(path)),
        zh=text.zh,
        en=text.en,
        mend_zh=mend.zh,
        mend_en=mend.en,
        value=value,
    )
    return BadInput([problem])


def _too_large(path: Path, size: int | str) -> BadInput:
    text = Text(
        zh=f"文件太大：最多{LARGEST_FILE // 10**6} MB，解开后{LARGEST_INSIDE // 10**6} MB，各表共{MOST_CELLS}格",
        en=f"too large: at most {LARGEST_FILE // 10**6} MB, {LARGEST_INSIDE // 10**6} MB unpacked, "
        f"{MOST_CELLS} cells in all sheets",
    )
    return _refused(path, "too-large", text, str(size))


def _old_or_locked(path: Path, data: bytes) -> BadInput:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _locked(path)
    return _refused(
        path,
        "old-format",
        Text(zh="这是旧的 .xls 或其他 Office 文件", en="this is an old .xls or other Office file"),
    )


def _locked(path: Path) -> BadInput:
    return _refused(path, "locked", Text(zh="文件有密码保护", en="the file is protected by a password"))


def _broken(path: Path, value: str) -> BadInput:
    return _refused(
        path, "broken-file", Text(zh="文件已损坏，无法读取", en="the file is damaged"), value[:80]
    )
