"""Errors of the spreadsheet and formulas never computed are told with their place, never read as empty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.workspace.hard_book import book_bytes, sheet_xml

from tongchou.kernel.errors import BadInput, Problem
from tongchou.workspace.ledger import Ledger, read_ledger

ON = date(2021, 8, 3)
HEAD = ["任务", "牵头单位", "完成时限", "旁注栏"]


def ledger(folder: Path, *rows: list[str], head: list[str] = HEAD) -> Ledger:
    path = folder / "台账.xlsx"
    path.write_bytes(book_bytes({"表": sheet_xml([head, *rows])}))
    return read_ledger(path=path, on=ON)


def lost(found: Ledger) -> list[Problem]:
    return [each for each in found.problems if each.code == "lost-cell"]


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#N/A", "#DIV/0!"])
def test_an_error_is_told_with_file_sheet_row_column_and_value(tmp_path: Path, error: str) -> None:
    (told,) = lost(ledger(tmp_path, ["甲小学", "甲局", f'<c r="C2" t="e"><v>{error}</v></c>']))
    where = told.where
    assert (where.file, where.table, where.row, where.column) == ("台账.xlsx", "表", 2, "完成时限")
    assert told.value == error
    assert "WPS" in told.mend_zh
    assert "WPS" in told.mend_en


def test_a_formula_never_computed_is_told_with_the_formula(tmp_path: Path) -> None:
    (told,) = lost(ledger(tmp_path, ["甲小学", "甲局", '<c r="C2"><f>A1+1</f><v></v></c>']))
    assert (told.value, told.where.row, told.where.column) == ("=A1+1", 2, "完成时限")
    assert "待公式算出后保存" in told.mend_zh
    assert "let it compute and save" in told.mend_en


def test_a_row_whose_only_cell_is_an_error_is_told(tmp_path: Path) -> None:
    found = ledger(tmp_path, ["甲小学", "甲局", "年底前"], ['<c r="A3" t="e"><v>#REF!</v></c>'])
    assert [(each.where.row, each.where.column) for each in lost(found)] == [(3, "任务")]


def test_an_error_in_the_header_is_told(tmp_path: Path) -> None:
    head = ["任务", "牵头单位", '<c r="C1" t="e"><v>#NAME?</v></c>']
    found = ledger(tmp_path, ["甲小学", "甲局", "年底前"], head=head)
    assert [(each.where.row, each.where.column) for each in lost(found)] == [(1, "C")]


def test_a_header_made_of_formulas_is_refused_with_them(tmp_path: Path) -> None:
    head = ['<c r="A1"><f>X1</f></c>', '<c r="B1"><f>X2</f></c>']
    with pytest.raises(BadInput) as caught:
        ledger(tmp_path, ["甲小学", "甲局"], head=head)
    assert [each.value for each in caught.value.problems if each.code == "lost-cell"] == ["=X1", "=X2"]


def test_an_error_where_nothing_is_read_is_not_told(tmp_path: Path) -> None:
    error = '<c r="D2" t="e"><v>#N/A</v></c>'
    total = ["合计", "", '<c r="C3" t="e"><v>#N/A</v></c>']
    assert lost(ledger(tmp_path, ["甲小学", "甲局", "年底前", error], total)) == []


def test_an_error_saved_as_text_is_no_office(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("任务,牵头单位,完成时限\n甲小学,#N/A,年底前\n", encoding="utf-8")
    found = read_ledger(path=tmp_path / "a.csv", on=ON)
    assert found.rows[0].lead == ""
    assert [(each.value, each.where.row, each.where.column) for each in lost(found)] == [
        ("#N/A", 2, "牵头单位")
    ]
