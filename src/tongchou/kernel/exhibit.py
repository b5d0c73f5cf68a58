"""What may be shown of a result, as plain values: tables, charts with their table, map layers with their list.

Making HTML, XLSX, DOCX or PDF of them is the work of `publish`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tongchou.kernel.finding import Text
from tongchou.kernel.provenance import is_id

Cell = str | int | float | Decimal | date | None  # None: not measured, not known
ChartKind = Literal["line", "bar", "step", "scatter"]
ShapeKind = Literal["point", "line", "polygon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column: its key, its header in both languages, its unit ("" where it has none)."""

    key: str
    title: Text
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under columns, with the clauses they were computed by."""

    id: str
    title: Text
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    clauses: tuple[str, ...] = ()
    note: Text | None = None

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if not is_id(self.id) or not keys or len(set(keys)) != len(keys):
            raise ValueError(f"table {self.id!r} needs an id and columns with different keys")
        uneven = [number for number, row in enumerate(self.rows, start=1) if len(row) != len(keys)]
        if uneven:
            raise ValueError(f"table {self.id!r}: rows {uneven} do not have {len(keys)} cells")

    def column(self, key: str) -> tuple[Cell, ...]:
        """The cells of one column.

        Raises
        ------
        KeyError
            The table has no such column.
        """
        places = [place for place, column in enumerate(self.columns) if column.key == key]
        if not places:
            raise KeyError(key)
        return tuple(row[places[0]] for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line or limit drawn across a chart, with the clause it comes from."""

    value: float
    title: Text
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of a table: one column along, one or more columns up. A chart always has its table."""

    id: str
    title: Text
    kind: ChartKind
    table: Table
    along: str
    up: tuple[str, ...]
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        keys = {column.key for column in self.table.columns}
        unknown = [key for key in (self.along, *self.up) if key not in keys]
        if not is_id(self.id) or unknown or not self.up:
            raise ValueError(f"chart {self.id!r}: its table has no column {unknown or 'to draw'}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One thing on a map: rings or paths of (longitude, latitude) [degrees, CGCS2000]."""

    id: str
    kind: ShapeKind
    paths: tuple[tuple[tuple[float, float], ...], ...]

    def __post_init__(self) -> None:
        points = [point for path in self.paths for point in path]
        if not points:
            raise ValueError(f"shape {self.id!r} has no points")
        if not all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in points):
            raise ValueError(f"shape {self.id!r}: longitude and latitude in degrees, in this order")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLayer:
    """A map of a table: the column `key` names the shape a row speaks of. A map always has its list."""

    id: str
    title: Text
    table: Table
    key: str
    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        unknown = {shape.id for shape in self.shapes} - {str(cell) for cell in self.table.column(self.key)}
        if not is_id(self.id) or unknown:
            raise ValueError(f"map layer {self.id!r}: shapes without a row {sorted(unknown)}")
