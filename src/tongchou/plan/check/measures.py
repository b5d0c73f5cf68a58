"""Checks on indicators, readings, targets and effects: numbers that are numbers, grades that are on the scale."""

from __future__ import annotations

from collections.abc import Iterator

from tongchou.kernel.errors import Problem
from tongchou.kernel.indicator import number_of
from tongchou.plan.check.purpose import leaves
from tongchou.plan.check.report import doubtful, wrong
from tongchou.plan.check.works import NOT_IN_ORDER, in_order
from tongchou.plan.measures import Effect, Indicator, Target
from tongchou.plan.model import Plan

OFF_SCALE = wrong(
    "grade-off-scale",
    "不在该指标的等级之列",
    "not one of the grades of the indicator's scale",
    "请用指标表中列出的等级。",
    "Use a grade listed with the indicator.",
)
NOT_A_NUMBER = wrong(
    "not-a-number",
    "该指标没有等级，此处应是数字",
    "the indicator has no scale, so this must be a number",
    "请填写数字，单位写在指标表。",
    "Give a number; the unit stands with the indicator.",
)
GRADE_WITHOUT_SCALE = wrong(
    "grade-without-scale",
    "目标值按等级比较，指标却没有等级",
    "the target compares grades, but the indicator has no scale",
    "请在指标表填写由好到差的等级。",
    "Give the indicator its grades, best first.",
)
TEXT_TARGET = wrong(
    "text-target",
    "指标是数值，目标的检验却是文字，无法计算",
    "the indicator is a number, but the goal would be tested against words",
    "请改为数值目标；只作说明的文字目标请把“目标”一栏留空。",
    "Give a number to reach; a target in words only to be shown leaves its goal empty.",
)
RANGE_OPEN = wrong(
    "range-without-upper-end",
    "区间目标没有上限",
    "a range without its upper end",
    "请填写目标值上限。",
    "Give the upper end.",
)
RANGE_REVERSED = wrong(
    "range-reversed", "区间上限小于下限", "the range ends below its start", "请对调。", "Swap the two ends."
)
UPPER_UNUSED = doubtful(
    "upper-end-unused",
    "只有区间目标才用上限",
    "an upper end is only used by a range",
    "请删去上限，或把比较改为 range。",
    "Remove it, or make the operator range.",
)
TARGET_ON_PARENT = wrong(
    "target-on-parent",
    "目标值只能属于末级目标",
    "only a leaf goal is tested by targets",
    "请改为某个末级目标，或留空。",
    "Name a leaf goal, or leave it empty.",
)
NO_DUE = doubtful(
    "target-without-due",
    "目标值没有到期日，目标也没有期限",
    "the target has no due day and its goal no deadline",
    "请填写到期日。",
    "Give the day it is due.",
)
READ_TOO_EARLY = wrong(
    "known-before-measured",
    "公布日早于测量日",
    "it became known before it was measured",
    "请核对两个日期。",
    "Check both days.",
)
NO_SIZE = doubtful(
    "effect-without-size",
    "作用没有大小，不会改变指标",
    "an effect without a size moves nothing",
    "请填写最可能的大小。",
    "Give its most likely size.",
)
NEGATIVE_DELAY = wrong(
    "negative-delay",
    "滞后或渐进为负",
    "a negative delay or ramp",
    "请填写0或正数。",
    "Give nought or a positive number.",
)


def measure_problems(*, plan: Plan) -> Iterator[Problem]:
    """Everything wrong with readings, targets and effects. Unknown indicators are reported elsewhere."""
    indicators = {row.id: row for row in plan.indicators}
    yield from _readings(plan, indicators)
    yield from _targets(plan, indicators)
    for place, row in enumerate(plan.effects):
        yield from _effect(place, row)


def _readings(plan: Plan, indicators: dict[str, Indicator]) -> Iterator[Problem]:
    for place, row in enumerate(plan.readings):
        if row.said_on < row.measured_on:
            seen = f"{row.said_on} < {row.measured_on}"
            yield READ_TOO_EARLY.at(table="readings", place=place, column="said_on", value=seen)
        if row.indicator in indicators:
            yield from _value("readings", place, "value", row.value, indicators[row.indicator])


def _value(table: str, place: int, column: str, text: str, indicator: Indicator) -> Iterator[Problem]:
    if number_of(text=text, scale=indicator.scale) is None:
        kind = OFF_SCALE if indicator.scale else NOT_A_NUMBER
        yield kind.at(table=table, place=place, column=column, value=text)


def _targets(plan: Plan, indicators: dict[str, Indicator]) -> Iterator[Problem]:
    ends = {row.id for row in leaves(plan=plan)}
    goals = {row.id: row for row in plan.goals}
    for place, row in enumerate(plan.targets):
        goal = goals.get(row.goal)
        if goal is not None and goal.id not in ends:
            yield TARGET_ON_PARENT.at(table="targets", place=place, column="goal", value=row.goal)
        if goal is not None and row.due is None and goal.deadline is None:
            yield NO_DUE.at(table="targets", place=place, column="due", value=row.id)
        if row.indicator in indicators:
            yield from _target(place, row, indicators[row.indicator])


def _target(place: int, row: Target, indicator: Indicator) -> Iterator[Problem]:
    if row.operator != "range" and row.value_high:
        yield UPPER_UNUSED.at(table="targets", place=place, column="value_high", value=row.value_high)
    if row.operator == "text":
        if row.goal and not indicator.scale:
            yield TEXT_TARGET.at(table="targets", place=place, column="operator", value=row.value)
        return
    if row.operator == "grade" and not indicator.scale:
        yield GRADE_WITHOUT_SCALE.at(table="targets", place=place, column="operator", value=row.indicator)
        return
    yield from _value("targets", place, "value", row.value, indicator)
    if row.operator == "range":
        yield from _range(place, row, indicator)


def _range(place: int, row: Target, indicator: Indicator) -> Iterator[Problem]:
    if not row.value_high:
        yield RANGE_OPEN.at(table="targets", place=place, column="value_high", value=row.value)
        return
    yield from _value("targets", place, "value_high", row.value_high, indicator)
    low = number_of(text=row.value, scale=indicator.scale)
    high = number_of(text=row.value_high, scale=indicator.scale)
    if low is not None and high is not None and high < low:
        seen = f"{row.value} > {row.value_high}"
        yield RANGE_REVERSED.at(table="targets", place=place, column="value_high", value=seen)


def _effect(place: int, row: Effect) -> Iterator[Problem]:
    if not in_order(row.low, row.mode, row.high):
        seen = f"{row.low} {row.mode} {row.high}"
        yield NOT_IN_ORDER.at(table="effects", place=place, column="mode", value=seen)
    if row.low is None and row.mode is None and row.high is None:
        yield NO_SIZE.at(table="effects", place=place, column="mode", value=row.id)
    for column, value in (("delay_days", row.delay_days), ("ramp_days", row.ramp_days)):
        if value < 0:
            yield NEGATIVE_DELAY.at(table="effects", place=place, column=column, value=str(value))
