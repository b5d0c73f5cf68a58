"""The open data of one answer: files by name with size, hash and media type; every table as CSV and as JSON."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tongchou.publish.opendata import DESCRIPTOR, FORMULA_STARTS, LICENCE, open_data
from tongchou_site.records.queries.public import public_answer

KEPT = 4
MEDIA = {".csv": "text/csv; charset=utf-8", ".json": "application/json"}
LICENCE_WORDS: Mapping[str, str] = LICENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """One file as it is served."""

    name: str
    body: bytes
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTable:
    """One table on the page: its columns with their meaning, and its files."""

    name: str
    title: str
    columns: tuple[tuple[str, str, str], ...]  # name, Chinese, meaning
    n_rows: int | None  # None: not a table
    files: tuple[OpenFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenData:
    """Everything there is to download."""

    tables: tuple[OpenTable, ...]
    descriptor: OpenFile
    files: Mapping[str, OpenFile]


@lru_cache(maxsize=KEPT)
def open_data_of(*, run: int) -> OpenData:
    """The open data of an answer; the same answer gives the same bytes."""
    answer = public_answer(run=run)
    bodies = open_data(outcome=answer.outcome, plan=answer.plan)
    resources: list[dict[str, Any]] = json.loads(bodies[DESCRIPTOR])["resources"]
    tables = tuple(_table(each, bodies[each["path"]]) for each in resources)
    descriptor = _file(DESCRIPTOR, bodies[DESCRIPTOR])
    files = {file.name: file for table in tables for file in table.files} | {DESCRIPTOR: descriptor}
    return OpenData(tables=tables, descriptor=descriptor, files=files)


def _table(resource: dict[str, Any], body: bytes) -> OpenTable:
    name, fields = resource["name"], resource.get("schema", {}).get("fields", [])
    files, n_rows = [_file(resource["path"], body)], None
    if fields:
        rows = _records(body, fields)
        n_rows = len(rows)
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n"
        files.append(_file(f"{name}.json", text.encode()))
    columns = tuple((each["name"], each["title"], each["description"]) for each in fields)
    return OpenTable(name=name, title=resource["title"], columns=columns, n_rows=n_rows, files=tuple(files))


def _file(name: str, body: bytes) -> OpenFile:
    media = MEDIA["." + name.rsplit(".", 1)[1]]
    return OpenFile(name=name, body=body, media_type=media, sha256=hashlib.sha256(body).hexdigest())


def _records(body: bytes, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a CSV as objects, typed as its schema says; an empty cell is null."""
    kinds = {each["name"]: each["type"] for each in fields}
    rows = csv.DictReader(io.StringIO(body.decode(), newline=""))
    return [{name: _value(cell, kinds[name]) for name, cell in row.items()} for row in rows]


def _value(cell: str, kind: str) -> Any:
    if cell == "":
        return None
    if kind == "boolean":
        return cell == "true"
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
