"""Workbooks made to harm are refused before they are laid out, and no cell is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.workspace.hard_book import COVER, DATE, book_bytes, sheet_xml

from tongchou.kernel.errors import BadInput, Problem
from tongchou.workspace.archive import Limits, checked, laying_out
from tongchou.workspace.ledger.file import read_sheets
from tongchou.workspace.sheet_scan import Unfit
from tongchou.workspace.workbook import plan_of_workbook

LIMITS = Limits(unpacked=10_000_000, cells=1_000)
SMALL = [["a", "b"], ["c", "d"]]
FAR = [
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    '<row r = "1048576"><c s=">" r\n= "XFD1048576"><v>1</v></c></row>',
    '<row r="1048576"><c><v>1</v></c></row>',
    '<x:row xmlns:x="y" r="900"><x:c r="XA900"><x:v>1</x:v></x:c></x:row>',
    '<row r="900"><c r="&#88;A900"><v>1</v></c></row>',
]


def refused(data: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        checked(data=data, limits=LIMITS)
    return caught.value.code


def problems_of(sheets: dict[str, str]) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        plan_of_workbook(data=book_bytes({"规划": sheet_xml(COVER), **sheets}), file="p.xlsx")
    return list(caught.value.problems)


def test_an_ordinary_workbook_passes() -> None:
    found = checked(data=book_bytes({"表": sheet_xml(SMALL)}), limits=LIMITS)
    assert found.lost == {"表": ()}


@pytest.mark.parametrize("cell", FAR)
def test_a_far_cell_is_found_however_it_is_written(cell: str) -> None:
    assert refused(book_bytes({"表": sheet_xml(SMALL, cell)})) == "too-large"


@pytest.mark.parametrize("place", ["foo.xml", "Worksheets/sheet1.xml", "media/picture.png"])
def test_a_far_cell_is_found_wherever_the_sheet_lies(place: str) -> None:
    assert refused(book_bytes({"表": sheet_xml(SMALL, FAR[0])}, targets=[place])) == "too-large"


@pytest.mark.parametrize(
    "reference", ["A4294967295", "AAAA9999999", "XFE1", "A1048577", "A0", "1", "", "甲1"]
)
def test_a_reference_that_no_sheet_has_is_refused(reference: str) -> None:
    assert (
        refused(book_bytes({"表": sheet_xml(SMALL, f'<row><c r="{reference}"><v>1</v></c></row>')}))
        == "broken"
    )


@pytest.mark.parametrize("row", ["0", "-1", "1048577", "x"])
def test_a_row_that_no_sheet_has_is_refused(row: str) -> None:
    assert refused(book_bytes({"表": sheet_xml(SMALL, f'<row r="{row}"><c><v>1</v></c></row>')})) == "broken"


def test_empty_cells_with_a_style_reach_nowhere() -> None:
    more = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert checked(data=book_bytes({"表": sheet_xml(SMALL, more)}), limits=LIMITS).lost == {"表": ()}


def test_sheets_that_are_small_alone_may_be_too_large_together() -> None:
    one = sheet_xml(SMALL, '<row r="400"><c r="B400"><v>1</v></c></row>')
    assert refused(book_bytes({"甲": one, "乙": one})) == "too-large"


def test_two_sheets_may_not_share_a_part() -> None:
    one = sheet_xml(SMALL)
    assert (
        refused(book_bytes({"甲": one, "乙": one}, targets=["worksheets/a.xml", "worksheets/a.xml"]))
        == "broken"
    )


def test_the_book_lies_where_it_is_looked_for() -> None:
    data = book_bytes({"表": sheet_xml(SMALL)}, book="xl/other.xml")
    assert refused(data) == "broken"


def test_a_long_text_shown_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongchou.workspace.archive.MOST_TEXT", 1_000)
    more = "<row>" + '<c t="s"><v>0</v></c>' * 11 + "</row>"
    strings = f"<sst><si><t>{'字' * 100}</t></si></sst>"
    assert (
        refused(book_bytes({"表": sheet_xml(SMALL, more)}, {"xl/sharedStrings.xml": strings})) == "too-large"
    )


@pytest.mark.parametrize(
    "strings",
    ['<!DOCTYPE s [<!ENTITY x "y">]><sst><si><t>&x;</t></si></sst>', "<sst><si>", "<sst>&y;<si/></sst>"],
)
def test_strings_that_are_not_plain_are_refused(strings: str) -> None:
    assert refused(book_bytes({"表": sheet_xml(SMALL)}, {"xl/sharedStrings.xml": strings})) == "broken"


def test_only_what_was_looked_at_is_handed_on() -> None:
    data = book_bytes({"表": sheet_xml(SMALL)}, {"content.xml": "<x/>", "xl/vbaProject.bin": b"\xd0\xcf"})
    found = checked(data=data, limits=LIMITS).data
    assert (b"content.xml" in found, b"vbaProject" in found) == (False, False)


def test_a_panic_of_the_reader_is_a_broken_file() -> None:
    class PanicException(BaseException):
        """Bears the name of the reader's own."""

    with pytest.raises(Unfit, match="overflow"), laying_out():
        raise PanicException("overflow")


