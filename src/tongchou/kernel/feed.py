"""What a domain may give the network. Each feed names the thing it speaks of by a stable id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongchou.kernel.finding import Text
from tongchou.kernel.provenance import is_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A distribution as a domain states it: (low, mode, high) or the observations themselves, in days or units."""

    shape: Literal["triangular", "pert", "lognormal", "uniform", "normal", "empirical", "fixed"]
    low: float = 0.0
    mode: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if (self.shape == "empirical") != bool(self.values):
            raise ValueError("observations belong to an empirical spread, which needs some")
        if self.shape not in ("empirical", "fixed") and not self.low <= self.mode <= self.high:
            raise ValueError(f"a spread has low <= mode <= high, not {self.low}, {self.mode}, {self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationFeed:
    """How long an activity, or every activity of a permit class, takes [days of its calendar]."""

    address: str  # activity:ID or permit:CLASS
    spread: Spread
    standard: str

    def __post_init__(self) -> None:
        kind, _, name = self.address.partition(":")
        if kind not in ("activity", "permit") or not is_id(name):
            raise ValueError(f"a duration is addressed to activity:ID or permit:CLASS, not {self.address!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityFeed:
    """How much of a resource there is from a first to a last day, both included."""

    resource: str
    start: date
    end: date
    amount: float
    unit: str

    def __post_init__(self) -> None:
        if self.end < self.start or self.amount < 0:
            raise ValueError(
                f"capacity {self.resource!r}: not below zero, and its last day not before its first"
            )


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

    def __post_init__(self) -> None:
        if not self.activities or self.days <= 0:
            raise ValueError(f"lever {self.id!r} shortens some activity by some days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """Everything one domain gives the network in one run."""

    domain: str
    durations: tuple[DurationFeed, ...] = ()
    capacities: tuple[CapacityFeed, ...] = ()
    paths: tuple[PathFeed, ...] = ()
    blocks: tuple[BlockFeed, ...] = ()
    levers: tuple[LeverFeed, ...] = ()
