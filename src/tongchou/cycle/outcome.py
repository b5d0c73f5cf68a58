"""What one run says, as plain frozen values: schema `tongchou.outcome/1`. Pages, briefs and the API read only this.

Dates are calendar dates; chances and shares are fractions in [0, 1]; texts come as `Text` in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongchou.kernel.finding import Finding, Text
from tongchou.plan.reference import ReferenceClass

SCHEMA = "tongchou.outcome/1"

Method = Literal["exact", "re-run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalOutcome:
    """One goal. Without `chance` it could not be forecast, and `missing` says what is lacking."""

    id: str
    title: Text
    parent: str
    weight: float | None
    due: date | None
    horizons: tuple[str, ...]
    test: Text
    test_kind: str  # official | working | ""
    chance: float | None
    low: float | None
    high: float | None
    finish_p10: date | None
    finish_p25: date | None
    finish_p50: date | None
    finish_p75: date | None
    finish_p80: date | None
    finish_p90: date | None
    histogram: tuple[tuple[date, int], ...]  # (first day of the bin, trials)
    milestones_sourced: int
    assumption_share: float | None  # share of the answer that rests on assumptions
    enough: bool  # at least three sourced milestones
    decided_by: str  # the activity that most often finishes last
    parts: tuple[tuple[str, float], ...]  # (activity or target id, chance that this part alone is met)
    missing: tuple[Text, ...]
    within_money: float | None = (
        None  # chance that its works stay within their money; None: no money recorded
    )
    met_within_money: float | None = None  # chance of both


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """P(g and h) - P(g) P(h), and the activities both goals wait for."""

    first: str
    second: str
    value: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityOutcome:
    """One activity: deterministic dates, simulated quantiles, criticality and rescue by goal."""

    id: str
    title: Text
    name: Text  # its title led by its project's, so that it can be read alone
    project: str
    task: str
    owner: str
    phase: str
    milestone: bool
    done: bool
    state: str  # done | running | waiting
    grounds: str  # evidence | assumed | inferred | presumed | "" (not begun)
    early_start: date
    early_finish: date
    late_start: date | None
    late_finish: date | None
    total_float: float | None  # days
    critical: bool
    start_p50: date
    finish_p10: date
    finish_p50: date
    finish_p80: date
    finish_p90: date
    criticality: tuple[tuple[str, float], ...]  # (goal, share of futures)
    rescue: tuple[tuple[str, float], ...]  # (goal, share of its missed futures saved at the standard effort)
    merge_days: float  # mean days lost at this merge point beyond the latest single path
    promised: date | None = None  # the day by which its finish is now promised
    promise_chance: float | None = None  # that it is kept; None where nothing is promised or it is done


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOutcome:
    """One link of the network and whether it drives its successor in the deterministic pass."""

    pred: str
    succ: str
    kind: str
    lag: float
    driving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverOutcome:
    """One lever at the stated equal effort. `class_id` joins levers with the same result in every future."""

    id: str
    kind: str
    title: Text
    size: float
    effort: float
    gain: float
    low: float
    high: float
    class_id: str
    method: Method
    goals: tuple[tuple[str, float], ...]  # (goal, share of its missed futures saved)
    resource: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOutcome:
    """Of a few levers pulled together: what one adds last of all, and its fair share (Shapley) of the joint gain."""

    lever: str
    last_in: float
    shapley: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalOutcome:
    """The principal constraint of one horizon. `classes` empty: none can be named, `reason` says why."""

    horizon: str  # "" is the whole plan
    attainment: float
    effort: float  # expected elapsed days removed in all, equal for every lever
    classes: tuple[str, ...]
    more: int  # classes not separated beyond those named
    firmness: float | None
    reason: Text | None
    sentence: Text
    chain: tuple[str, ...]  # activities, first to last, behind the named lever
    pair: tuple[str, str] | None
    pair_gain: float | None
    package: tuple[str, ...]  # the best three together, each at the same effort
    package_gain: float
    shares: tuple[ShareOutcome, ...]
    levers: tuple[LeverOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOutcome:
    """A promised or actual date known on the day of the run, beside the activity it speaks of."""

    subject: str
    aspect: str
    kind: str
    value: str
    precision: str
    said_by: str
    said_on: date
    sources: tuple[str, ...]
    confidence: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One assumption the answer rests on, and how much of the answer moves with it (share of variance or 0)."""

    subject: str
    field: str
    text: Text
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorOutcome:
    """An indicator: readings known, targets, and the chance of being on target where it is tested."""

    id: str
    title: Text
    unit: str
    readings: tuple[tuple[date, str, tuple[str, ...], str], ...]  # (date, value, sources, confidence)
    targets: tuple[tuple[str, str, str, date | None, str], ...]  # (target, operator, value, due, confidence)
    chances: tuple[tuple[str, float], ...]  # (target, chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOutcome:
    """One dated value of an indicator, known on the day of the run."""

    id: str
    indicator: str
    place: str
    date: date
    value: str
    unit: str
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOutcome:
    """Which lever was chosen or refused; the gain it promised beside the gain seen."""

    id: str
    lever: str
    choice: str
    by: str
    on: date
    input_hash: str
    gain_expected: float | None
    gain_seen: float | None
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOutcome:
    """A task and what can be said of it: how many dated works stand under it, or what is missing."""

    id: str
    title: Text
    goals: tuple[str, ...]
    lead: str
    projects: tuple[str, ...]
    activities: int
    sourced: int
    grey: bool
    missing: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTestRow:
    """What was forecast on `on` against what happened later. Shown on its own page, never used in the forecast."""

    activity: str
    title: Text
    promised: date | None
    promised_said_on: date | None
    p10: date
    p50: date
    p90: date
    actual: date
    actual_precision: str
    inside: bool
    sources: tuple[str, ...]
    chance: float | None = None  # forecast that the promise is kept
    kept: bool | None = None  # whether it was; None where nothing was promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole answer of one run. The same inputs give the same bytes, whoever computes them."""

    schema: str
    plan: str
    title: Text
    on: date
    seed: int
    trials: int
    input_hash: str
    attainment: float
    goals: tuple[GoalOutcome, ...]
    coupling: tuple[Coupling, ...]
    activities: tuple[ActivityOutcome, ...]
    links: tuple[LinkOutcome, ...]
    tasks: tuple[TaskOutcome, ...]
    levers: tuple[LeverOutcome, ...]  # of the whole plan
    principal: PrincipalOutcome  # of the whole plan
    horizons: tuple[PrincipalOutcome, ...]
    statements: tuple[StatementOutcome, ...]
    indicators: tuple[IndicatorOutcome, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    sentence: Text
    notes: tuple[Text, ...]
    readings: tuple[ReadingOutcome, ...] = ()
    decisions: tuple[DecisionOutcome, ...] = ()
    references: tuple[ReferenceClass, ...] = ()  # past promises against outcomes, class by class
