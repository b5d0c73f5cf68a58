"""Where every figure of a page leads: a source, a statement, a computation or an assumption, as an anchor of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongchou.cycle.outcome import Outcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text, in_two
from tongchou.kernel.packaged import read_yaml
from tongchou.kernel.provenance import Basis
from tongchou.plan.model import TITLES_ZH, Plan
from tongchou.plan.purpose import Source
from tongchou.plan.table import Row
from tongchou.plan.works import Activity, Statement
from tongchou.publish.words import TEMPLATES, hundredths, unit_words, whole

SILENT = Text(zh="", en="")
ASSUMED_TABLES = (
    "drivers",
    "activities",
    "goals",
    "horizons",
    "targets",
    "readings",
    "projects",
    "commitments",
    "mechanisms",
    "resources",
    "decisions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it is shown and the anchor that says where it comes from."""

    text: str | Text
    anchor: str
    kind: Basis
    grade: str = ""  # reliability A, B, C or R


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A published text: everything a reader needs to find it again."""

    id: str
    anchor: str
    publisher: str
    title: str
    published_on: date | None
    url: str
    reliability: str
    note: str
    later: bool  # published after the day of judgement

    @property
    def linked(self) -> bool:
        """Whether the address may be a link: only web addresses are."""
        return self.url.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """One dated saying, with what it speaks of and its sources."""

    anchor: str
    subject: Text
    aspect: str
    kind: str
    value: str
    precision: str
    said_by: str
    said_on: date
    text: str
    sources: tuple[str, ...]
    grade: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """How one kind of figure is computed."""

    anchor: str
    title: Text
    how: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionEntry:
    """One assumption with its reason; `share` is its part of all that is uncertain in the answer, where weighed."""

    anchor: str
    title: Text
    table: str
    reason: Text
    value: Text | None
    sources: tuple[str, ...]
    grade: str
    share: Figure | None
    width: float  # of its bar, 0 to 100


def computed(*, name: str, text: str | Text) -> Figure:
    """A figure that was computed; `name` is one of the calculations."""
    return Figure(text=text, anchor=f"calc-{name}", kind="computed")


def said(*, statement: Statement) -> Figure:
    """The value of a statement."""
    kind: Basis = "assumption" if statement.basis == "assumption" else "statement"
    return Figure(text=statement.value, anchor=f"st-{statement.id}", kind=kind, grade=statement.confidence)


def stated(*, table: str, row: Row, text: str | Text) -> Figure:
    """A figure that stands in a row of the plan: leads to its source, or to the assumption it is."""
    if is_assumed(row=row):
        return Figure(
            text=text, anchor=f"as-{table}.{key_of(row=row)}", kind="assumption", grade=row.confidence
        )
    return Figure(text=text, anchor=f"src-{row.sources[0]}", kind="source", grade=row.confidence)


def is_assumed(*, row: Row) -> bool:
    """Whether a row's figures are assumptions: marked so, recalled, or without a source."""
    return row.basis in ("assumption", "") or row.confidence == "R" or not row.sources


def key_of(*, row: Row) -> str:
    """The id of a row."""
    return str(getattr(row, "id", ""))


def sources(*, plan: Plan, on: date) -> tuple[SourceEntry, ...]:
    """Every source of the plan, by id; those published after the day `on` are marked."""
    return tuple(_source(row, on) for row in sorted(plan.sources, key=lambda row: row.id))


def _source(row: Source, on: date) -> SourceEntry:
    return SourceEntry(
        id=row.id,
        anchor=f"src-{row.id}",
        publisher=row.publisher,
        title=row.title,
        published_on=row.published_on,
        url=row.url,
        reliability=row.reliability,
        note=row.note,
        later=row.published_on is not None and row.published_on > on,
    )


def statements(*, plan: Plan) -> tuple[StatementEntry, ...]:
    """Every statement of the plan, by what it speaks of and the day it was said."""
    named = subject_names(plan=plan)
    rows = sorted(plan.statements, key=lambda row: (row.subject, row.said_on, row.id))
    return tuple(
        StatementEntry(
            anchor=f"st-{row.id}",
            subject=named.get(row.subject, both(row.subject, "")),
            aspect=row.aspect,
            kind=row.kind,
            value=row.value,
            precision=row.precision,
            said_by=row.said_by,
            said_on=row.said_on,
            text=row.text,
            sources=row.sources,
            grade=row.confidence,
            reason=row.reason,
        )
        for row in rows
    )


def subject_names(*, plan: Plan) -> dict[str, Text]:
    """Names of everything a statement or finding may speak of; an activity's name follows its work's."""
    works = {row.id: both(row.title_zh, row.title_en) for row in plan.projects}
    named = {row.id: both(row.title_zh, row.title_en) for row in plan.tasks}
    named |= {row.id: both(row.title_zh, row.title_en) for row in plan.goals}
    indicators = {row.id: both(row.title_zh, row.title_en) for row in plan.indicators}
    named |= {row.id: indicators.get(row.indicator, both(row.id, "")) for row in plan.targets}
    return named | works | {row.id: _activity_name(row, works) for row in plan.activities}


