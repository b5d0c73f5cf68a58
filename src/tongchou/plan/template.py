"""Templates: the usual activities, links, permits and durations of one kind of work, read from package data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import names, read_yaml
from tongchou.plan.purpose import Source
from tongchou.plan.works import Phase, ResourceKind

PACKAGE = "tongchou.plan.templates"
NOT_KINDS = (
    "words.yaml",
    "kinds.yaml",
    "drivers.yaml",
    "permit_classes.yaml",
    "sources.yaml",
    "columns.yaml",
)

LinkKind = Literal["FS", "SS", "FF", "SF"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateActivity:
    """One row of a template; `after` holds (activity, link kind, lag in calendar days)."""

    id: str
    zh: str
    en: str
    phase: Phase
    resource: ResourceKind
    milestone: bool
    low: Decimal | None
    mode: Decimal | None
    high: Decimal | None
    unit: Literal["wd", "cd", ""]
    permit: str
    after: tuple[tuple[str, LinkKind, int], ...]
    gates: tuple[str, ...]
    basis: str  # sourced | partly_sourced | assumption | recalled | milestone
    confidence: Literal["A", "B", "C", "R"]
    sources: tuple[str, ...]
    reason: str

    def __post_init__(self) -> None:
        if self.confidence == "R" and self.sources:
            raise ValueError(f"{self.id}: what is recalled carries no source")
        if self.milestone:
            return
        if self.low is None or self.mode is None or self.high is None:
            raise ValueError(f"{self.id}: a duration has low, mode and high")
        if not 0 <= self.low <= self.mode <= self.high:
            raise ValueError(f"{self.id}: needs 0 <= low <= mode <= high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of work."""

    kind: str
    zh: str
    en: str
    size: str
    activities: tuple[TemplateActivity, ...]

    def __post_init__(self) -> None:
        known: set[str] = set()
        for each in self.activities:
            known.add(each.id)
        loose = [name for each in self.activities for name, _, _ in each.after if name not in known]
        if loose or len(known) != len(self.activities):
            raise ValueError(f"template {self.kind}: unknown or doubled activities {loose}")

    def has(self, activity: str) -> bool:
        """Whether the template has an activity of this id."""
        return any(each.id == activity for each in self.activities)

    def upstream(self, activity: str) -> frozenset[str]:
        """All ancestors of an activity, itself included: what is taken as done once it is done.

        An ancestor over a start-start link could in principle still run; that it does not is part of the assumption.
        """
        by_id = {each.id: each for each in self.activities}
        found: set[str] = set()
        waiting = [activity]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [pred for pred, _, _ in by_id[name].after]
        return frozenset(found)

    def begun_with(self, activity: str) -> tuple[frozenset[str], frozenset[str]]:
        """What must be finished, and what begun, once an activity has begun (itself included among the begun)."""
        by_id = {each.id: each for each in self.activities}
        done: set[str] = set()
        begun: set[str] = set()
        waiting = [activity]
        while waiting:
            name = waiting.pop()
            if name in begun:
                continue
            begun.add(name)
            for pred, kind, _ in by_id[name].after:
                if kind == "FS":
                    done |= self.upstream(pred)
                elif kind == "SS":
                    waiting.append(pred)
        return frozenset(done), frozenset(begun - done)


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of work there are templates for."""
    found = names(package=PACKAGE, ending=".yaml")
    return tuple(name.removesuffix(".yaml") for name in found if name not in NOT_KINDS)


@cache
def template(kind: str) -> Template:
    """The template of one kind.

    Raises
    ------
    KeyError
        No template of this kind.
    """
    if kind not in kinds():
        raise KeyError(kind)
    data = read_yaml(package=PACKAGE, name=f"{kind}.yaml")
    return Template(
        kind=kind,
        zh=data["zh"],
        en=data["en"],
        size=data["size"],
        activities=tuple(_activity(row) for row in data["activities"]),
    )


def _activity(row: dict[str, Any]) -> TemplateActivity:  # Any: as YAML gives it; checked on construction
    def number(name: str) -> Decimal | None:
        return Decimal(str(row[name])) if name in row else None

    return TemplateActivity(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        phase=row["phase"],
        resource=row["resource"],
        milestone=bool(row.get("milestone")),
        low=number("low"),
        mode=number("mode"),
        high=number("high"),
        unit=row.get("unit", ""),
        permit=row.get("permit", ""),
        after=tuple((pred, kind, int(lag)) for pred, kind, lag in row["after"]),
        gates=(*row.get("gates", ()), *row.get("season", ())),
        basis=row["basis"],
        confidence=row["confidence"],
        sources=tuple(row.get("sources", ())),
        reason=row.get("reason", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverForm:
    """The usual common cause of one kind: project, programme or optimism; P10, median and P90 of its factor."""

    kind: str
    zh: str
    en: str
    low: Decimal
    mode: Decimal
    high: Decimal
    reason: str
    phases: tuple[str, ...]


@cache
def driver_forms() -> dict[str, DriverForm]:
    """The drivers every composed plan has, by kind."""
    rows = read_yaml(package=PACKAGE, name="drivers.yaml")["drivers"]
    return {
        row["kind"]: DriverForm(
            kind=row["kind"],
            zh=row["zh"],
            en=row["en"],
            low=Decimal(str(row["low"])),
            mode=Decimal(str(row["mode"])),
            high=Decimal(str(row["high"])),
            reason=row["reason"],
            phases=tuple(row.get("phases", ())),
        )
        for row in rows
    }


@cache
def template_sources() -> tuple[Source, ...]:
    """The sources the templates name, as rows of a plan."""
    rows = read_yaml(package=PACKAGE, name="sources.yaml")["sources"]
    return tuple(
        Source(
            id=row["id"],
            published_on=_whole_day(str(row.get("date", ""))),
            publisher=row.get("publisher", ""),
            title=row["title"],
            url=row.get("url", ""),
            reliability=row.get("reliability", ""),
            note=_published(str(row.get("date", ""))),
            basis="source",
            sources=(row["id"],),
            confidence=row.get("reliability", ""),
        )
        for row in rows
    )


def _published(text: str) -> str:
    """What is known of the day of publication where it is no whole day."""
    if _whole_day(text) is not None:
        return ""
    told = Text(zh=f"公布于{text}", en=f"published {text}") if text else Text(zh="未注日期", en="undated")
    return told.in_one()


def _whole_day(text: str) -> date | None:
    """The day of publication where one is known; a month or year alone is none."""
    return date.fromisoformat(text) if len(text) == 10 else None
