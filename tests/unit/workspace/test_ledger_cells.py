"""Single cells of a ledger: who leads and helps, by when, how much; and the rows that read like something else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.workspace.ledger_book import HEAD, task, write_book

from tongchou.workspace.ledger import read_ledger
from tongchou.workspace.ledger.cells import investment, organisations, promises

ON = date(2021, 8, 3)


@pytest.mark.parametrize(
    ("lead", "leads", "supporting"),
    [
        ("甲局", ("甲局",), ()),
        ("甲局、乙局", ("甲局", "乙局"), ()),
        ("甲局,乙局", ("甲局", "乙局"), ()),
        ("甲局\n乙局", ("甲局", "乙局"), ()),
        ("牵头单位:甲局;配合单位:乙局、丙局", ("甲局",), ("乙局", "丙局")),
        ("甲局牵头,乙局、丙局配合", ("甲局",), ("乙局", "丙局")),
        ("甲局、乙局分别牵头", ("甲局", "乙局"), ()),
        ("甲局会同乙局", ("甲局", "乙局"), ()),
        ("甲局,各县(市、区)政府", ("甲局", "各县(市、区)政府"), ()),
        ("甲局(一、二科)、乙局(三科", ("甲局(一、二科)", "乙局(三科"), ()),
        ("甲\x00局、乙局", ("甲\x00局", "乙局"), ()),
        ("\x00", ("\x00",), ()),
        ("甲局、甲局", ("甲局",), ()),
        ("", (), ()),
    ],
)
def test_several_owners_in_one_cell_are_told_apart(
    lead: str, leads: tuple[str, ...], supporting: tuple[str, ...]
) -> None:
    found = organisations(lead=lead, supporting="")
    assert (found.leads, found.supporting) == (leads, supporting)


def test_a_name_in_brackets_behind_the_lead_is_a_person() -> None:
    assert organisations(lead="甲局(张一)", supporting="").person == "张一"


def test_an_office_in_brackets_behind_the_lead_is_no_person() -> None:
    found = organisations(lead="甲局(交警支队)", supporting="")
    assert (found.leads, found.person) == (("甲局(交警支队)",), "")


def test_who_leads_does_not_also_support() -> None:
    assert organisations(lead="甲局", supporting="甲局、乙局").supporting == ("乙局",)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2021, 6, 30), date(2021, 6, 30)),
        (44377, date(2021, 6, 30)),
        (44377.0, date(2021, 6, 30)),
        (2021.6, date(2021, 6, 30)),
        (2021, date(2021, 12, 31)),
        ("2021", date(2021, 12, 31)),
        ("2021.10", date(2021, 10, 31)),
        (20210630, date(2021, 6, 30)),
    ],
)
def test_a_cell_of_a_date_or_a_number_is_a_day(cell: date | float | str, day: date) -> None:
    assert [each.day for each in promises(cell=cell, on=ON, year=2021)] == [day]


def test_a_number_that_may_be_january_or_october_is_not_guessed() -> None:
    assert promises(cell=2021.1, on=ON, year=2021) == ()


@pytest.mark.parametrize(
    ("cell", "header", "amount"),
    [
        ("3.2亿元", "投资", Decimal("320000000")),
        ("1,200万", "投资", Decimal(12000000)),
        (1200, "总投资(万元)", Decimal(12000000)),
        (1200, "投资", None),
        ("若干", "投资", None),
    ],
)
def test_an_amount_needs_its_unit(cell: str | int, header: str, amount: Decimal | None) -> None:
    assert investment(cell=cell, header=header) == amount


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (task(1, "甲小学", due="尽快"), "unread-date"),
        (task(1, "甲小学", due="2021年2月30日"), "unread-date"),
        (task(1, "甲小学", state="绿灯"), "unread-state"),
        (task(1, "甲小学", state="已取消"), "stopped"),
        (task(1, "某专项行动", state="已完成招标"), "unplaced-step"),
        (task(1, "甲小学", lead="甲局、乙局"), "several-owners"),
        (task(1, "政务数据共享"), "guessed-kind"),
        (task(1, "县图书馆"), "nearest-kind"),
        (task(1, "居民收入增长6%"), "target-row"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[1],
)
def test_what_a_row_leaves_open_is_told_with_its_row_and_mend(
    tmp_path: Path, row: list[str | int | float | date | None], code: str
) -> None:
    path = write_book(path=tmp_path / "a.xlsx", sheets={"台账": [HEAD, row]})
    problem = next(each for each in read_ledger(path=path, on=ON).problems if each.code == code)
    assert (problem.where.row, problem.severity, bool(problem.mend_zh)) == (2, "warning", True)