def test_an_interruption_is_no_broken_file() -> None:
    with pytest.raises(KeyboardInterrupt), laying_out():
        raise KeyboardInterrupt


def test_a_ledger_with_a_date_without_end_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(
        book_bytes({"表": sheet_xml([["a"], [f"<c r='A2' {DATE}><v>-1e999</v></c>"]])})
    )
    with pytest.raises(BadInput) as caught:
        read_sheets(path=tmp_path / "a.xlsx")
    assert [
        (each.code, each.where.table, each.where.row, each.where.column) for each in caught.value.problems
    ] == [("bad-cell", "表", 2, "A")]


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ('<c r="B2" t="e"><v>#REF!</v></c>', "title_en", "error of the spreadsheet"),
        ('<c r="B2"><f>1+1</f></c>', "title_en", "never computed"),
        ('<c r="B2"><f>1+1</f><v></v></c>', "title_en", "never computed"),
        (f'<c r="B2" {DATE}><v>NaN</v></c>', "B", "finite"),
        (f'<c r="B2" {DATE}><v>-1e999</v></c>', "B", "finite"),
        ('<c r="B2"><v>1e999</v></c>', "B", "finite"),
    ],
)
def test_a_cell_that_gives_nothing_is_reported_with_its_place(cell: str, column: str, words: str) -> None:
    found = problems_of({"单位": sheet_xml([["编号", "英文名称", "名称"], ["o", cell, "<c/>"]])})
    lost = [each for each in found if words in each.en]
    assert [(each.code, each.where.table, each.where.row, each.where.column) for each in lost] == [
        ("bad-cell", "单位", 2, column)
    ]


def test_a_lost_cell_is_reported_once() -> None:
    found = problems_of({"单位": sheet_xml([["编号", "名称"], ['<c r="A2" t="e"><v>#N/A</v></c>', "局"]])})
    assert [(each.where.row, each.where.column, each.value) for each in found] == [(2, "id", "#N/A")]


def test_a_formula_that_gives_an_empty_text_is_no_loss() -> None:
    cells = ["o", '<c r="B2" t="str"><f>""</f><v></v></c>', "局"]
    sheets = {"规划": sheet_xml(COVER), "单位": sheet_xml([["编号", "英文名称", "名称"], cells])}
    assert plan_of_workbook(data=book_bytes(sheets), file="p").organisations[0].title_en == ""


def test_the_value_of_a_formula_is_read() -> None:
    cells = ["o", '<c r="B2" t="str"><f>"a"</f><v>a</v></c>', "局"]
    sheets = {"规划": sheet_xml(COVER), "单位": sheet_xml([["编号", "英文名称", "名称"], cells])}
    assert plan_of_workbook(data=book_bytes(sheets), file="p").organisations[0].title_en == "a"


def test_a_formula_never_computed_is_shown_with_what_to_do() -> None:
    found = problems_of({"单位": sheet_xml([["编号", "名称"], ['<c r="A2"><f>B1+1</f><v></v></c>', "局"]])})
    assert [each.value for each in found] == ["=B1+1"]
    assert "待公式算出后保存" in found[0].mend_zh
    assert "let it compute and save" in found[0].mend_en
