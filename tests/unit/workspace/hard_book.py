"""A workbook written by hand, to hold what no spreadsheet program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
STYLES = f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
DATE = 's="1"'  # the style of a date
COVER = [["项", "内容"], ["格式", "tongchou.plan/1"], ["编号", "p"], ["名称", "题"]]


def sheet_xml(grid: Sequence[Sequence[str]], more: str = "") -> str:
    """A sheet of texts; a cell that begins with `<` is taken as it is; `more` follows the last row."""
    rows = []
    for number, row in enumerate(grid, start=1):
        cells = [
            text
            if text.startswith("<")
            else f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for place, text in enumerate(row)
        ]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<worksheet {MAIN}><sheetData>{''.join(rows)}{more}</sheetData></worksheet>"


def book_bytes(
    sheets: Mapping[str, str],
    parts: Mapping[str, str | bytes] | None = None,
    targets: Sequence[str] = (),
    book: str = "xl/workbook.xml",
) -> bytes:
    """The archive of a workbook: title of a sheet to its XML, further parts, where the sheets lie,
    and where the book is said to lie."""
    places = [*targets] or [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    names = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{KINDS}/worksheet" Target="{place}"/>'
        for number, place in enumerate(places, start=1)
    )
    relations += f'<Relationship Id="rId90" Type="{KINDS}/sharedStrings" Target="sharedStrings.xml"/>'
    relations += f'<Relationship Id="rId91" Type="{KINDS}/styles" Target="styles.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        root = f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="{book}"/>'
        made.writestr("_rels/.rels", f"<Relationships {RELATIONS}>{root}</Relationships>")
        made.writestr(
            "xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{KINDS}"><sheets>{names}</sheets></workbook>'
        )
        made.writestr("xl/_rels/workbook.xml.rels", f"<Relationships {RELATIONS}>{relations}</Relationships>")
        made.writestr("xl/styles.xml", STYLES)
        for place, xml in dict(zip(places, sheets.values(), strict=False)).items():
            made.writestr(f"xl/{place}", xml)
        for name, part in (parts or {}).items():
            made.writestr(name, part)
    return out.getvalue()
