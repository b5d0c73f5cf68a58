"""The bytes of a ledger as sheets of cells: XLSX and CSV, guarded against what only looks like one."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text

LARGEST_FILE = 50_000_000  # bytes on disk
LARGEST_INSIDE = 200_000_000  # bytes once unpacked
LONGEST_CELL = 32_767  # characters, as in a spreadsheet
MOST_CELLS = 5_000_000  # of the rectangle a sheet claims to fill
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"xl/worksheets/.*\.xml")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no text holds these
_SAVE_ZH = "请在表格软件中另存为 .xlsx 或 UTF-8 编码的 .csv。"
_SAVE_EN = "Save it as .xlsx, or as .csv in UTF-8, in your spreadsheet program."

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its cells row by row from the first row of the file, and the merged rectangles.

    A rectangle is (first row, first column, last row, last column), counted from 0, ends included.
    """

    name: str
    cells: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


def read_sheets(*, path: Path) -> tuple[Sheet, ...]:
    """The sheets of a ledger's file; a CSV is one sheet without merged cells.

    Raises
    ------
    BadInput
        No such file; empty; too large, packed or unpacked; protected by a password; not a table at all.
    """
    if not path.is_file():
        raise _refused(path, "no-file", Text(zh="没有这个文件", en="there is no such file"))
    size = path.stat().st_size
    if size == 0:
        raise _refused(path, "empty-file", Text(zh="文件是空的", en="the file is empty"))
    if size > LARGEST_FILE:
        raise _too_large(path, size)
    data = path.read_bytes()
    if data.startswith(OLE):
        raise _old_or_locked(path, data)
    if data.startswith(ZIP):
        return _workbook(path, data)
    return (_csv(path, data),)


def _workbook(path: Path, data: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_archive(path, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_sheet(book, name) for name in book.sheet_names)
    except CalamineError as error:
        raise _broken(path, str(error)) from None


def _sheet(book: object, name: str) -> Sheet:
    from python_calamine import CalamineWorkbook

    assert isinstance(book, CalamineWorkbook)
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        name=name,
        cells=tuple(tuple(_cell(value) for value in row) for row in rows),
        merged=tuple((top, left, bottom, right) for (top, left), (bottom, right) in merged),
    )


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


def _check_archive(path: Path, data: bytes) -> None:
    """Refuse an archive that is no workbook, is broken, or unpacks to more than is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
            if "xl/workbook.xml" not in {each.filename for each in inside}:
                raise _refused(
                    path, "not-a-ledger", Text(zh="这不是 XLSX 表格", en="this is no XLSX workbook")
                )
            if any(each.flag_bits & 1 for each in inside):
                raise _locked(path)
            unpacked = sum(each.file_size for each in inside)
            if unpacked > LARGEST_INSIDE:
                raise _too_large(path, unpacked)
            damaged = archive.testzip()  # sizes are as declared, or the check sum differs
            if damaged is not None:
                raise _broken(path, damaged)
            names = (each.filename for each in inside)
            for name in filter(_SHEET.fullmatch, names):
                _check_extent(path, archive.read(name))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise _broken(path, str(error)) from None


def _check_extent(path: Path, xml: bytes) -> None:
    """A single cell far out makes a sheet a giant rectangle; refuse it before it is laid out."""
    rows = columns = 0
    for found in _CELL.finditer(xml):
        rows = max(rows, int(found[2]))
        columns = max(columns, _column_number(found[1]))
    if rows * columns > MOST_CELLS:
        raise _too_large(path, rows * columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _csv(path: Path, data: bytes) -> Sheet:
    text = _decoded(path, data)
    head = text[:4096]
    delimiter = max(",\t;", key=head.count)
    if "\x00" in text or _CONTROL.search(head):
        raise _refused(path, "not-a-ledger", Text(zh="这不是表格文件", en="this is no table"))
    return Sheet(name="", cells=_lines(path, text, delimiter), merged=())


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


def _refused(path: Path, code: str, text: Text, value: str = "") -> BadInput:
    problem = Problem(
        code=code,
        where=Where(file=path.name),
        zh=text.zh,
        en=text.en,
        mend_zh=_SAVE_ZH,
        mend_en=_SAVE_EN,
        value=value,
    )
    return BadInput([problem])


def _too_large(path: Path, size: int) -> BadInput:
    text = Text(
        zh=f"文件太大：最多{LARGEST_FILE // 10**6} MB，解开后{LARGEST_INSIDE // 10**6} MB，一张表{MOST_CELLS}格",
        en=f"too large: at most {LARGEST_FILE // 10**6} MB, {LARGEST_INSIDE // 10**6} MB unpacked, "
        f"{MOST_CELLS} cells a sheet",
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
