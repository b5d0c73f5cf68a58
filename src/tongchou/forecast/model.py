"""What a simulation needs, as plain values: distributions, drivers, risks, goal tests over one network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from tongchou.network.model import Int32, Network

Shape = Literal["fixed", "triangular", "pert", "lognormal", "uniform", "normal", "empirical"]
Operator = Literal[">=", "<=", "=", "range"]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

FACTOR = 1 << 16  # factors are in 65,536ths
MOST_FACTOR = (
    1_000_000 * FACTOR
)  # of all causes together: far beyond any plan, and the next product still fits
UNITS = 1_000_000  # indicator values are int64 millionths of their unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One uncertain quantity. Durations are in days of the activity's calendar, sizes in the indicator's unit.

    `low`, `mode`, `high` mean: minimum, mode, maximum for triangular and pert; P10, median, P90 for lognormal and
    normal; ends for uniform; the value (mode) for fixed. `values` are the observations of an empirical one.
    `elapsed` > 0 says that the activity has already run this many days: the total is taken given that it exceeds
    them and what remains is returned. `underway` says that it was seen running at an unknown point of its course
    (`elapsed` days ago): what was left then follows the residual life of the whole. `unreported` says that nobody
    speaks of it: the days gone then bound what is left, but tell nothing of the causes that act on it.
    """

    shape: Shape
    low: float = 0.0
    mode: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()
    elapsed: float = 0.0
    underway: bool = False
    unreported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A common cause. In each trial one factor is drawn and multiplies the durations of all `members`.

    `factor` is lognormal by (P10, median, P90). `rho` > 0 makes it instead a shared Gaussian factor: members' own
    draws correlate with weight sqrt(rho) and `factor` is ignored.
    """

    id: str
    members: Int32  # (n_members,) activities
    factor: Distribution | None = None
    rho: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """An event of given chance whose impact multiplies the durations of all `members` when it happens."""

    id: str
    members: Int32
    chance: float
    impact: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How an activity moves an indicator: by `size` once `delay` ticks have passed after its finish (or start)."""

    id: str
    activity: int
    size: Distribution
    delay: int = 0
    after: Literal["finish", "start"] = "finish"
    ramp: int = 0  # ticks over which the size builds up; 0 is a step


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTest:
    """An indicator against its target at a date: base path value at `due`, plus the effects counted by then.

    A trial passes when `low <= value` (operator >=), `value <= high` (<=), or both (= and range).
    """

    id: str
    operator: Operator
    low: float
    high: float
    due: int  # ticks
    base: Distribution
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTest:
    """A leaf goal's test: required activities finished by `deadline` ticks AND every indicator test passed.

    `required` empty and no tests: the goal cannot be forecast and must not be given.
    """

    id: str
    weight: float
    deadline: int
    required: Int32
    tests: tuple[IndicatorTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one project costs in the end [CNY]."""

    project: str
    spread: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTest:
    """The money a goal's works may cost: `budget` [fen] against the costs of all projects that draw on it."""

    goal: str
    budget: int
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything one simulation needs. `durations` are in the network's activity order.

    Random streams are keyed by ids (activity, driver, risk, effect, indicator test), never by position, so an edit
    disturbs nothing else. `promises` holds the tick each activity was promised to be finished by, INF where it was not;
    empty: none was.
    """

    network: Network
    durations: tuple[Distribution, ...]
    drivers: tuple[Driver, ...] = ()
    risks: tuple[Risk, ...] = ()
    goals: tuple[GoalTest, ...] = ()
    money: tuple[MoneyTest, ...] = ()
    promises: Int32 = field(default_factory=lambda: np.zeros(0, dtype=np.int32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """How many futures and from which seed: `blocks` Latin-hypercube blocks of `block_size` trials each."""

    seed: int
    blocks: int = 20
    block_size: int = 512

    @property
    def count(self) -> int:
        """Trials in all."""
        return self.blocks * self.block_size
