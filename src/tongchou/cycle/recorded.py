"""The part of an outcome that is looked up, not computed: what was said, measured and assigned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tongchou.cycle.outcome import (
    DecisionOutcome,
    IndicatorOutcome,
    ReadingOutcome,
    StatementOutcome,
    TaskOutcome,
)
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan

NO_WORK = Text(zh="没有带日期的工作,暂不能预测", en="no dated work, so it cannot be forecast yet")


def both(zh: str, en: str) -> Text:
    """A text in both languages; one that lacks its English shows the Chinese."""
    return Text(zh=zh, en=en or zh)


def full_titles(*, plan: Plan) -> dict[str, Text]:
    """Activity -> its name led by its project's, so that it can be read alone."""
    projects = {row.id: both(row.title_zh, row.title_en) for row in plan.projects}
    found = {}
    for row in plan.activities:
        own, project = both(row.title_zh, row.title_en), projects.get(row.project)
        found[row.id] = own
        if project is not None:
            found[row.id] = Text(zh=f"{project.zh}·{own.zh}", en=f"{project.en}: {own.en}")
    return found


def statements(*, plan: Plan) -> tuple[StatementOutcome, ...]:
    """Every promise and event known, ordered by subject and day of saying."""
    rows = [
        StatementOutcome(
            subject=row.subject,
            aspect=row.aspect,
            kind=row.kind,
            value=row.value,
            precision=row.precision,
            said_by=row.said_by,
            said_on=row.said_on,
            sources=row.sources,
            confidence=row.confidence,
            text=row.text,
        )
        for row in plan.statements
    ]
    return tuple(sorted(rows, key=lambda row: (row.subject, row.said_on, row.aspect, row.kind, row.value)))


def indicators(*, plan: Plan, chances: Mapping[str, float]) -> tuple[IndicatorOutcome, ...]:
    """Every indicator with its readings and targets; `chances` by target id where one was tested."""
    readings, targets = defaultdict(list), defaultdict(list)
    for reading in sorted(plan.readings, key=lambda row: (row.measured_on, row.id)):
        readings[reading.indicator].append(
            (reading.measured_on, reading.value, reading.sources, reading.confidence)
        )
    for target in plan.targets:
        words = "-".join(part for part in (target.value, target.value_high) if part)
        targets[target.indicator].append((target.id, target.operator, words, target.due, target.confidence))
    return tuple(
        IndicatorOutcome(
            id=row.id,
            title=both(row.title_zh, row.title_en),
            unit=row.unit,
            readings=tuple(readings[row.id]),
            targets=tuple(targets[row.id]),
            chances=tuple((each[0], chances[each[0]]) for each in targets[row.id] if each[0] in chances),
        )
        for row in plan.indicators
    )


def readings(*, plan: Plan) -> tuple[ReadingOutcome, ...]:
    """Every reading known, ordered by indicator and day."""
    units = {row.id: row.unit for row in plan.indicators}
    rows = [
        ReadingOutcome(
            id=row.id,
            indicator=row.indicator,
            place=row.place,
            date=row.measured_on,
            value=row.value,
            unit=units.get(row.indicator, ""),
            sources=row.sources,
            confidence=row.confidence,
        )
        for row in plan.readings
    ]
    return tuple(sorted(rows, key=lambda row: (row.indicator, row.date, row.id)))


def decisions(*, plan: Plan) -> tuple[DecisionOutcome, ...]:
    """Every decision taken, ordered by day."""
    rows = [
        DecisionOutcome(
            id=row.id,
            lever=row.lever,
            choice=row.choice,
            by=row.by,
            on=row.on,
            input_hash=row.input_hash,
            gain_expected=None if row.gain_expected is None else float(row.gain_expected),
            gain_seen=None if row.gain_seen is None else float(row.gain_seen),
            activities=row.activities,
        )
        for row in plan.decisions
    ]
    return tuple(sorted(rows, key=lambda row: (row.on, row.id)))


def tasks(*, plan: Plan) -> tuple[TaskOutcome, ...]:
    """Every task with the works under it; without one it is grey and says what is missing."""
    projects = {row.id: row for row in plan.projects}
    works: dict[str, list[str]] = defaultdict(list)
    sourced: dict[str, int] = defaultdict(int)
    spoken = {row.subject for row in plan.statements if row.sources}
    for activity in plan.activities:
        project = projects.get(activity.project)
        for task in {activity.task, *(project.tasks if project else ())} - {""}:
            works[task].append(activity.id)
            sourced[task] += activity.id in spoken
    return tuple(
        TaskOutcome(
            id=row.id,
            title=both(row.title_zh, row.title_en),
            goals=row.goals,
            lead=row.lead,
            projects=tuple(each.id for each in plan.projects if row.id in each.tasks),
            activities=len(works[row.id]),
            sourced=sourced[row.id],
            grey=not works[row.id],
            missing=_missing(row.missing_zh, row.missing_en, bool(works[row.id])),
        )
        for row in plan.tasks
    )


def _missing(zh: str, en: str, has_work: bool) -> Text:
    if zh or has_work:
        return both(zh, en)
    return NO_WORK
