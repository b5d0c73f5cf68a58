"""Earlier runs of a plan held against the actual dates known now: the last forecast made early enough, one a finish."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from tongchou.cycle.backtest import back_test
from tongchou.cycle.outcome import BackTestRow, Outcome
from tongchou.plan.asof import resolve
from tongchou_site.records import models, snapshot
from tongchou_site.records import outcome as outcomes

LEAST_LEAD = timedelta(days=30)  # between a forecast and what happened
MOST_RUNS = 24  # earlier runs looked at, the newest
KEPT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One finish that was forecast at least thirty days ahead and is known now.

    `hindsight`: the run was made when it had already happened, though it saw only what had been said by its day.
    """

    run: int
    on: date
    hindsight: bool
    row: BackTestRow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    run: int
    on: date
    ended_at: datetime


def earlier(*, plan: int) -> tuple[Earlier, ...]:
    """By actual date: each finish now evidenced, with the last run judged at least thirty days before it."""
    made = _runs(plan)
    if not made:
        return ()
    now = snapshot.plan_of(plan=plan)
    days = [each.on for each in made]
    wanted: dict[int, set[str]] = defaultdict(set)
    for (subject, aspect), said in resolve(plan=now).items():
        if aspect != "finish" or said.evidenced is None:
            continue
        place = bisect_right(days, date.fromisoformat(said.evidenced.value) - LEAST_LEAD)
        if place:
            wanted[place - 1].add(subject)
    found = []
    for place, subjects in wanted.items():
        run = made[place]
        for row in back_test(outcome=_open_finishes(run=run.run), plan=now):
            if row.activity in subjects:
                late = timezone.localdate(run.ended_at) > row.actual
                found.append(Earlier(run=run.run, on=run.on, hindsight=late, row=row))
    return tuple(sorted(found, key=lambda each: (each.row.actual, each.row.activity)))


def _runs(plan: int) -> tuple[_Made, ...]:
    """The latest run of each day of judgement, earliest day first; the newest days only."""
    rows = models.Run.objects.filter(plan=plan, state="done").order_by("id")
    latest = {
        on: _Made(run=pk, on=on, ended_at=at) for pk, on, at in rows.values_list("pk", "on", "ended_at")
    }
    return tuple(latest[on] for on in sorted(latest)[-MOST_RUNS:])


@lru_cache(maxsize=KEPT)
def _open_finishes(*, run: int) -> Outcome:
    """The outcome of a run with its open activities alone; a run never changes."""
    row = models.Run.objects.only("outcome_data").get(pk=run)
    outcome = outcomes.unpacked(data=bytes(row.outcome_data))
    return dataclasses.replace(
        outcome,
        activities=tuple(each for each in outcome.activities if not each.done),
        links=(),
        tasks=(),
        levers=(),
        horizons=(),
        principal=dataclasses.replace(outcome.principal, levers=()),
        statements=(),
        indicators=(),
        assumptions=(),
        findings=(),
        readings=(),
    )
