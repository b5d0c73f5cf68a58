"""What a table of a plan is: rows as frozen dataclasses whose columns know their name, meaning and unit.

The plan folder, the workbook, the format page and the checks all read this one description.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import MISSING, dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

Kind = Literal["text", "date", "number", "integer", "boolean", "list"]

SEPARATOR = ";"  # between the members of a list cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its code name, Chinese header, kind, unit, meaning, example, and what its ids point to."""

    name: str
    zh: str
    kind: Kind
    meaning: str
    example: str
    unit: str
    refers: str
    choices: tuple[str, ...]
    required: bool
    optional: bool


def column(
    zh: str, meaning: str, *, example: str = "", unit: str = "", refers: str = "", default: Any = MISSING
) -> Any:
    """A dataclass field that is a column. Without a default the cell must be filled.

    `refers` names the table (or tables, joined by ``|``) whose ids the cell holds.
    """
    metadata = {"zh": zh, "meaning": meaning, "example": example, "unit": unit, "refers": refers}
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The columns every row ends with: the parent of its figures."""

    basis: Literal["source", "statement", "computed", "assumption", ""] = column(
        "依据", "the parent of the row's figures", example="source", default=""
    )
    sources: tuple[str, ...] = column(
        "来源", "sources read for this row", example="S34;S35", refers="sources", default=()
    )
    confidence: Literal["A", "B", "C", "R", ""] = column(
        "可信度",
        "A official or several copies, B one copy, C weak copy, R recalled and unverified",
        example="B",
        default="",
    )
    reason: str = column(
        "理由",
        'why an assumption was made, or a remark on the source; in two languages in one cell, "Chinese / English"',
        example="没有见到公布的时长，自行估计 / no published duration found; own estimate",
        default="",
    )


def columns_of(row: type[Row]) -> tuple[Column, ...]:
    """The columns of a row class, its own first, provenance last."""
    key: Any = row  # mypy holds the class of a dataclass unhashable
    return _columns_of(key)


@cache
def _columns_of(row: type[Row]) -> tuple[Column, ...]:
    hints = typing.get_type_hints(row)
    tail = {field.name for field in dataclasses.fields(Row)}
    fields = dataclasses.fields(row)
    ordered = [f for f in fields if f.name not in tail] + [f for f in fields if f.name in tail]
    return tuple(_column_of(field, hints[field.name]) for field in ordered)


def _column_of(field: dataclasses.Field[Any], hint: Any) -> Column:
    kind, choices, optional = _kind_of(hint)
    meta = field.metadata
    return Column(
        name=field.name,
        zh=meta["zh"],
        kind=kind,
        meaning=meta["meaning"],
        example=meta["example"],
        unit=meta["unit"],
        refers=meta["refers"],
        choices=choices,
        required=field.default is MISSING,
        optional=optional,
    )


_KINDS: dict[Any, Kind] = {str: "text", date: "date", Decimal: "number", int: "integer", bool: "boolean"}


def _kind_of(hint: Any) -> tuple[Kind, tuple[str, ...], bool]:
    """Kind, choices and whether the cell may be empty (None), from a type hint."""
    origin = typing.get_origin(hint)
    if origin is Literal:
        return "text", tuple(choice for choice in typing.get_args(hint) if choice), False
    if origin is tuple:
        return "list", (), False
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return _KINDS[inner], (), True
    return _KINDS[hint], (), False
