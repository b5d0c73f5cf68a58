"""A plan as a folder: a Frictionless Data Package that a person can edit in a spreadsheet.

A spreadsheet takes a cell of CSV that begins with = + - @ for a formula. Texts that begin so are therefore written with
an apostrophe before them, which reading takes off again; numbers are written as they are. Nothing is lost: a text that
itself begins with apostrophes before such a sign gets one more.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from itertools import islice
from pathlib import Path
from typing import Any

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.provenance import is_id
from tongchou.plan.model import META, SCHEMA, TABLES, TITLES_ZH, Plan
from tongchou.plan.table import Column, Row, columns_of
from tongchou.workspace.files import write_files
from tongchou.workspace.tabular import MOST_ROWS, from_grid, to_grid

DESCRIPTOR = "datapackage.json"
_CERTAINLY_NOT_TWO_BYTES = re.compile("[\u0800-\U0010ffff]")  # in UTF-8
_PAST_LATIN = re.compile("[\u0100-\u07ff]")
_FORMULA = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r]")  # full-width ones, too
LARGEST_FILE = 500_000_000  # bytes of one table
_FIELD_TYPES = {
    "text": "string",
    "list": "string",
    "date": "date",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
}


def plan_files(*, plan: Plan) -> dict[str, bytes]:
    """The files of a plan folder: the descriptor and one CSV for every table that has rows."""
    tables = {name: kind for name, kind in TABLES.items() if plan.table(name)}
    files = {f"{name}.csv": _csv(_guarded(kind, plan.table(name))) for name, kind in tables.items()}
    descriptor = {
        "profile": "tabular-data-package",
        "name": plan.id.lower(),
        "title": plan.title_zh,
        "tongchou": {"schema": SCHEMA, **{name: getattr(plan, name) for name in META}},
        "resources": [_resource(name, kind) for name, kind in tables.items()],
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    return {DESCRIPTOR: (text + "\n").encode(), **files}


def write_plan(*, plan: Plan, path: Path) -> None:
    """Write a plan as a folder, whole or not at all; tables of an older plan there that have no rows now are gone.

    Raises
    ------
    BadInput
        The folder holds things that are no tables of a plan.
    """
    write_files(folder=path, files=plan_files(plan=plan), stale=[f"{name}.csv" for name in TABLES])


def _guarded(kind: type[Row], rows: tuple[Row, ...]) -> list[list[str]]:
    """The grid of a table with an apostrophe before every text that a spreadsheet would take for a formula."""
    texts = [
        place
        for place, column in enumerate(columns_of(kind))
        if column.kind in ("text", "list") and not column.choices  # of which none is a formula
    ]
    grid = to_grid(kind=kind, rows=rows)
    for cells in grid[1:]:
        for place in texts:
            if _FORMULA.match(cells[place]):
                cells[place] = f"'{cells[place]}"
    return grid


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def _csv(grid: list[list[str]]) -> bytes:
    """RFC 4180 with LF: the writer is told CRLF so that it also quotes a lone CR, then each line ends with LF."""
    lines = []
    for cells in grid:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerow(cells)
        lines.append(out.getvalue().removesuffix("\r\n"))
    return ("\n".join(lines) + "\n").encode()


def _resource(name: str, kind: type[Row]) -> dict[str, Any]:
    columns = columns_of(kind)
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "primaryKey": "id"}
    keys = [
        {"fields": column.name, "reference": {"resource": column.refers, "fields": "id"}}
        for column in columns
        if column.refers and column.kind == "text" and column.required and "|" not in column.refers
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": name,
        "title": TITLES_ZH[name],
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.zh,
        "type": _FIELD_TYPES[column.kind],
        "description": column.meaning,
    }
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = [*column.choices] if column.required else ["", *column.choices]
    if constraints:
        field["constraints"] = constraints
    return field


def read_plan(*, path: Path) -> Plan:
    """Read a plan folder.

    Raises
    ------
    BadInput
        Everything that cannot be read, together, each with file, row and column.
    """
    meta = _descriptor(path)
    problems: list[Problem] = []
    tables: dict[str, tuple[Row, ...]] = {}
    for name, kind in TABLES.items():
        file = path / f"{name}.csv"
        if os.path.lexists(file):
            grid = _grid(file, problems)
            tables[name] = from_grid(kind=kind, grid=grid, file=file.name, table=name, problems=problems)
    problems += _strangers(path)
    if problems:
        raise BadInput(problems)
    return Plan(**meta, **tables)  # type: ignore[arg-type]  # each table is read by its own row class


def _descriptor(path: Path) -> dict[str, str]:
    file = path / DESCRIPTOR
    if not os.path.lexists(file):
        raise BadInput(
            [
                _problem(
                    "no-plan",
                    str(path),
                    (
                        "这里没有规划：缺少 datapackage.json",
                        "there is no plan here: datapackage.json is missing",
                    ),
                    (
                        "请给出规划文件夹；台账请先用 tongchou compose。",
                        "Give a plan folder; for a ledger use compose.",
                    ),
                )
            ]
        )
    try:
        _size(file)
    except OSError as error:
        raise BadInput([_no_reading(DESCRIPTOR, error)]) from None
    try:
        text = file.read_bytes().decode("utf-8-sig")
        meta = json.loads(text, parse_constant=_no_constant).get("tongchou")
    except (OSError, ValueError, AttributeError, RecursionError):
        meta = None
    if not isinstance(meta, dict) or meta.get("schema") != SCHEMA or not _sound_meta(meta):
        raise BadInput(
            [
                _problem(
                    "bad-descriptor",
                    DESCRIPTOR,
                    (f"不是可读的 {SCHEMA} 规划", f"not a readable plan of schema {SCHEMA}"),
                    (
                        "请检查 tongchou 一节：schema、id、title_zh。",
                        "See its tongchou part: schema, id, title_zh.",
                    ),
                )
            ]
        )
    return {name: meta.get(name, "") for name in META}


def _sound_meta(meta: dict[str, Any]) -> bool:
    """Whether the plan's id is one and its texts are texts that can be written again (no half of a pair)."""
    texts = [meta.get(name, "") for name in META]
    try:
        whole = all(isinstance(text, str) and text.encode().decode() == text for text in texts)
    except UnicodeEncodeError:
        return False
    return whole and bool(meta.get("title_zh")) and is_id(meta.get("id", ""))


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _size(file: Path) -> int:
    """Bytes of a regular file that lies in its folder, links followed.

    Raises
    ------
    OSError
        It is none, or lies elsewhere: such a file is not opened.
    """
    try:
        inside = file.resolve(strict=True).is_relative_to(file.parent.resolve())
    except RuntimeError:
        raise OSError(0, "a link to itself") from None
    if not inside:
        raise OSError(0, "a link out of the folder")
    state = file.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(0, "not a regular file")
    return state.st_size


