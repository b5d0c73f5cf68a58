"""Reference classes: a plan's own past promises against what became of them, class by class, with n always shown.

Of everything that was promised twice the first promise counts: later ones move the mark. A promise made less than
thirty days ahead tells of the present, not of planning, and is left out. A date by which something is only known to
have happened (`latest`) decides an outcome when it is in time; when it is not, the outcome stays unknown.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import comb
from typing import Literal

from tongchou.kernel.finding import Text
from tongchou.plan.asof import as_of, resolve
from tongchou.plan.causes import Driver
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Statement

Milestone = Literal["start", "works", "opening", "document"]

LEAST_LEAD = 30  # days between saying and due day
LEAST_N = 10  # known outcomes below which nothing is fitted
COVERAGE = 0.9  # of the interval of a median, by order statistics
DOCUMENTS = ("rule_document", "plan_document", "policy", "campaign")
NAMES = {
    "start": Text(zh="开工承诺", en="promises of a start"),
    "works": Text(
        zh="工程承诺（封顶、完工、验收、交付）", en="promises of works (topping out, completion, hand-over)"
    ),
    "opening": Text(zh="投用承诺", en="promises of opening"),
    "document": Text(zh="文件与行动承诺", en="promises of documents and campaigns"),
}

OF_PROMISES = Text(
    zh="实际用时与承诺用时之比的中位数，本规划以往的承诺 n = {n}",
    en="median of days taken over days promised, n = {n} past promises of this plan",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """A median and its interval; no interval where n is too small to give one."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceClass:
    """One class of promises that fell due before a day.

    `n` promises have a known outcome, `missed` of them were missed; of `unknown` more nobody says. `slip` is the
    median of days after the due day over the missed ones. `optimism` is the median of days taken over days promised
    over all n, None below `LEAST_N`: shown with n, not fitted.
    """

    milestone: Milestone
    title: Text
    n: int
    missed: int
    unknown: int
    slip: Median | None
    optimism: Median | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Promise:
    """A promise that fell due: days promised, days after the due day (None: not known)."""

    lead: int
    slip: int | None


def reference_classes(*, plan: Plan, on: date) -> tuple[ReferenceClass, ...]:
    """Past promises against outcomes, as known on the day `on`; classes without any promise fallen due are left out.

    A promise has fallen due when its day has ended before `on`.
    """
    known = as_of(plan=plan, on=on)
    found: dict[Milestone, list[_Promise]] = defaultdict(list)
    for milestone, promise in _fallen_due(known, on):
        found[milestone].append(promise)
    order: tuple[Milestone, ...] = ("start", "works", "opening", "document")
    return tuple(_class(name, found[name]) for name in order if found[name])


def optimism_driver(*, reference: ReferenceClass) -> Driver | None:
    """The one visible driver a reference class amounts to; None where n is too small to fit any.

    A constant factor on the steps of the class's phases, to stand in place of another driver of the kind `optimism`,
    never beside it; it is switched off by its `active`.
    """
    if reference.optimism is None:
        return None
    factor = Decimal(str(round(max(reference.optimism.value, 0.01), 2)))
    phases = {"start": ("planning", "permits"), "works": ("building",), "opening": ("handover", "operation")}
    kinds = tuple(f"kind:{kind}" for kind in DOCUMENTS)
    chosen = phases.get(reference.milestone)
    return Driver(
        id=f"optimism-{reference.milestone}",
        title_zh=f"乐观偏差：{reference.title.zh}",
        title_en=f"optimism: {reference.title.en}",
        applies_to=tuple(f"phase:{phase}" for phase in chosen) if chosen else kinds,
        low=factor,
        mode=factor,
        high=factor,
        kind="optimism",
        basis="computed",
        reason=OF_PROMISES.filled(n=reference.n).in_one(),
    )


def _fallen_due(plan: Plan, on: date) -> Iterator[tuple[Milestone, _Promise]]:
    kinds = {row.id: row.kind for row in plan.projects}
    activities = {row.id: row for row in plan.activities}
    for (subject, aspect), said in resolve(plan=plan).items():
        first = said.original
        if first is None or aspect == "value" or subject not in activities:
            continue
        due = date.fromisoformat(first.value)
        lead = (due - first.said_on).days
        if lead < LEAST_LEAD or due >= on:
            continue
        row = activities[subject]
        milestone = _milestone(row, kinds.get(row.project, ""), aspect)
        yield milestone, _Promise(lead=lead, slip=_slip(said.evidenced, due))


def _slip(evidence: Statement | None, due: date) -> int | None:
    if evidence is None:
        return None
    slip = (date.fromisoformat(evidence.value) - due).days
    return None if evidence.precision == "latest" and slip > 0 else slip


def _milestone(row: Activity, kind: str, aspect: str) -> Milestone:
    """The class a dated activity belongs to, by its project's kind, its own name and its phase."""
    if kind in DOCUMENTS:
        return "document"
    name = (row.template.rpartition("/")[2] or row.id.rpartition(".")[2]).lower()
    if name == "start" or aspect == "start" or (row.phase in ("planning", "permits") and not _is_end(name)):
        return "start"
    return "opening" if row.phase == "operation" or name in ("open", "opening") else "works"


def _is_end(name: str) -> bool:
    return name in ("accept", "accepted", "handover", "topout", "sub")


def _class(milestone: Milestone, promises: Sequence[_Promise]) -> ReferenceClass:
    known = [(each.lead, each.slip) for each in promises if each.slip is not None]
    late = [float(slip) for _, slip in known if slip > 0]
    ratios = [(lead + slip) / lead for lead, slip in known]
    return ReferenceClass(
        milestone=milestone,
        title=NAMES[milestone],
        n=len(known),
        missed=len(late),
        unknown=len(promises) - len(known),
        slip=_median(late),
        optimism=_median(ratios) if len(known) >= LEAST_N else None,
    )


def _median(values: Sequence[float]) -> Median | None:
    """The median with the narrowest symmetric interval of order statistics that covers it with `COVERAGE`."""
    if not values:
        return None
    ordered = sorted(values)
    n = len(ordered)
    ranks = [rank for rank in range(n // 2) if 1 - 2 * _below(n, rank) >= COVERAGE]
    if not ranks:
        return Median(value=statistics.median(ordered), low=None, high=None)
    return Median(value=statistics.median(ordered), low=ordered[ranks[-1]], high=ordered[n - 1 - ranks[-1]])


def _below(n: int, rank: int) -> float:
    """Chance that the median lies below the value of this rank (from 0): at most `rank` of n draws fall below it."""
    return float(sum(comb(n, k) for k in range(rank + 1)) / 2**n)
