"""A ledger as files that an office hands round: XLSX and DOCX of the rows shown, and an empty form to fill in.

Plain values in, bytes out. A cell of text is text in every program: it is written as such, and one that begins like a
formula carries the mark that keeps it one when somebody edits it. The XLSX is a ledger that `compose` reads again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongchou.kernel.finding import Text

MOST_SIGNS = 32_000  # of one cell; a spreadsheet holds 32,767
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")
HEAD_ROWS = 3  # title, day and filters, header
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # a fixed stamp: same rows, same bytes
FORM_ROWS = 2_000  # rows of the empty form that offer choices
MOST_OFFERED = (
    255  # signs of a list of choices inside a cell's rule; longer ones stand on a sheet of their own
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One row of the ledger, in the language of the file; `due` stays a day."""

    number: str
    title: str
    goals: str = ""
    measures: str = ""
    lead: str = ""
    supporting: str = ""
    person: str = ""
    place: str = ""
    due: date | None = None
    progress: str = ""
    problem: str = ""
    light: str = ""
    forecast: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet:
    """What is shown: its title, its day, the filters in words, its rows, and the language of all of it."""

    title: str
    on: date
    filters: str
    rows: Sequence[LedgerLine]
    lang: str = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the field it shows, its header, and its width in characters of a sheet."""

    field: str
    head: Text
    width: int


COLUMNS = (
    Column(field="number", head=Text(zh="序号", en="No."), width=8),
    Column(field="title", head=Text(zh="任务", en="Task"), width=34),
    Column(field="goals", head=Text(zh="目标", en="Goal"), width=14),
    Column(field="measures", head=Text(zh="措施", en="Measures"), width=28),
    Column(field="lead", head=Text(zh="牵头单位", en="Lead"), width=16),
    Column(field="supporting", head=Text(zh="配合单位", en="Supporting"), width=18),
    Column(field="person", head=Text(zh="责任人", en="Person"), width=10),
    Column(field="place", head=Text(zh="片区", en="Place"), width=12),
    Column(field="due", head=Text(zh="时限", en="Due"), width=18),
    Column(field="progress", head=Text(zh="进展", en="Progress"), width=32),
    Column(field="problem", head=Text(zh="问题", en="Remarks"), width=20),
    Column(field="light", head=Text(zh="灯", en="Light"), width=11),
    Column(field="forecast", head=Text(zh="预测", en="Forecast"), width=12),
    Column(field="stage", head=Text(zh="环节", en="Stage"), width=9),
)
ASKED = ("number", "title", "goals", "lead", "supporting", "person", "place", "due", "progress", "problem")


def day(*, on: date, lang: str) -> str:
    """A day as a paper writes it."""
    return f"{on.year}年{on.month}月{on.day}日" if lang == "zh" else f"{on.day} {on:%B %Y}"


def head_line(*, sheet: LedgerSheet) -> str:
    """The day, how many rows, and the filters, in one line."""
    count = len(sheet.rows)
    if sheet.lang == "zh":
        return f"截至{day(on=sheet.on, lang='zh')}，共{count}项。{sheet.filters}"
    return f"As of {day(on=sheet.on, lang='en')}, {count} {'row' if count == 1 else 'rows'}. {sheet.filters}"


def ledger_xlsx(*, sheet: LedgerSheet) -> bytes:
    """The ledger as a workbook: title, day and filters above, header and first two columns frozen, days as days."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": CREATED, "title": sheet.title[:200]})
    styles = _styles(book)
    page = book.add_worksheet("台账" if sheet.lang == "zh" else "Ledger")
    page.write_string(0, 0, _kept(sheet.title), styles["title"])
    page.write_string(1, 0, _kept(head_line(sheet=sheet)), styles["note"])
    for place, column in enumerate(COLUMNS):
        page.write_string(HEAD_ROWS - 1, place, column.head.in_language(sheet.lang), styles["head"])
        page.set_column(place, place, column.width)
    for number, row in enumerate(sheet.rows, start=HEAD_ROWS):
        for place, column in enumerate(COLUMNS):
            _write(page, (number, place), getattr(row, column.field), styles)
    page.freeze_panes(HEAD_ROWS, 2)
    page.autofilter(HEAD_ROWS - 1, 0, HEAD_ROWS - 1 + max(len(sheet.rows), 1), len(COLUMNS) - 1)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROWS - 1)
    page.set_footer("&C&P / &N")
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFC5CE"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "note": book.add_format({"font_color": "#4E5969"}),
        "head": book.add_format({**plain, "bold": True, "bg_color": "#1D3F72", "font_color": "#FFFFFF"}),
        "needed": book.add_format({**plain, "bold": True, "bg_color": "#B3261E", "font_color": "#FFFFFF"}),
        "text": book.add_format({**plain, "num_format": "@"}),
        "formula": book.add_format({**plain, "num_format": "@", "quote_prefix": True}),
        "date": book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
    }


