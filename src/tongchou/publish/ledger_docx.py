"""A ledger as a DOCX to be printed: A3 across, the header again on every page, page numbers below."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from tongchou.publish.ledger_files import COLUMNS, CREATED, LedgerSheet, day, head_line

A3_MM = (420, 297)
MARGIN_MM = 12
TWIPS = 1440 / 25.4  # a millimetre
LATIN, HAN = "Times New Roman", "宋体"
GROUND = "1D3F72"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:color="BFC5CE"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NUMBER = '<w:fldSimple {space} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def ledger_docx(*, sheet: LedgerSheet) -> bytes:
    """The rows as one table under the title, the day and the filters in words; the same rows give the same bytes.

    The table is written as text and parsed once: a table of thousands of rows made cell by cell takes minutes.
    """
    from docx import Document
    from docx.oxml import parse_xml
    from docx.shared import Mm, Pt

    paper = Document()
    _page(paper.sections[0], Mm)
    _type(paper.styles["Normal"], Pt(9))
    title = paper.add_paragraph()
    run = title.add_run(_clean(sheet.title))
    run.bold, run.font.size = True, Pt(18)
    paper.add_paragraph(_clean(head_line(sheet=sheet)))
    body = paper.element.body
    body.insert(len(body) - 1, parse_xml(_table(sheet)))
    foot = paper.sections[0].footer.paragraphs[0]
    foot.alignment = 1
    foot._p.append(parse_xml(_NUMBER.format(space=_SPACE)))
    core = paper.core_properties
    core.title, core.author, core.created, core.modified = sheet.title[:200], "", CREATED, CREATED
    return _packed(paper)


def _page(section: Any, mm: Any) -> None:
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (mm(each) for each in A3_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = mm(MARGIN_MM)


def _type(style: Any, size: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style.font.name, style.font.size = LATIN, size
    style.element.rPr.rFonts.set(qn("w:eastAsia"), HAN)
    tongue = OxmlElement("w:lang")  # without it Chinese signs take their Japanese shapes
    tongue.set(qn("w:val"), "en-US")
    tongue.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(tongue)
    style.paragraph_format.space_after = 0


def _table(sheet: LedgerSheet) -> str:
    whole = sum(column.width for column in COLUMNS)
    room = (A3_MM[0] - 2 * MARGIN_MM) * TWIPS
    widths = [int(room * column.width / whole) for column in COLUMNS]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = "".join(
        _cell(column.head.in_language(sheet.lang), width, head=True)
        for column, width in zip(COLUMNS, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"]
    for row in sheet.rows:
        values = (getattr(row, column.field) for column in COLUMNS)
        cells = "".join(
            _cell(_said(value, sheet.lang), width) for value, width in zip(values, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl {_SPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _said(value: str | date | None, lang: str) -> str:
    return day(on=value, lang=lang) if isinstance(value, date) else value or ""


def _cell(text: str, width: int, *, head: bool = False) -> str:
    style = '<w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>' if head else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUND}"/>' if head else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _clean(text).split("\n")
    )
    run = f"<w:r>{style}{lines}</w:r>" if text else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ground}</w:tcPr><w:p>{run}</w:p></w:tc>'


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _packed(paper: Any) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
