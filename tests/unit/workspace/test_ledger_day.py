"""The day a ledger is of: named by its title rows, its sheet or its file, and never later than today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.workspace.ledger_book import HEAD, task, write_book

from tongchou.plan.compose.promise import days_in
from tongchou.workspace.ledger import DatedLedger, read_by_its_day, read_ledger

TODAY = date(2021, 12, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("截至2021年8月3日", [(2021, 8, 3)]),
        ("2021.8.3", [(2021, 8, 3)]),
        ("重点工作20210803", [(2021, 8, 3)]),
        ("2021-08-03", [(2021, 8, 3)]),
        ("二〇二一年八月三日", [(2021, 8, 3)]),
        ("2021年重点工作（截至8月3日）", [(2021, 8, 3)]),
        ("填表日期：2021年8月3日，更新2021年8月5日", [(2021, 8, 3), (2021, 8, 5)]),
        ("2021年重点工作", []),
        ("2021年8月", []),
        ("8月3日", []),
        ("本年8月3日", []),
        ("2021年12月31日前完成", []),
        ("2021年2月30日", []),
        ("2021年国庆", []),
    ],
)
def test_only_exact_days_with_their_year_are_days(text: str, days: list[tuple[int, int, int]]) -> None:
    assert days_in(text=text) == tuple(date(*each) for each in days)


def read(tmp_path: Path, *, title: str = "重点工作", sheet: str = "台账", file: str = "台账") -> DatedLedger:
    grid = [[title], HEAD, task(1, "甲小学", due="本月底")]
    path = write_book(path=tmp_path / f"{file}.xlsx", sheets={sheet: grid})
    return read_by_its_day(path=path, today=TODAY)


@pytest.mark.parametrize(
    ("where", "said_by"), [("title", "title"), ("sheet", "sheet"), ("file", "file")], ids=str
)
def test_the_day_is_taken_from_wherever_it_stands(tmp_path: Path, where: str, said_by: str) -> None:
    day = read(tmp_path, **{where: "台账20210803"}).day
    assert (day.on, day.said_by) == (date(2021, 8, 3), said_by)


def test_of_several_days_the_latest_counts(tmp_path: Path) -> None:
    day = read(tmp_path, title="截至2021年8月3日", file="台账2021.9.6").day
    assert (day.on, day.said_by) == (date(2021, 9, 6), "file")


def test_a_day_after_today_does_not_count(tmp_path: Path) -> None:
    day = read(tmp_path, title="截至2021年8月3日", sheet="20211231").day
    assert day.on == date(2021, 8, 3)


def test_without_any_day_it_is_today(tmp_path: Path) -> None:
    day = read(tmp_path).day
    assert (day.on, day.said_by) == (TODAY, "today")


def test_words_such_as_this_month_are_read_from_that_day(tmp_path: Path) -> None:
    ledger = read(tmp_path, title="截至2021年8月3日").ledger
    assert [each.day for each in ledger.rows[0].promises] == [date(2021, 8, 31)]


def test_the_ledger_is_the_one_read_with_that_day_given(tmp_path: Path) -> None:
    dated = read(tmp_path, title="截至2021年8月3日")
    assert dated.ledger == read_ledger(path=tmp_path / "台账.xlsx", on=dated.day.on)


def test_the_day_of_a_sheet_that_is_not_read_does_not_count(tmp_path: Path) -> None:
    rows = [task(number, f"甲小学{number}") for number in range(1, 4)]
    sheets = {"今": [["截至2021年8月3日"], HEAD, *rows], "旧": [["截至2021年9月3日"], HEAD, *rows[:2]]}
    path = write_book(path=tmp_path / "台账.xlsx", sheets=sheets)
    assert read_by_its_day(path=path, today=TODAY).day.on == date(2021, 8, 3)