def _grid(file: Path, problems: list[Problem]) -> list[list[str]]:
    """The cells of a CSV file; what stands in the way is added to `problems`. Reading stops past the row limit."""
    try:
        size, data = _size(file), b""
        if size <= LARGEST_FILE:
            data = file.read_bytes()
    except OSError as error:
        problems.append(_no_reading(file.name, error))
        return []
    if size > LARGEST_FILE:
        problems.append(_problem("too-large", file.name, *TOO_LARGE))
        return []
    text = decoded(data=data)
    if text is not None and _might_be_gbk(text, data) and _gbk_beside(file):
        text = data.decode("gb18030")
    if text is None:
        problems.append(_problem("not-text", file.name, *NOT_TEXT))
        return []
    if not text.strip():
        problems.append(_problem("empty-table", file.name, *EMPTY_TABLE))
        return []
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [[_bare(cell) for cell in row] for row in islice(reader, MOST_ROWS + 2)]
    except csv.Error as error:
        problems.append(_bad_csv(file.name, reader.line_num, error))
        return []


TOO_LARGE = (("文件太大", "the file is too large"), ("请拆分。", "Split it."))
NOT_TEXT = (
    ("不是文本表格", "not a text table"),
    ("请用表格软件另存为 CSV(UTF-8)。", "Save it as CSV (UTF-8) from a spreadsheet program."),
)
EMPTY_TABLE = (
    ("文件是空的，连表头也没有", "the file is empty: it has not even a header"),
    ("请写上表头；不用的表请删去文件。", "Give it a header, or remove the file where the table is not used."),
)


def _no_reading(file: str, error: OSError) -> Problem:
    return _problem(
        "no-reading",
        file,
        (f"读不了：{error.strerror}", f"cannot be read: {error.strerror}"),
        ("请检查是否为文件、有无权限。", "See whether it is a file and may be read."),
    )


def _bad_csv(file: str, line: int, error: csv.Error) -> Problem:
    return Problem(
        code="bad-csv",
        where=Where(file=file, row=line),
        zh=f"CSV 有误：{error}",
        en=f"bad CSV: {error}",
        mend_zh="请检查这一行及以前的引号是否成对。",
        mend_en="See whether the quotes on this line and before it are paired.",
    )


def decoded(*, data: bytes) -> str | None:
    """Text of UTF-8 (with or without a mark) or GB 18030 bytes; None for what is no text."""
    if b"\x00" in data:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _might_be_gbk(text: str, data: bytes) -> bool:
    """Whether a text read as UTF-8 may as well be a few common Chinese characters in GBK, such as 小学."""
    if text.isascii() or _CERTAINLY_NOT_TWO_BYTES.search(text) or not _PAST_LATIN.search(text):
        return False
    try:
        data.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _gbk_beside(file: Path) -> bool:
    """Whether another table of the folder is certainly in GBK."""
    for other in sorted(file.parent.glob("*.csv")):
        try:
            data = other.read_bytes() if _size(other) <= LARGEST_FILE else b""
        except OSError:
            continue  # said where it is read itself
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return decoded(data=data) is not None
    return False


def _strangers(path: Path) -> list[Problem]:
    names = sorted(each.name for each in path.glob("*.csv") if each.stem not in TABLES)
    return [
        _problem(
            "unknown-table",
            name,
            ("不认识的表", "an unknown table"),
            (
                "请改为格式说明中的表名，或移出文件夹。",
                "Use a name of the format page, or move the file away.",
            ),
        )
        for name in names
    ]


def _problem(code: str, file: str, what: tuple[str, str], mend: tuple[str, str]) -> Problem:
    return Problem(
        code=code, where=Where(file=file), zh=what[0], en=what[1], mend_zh=mend[0], mend_en=mend[1]
    )
