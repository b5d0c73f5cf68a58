"""A briefing on paper: what stands in it stands in DOCX and PDF, in both languages."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from tongchou.kernel.errors import Unavailable
from tongchou.publish.briefing import Briefing, Grid, Section
from tongchou.publish.paper import as_docx, as_pdf, day_in_words, widths

GRID = Grid(head=("目标", "期限"), rows=(("新功能", "2021-12-31"), ("=1+1", "<b>")))
PAPER = Briefing(
    title="落实情况简报",
    issuer="督查室",
    number="第3期",
    on=date(2021, 8, 3),
    lang="zh",
    sections=(Section(heading="一、总体", text="第一句。\n\n第二句。", table=GRID),),
    ground="种子 1",
)


def opened() -> docx.document.Document:
    return docx.Document(io.BytesIO(as_docx(briefing=PAPER)))


def test_the_head_of_a_briefing_names_issuer_number_and_day() -> None:
    assert opened().paragraphs[1].text == "督查室\t第3期  2021年8月3日"


def test_empty_lines_of_a_text_make_no_paragraphs() -> None:
    texts = [each.text for each in opened().paragraphs]
    assert texts[2:] == ["一、总体", "第一句。", "第二句。", "种子 1"]


def test_a_table_holds_every_cell_as_it_is() -> None:
    cells = [[cell.text for cell in row.cells] for row in opened().tables[0].rows]
    assert cells == [["目标", "期限"], ["新功能", "2021-12-31"], ["=1+1", "<b>"]]


def test_the_first_row_of_a_table_is_repeated_on_every_page() -> None:
    assert "tblHeader" in opened().tables[0].rows[0]._tr.xml


def test_a_pdf_is_made_of_the_same_briefing() -> None:
    try:
        made = as_pdf(briefing=PAPER)
    except Unavailable as missing:
        pytest.skip(f"NO FONT: {missing}")
    assert made.startswith(b"%PDF-")


@pytest.mark.parametrize(("lang", "words"), [("zh", "2021年8月3日"), ("en", "3 August 2021")])
def test_a_day_is_written_in_the_language_of_the_paper(lang: str, words: str) -> None:
    assert day_in_words(on=date(2021, 8, 3), lang=lang) == words


def test_the_longest_column_is_the_widest_within_bounds() -> None:
    grid = Grid(head=("a", "b"), rows=(("x" * 20, "y" * 90),))
    assert widths(grid=grid) == [20, 28]
