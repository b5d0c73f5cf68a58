"""What is said of a cell that gives nothing to read: an error of the spreadsheet, a formula never computed."""

from __future__ import annotations

from tongchou.kernel.errors import Problem, Severity, Where
from tongchou.kernel.finding import Text
from tongchou.workspace.sheet_scan import Lack, LostCell

ERRORS = ("#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
_LACKS: dict[Lack, tuple[Text, Text]] = {
    "error": (
        Text(zh="此格是表格软件的出错值", en="the cell holds an error of the spreadsheet"),
        Text(
            zh="请在 Excel 或 WPS 中改正公式，或把值直接填入此格，再保存。",
            en="Mend the formula in Excel or WPS, or put the value itself there, and save again.",
        ),
    ),
    "not-computed": (
        Text(zh="此格的公式没有算出的值", en="the cell's formula was never computed"),
        Text(
            zh="请用 Excel 或 WPS 打开文件，待公式算出后保存，或把值直接填入此格。",
            en="Open the file in Excel or WPS, let it compute and save it, or put the value itself there.",
        ),
    ),
    "no-number": (
        Text(zh="此格的数不是有限的数", en="the cell's number is no finite number"),
        Text(zh="请把值直接填入此格，再保存。", en="Put the value itself there, and save again."),
    ),
}


def lost_problem(*, cell: LostCell, where: Where, code: str, severity: Severity = "error") -> Problem:
    """The cell as a problem at `where`, with what was seen and what to do."""
    what, mend = _LACKS[cell.lack]
    return Problem(
        code=code,
        where=where,
        zh=what.zh,
        en=what.en,
        mend_zh=mend.zh,
        mend_en=mend.en,
        value=cell.seen,
        severity=severity,
    )


def is_error(*, text: str) -> bool:
    """Whether a text is nothing but an error of a spreadsheet, as one saved as CSV holds it."""
    return text.strip().upper() in ERRORS
