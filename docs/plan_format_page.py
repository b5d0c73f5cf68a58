"""The plan format page, written from the row classes that read it."""

from __future__ import annotations

import dataclasses
import inspect
import typing

from tongchou.plan.model import META, SCHEMA, TABLES, TITLES_ZH
from tongchou.plan.table import Column, Row, columns_of
from tongchou.workspace.tabular import MOST_ROWS
from tongchou.workspace.workbook import COVER, COVER_TITLES

HEAD = f"""# Plan format `{SCHEMA}`

Generated from the code by `make docs`; do not edit.

A plan is a folder: `datapackage.json` (a Frictionless Data Package) and one CSV file for each table that has rows.
The same plan as one workbook (XLSX) has a first sheet {COVER} and a sheet for each table under its Chinese name.

- Text is UTF-8; a byte-order mark and GB 18030 are read too. Headers may be the column's name or its Chinese header,
  in any order. A column that is not known is an error; a column that need not be filled may be left out.
- An empty cell means the column's default, given below; a *required* cell must be filled.
- *date*: `2021-06-30`; `2021/6/30` and `2021年6月30日` are read too.
- *number*: exact decimal; thousands marks as in `1,000` are read, not written.
- *boolean*: `true`/`false` (in any case) or 是/否. *list*: members joined by `;`, a `;` inside a member written `\\;`.
- An id is 1 to 64 letters, digits, dots, underscores or hyphens, and never used again.
- A table holds at most {MOST_ROWS:,} rows. A million activities with a million links are checked in about a minute.
- A plan is written whole or not at all; a folder that holds anything but tables of a plan is left alone.
- Nothing is lost on the way in or out. A text that a spreadsheet program would compute (it begins with `=`, `+`, `-`, `@`)
  stands in the CSV behind an apostrophe, which reading takes off; a workbook keeps it as text.

## The plan itself

In `datapackage.json` under `tongchou`; in a workbook on the sheet {COVER}.
"""

META_MEANINGS = {
    "schema": f"always `{SCHEMA}`; required",
    "id": "id of the plan; required",
    "title_zh": "name in Chinese; required",
    "title_en": "name in English",
    "note_zh": "what a reader should know",
    "note_en": "the same in English",
}


def page() -> str:
    """Markdown of the whole format: the plan, then every table and column."""
    rows = ["| key | in the workbook | meaning |", "| --- | --- | --- |"]
    rows += [f"| `{name}` | {COVER_TITLES[name]} | {META_MEANINGS[name]} |" for name in ("schema", *META)]
    tables = [f"[{name}](#{name}) {TITLES_ZH[name]}" for name in TABLES]
    parts = [HEAD, "\n".join(rows) + "\n", "Tables: " + ", ".join(tables) + ".\n", _provenance()]
    parts += [_table(name, kind) for name, kind in TABLES.items()]
    return "\n".join(parts)


def _provenance() -> str:
    text = "Every row of every table ends with where its figures come from:\n"
    return "\n".join(["## Columns of every table\n", text, _columns(Row, columns_of(Row))])


def _table(name: str, kind: type[Row]) -> str:
    common = {field.name for field in dataclasses.fields(Row)}
    own = tuple(column for column in columns_of(kind) if column.name not in common)
    return "\n".join(
        [f"## {name}\n", f"{TITLES_ZH[name]}, `{name}.csv`. {inspect.getdoc(kind)}\n", _columns(kind, own)]
    )


def _columns(kind: type[Row], columns: tuple[Column, ...]) -> str:
    defaults = {field.name: field.default for field in dataclasses.fields(kind)}
    rows = [
        "| column | header | type | meaning | if empty | example |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows += [
        f"| `{column.name}` | {column.zh} | {_type(column)} | {_meaning(column)} "
        f"| {_default(column, defaults[column.name])} | {_code(column.example)} |"
        for column in columns
    ]
    return "\n".join(rows) + "\n"


def _type(column: Column) -> str:
    kind = "choice" if column.choices else column.kind
    return f"{kind} [{column.unit}]" if column.unit else kind


def _meaning(column: Column) -> str:
    parts = [column.meaning.replace("|", "\\|")]
    if column.choices:
        parts.append("one of " + ", ".join(_code(choice) for choice in column.choices))
    if column.refers:
        parts.append("ids of " + " or ".join(f"[{name}](#{name})" for name in column.refers.split("|")))
    return "; ".join(parts)


def _default(column: Column, default: typing.Any) -> str:  # Any: the default of any field
    if column.required:
        return "required"
    if default is None or default in ("", ()):
        return ""
    return _code(str(default).lower() if isinstance(default, bool) else str(default))


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""