def _kept(text: str) -> str:
    return text if len(text) <= MOST_SIGNS else text[:MOST_SIGNS] + "……"


def _write(page: Any, cell: tuple[int, int], value: str | date | None, styles: dict[str, Any]) -> None:
    if isinstance(value, date) and value.year >= 1901:
        page.write_datetime(*cell, value, styles["date"])
        return
    text = _kept(value.isoformat() if isinstance(value, date) else value or "")
    if not text:
        page.write_blank(*cell, None, styles["text"])
        return
    page.write_string(*cell, text, styles["formula" if text.startswith(FORMULA) else "text"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What the empty form offers to choose from."""

    goals: Sequence[str] = ()
    organisations: Sequence[str] = ()
    places: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ("未启动", "已完成立项", "已开工", "主体封顶", "已竣工", "已投用")


def ledger_form(*, title: str, offered: Offered) -> bytes:
    """An empty ledger to fill in, with drop-downs; what must be filled has a red header. `compose` reads it."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": CREATED, "title": title[:200]})
    styles = _styles(book)
    page, lists = book.add_worksheet("台账"), book.add_worksheet("可选项")
    page.write_string(0, 0, _kept(title), styles["title"])
    page.write_string(1, 0, "红色表头必填。时限填日期；进展写做到哪一步，如“已开工”。", styles["note"])
    columns = [column for column in COLUMNS if column.field in ASKED]
    columns.insert(2, Column(field="kind", head=Text(zh="类别", en="Kind"), width=12))
    choices = {
        "goals": offered.goals,
        "lead": offered.organisations,
        "supporting": offered.organisations,
        "place": offered.places,
        "kind": offered.kinds,
        "progress": offered.states,
    }
    for place, column in enumerate(columns):
        needed = column.field in ("title", "lead", "due")
        page.write_string(HEAD_ROWS - 1, place, column.head.zh, styles["needed" if needed else "head"])
        page.set_column(place, place, column.width, styles["date" if column.field == "due" else "text"])
        rule = _rule(column.field, choices.get(column.field, ()), lists, place)
        if rule:
            page.data_validation(HEAD_ROWS, place, HEAD_ROWS + FORM_ROWS, place, rule)
    page.freeze_panes(HEAD_ROWS, 2)
    lists.hide()
    book.close()
    return out.getvalue()


def _rule(field: str, offered: Sequence[str], lists: Any, place: int) -> dict[str, Any]:
    """The rule of a column's cells: a day, or a list that warns and does not forbid."""
    if field == "due":
        first, last = datetime(2000, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001  # days, not moments
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": first,
            "maximum": last,
            "error_type": "warning",
            "error_title": "时限",
            "error_message": "请填写日期，如 2021-12-31。",
        }
    if not offered:
        return {}
    for row, text in enumerate(offered):
        lists.write_string(row, place, _kept(text))
    letter = chr(ord("A") + place)
    source = f"=可选项!${letter}$1:${letter}${len(offered)}"
    return {"validate": "list", "source": source, "error_type": "information", "error_title": "可选项"} | {
        "error_message": "不在可选项中，也可以这样填。"
    }
