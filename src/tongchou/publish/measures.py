"""Indicators with readings and targets, the register of mechanisms, resources of four kinds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tongchou.cycle.outcome import IndicatorOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.plan.causes import Mechanism, Resource
from tongchou.publish.provenance import Figure, computed, stated
from tongchou.publish.scene import Scene
from tongchou.publish.words import grouped, money, percent, unit_words

RECALLED = "R"
SIGNS = {">=": "≥", "<=": "≤", "=": "=", "range": "", "text": "", "grade": "≥"}
KINDS = ("works", "people", "money", "mechanism")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCell:
    """One target; `recalled` ones are unverified."""

    sign: str
    value: Figure
    text: bool  # words rather than a number
    due: Figure | None
    recalled: bool
    chance: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator."""

    id: str
    title: Text
    unit: Text
    readings: tuple[tuple[str, Figure], ...]  # (measured on, value), latest first
    targets: tuple[TargetCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismRow:
    """One rule, number or institution."""

    id: str
    title: Text
    number: str
    value: Figure | None
    unit: Text
    start: Figure | None
    end: Figure | None
    replaces: Text | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    """One capacity."""

    id: str
    title: Text
    body: Text
    amount: Figure | None
    start: Figure | None
    end: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The section of indicators, mechanisms and resources."""

    indicators: tuple[IndicatorRow, ...]
    n: Figure
    n_recalled: Figure
    n_read: Figure
    mechanisms: tuple[MechanismRow, ...]
    resources: tuple[tuple[str, tuple[ResourceRow, ...]], ...]


def measures(*, scene: Scene) -> Measures:
    """What is measured, what rules, and what there is to work with, as known on the day of judgement."""
    rows = sorted((_indicator(each, scene) for each in scene.outcome.indicators), key=_read_first)
    recalled = sum(target.recalled for row in rows for target in row.targets)
    return Measures(
        indicators=tuple(rows),
        n=computed(name="count", text=str(len(rows))),
        n_recalled=computed(name="count", text=str(recalled)),
        n_read=computed(name="count", text=str(sum(bool(row.readings) for row in rows))),
        mechanisms=tuple(_mechanism(row, scene) for row in scene.plan.mechanisms),
        resources=tuple(
            (kind, tuple(_resource(row, scene) for row in scene.plan.resources if row.kind == kind))
            for kind in KINDS
        ),
    )


def _read_first(row: IndicatorRow) -> tuple[bool, bool, str]:
    """Tested indicators first, then those with readings or verified targets, recalled ones last."""
    tested = any(target.chance for target in row.targets)
    seen = bool(row.readings) or any(not target.recalled for target in row.targets)
    return (not tested, not seen, row.id)


def _indicator(each: IndicatorOutcome, scene: Scene) -> IndicatorRow:
    readings = sorted(
        (row for row in scene.plan.readings if row.indicator == each.id), key=lambda row: row.measured_on
    )
    return IndicatorRow(
        id=each.id,
        title=each.title,
        unit=unit_words(unit=each.unit),
        readings=tuple(
            (row.measured_on.isoformat(), stated(table="readings", row=row, text=grouped(text=row.value)))
            for row in reversed(readings)
        ),
        targets=_targets(each, scene),
    )


def _targets(each: IndicatorOutcome, scene: Scene) -> tuple[TargetCell, ...]:
    chances, enough = dict(each.chances), {goal.id: goal.enough for goal in scene.leaves}
    cells = []
    for row in scene.plan.targets:
        if row.indicator != each.id:
            continue
        words = "–".join(grouped(text=part) for part in (row.value, row.value_high) if part)
        chance = chances.get(row.id) if enough.get(row.goal) else None
        cells.append(
            TargetCell(
                sign=SIGNS[row.operator],
                value=stated(table="targets", row=row, text=words),
                text=row.operator == "text",
                due=stated(table="targets", row=row, text=row.due.isoformat()) if row.due else None,
                recalled=row.confidence == RECALLED,
                chance=computed(name="chance", text=f"{percent(share=chance)} %")
                if chance is not None
                else None,
            )
        )
    return tuple(cells)


def _mechanism(row: Mechanism, scene: Scene) -> MechanismRow:
    titles = {each.id: both(each.title_zh, each.title_en) for each in scene.plan.mechanisms}
    start, end = (each.isoformat() if each else "" for each in (row.in_force_from, row.in_force_to))
    return MechanismRow(
        id=row.id,
        title=titles[row.id],
        number=row.number,
        value=stated(table="mechanisms", row=row, text=row.value) if row.value else None,
        unit=unit_words(unit=row.unit),
        start=stated(table="mechanisms", row=row, text=start) if start else None,
        end=stated(table="mechanisms", row=row, text=end) if end else None,
        replaces=titles.get(row.replaces) if row.replaces else None,
        sources=row.sources,
    )


def _resource(row: Resource, scene: Scene) -> ResourceRow:
    return ResourceRow(
        id=row.id,
        title=both(row.title_zh, row.title_en),
        body=scene.body(row.organisation),
        amount=stated(table="resources", row=row, text=_amount(row.amount, row.unit))
        if row.amount is not None
        else None,
        start=stated(table="resources", row=row, text=row.start.isoformat()) if row.start else None,
        end=row.end.isoformat() if row.end else "",
        sources=row.sources,
    )


def _amount(amount: Decimal, unit: str) -> Text:
    if unit == "CNY":
        return money(cny=float(amount))
    words = unit_words(unit=unit)
    return Text(zh=f"{amount.normalize():f} {words.zh}", en=f"{amount.normalize():f} {words.en}")
