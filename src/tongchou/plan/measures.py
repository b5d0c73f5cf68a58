"""What is measured: indicators, readings, targets, effects; and what was found and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tongchou.plan.table import Row, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Row):
    """A measured quantity."""

    id: str = column("编号", "id of the indicator", example="lake-class")
    title_zh: str = column("指标", "name in Chinese")
    title_en: str = column("英文名称", "name in English", default="")
    unit: str = column("单位", "unit of its readings", example="%", default="")
    direction: Literal["up", "down", "none"] = column("方向", "which way is better", default="up")
    scale: tuple[str, ...] = column(
        "等级", "for grades: the words from best to worst; a reading is then one of them", default=()
    )
    scope: str = column("范围", "place or population it speaks of", refers="places", default="")
    group: str = column("类别", "group in the source", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Row):
    """One dated value of an indicator."""

    id: str = column("编号", "id of the reading", example="RD07")
    indicator: str = column("指标", "what was measured", refers="indicators")
    place: str = column("地点", "where", refers="places", default="")
    measured_on: date = column("日期", "day, or last day of the period measured", example="2020-12-31")
    value: str = column("读数", "a number, or a grade of the indicator's scale", example="IV")
    said_on: date = column("公布于", "the day it became known", example="2021-01-20")
    text: str = column("说明", "the reading as published, in a word or two", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Row):
    """An operator, a value, a scope and a due date; part of a goal's test when `goal` is given."""

    id: str = column("编号", "id of the target", example="TG-lake")
    indicator: str = column("指标", "what is measured", refers="indicators")
    goal: str = column(
        "目标", "the leaf goal whose test it belongs to; empty: shown, not tested", refers="goals", default=""
    )
    operator: Literal[">=", "<=", "=", "range", "text", "grade"] = column(
        "比较", "how value and reading compare"
    )
    value: str = column("目标值", "number, grade or words", example="III")
    value_high: str = column("目标值上限", "upper end of a range", default="")
    due: date | None = column("到期", "day by which", example="2021-12-31", default=None)
    scope: str = column("范围", "place or population", refers="places", default="")
    said_on: date | None = column("说于", "the day it was set", default=None)
    text: str = column("说明", "the target as published, in a word or two", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Row):
    """How an activity moves an indicator: a size after a delay. Works may worsen it first: a second row."""

    id: str = column("编号", "id of the effect", example="EF02")
    activity: str = column("事项", "the activity", refers="activities")
    indicator: str = column("指标", "what it moves", refers="indicators")
    after: Literal["finish", "start"] = column("从", "counted from its finish or its start", default="finish")
    low: Decimal | None = column("最小", "least size; minus lowers the value", default=None)
    mode: Decimal | None = column("最可能", "most likely size", default=None)
    high: Decimal | None = column("最大", "greatest size", default=None)
    delay_days: int = column("滞后", "days until it counts", unit="days", default=0)
    ramp_days: int = column("渐进", "days over which it builds up", unit="days", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Row):
    """Which lever was chosen or refused, by whom, when, on which forecast; the gain expected and seen."""

    id: str = column("编号", "id of the decision", example="D1")
    lever: str = column("抓手", "id of the lever", example="permit:PC_CONSTR")
    choice: Literal["chosen", "refused"] = column("决定", "chosen or refused")
    by: str = column("决定人", "who decided")
    on: date = column("决定日期", "when")
    input_hash: str = column("预测", "hash of the forecast it rests on", default="")
    gain_expected: Decimal | None = column("预期增益", "gain promised", default=None)
    gain_seen: Decimal | None = column("实际增益", "gain seen later", default=None)
    activities: tuple[str, ...] = column("事项", "activities it led to", refers="activities", default=())
