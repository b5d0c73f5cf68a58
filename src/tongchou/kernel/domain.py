"""The manifest every domain declares, the tables it needs, and the assessment it returns.

A table a domain needs is a frozen dataclass in its ``inputs.py`` whose fields are made by `measure`; the reader of CSV and
XLSX files, the reference page and the contract tests all read that one description.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tongchou.kernel.clause import Standard
from tongchou.kernel.exhibit import Chart, MapLayer, Table
from tongchou.kernel.feed import Feeds
from tongchou.kernel.finding import Finding, Text
from tongchou.kernel.provenance import is_id
from tongchou.kernel.quantity import Unit, unit_of

FEEDS = {
    "durations": "durations",
    "capacities": "capacities",
    "forecasts": "paths",
    "blocks": "blocks",
    "levers": "levers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputColumn:
    """One column a domain reads: Chinese header, other headers met, unit, range; `may_be_missing` allows an empty cell."""

    name: str
    zh: str
    synonyms: tuple[str, ...]
    unit: Unit | None
    low: Decimal | None
    high: Decimal | None
    may_be_missing: bool


def measure(
    zh: str,
    *,
    unit: str = "",
    low: str = "",
    high: str = "",
    synonyms: tuple[str, ...] = (),
    default: Any = MISSING,  # Any: the default of any field
) -> Any:  # Any: what dataclasses.field gives
    """A field of an input table. Without a default the cell must be filled; with None it may be missing.

    Raises
    ------
    ValueError
        A unit nobody knows.
    """
    if unit and unit_of(text=unit) is None:
        raise ValueError(f"unknown unit {unit!r}")
    metadata = {"zh": zh, "unit": unit, "low": low, "high": high, "synonyms": synonyms}
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputTable:
    """One table a domain reads: its name, titles, and the dataclass of a row."""

    name: str
    title: Text
    row: type[Any]  # Any: a dataclass of the domain's own
    required: bool = True

    def __post_init__(self) -> None:
        if not (is_id(self.name) and dataclasses.is_dataclass(self.row)):
            raise ValueError(f"input table {self.name!r} needs an id and the dataclass of its rows")

    def columns(self) -> tuple[InputColumn, ...]:
        """The columns, in the order of the dataclass."""
        return tuple(_column(field) for field in dataclasses.fields(self.row))


def _column(field: dataclasses.Field[Any]) -> InputColumn:
    said = field.metadata
    return InputColumn(
        name=field.name,
        zh=said["zh"],
        synonyms=said["synonyms"],
        unit=unit_of(text=said["unit"]),
        low=Decimal(said["low"]) if said["low"] else None,
        high=Decimal(said["high"]) if said["high"] else None,
        may_be_missing=field.default is not MISSING,
    )


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
    """What a domain says on a date: readings, findings, what the network takes in, what to show, what was left out."""

    readings: tuple[DomainReading, ...]
    findings: tuple[Finding, ...]
    feeds: Feeds
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    layers: tuple[MapLayer, ...]
    excluded: tuple[Excluded, ...]
    standards: tuple[str, ...]

    def __post_init__(self) -> None:
        tables = [each.id for each in self.tables]
        shown = tables + [each.id for each in self.charts] + [each.id for each in self.layers]
        if len(set(shown)) != len(shown):
            raise ValueError(f"tables, charts and layers have different ids: {sorted(shown)}")


def domain_json(*, assessment: Assessment) -> dict[str, object]:
    """An assessment as plain values for JSON: its feeds beside the rest, dates and decimals as text."""
    own = {field.name: getattr(assessment, field.name) for field in dataclasses.fields(assessment)}
    feeds: Feeds = own.pop("feeds")
    fed = {key: getattr(feeds, name) for key, name in FEEDS.items()}
    return {key: _plain(value) for key, value in {**own, **fed}.items()}


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


Exhibit = Table | Chart | MapLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb of a domain's own on the command line: from the domain's tables on a date to something to show."""

    name: str
    title: Text
    act: Callable[[Mapping[str, object], date], tuple[Exhibit, ...]]

    def __post_init__(self) -> None:
        if not (is_id(self.name) and self.title.zh and self.title.en):
            raise ValueError(f"a verb has a name and a title in both languages: {self.name!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain: its question, the standards it computes by, the tables it needs, and how to ask it.

    `assess` is pure: the same tables on the same date give the same assessment, whatever the order of their rows.
    """

    key: str
    title: Text
    question: Text
    standards: tuple[Standard, ...]
    indicators: tuple[str, ...]
    inputs: tuple[InputTable, ...]
    assess: Callable[[Mapping[str, object], date], Assessment]
    verbs: tuple[Verb, ...] = ()

    def __post_init__(self) -> None:
        for text in (self.title, self.question):
            if not (text.zh and text.en):
                raise ValueError(f"domain {self.key!r} speaks both languages")
        groups: dict[str, list[str]] = {
            "standards": [each.id for each in self.standards],
            "indicators": list(self.indicators),
            "inputs": [each.name for each in self.inputs],
            "verbs": [each.name for each in self.verbs],
        }
        doubled = [name for name, ids in groups.items() if len(set(ids)) != len(ids)]
        if not is_id(self.key) or doubled:
            raise ValueError(
                f"domain {self.key!r} needs an id, and different names in {doubled or 'all lists'}"
            )