def _activity_name(row: Activity, works: dict[str, Text]) -> Text:
    own = both(row.title_zh, row.title_en)
    work = works.get(row.project)
    return Text(zh=f"{work.zh}·{own.zh}", en=f"{work.en}: {own.en}") if work else own


def calculations(*, outcome: Outcome) -> tuple[Calculation, ...]:
    """How each kind of figure is computed, with the number of futures and the seed of this run."""
    texts: dict[str, Any] = read_yaml(package=TEMPLATES, name="calculations.yaml")
    values = {"n": outcome.trials, "seed": outcome.seed}
    return tuple(
        Calculation(
            anchor=f"calc-{name}",
            title=Text(zh=each["title"][0], en=each["title"][1]),
            how=Text(zh=each["how"][0], en=each["how"][1]).filled(**values),
        )
        for name, each in texts.items()
    )


def assumptions(*, outcome: Outcome, plan: Plan, shown: frozenset[str]) -> tuple[AssumptionEntry, ...]:
    """The assumptions: those that carry most of the answer first, then the others in the order of the tables.

    Parameters
    ----------
    shown : the activities the page shows; the durations of others are left out
    """
    rows = {key: row for key, row in _assumed_rows(plan) if not isinstance(row, Activity) or row.id in shown}
    heaviest = max((each.weight for each in outcome.assumptions), default=0.0) or 1.0
    places = {key.split(".", 1)[1]: key for key in rows if key.split(".", 1)[0] in ("drivers", "activities")}
    entries, weighed, named = [], set(), subject_names(plan=plan)
    named |= {row.id: both(row.title_zh, row.title_en) for row in plan.drivers}
    for each in outcome.assumptions:
        key = places.get(each.subject, f"other.{each.subject}")
        weighed.add(key)
        share = computed(name="assumption-share", text=f"{hundredths(share=each.weight)} %")
        entries.append(
            _entry(
                key,
                rows.get(key),
                named.get(each.subject) or each.text,
                told=each.text,
                share=share,
                width=100 * each.weight / heaviest,
            )
        )
    entries += [_entry(key, row, _row_name(row, named)) for key, row in rows.items() if key not in weighed]
    return tuple(entries)


def _assumed_rows(plan: Plan) -> Iterator[tuple[str, Row]]:
    for table in ASSUMED_TABLES:
        for row in plan.table(table):
            if is_assumed(row=row):
                yield f"{table}.{key_of(row=row)}", row


def _row_name(row: Row, named: dict[str, Text]) -> Text:
    title = str(getattr(row, "title_zh", ""))
    own = both(title, str(getattr(row, "title_en", "")))
    found = named.get(key_of(row=row)) or named.get(str(getattr(row, "indicator", "")))
    return found or (own if title else both(key_of(row=row), ""))


def _entry(
    key: str,
    row: Row | None,
    title: Text,
    *,
    told: Text = SILENT,
    share: Figure | None = None,
    width: float = 0.0,
) -> AssumptionEntry:
    return AssumptionEntry(
        anchor=f"as-{key}",
        title=title,
        table=key.split(".", 1)[0],
        reason=in_two(text=row.reason) if row is not None else told,
        value=_duration(row) if isinstance(row, Activity) else None,
        sources=row.sources if row is not None else (),
        grade=row.confidence if row is not None else "",
        share=share,
        width=width,
    )


def duration_words(*, row: Activity) -> str:
    """Least / most likely / longest duration as the row has it; empty for a milestone."""
    values = [each for each in (row.low, row.mode, row.high) if each is not None]
    return "/".join(f"{each.normalize():f}" for each in values) + (f" {row.unit}" if values else "")


def _duration(row: Activity) -> Text | None:
    days, _, unit = duration_words(row=row).partition(" ")
    unit_text = unit_words(unit=unit)
    return Text(zh=f"{days} {unit_text.zh}", en=f"{days} {unit_text.en}") if days else None


def share_of_assumptions(*, outcome: Outcome, goals: tuple[str, ...]) -> Figure | None:
    """The part of the answer on these goals that rests on assumptions, joined by their weights."""
    rows = [each for each in outcome.goals if each.id in goals and each.assumption_share is not None]
    total = sum(each.weight or 0.0 for each in rows)
    if not rows or total <= 0:
        return None
    share = sum((each.weight or 0.0) * (each.assumption_share or 0.0) for each in rows) / total
    return computed(name="assumption-share", text=f"{whole(share=share)} %")


TABLE_NAMES = {name: Text(zh=zh, en=name) for name, zh in TITLES_ZH.items()}
