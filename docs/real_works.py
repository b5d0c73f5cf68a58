"""Real works held against the templates: ratios of days, and the simulated 5-95 % bands of single-project plans.

The works stand in `docs/data/real_works.csv`, each date with its sources (`real_work_sources.csv`). They were found by
search and are no random sample.
"""

from __future__ import annotations

import csv
import dataclasses
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from tongchou.forecast.compile import prepare
from tongchou.forecast.model import Trials
from tongchou.forecast.simulate import forecast
from tongchou.network.compile import compile_network
from tongchou.network.model import TICKS_PER_DAY
from tongchou.plan.causes import Driver
from tongchou.plan.compose.expand import Standing, driver_row, expand_project
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal
from tongchou.plan.template_norm import norm_of, works_done
from tongchou.plan.works import Activity, Project, Statement

DATA = Path(__file__).resolve().parent / "data"
BUILT = ("school", "hospital", "housing", "road_pipes", "wetland", "park", "headquarters")
ENDS = ("handover", "accepted", "works_done")  # what "end of works" may be reported as, the furthest first
SPANS = (("decision", "start"), ("start", "topout"), ("start", "end of works"), ("start", "opening"))
STEPS = {"start": "start", "topout": "topout", "handover": "accept", "accepted": "accept"}
OPENINGS = {"opening": "open", "stable_operation": "open"}
LOW, HIGH = 0.05, 0.95
TRIALS = Trials(seed=1, blocks=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One milestone of one real work; `on` is the day, of a month its middle; `latest` where a report gives it."""

    work: str
    kind: str
    name: str
    milestone: str
    planned: date | None
    said_on: date | None
    on: date | None
    latest: bool
    still_open: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days between two milestones of one work, and the template's at its most likely durations."""

    work: str
    kind: str
    name: str
    begin: Dated
    end: Dated
    real: int
    norm: float

    @property
    def ratio(self) -> float:
        """Real days over the template's."""
        return self.real / self.norm


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A work against its simulated plan: days from its start to its end of works, and the 5, 50 and 95 % quantiles."""

    span: Span
    low: int
    middle: int
    high: int

    @property
    def inside(self) -> bool:
        """Whether the real days lie in the band, ends included."""
        return self.low <= self.span.real <= self.high


@cache
def milestones() -> tuple[Dated, ...]:
    """Every row of the data."""
    with (DATA / "real_works.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(_dated(row) for row in csv.DictReader(stream))


def _dated(row: dict[str, str]) -> Dated:
    return Dated(
        work=row["work"],
        kind=row["kind"],
        name=row["name"],
        milestone=row["milestone"],
        planned=_day(row["planned"], 28),
        said_on=_day(row["said_on"], 28),
        on=_day(row["actual"], 15) if row["precision"] != "year" else None,
        latest=row["precision"] == "report",
        still_open=row["precision"].startswith("censored"),
        sources=tuple(row["sources"].split(";")),
    )


def _day(text: str, of_month: int) -> date | None:
    if len(text) == 7:
        return date.fromisoformat(f"{text}-{of_month:02d}")
    return date.fromisoformat(text) if len(text) == 10 else None


def spans(*, begin: str, end: str) -> tuple[Span, ...]:
    """Every built work with both dates. `end of works` is the furthest of hand-over, acceptance and works done."""
    return tuple(_spans(begin, end))


def _spans(begin: str, end: str) -> Iterator[Span]:
    works: dict[str, dict[str, Dated]] = {}
    for row in milestones():
        if row.kind in BUILT and row.on is not None:
            works.setdefault(row.work, {})[row.milestone] = row
    for work, rows in works.items():
        last = next((rows[name] for name in _named(end) if name in rows), None)
        first = rows.get(begin)
        if first is None or last is None or first.on is None or last.on is None:
            continue
        norm = norm_of(kind=first.kind)
        began = 0.0 if begin == "decision" else norm.finish[STEPS[begin]]
        yield Span(
            work=work,
            kind=first.kind,
            name=first.name,
            begin=first,
            end=last,
            real=(last.on - first.on).days,
            norm=norm.finish[step_of(kind=first.kind, milestone=last.milestone)] - began,
        )


def _named(end: str) -> tuple[str, ...]:
    if end == "end of works":
        return ENDS
    return tuple(OPENINGS) if end == "opening" else (end,)


def step_of(*, kind: str, milestone: str) -> str:
    """The template row a reported milestone speaks of."""
    if milestone == "works_done":
        return works_done(kind=kind)
    return {**STEPS, **OPENINGS}[milestone]


def bands(*, optimism: Decimal | None, shared: bool = True) -> tuple[Band, ...]:
    """The band of every work with a start and an end of works.

    Parameters
    ----------
    optimism : the factor on building; None for the templates' own
    shared : whether the project and programme drivers are there too; without them spreads are independent
    """
    return tuple(
        band_of(span=span, optimism=optimism, shared=shared)
        for span in spans(begin="start", end="end of works")
    )


def leave_one_out(*, spread: bool = False) -> tuple[tuple[Band, Decimal], ...]:
    """Each work's band under the median ratio of the other works, and that median.

    With `spread` the drivers' spread is taken from the others too: their drivers' log-sd is scaled to that of the other
    works' ratios, in the templates' own split between project and programme.
    """
    all_of_them = spans(begin="start", end="end of works")
    answer = []
    for span in all_of_them:
        others = [other.ratio for other in all_of_them if other is not span]
        factor = Decimal(str(round(statistics.median(others), 2)))
        scale = log_sd(others) / log_sd([other.ratio for other in all_of_them]) if spread else 1.0
        answer.append((band_of(span=span, optimism=factor, shared=True, scale=scale), factor))
    return tuple(answer)


def log_sd(ratios: Sequence[float]) -> float:
    """Standard deviation of the logarithms of ratios."""
    return statistics.stdev(math.log(ratio) for ratio in ratios)


@cache
def band_of(*, span: Span, optimism: Decimal | None, shared: bool, scale: float = 1.0) -> Band:
    """Simulate the plan of one work from the day it began, all that came before taken as done.

    `scale` widens or narrows the log-sd of the project and programme drivers.
    """
    plan = single_plan(span=span, optimism=optimism, shared=shared)
    plan = dataclasses.replace(plan, drivers=tuple(_scaled(row, scale) for row in plan.drivers))
    assert span.begin.on is not None
    compiled = compile_network(plan=plan, on=span.begin.on)
    model = prepare(plan=plan, compiled=compiled).model
    finish = forecast(model=model, trials=TRIALS, map_=map).goal_finish[0]
    origin = compiled.network.calendars.origin
    began = (span.begin.on - origin).days
    days = -(-finish // TICKS_PER_DAY) - 1 - began
    low, middle, high = np.quantile(days, (LOW, 0.5, HIGH), method="inverted_cdf")
    return Band(span=span, low=int(low), middle=int(middle), high=int(high))


def single_plan(*, span: Span, optimism: Decimal | None, shared: bool) -> Plan:
    """A plan of one project of the work's kind, begun on its day, with one goal: its end of works."""
    assert span.begin.on is not None
    assert span.end.on is not None
    day = span.begin.on
    standing = Standing(on=day, by=day, done=("start",), sources=("works",), reason="begun")
    made = expand_project(project="P", kind=span.kind, standing=standing)
    drivers = [_optimism(optimism)]
    if shared:
        drivers += [
            driver_row(kind=kind, name="P", applies_to=(f"{kind}:P",), title_zh="", title_en="")
            for kind in ("project", "programme")
        ]
    return Plan(
        id="one",
        title_zh=span.name,
        projects=(Project(id="P", title_zh=span.name, kind=span.kind, programme="P"),),
        activities=made.activities,
        links=made.links,
        calendars=made.calendars,
        statements=made.statements,
        drivers=tuple(drivers) if shared or optimism is not None else (),
        goals=(
            Goal(
                id="G",
                title_zh=span.name,
                weight=Decimal(1),
                deadline=span.end.on,
                required=(f"P.{step_of(kind=span.kind, milestone=span.end.milestone)}",),
            ),
        ),
    )


def _scaled(row: Driver, scale: float) -> Driver:
    if row.kind == "optimism" or scale == 1.0 or row.low is None or row.high is None:
        return row
    low, high = (Decimal(str(round(float(end) ** scale, 4))) for end in (row.low, row.high))
    return dataclasses.replace(row, low=low, high=high)


def _optimism(factor: Decimal | None) -> Driver:
    row = driver_row(kind="optimism", name="all", applies_to=("all",), title_zh="", title_en="")
    return row if factor is None else dataclasses.replace(row, low=factor, mode=factor, high=factor)


def promises_plan() -> Plan:
    """The promises and outcomes of all works as a plan's statements, for the reference classes.

    A date known from a report alone is taken as the outcome: it is the latest it can be.
    """
    rows = [row for row in milestones() if row.planned is not None and row.said_on is not None]
    return Plan(
        id="real-works",
        title_zh="实际工程",
        projects=tuple(
            {row.work: Project(id=row.work, title_zh=row.name, kind=row.kind) for row in rows}.values()
        ),
        activities=tuple(_activity(row) for row in rows),
        statements=tuple(statement for row in rows for statement in _statements(row)),
    )


def _activity(row: Dated) -> Activity:
    opening = row.milestone in ("opening", "trial_opening", "stable_operation", "in_force")
    return Activity(
        id=f"{row.work}.{row.milestone}",
        project=row.work,
        title_zh=row.name,
        milestone=True,
        phase="operation" if opening else "building",
    )


def _statements(row: Dated) -> Iterator[Statement]:
    assert row.planned is not None
    assert row.said_on is not None
    subject = f"{row.work}.{row.milestone}"
    yield Statement(
        id=f"{subject}.said",
        subject=subject,
        aspect="finish",
        kind="planned",
        value=row.planned.isoformat(),
        said_on=row.said_on,
        sources=row.sources,
    )
    if row.on is not None:
        yield Statement(
            id=f"{subject}.was",
            subject=subject,
            aspect="finish",
            kind="actual",
            value=row.on.isoformat(),
            precision="about",
            said_on=row.on,
            sources=row.sources,
        )
