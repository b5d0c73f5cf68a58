"""Goals of an outcome: chances where they can be forecast, what is missing where not; horizons; findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome, TaskOutcome
from tongchou.cycle.recorded import both
from tongchou.forecast.compile import Untested
from tongchou.kernel.finding import Finding, Severity, Text
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal

ENOUGH_MILESTONES = 3  # under three sourced milestones no number is shown
FINISH_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.8, 0.9)
TOO_FEW = Text(
    zh="目标“{zh}”有来源的节点不足{n}个,依据不足,以上数字仅供参考。",
    en=" The goal “{en}” has under {n} sourced milestones: too little evidence, so read these figures as orientation only.",
)
LATE_ZH = "“{zh}”承诺{promised}完成,预测中位数为{p50},晚{days}天"
LATE_EN = "“{en}” was promised for {promised}; the median forecast is {p50}, {days} days late"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFigures:
    """What the futures say of one leaf goal."""

    chance: float
    low: float
    high: float
    finish: tuple[date, ...] | None  # of its last required activity, at the levels of `FINISH_LEVELS`
    histogram: tuple[tuple[date, int], ...]
    decided_by: str
    parts: tuple[tuple[str, float], ...]
    assumption_share: float | None
    milestones_sourced: int
    money: tuple[float, float] | None  # chance within money, chance of both; None where none is recorded


def goals(
    *, plan: Plan, figures: Mapping[str, GoalFigures], untested: Iterable[Untested]
) -> tuple[GoalOutcome, ...]:
    """Every goal of the plan, the root and the parents included (without a chance of their own)."""
    missing: dict[str, list[Text]] = {}
    for each in untested:
        missing.setdefault(each.goal, []).append(each.text)
    return tuple(_goal(row, plan, figures.get(row.id), tuple(missing.get(row.id, ()))) for row in plan.goals)


def _goal(row: Goal, plan: Plan, figure: GoalFigures | None, missing: tuple[Text, ...]) -> GoalOutcome:
    finish = figure.finish if figure and figure.finish else (None,) * len(FINISH_LEVELS)
    return GoalOutcome(
        id=row.id,
        title=both(row.title_zh, row.title_en),
        parent=row.parent,
        weight=float(row.weight) if row.weight is not None else None,
        due=row.deadline,
        horizons=horizons_of(plan=plan, deadline=row.deadline),
        test=both(row.test_zh, row.test_en),
        test_kind=row.test,
        chance=figure.chance if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        finish_p10=finish[0],
        finish_p25=finish[1],
        finish_p50=finish[2],
        finish_p75=finish[3],
        finish_p80=finish[4],
        finish_p90=finish[5],
        histogram=figure.histogram if figure else (),
        milestones_sourced=figure.milestones_sourced if figure else 0,
        assumption_share=figure.assumption_share if figure else None,
        enough=figure is not None and figure.milestones_sourced >= ENOUGH_MILESTONES,
        decided_by=figure.decided_by if figure else "",
        parts=figure.parts if figure else (),
        missing=missing,
        within_money=figure.money[0] if figure and figure.money else None,
        met_within_money=figure.money[1] if figure and figure.money else None,
    )


def horizons_of(*, plan: Plan, deadline: date | None) -> tuple[str, ...]:
    """The horizons a deadline falls into: every one that has begun and not ended by then (they are nested)."""
    if deadline is None:
        return ()
    return tuple(row.id for row in plan.horizons if deadline <= row.end)


def findings(
    *,
    activities: Iterable[ActivityOutcome],
    tasks: Iterable[TaskOutcome],
    promises: Mapping[str, date],
) -> tuple[Finding, ...]:
    """What the network itself finds wrong: promises the median future breaks, and tasks with nothing to forecast."""
    rows = [
        _late(each, promises[each.id])
        for each in activities
        if each.id in promises and not each.done and each.finish_p50 > promises[each.id]
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    grey = [
        Finding(kind="shortfall", where=each.id, severity="grey", text=_grey(each), task=each.id)
        for each in tasks
        if each.grey
    ]
    return (*(row for _, row in rows), *grey)


def _late(each: ActivityOutcome, promised: date) -> tuple[int, Finding]:
    days = (each.finish_p50 - promised).days
    text = Text(zh=LATE_ZH, en=LATE_EN).filled(
        zh=each.name.zh, en=each.name.en, promised=promised, p50=each.finish_p50, days=days
    )
    severity: Severity = "red" if each.finish_p10 > promised else "yellow"
    return days, Finding(kind="bottleneck", where=each.id, severity=severity, text=text, task=each.task)


def _grey(each: TaskOutcome) -> Text:
    return Text(zh=f"{each.title.zh}:{each.missing.zh}", en=f"{each.title.en}: {each.missing.en}")
