"""What a domain may give the network. Each feed names the thing it speaks of by a stable id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongchou.kernel.finding import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A distribution as a domain states it: (low, mode, high) or the observations themselves, in days or units."""

    shape: Literal["triangular", "pert", "lognormal", "uniform", "normal", "empirical", "fixed"]
    low: float = 0.0
    mode: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationFeed:
    """How long an activity, or every activity of a permit class, takes [days of its calendar]."""

    address: str  # activity:ID or permit:CLASS
    spread: Spread
    standard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityFeed:
    """How much of a resource there is between two days."""

    resource: str
    start: date
    end: date
    amount: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFeed:
    """The value of an indicator on a day, were nothing more to be done."""

    indicator: str
    on: date
    spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockFeed:
    """An activity that may not start before something is mended."""

    activity: str
    until: date
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverFeed:
    """An action a domain offers: which activities it shortens, by how many days, at what cost [CNY]."""

    id: str
    title: Text
    activities: tuple[str, ...]
    days: float
    cost_cny: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """Everything one domain gives the network in one run."""

    domain: str
    durations: tuple[DurationFeed, ...] = ()
    capacities: tuple[CapacityFeed, ...] = ()
    paths: tuple[PathFeed, ...] = ()
    blocks: tuple[BlockFeed, ...] = ()
    levers: tuple[LeverFeed, ...] = ()
