"""The ledger as files: rows are as given, no text is a formula, the header comes again on every page."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tongchou.publish.ledger_docx import ledger_docx
from tongchou.publish.ledger_files import (
    COLUMNS,
    LedgerLine,
    LedgerSheet,
    Offered,
    ledger_form,
    ledger_xlsx,
)

LINE = LedgerLine(number="T1", title="建成学校", lead="教育局", due=date(2021, 12, 31), light="● 绿 正常")


def sheet(*rows: LedgerLine, lang: str = "zh") -> LedgerSheet:
    return LedgerSheet(
        title="小规划 台账", on=date(2021, 8, 3), filters="灯：绿 正常。", rows=rows, lang=lang
    )


def cells(data: bytes, name: str = "台账") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_title_day_count_and_filters_stand_over_the_header() -> None:
    rows = cells(ledger_xlsx(sheet=sheet(LINE)))
    assert (rows[0][0], rows[1][0]) == ("小规划 台账", "截至2021年8月3日，共1项。灯：绿 正常。")
    assert rows[2] == [column.head.zh for column in COLUMNS]


def test_a_day_is_a_day_of_the_sheet() -> None:
    rows = cells(ledger_xlsx(sheet=sheet(LINE)))
    assert rows[3][8] == date(2021, 12, 31)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", '=HYPERLINK("http://x","y")', "http://x"]
)
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    data = ledger_xlsx(sheet=sheet(LedgerLine(number="1", title=text)))
    assert cells(data)[3][1] == text
    page = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page
    assert "<hyperlink" not in page


def test_a_text_like_a_formula_is_marked_as_text_for_whoever_edits_it() -> None:
    data = ledger_xlsx(sheet=sheet(LedgerLine(number="1", title="=1+1")))
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


def test_header_and_first_two_columns_are_frozen() -> None:
    page = part(ledger_xlsx(sheet=sheet(LINE)), "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="2" ySplit="3"' in page


def test_the_same_rows_give_the_same_workbook() -> None:
    assert ledger_xlsx(sheet=sheet(LINE)) == ledger_xlsx(sheet=sheet(LINE))


def test_the_document_holds_every_row_under_a_header_that_comes_again() -> None:
    paper = Document(io.BytesIO(ledger_docx(sheet=sheet(LINE, LINE))))
    table = paper.tables[0]
    assert [cell.text for cell in table.rows[1].cells][:2] == ["T1", "建成学校"]
    assert len(table.rows) == 3
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")


def test_the_document_is_a3_across() -> None:
    section = Document(io.BytesIO(ledger_docx(sheet=sheet(LINE)))).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((420, 297), abs=0.1)


def test_signs_of_markup_stay_signs_in_the_document() -> None:
    line = LedgerLine(number="1", title="<w:b/> & \x01“甲”\n乙")
    paper = Document(io.BytesIO(ledger_docx(sheet=sheet(line))))
    assert paper.tables[0].rows[1].cells[1].text == "<w:b/> & “甲”\n乙"


def test_the_english_document_says_its_day_in_english() -> None:
    paper = Document(io.BytesIO(ledger_docx(sheet=sheet(LINE, lang="en"))))
    assert paper.paragraphs[1].text.startswith("As of 3 August 2021, 1 row.")


def test_the_form_offers_its_choices_by_rule_and_not_as_rows() -> None:
    data = ledger_form(title="台账", offered=Offered(organisations=["甲局", "乙局"]))
    page = part(data, "xl/worksheets/sheet1.xml")
    assert 'type="list"' in page
    assert len(cells(data)) == 3
    assert {"甲局", "乙局"} <= {cell for row in cells(data, "可选项") for cell in row}
