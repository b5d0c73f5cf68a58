"""The manifest every domain declares, and the assessment it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tongchou.kernel.feed import Feeds
from tongchou.kernel.finding import Finding, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainReading:
    """One computed value of a declared indicator, by a named standard."""

    indicator: str
    place: str
    on: date
    value: str
    unit: str
    standard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A value that was not used: where it stands, why, and what would mend it."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: Text
    mend: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a domain says on a date: readings, findings, what the network takes in, and what was left out."""

    readings: tuple[DomainReading, ...]
    findings: tuple[Finding, ...]
    feeds: Feeds
    excluded: tuple[Excluded, ...]
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain: its key, its question, the standards it computes by, and how to ask it."""

    key: str
    title: Text
    question: Text
    standards: tuple[str, ...]
    indicators: tuple[str, ...]
    tables: tuple[str, ...]
    assess: Callable[[Mapping[str, object], date], Assessment]
