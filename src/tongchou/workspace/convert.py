"""One cell and back: the words in a file, the values in a row. CSV and workbook share it."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from tongchou.kernel.finding import Text
from tongchou.plan.table import SEPARATOR, Column, Row
from tongchou.plan.works import Statement

AnyRow = TypeVar("AnyRow", bound=Row)
TRUE = frozenset({"true", "1", "是", "yes", "y"})
FALSE = frozenset({"false", "0", "否", "no", "n", ""})
LARGEST_EXPONENT = 18  # of a whole number
_GROUPED = re.compile("[+-]?\\d{1,3}([,\uff0c]\\d{3})+(\\.\\d*)?\\Z")  # 1,000 as a spreadsheet writes it
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")


class CellError(Exception):
    """A cell that cannot be read; says what was expected."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def to_cell(value: Any) -> str:  # Any: a value of any column kind
    """The text of a value: empty for None; ISO dates; exact decimals; true or false; lists joined by ``;``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return SEPARATOR.join(_escape(str(each)) for each in value)
    return str(value)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(SEPARATOR, "\\" + SEPARATOR)


def from_cell(*, column: Column, text: str) -> Any:  # Any: a value of the column's kind
    """The value of a cell.

    Raises
    ------
    CellError
        What stands there is not of the column's kind, or not one of its choices.
    """
    bare = text.strip()
    if column.kind == "text":
        return _choice(column, text)
    if column.kind == "list":
        return _members(text)
    if column.kind == "boolean":
        return _boolean(bare)
    if not bare:
        if column.optional:
            return None
        raise CellError(Text(zh="此格必须填写", en="this cell must be filled"))
    if column.kind == "date":
        return read_date(text=bare)
    return _integer(bare) if column.kind == "integer" else _number(bare)


def _choice(column: Column, text: str) -> str:
    if not column.choices or text in column.choices or (not text and not column.required):
        return text
    offered = "、".join(column.choices)
    raise CellError(Text(zh=f"只能填写：{offered}", en=f"must be one of {', '.join(column.choices)}"))


def _members(text: str) -> tuple[str, ...]:
    """Members between unescaped separators; an empty cell is an empty list."""
    if not text:
        return ()
    members, current, place = [], "", 0
    while place < len(text):
        sign = text[place]
        if sign == "\\" and place + 1 < len(text):
            current += text[place + 1]
            place += 2
            continue
        if sign == SEPARATOR:
            members.append(current)
            current = ""
        else:
            current += sign
        place += 1
    return (*members, current)


def _boolean(text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise CellError(Text(zh="应填“是”或“否”", en="must be true or false"))


def read_date(*, text: str) -> date:
    """A day as people and spreadsheets write it: 2021-06-30, 2021/6/30, 2021.6.30, 2021年6月30日.

    Raises
    ------
    CellError
        No such day, or another form.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    found = _DATE.match(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise CellError(
            Text(zh="不是日期，应如 2021-06-30", en="not a date; write it like 2021-06-30")
        ) from None


def settled(*, row: AnyRow) -> AnyRow:
    """The row with the date a statement speaks of in ISO form, whatever form the spreadsheet gave it."""
    if not isinstance(row, Statement) or row.aspect == "value":
        return row
    try:
        day = read_date(text=row.value.strip())
    except CellError:
        return row  # `check` says what is wrong with it
    return dataclasses.replace(row, value=day.isoformat())


def _integer(text: str) -> int:
    value = _decimal(text, Text(zh="应是整数", en="must be a whole number"))
    if value.adjusted() > LARGEST_EXPONENT or value != value.to_integral_value():
        raise CellError(Text(zh="应是整数", en="must be a whole number"))
    return int(value)


def _number(text: str) -> Decimal:
    return _decimal(text, Text(zh="应是数字", en="must be a number"))


def _decimal(text: str, expected: Text) -> Decimal:
    """A finite number, thousands marks or none."""
    if _GROUPED.match(text):
        text = text.replace(",", "").replace("\uff0c", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CellError(expected) from None
    if not value.is_finite() or "_" in text:
        raise CellError(expected)
    return value
