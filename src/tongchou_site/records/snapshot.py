"""Rows of the database to a plan of the library, and back; a plan as JSON, cell by cell as its files have it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db import connection

from tongchou.plan.model import META, TABLES, Plan
from tongchou.plan.table import Column, Row, columns_of
from tongchou.workspace.convert import from_cell, to_cell
from tongchou_site.records import models

BATCH = 500  # rows a statement
Rows = Iterable[tuple[int, Row, int]]  # place, row, version


def plan_of(*, plan: int) -> Plan:
    """The plan as the database holds it now."""
    head = models.Plan.objects.get(pk=plan)
    tables = {
        name: tuple(
            _row(kind, record) for record in models.ROWS[name].objects.filter(plan=plan).order_by("position")
        )
        for name, kind in TABLES.items()
    }
    return Plan(
        id=head.key,
        title_zh=head.title_zh,
        title_en=head.title_en,
        note_zh=head.note_zh,
        note_en=head.note_en,
        **tables,
    )


def _row(kind: type[Row], record: models.PlanRow) -> Row:
    names = [column.name for column in columns_of(kind)]
    return kind(**{name: getattr(record, "code" if name == "id" else name) for name in names})


def store_rows(*, plan: int, value: Plan) -> None:
    """All rows of a plan as records, inside the transaction of whoever imports it."""
    for name in TABLES:
        insert_rows(
            table=name, plan=plan, rows=((place, row, 1) for place, row in enumerate(value.table(name)))
        )


def insert_rows(*, table: str, plan: int, rows: Rows) -> None:
    """Rows with their places and versions into one table.

    Written by one prepared statement: objects of a hundred thousand rows would hold the database for minutes.
    """
    kind = models.ROWS[table]
    columns = [column for column in columns_of(TABLES[table]) if column.name != "id"]
    ready = [_prepared(column, kind._meta.get_field(column.name)) for column in columns]
    names = ["plan_id", "code", "position", "version", *(column.name for column in columns)]
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {connection.ops.quote_name(kind._meta.db_table)} ({quoted}) VALUES ({marks})"
    cells = [
        (
            plan,
            row.id,
            place,
            version,
            *(make(getattr(row, column.name)) for make, column in zip(ready, columns, strict=True)),
        )
        for place, row, version in rows
    ]
    if cells:
        with connection.cursor() as cursor:
            cursor.executemany(statement, cells)


def _prepared(column: Column, field: Any) -> Callable[[Any], Any]:
    """A value of a column as the database takes it. Days and lists come again and again: each is made once.

    Numbers are not kept so: 1.5 and 1.50 are equal, yet each stays as it was written.
    """
    if column.kind == "text":
        return str
    if column.kind == "number":
        return lambda value: None if value is None else str(value)

    def made(value: Any) -> Any:
        return field.get_db_prep_save(value, connection=connection)

    return lru_cache(maxsize=4096)(made) if column.kind in ("date", "list") else made


def packed(*, value: Plan) -> bytes:
    """A plan as gzipped JSON; the same plan gives the same bytes."""
    tables = {
        name: [
            [to_cell(getattr(row, column.name)) for column in columns_of(kind)] for row in value.table(name)
        ]
        for name, kind in TABLES.items()
    }
    columns = {name: [column.name for column in columns_of(kind)] for name, kind in TABLES.items()}
    body = {"head": {name: getattr(value, name) for name in META}, "columns": columns, "tables": tables}
    return gzip.compress(json.dumps(body, ensure_ascii=False).encode(), mtime=0)


def unpacked(*, data: bytes) -> Plan:
    """The plan that was packed."""
    body = json.loads(gzip.decompress(data))
    tables = {
        name: tuple(_from_cells(TABLES[name], body["columns"][name], cells) for cells in rows)
        for name, rows in body["tables"].items()
    }
    return Plan(**body["head"], **tables)


def _from_cells(kind: type[Row], names: list[str], cells: list[str]) -> Row:
    columns = {column.name: column for column in columns_of(kind)}
    values: dict[str, Any] = {
        name: from_cell(column=columns[name], text=cell)
        for name, cell in zip(names, cells, strict=True)
        if name in columns
    }
    return kind(**values)
