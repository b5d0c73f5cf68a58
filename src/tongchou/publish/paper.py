"""A briefing on paper: DOCX and PDF as bytes."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from tongchou.kernel.errors import Unavailable
from tongchou.kernel.packaged import read_text
from tongchou.publish.briefing import Briefing, Grid
from tongchou.publish.words import TEMPLATES, columns_wide

LEAST_WIDTH, MOST_WIDTH = 13, 28  # columns of text that set the share of a table's column
SERIF = "Noto Serif CJK SC"
RED = "B3261E"
MISSING = Unavailable(
    "没有安装公文部分：请运行 pip install 'tongchou[reports]' / "
    "papers are not installed: run pip install 'tongchou[reports]'"
)
NO_FONT = Unavailable(
    "没有找到中文字体，PDF 不能排版：请安装 fonts-noto-cjk 一类的字体 / "
    "no Chinese font was found, so no PDF can be set: install a font such as fonts-noto-cjk"
)


def as_pdf(*, briefing: Briefing) -> bytes:
    """The briefing as PDF on A4.

    Raises
    ------
    Unavailable
        The package that sets it, or a Chinese font for it, is not there.
    """
    try:
        import typst
    except ImportError:
        raise MISSING from None
    families = {str(font) for font in typst.Fonts().families()}
    if not any("CJK" in each or "Han S" in each for each in families):
        raise NO_FONT
    template = read_text(package=TEMPLATES, name="briefing.typ").encode()
    body = json.dumps(_plain(briefing), ensure_ascii=False)
    made: bytes = typst.compile(template, format="pdf", sys_inputs={"briefing": body})
    return made


def _plain(briefing: Briefing) -> dict[str, Any]:
    return {
        "title": briefing.title,
        "issuer": briefing.issuer,
        "number": briefing.number,
        "day": day_in_words(on=briefing.on, lang=briefing.lang),
        "lang": briefing.lang,
        "ground": briefing.ground,
        "sections": [
            {
                "heading": each.heading,
                "lines": _lines(each.text),
                "table": None
                if each.table is None
                else {"head": each.table.head, "rows": each.table.rows, "widths": widths(grid=each.table)},
            }
            for each in briefing.sections
        ],
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def day_in_words(*, on: date, lang: str) -> str:
    """A day as it is written on paper: 2021年8月3日, 3 August 2021."""
    return f"{on.year}年{on.month}月{on.day}日" if lang == "zh" else f"{on.day} {on:%B %Y}"


def widths(*, grid: Grid) -> list[int]:
    """Shares of the width of a table's columns, by the longest text in each, within bounds."""
    columns = zip(grid.head, *grid.rows, strict=True)
    longest = (max(columns_wide(text=cell) for cell in column) for column in columns)
    return [min(max(each, LEAST_WIDTH), MOST_WIDTH) for each in longest]


def as_docx(*, briefing: Briefing) -> bytes:
    """The briefing as DOCX on A4, in styles an office can go on working with.

    Raises
    ------
    Unavailable
        The package that writes it is not there.
    """
    try:
        import docx
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
        from docx.shared import Cm, Pt
    except ImportError:
        raise MISSING from None
    document = docx.Document()
    _page(document, Cm)
    _fonts(document, Pt)
    title = document.add_heading(briefing.title, level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = document.add_paragraph()
    head.paragraph_format.tab_stops.add_tab_stop(Cm(15.6), WD_TAB_ALIGNMENT.RIGHT)
    day = day_in_words(on=briefing.on, lang=briefing.lang)
    head.add_run(f"{briefing.issuer}\t{briefing.number}  {day}")
    _red_line(head)
    indent = Pt(24) if briefing.lang == "zh" else Pt(0)
    for section in briefing.sections:
        document.add_heading(section.heading, level=1)
        for line in _lines(section.text):
            document.add_paragraph(line).paragraph_format.first_line_indent = indent
        if section.table is not None:
            _table(document, section.table, Cm)
    ground = document.add_paragraph()
    ground.add_run(briefing.ground).font.size = Pt(9)
    _page_numbers(document)
    document.core_properties.title = briefing.title
    document.core_properties.author = briefing.issuer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, cm: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = cm(21), cm(29.7)
    page.top_margin, page.bottom_margin = cm(3.7), cm(3.5)
    page.left_margin, page.right_margin = cm(2.8), cm(2.6)


def _fonts(document: Any, pt: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    for name, size in (("Normal", 12), ("Title", 20), ("Heading 1", 14)):
        style = document.styles[name]
        style.font.name, style.font.size = SERIF, pt(size)
        style.font.color.rgb = RGBColor(0x1F, 0x23, 0x29)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for each in list(fonts.attrib):
            if "Theme" in each or "theme" in each:
                del fonts.attrib[each]
        for each in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(each), SERIF)
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.4, pt(4)
    heading = document.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after = pt(14), pt(6)
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)


def _red_line(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("w:val", "single"), ("w:sz", "12"), ("w:space", "4"), ("w:color", RED)):
        bottom.set(qn(key), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _page_numbers(document: Any) -> None:
    """The number of the page in the middle of its foot, as a field."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    foot = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _table(document: Any, grid: Grid, cm: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    table = document.add_table(rows=0, cols=len(grid.head), style="Table Grid")
    table.autofit = False
    shares = widths(grid=grid)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = cm(15.6 * share / sum(shares))
    for number, cells in enumerate((grid.head, *grid.rows)):
        row = table.add_row()
        for cell, text, share in zip(row.cells, cells, shares, strict=True):
            cell.width = cm(15.6 * share / sum(shares))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = 1.1
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(10), number == 0
        for name in ("w:cantSplit", "w:tblHeader") if number == 0 else ("w:cantSplit",):
            mark = OxmlElement(name)
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)
