"""Checks on size: numbers and days so far out that nothing can be computed with them, most often a slip of the unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal

from tongchou.kernel.errors import Problem
from tongchou.plan.check.report import wrong
from tongchou.plan.model import TABLES, Plan
from tongchou.plan.table import Row
from tongchou.plan.works import Statement

LONGEST_DAYS = Decimal(36_525)  # a hundred years
SMALLEST_FACTOR, GREATEST_FACTOR = Decimal("0.01"), Decimal(10)
GREATEST_VALUE = Decimal(10) ** 12  # of an indicator, in its unit
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)

TOO_LONG = wrong(
    "too-long",
    "超过一百年",
    "more than a hundred years",
    "单位是天；请核对数值。",
    "The unit is days: check the number.",
)
WILD_FACTOR = wrong(
    "factor-out-of-range",
    "倍数应在0.01到10之间",
    "a factor lies between 0.01 and 10",
    "1.2 表示长两成；百分数请除以100。",
    "1.2 means a fifth longer; divide a percentage by 100.",
)
WILD_VALUE = wrong(
    "value-out-of-range",
    "数值过大，无法计算",
    "too large to compute with",
    "请换用更大的单位。",
    "Use a larger unit.",
)
WILD_DAY = wrong(
    "day-out-of-range",
    "日期应在1900年到2200年之间",
    "a day lies between 1900 and 2200",
    "请核对年份。",
    "Check the year.",
)
NIL_LOGNORMAL = wrong(
    "lognormal-from-nil",
    "对数正态分布的P10必须大于0",
    "a lognormal needs a P10 above nil",
    "请填写大于0的最短，或改用 pert。",
    "Give a shortest above nil, or use pert.",
)


def bound_problems(*, plan: Plan) -> Iterator[Problem]:
    """Everything that lies too far out."""
    for place, row in enumerate(plan.activities):
        for column in ("low", "mode", "high", "remaining"):
            yield from _days("activities", place, column, getattr(row, column))
        if row.shape == "lognormal" and row.low is not None and row.low == 0 and row.high != row.low:
            yield NIL_LOGNORMAL.at(table="activities", place=place, column="low", value="0")
    for place, link in enumerate(plan.links):
        yield from _days("links", place, "lag", link.lag)
    for place, effect in enumerate(plan.effects):
        for column in ("delay_days", "ramp_days"):
            yield from _days("effects", place, column, Decimal(getattr(effect, column)))
        for column in ("low", "mode", "high"):
            yield from _value("effects", place, column, getattr(effect, column))
    yield from _factors(plan)
    yield from _measured(plan)
    for name in TABLES:
        yield from _dates(name, plan.table(name))


def _days(table: str, place: int, column: str, value: Decimal | None) -> Iterator[Problem]:
    if value is not None and abs(value) > LONGEST_DAYS:
        yield TOO_LONG.at(table=table, place=place, column=column, value=str(value))


def _value(table: str, place: int, column: str, value: Decimal | None) -> Iterator[Problem]:
    if value is not None and abs(value) > GREATEST_VALUE:
        yield WILD_VALUE.at(table=table, place=place, column=column, value=str(value))


def _factors(plan: Plan) -> Iterator[Problem]:
    for table in ("drivers", "risks"):
        for place, row in enumerate(plan.table(table)):
            given = [(column, getattr(row, column)) for column in ("low", "mode", "high")]
            wild = [each for each in given if _is_wild(each[1])]
            yield from (WILD_FACTOR.at(table=table, place=place, column=c, value=str(v)) for c, v in wild)


def _is_wild(factor: Decimal | None) -> bool:
    """Out of range; what is not above nil is another check's."""
    return factor is not None and factor > 0 and not SMALLEST_FACTOR <= factor <= GREATEST_FACTOR


def _measured(plan: Plan) -> Iterator[Problem]:
    for table, columns in (("readings", ("value",)), ("targets", ("value", "value_high"))):
        for place, row in enumerate(plan.table(table)):
            for column in columns:
                yield from _value(table, place, column, _number(getattr(row, column)))


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    return value if value.is_finite() else None


def _dates(table: str, rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Every day of a table; of statements also the day they speak of."""
    if not rows:
        return
    names = [each.name for each in fields(rows[0])]
    for place, row in enumerate(rows):
        days = [(name, getattr(row, name)) for name in names]
        if isinstance(row, Statement) and row.aspect != "value":
            days.append(("value", _day(row.value)))
        wild = [(n, d) for n, d in days if isinstance(d, date) and not FIRST_DAY <= d <= LAST_DAY]
        yield from (WILD_DAY.at(table=table, place=place, column=n, value=d.isoformat()) for n, d in wild)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
