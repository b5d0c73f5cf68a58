"""Where a problem stands, as the reader of that very file finds it; and dates as spreadsheets write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tongchou.kernel.errors import Problem, Where
from tongchou.plan.works import Statement
from tongchou.workspace.convert import settled
from tongchou.workspace.source import in_its_file

PROBLEM = Problem(
    code="x",
    where=Where(file="statements.csv", table="statements", row=7, column="value"),
    zh="错",
    en="wrong",
    mend_zh="改",
    mend_en="mend",
)


def test_in_a_workbook_it_is_the_sheet_and_the_chinese_header() -> None:
    where = in_its_file(problem=PROBLEM, path=Path("规划.xlsx")).where
    assert (where.file, where.table, where.row, where.column) == ("规划.xlsx", "表述", 7, "内容")


def test_in_a_folder_it_is_the_file_itself() -> None:
    assert in_its_file(problem=PROBLEM, path=Path("plan")) == PROBLEM


def said(value: str, aspect: str = "finish") -> str:
    row = Statement(id="S", subject="A", aspect=aspect, kind="planned", value=value, said_on=date(2021, 1, 1))  # type: ignore[arg-type]  # a word of the table
    return settled(row=row).value


@pytest.mark.parametrize("written", ["2021-06-30", "2021/6/30", "2021.6.30", "2021年6月30日"])
def test_the_date_of_a_statement_is_read_in_any_form(written: str) -> None:
    assert said(written) == "2021-06-30"


def test_a_value_that_is_no_date_is_left_for_the_check() -> None:
    assert said("年底") == "年底"


def test_a_statement_of_a_value_keeps_its_words() -> None:
    assert said("2021/6/30", "value") == "2021/6/30"
