"""Findings with the bureau's reply beside them, decisions, and the forecast held against what happened later."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tongchou.cycle.backtest import score
from tongchou.cycle.outcome import BackTestRow
from tongchou.kernel.finding import Finding, Text
from tongchou.plan.measures import Decision
from tongchou.plan.reference import ReferenceClass
from tongchou.publish.provenance import Figure, computed, said, stated
from tongchou.publish.scene import Scene
from tongchou.publish.words import HUNDRED

MARKS = {"red": "■", "yellow": "▲", "grey": "○"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding."""

    mark: str
    severity: str
    kind: str
    body: Text
    text: Text
    lever: Text | None
    proof: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One decision about a lever."""

    lever: Text
    choice: str
    by: str
    on: Figure
    expected: Figure | None
    seen: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """Findings and decisions."""

    rows: tuple[FindingRow, ...]
    grey: tuple[FindingRow, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTestLine:
    """One finish forecast that day and known later."""

    title: Text
    promised: Figure | None
    promised_said_on: str
    p10: Figure
    p50: Figure
    p90: Figure
    actual: Figure
    precision: str
    inside: bool
    days: Figure  # actual minus median


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPromises:
    """One class of promises that had fallen due by the day of judgement."""

    title: Text
    n: Figure
    missed: Figure
    unknown: Figure
    slip: Figure | None
    optimism: Figure | None  # days taken over days promised, where n is large enough


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """The forecast against what happened later."""

    rows: tuple[BackTestLine, ...]
    past: tuple[PastPromises, ...]
    n: Figure
    n_inside: Figure
    expected: Figure
    brier: Figure | None
    believing: Figure | None
    promises: Figure
    kept: Figure
    later: Figure  # actual later than the median


def problems(*, scene: Scene) -> Problems:
    """Everything found wrong, and what was decided about it."""
    rows = [_finding(each, scene) for each in scene.outcome.findings]
    return Problems(
        rows=tuple(row for row in rows if row.severity != "grey"),
        grey=tuple(row for row in rows if row.severity == "grey"),
        decisions=tuple(_decision(row, scene) for row in scene.plan.decisions),
    )


def _finding(each: Finding, scene: Scene) -> FindingRow:
    activity = scene.activities.get(each.where)
    levers = {lever.id: lever.title for lever in scene.outcome.levers}
    return FindingRow(
        mark=MARKS[each.severity],
        severity=each.severity,
        kind=each.kind,
        body=scene.body(activity.owner if activity else ""),
        text=each.text,
        lever=levers.get(each.lever),
        proof=computed(name="late-days" if activity else "count", text=Text(zh="算法", en="how")),
    )


def _decision(row: Decision, scene: Scene) -> DecisionRow:
    levers = {lever.id: lever.title for lever in scene.outcome.levers}
    return DecisionRow(
        lever=levers.get(row.lever, scene.name(row.lever)),
        choice=row.choice,
        by=row.by,
        on=stated(table="decisions", row=row, text=row.on.isoformat()),
        expected=_gain(row, row.gain_expected),
        seen=_gain(row, row.gain_seen),
    )


def _gain(row: Decision, value: Decimal | None) -> Figure | None:
    return stated(table="decisions", row=row, text=f"{HUNDRED * value:.1f}") if value is not None else None


def back_test_page(*, scene: Scene, rows: tuple[BackTestRow, ...]) -> BackTest:
    """The back-test as it is shown: n, how many inside, every row."""
    scored = score(rows=rows)
    return BackTest(
        brier=_brier(scored.brier),
        believing=_brier(scored.believing),
        promises=computed(name="count", text=str(scored.promises)),
        kept=computed(name="count", text=str(scored.kept)),
        rows=tuple(_line(each, scene) for each in rows),
        past=tuple(_past(each) for each in scene.outcome.references),
        n=computed(name="count", text=str(len(rows))),
        n_inside=computed(name="count", text=str(sum(each.inside for each in rows))),
        expected=computed(name="backtest", text=f"{0.8 * len(rows):.1f}"),
        later=computed(name="count", text=str(sum(each.actual > each.p50 for each in rows))),
    )


def _past(each: ReferenceClass) -> PastPromises:
    return PastPromises(
        title=each.title,
        n=computed(name="reference", text=str(each.n)),
        missed=computed(name="reference", text=str(each.missed)),
        unknown=computed(name="reference", text=str(each.unknown)),
        slip=computed(name="reference", text=f"{each.slip.value:.0f}") if each.slip is not None else None,
        optimism=computed(name="reference", text=f"{each.optimism.value:.2f}")
        if each.optimism is not None
        else None,
    )


def _brier(value: float | None) -> Figure | None:
    return computed(name="brier", text=f"{value:.2f}") if value is not None else None


def _promise(each: BackTestRow, scene: Scene) -> Figure | None:
    """The promise held that day, as the statement it is."""
    rows = [
        row for row in scene.said.get(each.activity, ()) if row.kind == "planned" and row.aspect == "finish"
    ]
    return said(statement=rows[-1]) if rows and each.promised else None


def _line(each: BackTestRow, scene: Scene) -> BackTestLine:
    days = (each.actual - each.p50).days
    actual = (
        Figure(text=each.actual.isoformat(), anchor=f"src-{each.sources[0]}", kind="source")
        if each.sources
        else computed(name="backtest", text=each.actual.isoformat())
    )
    return BackTestLine(
        title=scene.name(each.activity),
        promised=_promise(each, scene),
        promised_said_on=each.promised_said_on.isoformat() if each.promised_said_on else "",
        p10=computed(name="finish", text=each.p10.isoformat()),
        p50=computed(name="finish", text=each.p50.isoformat()),
        p90=computed(name="finish", text=each.p90.isoformat()),
        actual=actual,
        precision=each.actual_precision,
        inside=each.inside,
        days=computed(name="late-days", text=f"{days:+d}".replace("-", "−") if days else "0"),
    )
