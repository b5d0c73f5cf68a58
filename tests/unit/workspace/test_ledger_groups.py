"""A column 类别 that holds headings groups the tasks; it is told once and not on every row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.unit.workspace.ledger_book import Grid, Merge, write_book

from tongchou.workspace.ledger import Ledger, read_ledger

ON = date(2021, 8, 3)
UPPER = ("类别", "序号", "重点任务", "责任分工", "", "", "完成时限", "工作进展")
LOWER = ("", "", "", "牵头单位", "配合单位", "责任人", "", "")


def line(group: str, number: int, title: str) -> tuple[str | int, ...]:
    return (group, number, title, "甲局", "乙局、丙局", "张三", "年底前", "已开工")


GRID: Grid = (
    ("示例新区2021年重点任务台账", "", "", "", "", "", "", ""),
    UPPER,
    LOWER,
    line("一、城市建设", 1, "第一小学"),
    line("", 2, "滨河路"),
    line("二、生态环境", 3, "河口湿地"),
    line("", 4, "中央公园"),
    line("", 5, "环湖绿道"),
    ("填表人：张三   审核：李四",),
)
MERGED: tuple[Merge, ...] = (
    (0, 0, 0, 7),
    (1, 3, 1, 5),
    *((1, column, 2, column) for column in (0, 1, 2, 6, 7)),
    (3, 0, 4, 0),
    (5, 0, 7, 0),
)


def read(tmp_path: Path, grid: Grid = GRID, merged: tuple[Merge, ...] = MERGED) -> Ledger:
    path = write_book(path=tmp_path / "台账.xlsx", sheets={"台账": grid}, merged={"台账": merged})
    return read_ledger(path=path, on=ON)


def codes(ledger: Ledger) -> list[str]:
    """What is told, but for the columns these small ledgers do without."""
    return [each.code for each in ledger.problems if not each.code.startswith("no-column")]


def test_headings_in_a_column_of_kinds_are_the_goals_of_the_rows(tmp_path: Path) -> None:
    goals = [row.goal for row in read(tmp_path).rows]
    assert goals == ["城市建设", "城市建设", "生态环境", "生态环境", "生态环境"]


def test_such_a_column_names_no_kind(tmp_path: Path) -> None:
    assert {row.kind for row in read(tmp_path).rows} == {""}


def test_it_is_told_once_where_the_column_stands_and_what_it_holds(tmp_path: Path) -> None:
    told = [each for each in read(tmp_path).problems if each.code in ("kinds-are-groups", "unknown-kind")]
    assert [(each.code, each.where.row, each.where.column, each.value) for each in told] == [
        ("kinds-are-groups", 3, "类别", "城市建设、生态环境")
    ]


def test_the_owners_under_the_upper_header_are_read(tmp_path: Path) -> None:
    first = read(tmp_path).rows[0]
    assert (first.lead, first.supporting, first.person) == ("甲局", ("乙局", "丙局"), "张三")


def test_one_value_that_names_a_kind_makes_it_a_column_of_kinds(tmp_path: Path) -> None:
    grid = (("类别", "任务", "牵头单位"), ("学校", "甲", "子局"), ("一、城市建设", "乙小学", "丑局"))
    ledger = read(tmp_path, grid, ())
    assert [(row.kind, row.goal) for row in ledger.rows] == [("学校", ""), ("一、城市建设", "")]
    assert codes(ledger) == ["unknown-kind"]


def test_beside_a_column_of_goals_it_is_left_out_and_told(tmp_path: Path) -> None:
    grid = (("板块", "类别", "任务", "牵头单位"), ("民生", "新建", "甲小学", "子局"))
    ledger = read(tmp_path, grid, ())
    assert [row.goal for row in ledger.rows] == ["民生"]
    assert codes(ledger) == ["kinds-are-groups"]
    assert next(each.where.column for each in ledger.problems if each.code == "kinds-are-groups") == "类别"


def test_an_empty_column_of_kinds_is_not_spoken_of(tmp_path: Path) -> None:
    grid = (("类别", "任务", "牵头单位"), ("", "甲小学", "子局"))
    assert codes(read(tmp_path, grid, ())) == []
