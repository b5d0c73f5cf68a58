"""Checks on activities, calendars and statements: durations in order, days that are days, nothing known too early."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tongchou.kernel.errors import Problem
from tongchou.kernel.period import parse_gate
from tongchou.plan.check.purpose import END_BEFORE_START
from tongchou.plan.check.report import Wrong, doubtful, wrong
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Calendar, Statement

NEGATIVE_DURATION = wrong(
    "negative-duration",
    "工期为负",
    "a negative duration",
    "请填写0或正数。",
    "Give nought or a positive number.",
)
NOT_IN_ORDER = wrong(
    "low-mode-high",
    "最小、最可能、最大的次序颠倒(P10不得大于P90)",
    "least, most likely and greatest are not in order (P10 must not exceed P90)",
    "请按由小到大填写。",
    "Give them in rising order.",
)
NO_DURATION = wrong(
    "no-duration",
    "既不是节点，也没有工期",
    "neither a milestone nor given a duration",
    "请填写最可能工期，或标为节点。",
    "Give the most likely duration, or mark it as a milestone.",
)
LASTING_MILESTONE = doubtful(
    "lasting-milestone",
    "节点的工期应为零",
    "a milestone lasts no time, but a duration is given",
    "请删去工期，或取消节点。",
    "Remove the duration, or the milestone mark.",
)
SHAPE_NEEDS = wrong(
    "shape-needs-bounds",
    "这种分布需要最短和最长",
    "this shape needs a least and a longest duration",
    "请填写最短和最长，或改为 fixed。",
    "Give both, or make the shape fixed.",
)
GATE_NEEDED = wrong(
    "gate-without-window",
    "窗口日历必须有窗口，其他日历不得有",
    "a gate calendar needs its windows, and no other has any",
    "请填写窗口，如 09-01，或改类型。",
    "Give windows such as 09-01, or change the kind.",
)
BAD_GATE = wrong(
    "bad-gate",
    "窗口应为 MM-DD 或 MM-DD..MM-DD",
    "a window is MM-DD or MM-DD..MM-DD",
    "例如 07-01..09-30。",
    "For example 07-01..09-30.",
)
BAD_DATE = wrong(
    "bad-date",
    "不是日期",
    "not a date",
    "请写成 2021-06-30 的形式；季度、年份写其最后一天并填写精度。",
    "Write it like 2021-06-30; for a quarter or year give its last day and the precision.",
)
FUTURE_FACT = wrong(
    "said-before-it-happened",
    "说已发生，日期却晚于说的那天",
    "said to have happened, but on a day after it was said",
    "请核对日期；若是计划，请把性质改为 planned。",
    "Check both days; if it was a promise, make it planned.",
)
FINISH_BEFORE_START = wrong(
    "finish-before-start",
    "实际完成早于实际开始",
    "it finished before it started",
    "请核对两条表述。",
    "Check both statements.",
)
PROMISE_BEFORE_START = doubtful(
    "promised-finish-before-start",
    "同日所说的计划完成早于计划开始",
    "the finish promised is before the start promised on the same day",
    "请核对两条表述。",
    "Check both statements.",
)


def works_problems(*, plan: Plan) -> Iterator[Problem]:
    """Everything wrong with activities, calendars and statements."""
    for place, row in enumerate(plan.activities):
        yield from _activity(place, row)
    for place, calendar in enumerate(plan.calendars):
        yield from _calendar(place, calendar)
    yield from _statements(plan)


def in_order(*numbers: Decimal | None) -> bool:
    """Whether the numbers that are given rise."""
    given = [each for each in numbers if each is not None]
    return all(not first > second for first, second in pairwise(given))


def _activity(place: int, row: Activity) -> Iterator[Problem]:
    durations = (("low", row.low), ("mode", row.mode), ("high", row.high), ("remaining", row.remaining))
    for column, value in durations:
        if value is not None and value < 0:
            yield NEGATIVE_DURATION.at(table="activities", place=place, column=column, value=str(value))
    if not in_order(row.low, row.mode, row.high):
        seen = f"{row.low} {row.mode} {row.high}"
        yield NOT_IN_ORDER.at(table="activities", place=place, column="mode", value=seen)
    if row.earliest is not None and row.latest is not None and row.latest < row.earliest:
        yield END_BEFORE_START.at(table="activities", place=place, column="latest", value=str(row.latest))
    yield from _shape(place, row)


def _shape(place: int, row: Activity) -> Iterator[Problem]:
    given = [value for value in (row.low, row.mode, row.high) if value is not None]
    if row.milestone:
        if any(given):
            yield LASTING_MILESTONE.at(table="activities", place=place, column="milestone", value=row.id)
        return
    if not given:
        yield NO_DURATION.at(table="activities", place=place, column="mode", value=row.id)
    elif row.shape in ("uniform", "lognormal", "triangular") and (row.low is None or row.high is None):
        yield SHAPE_NEEDS.at(table="activities", place=place, column="shape", value=row.shape)


def _calendar(place: int, row: Calendar) -> Iterator[Problem]:
    if (row.kind == "gate") != bool(row.gates):
        yield GATE_NEEDED.at(table="calendars", place=place, column="gates", value=row.id)
    for gate in row.gates:
        try:
            parse_gate(text=gate)
        except ValueError:
            yield BAD_GATE.at(table="calendars", place=place, column="gates", value=gate)
    for column, days in (("days_off", row.days_off), ("days_on", row.days_on)):
        for text in days:
            if iso_date(text) is None:
                yield BAD_DATE.at(table="calendars", place=place, column=column, value=text)


def iso_date(text: str) -> date | None:
    """The date of an ISO text, else None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _statements(plan: Plan) -> Iterator[Problem]:
    facts: dict[str, dict[str, tuple[int, date]]] = {}
    promises: dict[tuple[str, date], dict[str, tuple[int, date]]] = {}
    for place, row in enumerate(plan.statements):
        if row.aspect == "value":
            continue
        day = iso_date(row.value)
        if day is None:
            yield BAD_DATE.at(table="statements", place=place, column="value", value=row.value)
            continue
        yield from _fact(place, row, day)
        if row.kind == "actual" and row.aspect == "start" and row.precision == "latest":
            continue  # it began by that day, perhaps long before: no order can be told
        if row.kind == "actual":
            facts.setdefault(row.subject, {})[row.aspect] = (place, day)
        else:
            promises.setdefault((row.subject, row.said_on), {})[row.aspect] = (place, day)
    yield from _reversed(facts.values(), FINISH_BEFORE_START)
    yield from _reversed(promises.values(), PROMISE_BEFORE_START)


def _fact(place: int, row: Statement, day: date) -> Iterator[Problem]:
    if row.kind == "actual" and day > row.said_on:
        seen = f"{day} > {row.said_on}"
        yield FUTURE_FACT.at(table="statements", place=place, column="value", value=seen)


def _reversed(sayings: Iterable[dict[str, tuple[int, date]]], kind: Wrong) -> Iterator[Problem]:
    for said in sayings:
        if "start" not in said or "finish" not in said:
            continue
        place, finish = said["finish"]
        start = said["start"][1]
        if finish < start:
            yield kind.at(table="statements", place=place, column="value", value=f"{finish} < {start}")
