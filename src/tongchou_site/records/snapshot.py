"""Rows of the database to a plan of the library, and back; a plan as JSON, cell by cell as its files have it."""

from __future__ import annotations

import gzip
import json
from typing import Any

from tongchou.plan.model import META, TABLES, Plan
from tongchou.plan.table import Row, columns_of
from tongchou.workspace.convert import from_cell, to_cell
from tongchou_site.records import models

BATCH = 500  # rows a statement


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


def record_of(*, table: str, row: Row, plan: int, position: int) -> models.PlanRow:
    """A row as a record, not saved."""
    names = [column.name for column in columns_of(type(row))]
    values = {"code" if name == "id" else name: getattr(row, name) for name in names}
    return models.ROWS[table](plan_id=plan, position=position, **values)


def store_rows(*, plan: int, value: Plan) -> None:
    """All rows of a plan as records, inside the transaction of whoever imports it."""
    for name in TABLES:
        rows = (
            record_of(table=name, row=row, plan=plan, position=k) for k, row in enumerate(value.table(name))
        )
        models.ROWS[name].objects.bulk_create(rows, batch_size=BATCH)


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
