"""Tables, charts with their table, maps with their list."""

from __future__ import annotations

import pytest

from tongchou.kernel.exhibit import Chart, MapLayer, Shape, Table, TableColumn
from tongchou.kernel.finding import Text

WORD = Text(zh="词", en="word")


def table(*rows: tuple[str, float]) -> Table:
    columns = (TableColumn(key="place", title=WORD), TableColumn(key="cod", title=WORD, unit="mg/L"))
    return Table(id="t", title=WORD, columns=columns, rows=rows)


def test_a_column_is_read_by_its_key() -> None:
    assert table(("east", 14.0), ("west", 21.0)).column("cod") == (14.0, 21.0)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="tn"):
        table().column("tn")


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match=r"rows \[2\]"):
        Table(id="t", title=WORD, columns=table().columns, rows=(("east", 1.0), ("west",)))


def test_two_columns_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="different keys"):
        Table(id="t", title=WORD, columns=table().columns * 2, rows=())


def test_a_chart_draws_only_columns_of_its_table() -> None:
    with pytest.raises(ValueError, match="tn"):
        Chart(id="c", title=WORD, kind="bar", table=table(), along="place", up=("tn",))


def test_a_chart_draws_something() -> None:
    with pytest.raises(ValueError, match="to draw"):
        Chart(id="c", title=WORD, kind="bar", table=table(), along="place", up=())


def test_every_shape_of_a_map_has_a_row_in_its_list() -> None:
    shape = Shape(id="north", kind="point", paths=(((115.9, 38.9),),))
    with pytest.raises(ValueError, match="north"):
        MapLayer(id="m", title=WORD, table=table(("east", 1.0)), key="place", shapes=(shape,))


def test_latitude_before_longitude_is_refused() -> None:
    with pytest.raises(ValueError, match="longitude and latitude"):
        Shape(id="lake", kind="point", paths=(((38.9, 115.9),),))


def test_a_shape_has_points() -> None:
    with pytest.raises(ValueError, match="no points"):
        Shape(id="lake", kind="polygon", paths=())
