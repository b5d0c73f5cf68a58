"""What was forecast against what happened later: for its own page only, never seen by the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongchou.cycle.outcome import ActivityOutcome, BackTestRow, Outcome
from tongchou.forecast.interval import Interval, wilson
from tongchou.plan.asof import NOTHING_SAID, Resolution, as_of, resolve
from tongchou.plan.model import Plan
from tongchou.plan.works import Statement

BANDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the forecast did: rows inside P10 to P90 of all, and the Brier score over the promises.

    `brier` is the mean squared distance of the chance from what happened (0 best); `believing` the same for one who
    holds every promise for certain. Both None where no promise was decided.
    """

    n: int
    inside: int
    promises: int
    kept: int
    brier: float | None
    believing: float | None


def score(*, rows: tuple[BackTestRow, ...]) -> Score:
    """Score the rows of a back-test.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability.
    """
    decided = [(row.chance, row.kept) for row in rows if row.chance is not None and row.kept is not None]
    n = len(decided)
    return Score(
        n=len(rows),
        inside=sum(row.inside for row in rows),
        promises=n,
        kept=sum(kept for _, kept in decided),
        brier=sum((chance - kept) ** 2 for chance, kept in decided) / n if n else None,
        believing=sum((1 - kept) ** 2 for _, kept in decided) / n if n else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Promises forecast with a chance in [low, high), the last band with its end; `kept` of the n were kept.

    `chance` is the mean forecast; `interval` the share kept with Wilson's 95 % interval. Both None where n is nil.
    """

    low: float
    high: float
    n: int
    kept: int
    chance: float | None
    interval: Interval | None


def reliability(*, rows: tuple[BackTestRow, ...]) -> tuple[Band, ...]:
    """Forecast chances that a promise is kept, in five equal bands, beside the share that was kept.

    References
    ----------
    Murphy (1973), A new vector partition of the probability score, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2.
    """
    decided = [(row.chance, row.kept) for row in rows if row.chance is not None and row.kept is not None]
    bands: list[list[tuple[float, bool]]] = [[] for _ in range(BANDS)]
    for chance, kept in decided:
        bands[min(int(chance * BANDS), BANDS - 1)].append((chance, kept))
    return tuple(_band(place, held) for place, held in enumerate(bands))


def _band(place: int, held: list[tuple[float, bool]]) -> Band:
    n, kept = len(held), sum(kept for _, kept in held)
    low, high = wilson(successes=kept, n=n) if n else (0.0, 1.0)
    return Band(
        low=place / BANDS,
        high=(place + 1) / BANDS,
        n=n,
        kept=kept,
        chance=sum(chance for chance, _ in held) / n if n else None,
        interval=Interval(value=kept / n, low=low, high=high) if n else None,
    )


def back_test(*, outcome: Outcome, plan: Plan) -> tuple[BackTestRow, ...]:
    """One row for every finish that was open on the day of the run and is evidenced later.

    Parameters
    ----------
    outcome : the run, made on its day
    plan : the whole plan, later statements included
    """
    known = resolve(plan=as_of(plan=plan, on=outcome.on))
    later = resolve(plan=plan)
    rows = [_row(each, known, later, outcome.on) for each in outcome.activities if not each.done]
    return tuple(sorted((row for row in rows if row is not None), key=lambda row: (row.actual, row.activity)))


def _row(activity: ActivityOutcome, known: Resolution, later: Resolution, on: date) -> BackTestRow | None:
    key = (activity.id, "finish")
    fact = later.get(key, NOTHING_SAID).evidenced
    if fact is None or fact.basis == "assumption" or fact.said_on <= on:
        return None
    actual = date.fromisoformat(fact.value)
    promise = known.get(key, NOTHING_SAID).current
    return BackTestRow(
        activity=activity.id,
        title=activity.title,
        promised=_day(promise),
        promised_said_on=promise.said_on if promise else None,
        p10=activity.finish_p10,
        p50=activity.finish_p50,
        p90=activity.finish_p90,
        actual=actual,
        actual_precision=fact.precision,
        inside=activity.finish_p10 <= actual <= activity.finish_p90,
        sources=fact.sources,
        chance=activity.promise_chance,
        kept=actual <= activity.promised if activity.promised else None,
    )


def _day(statement: Statement | None) -> date | None:
    return date.fromisoformat(statement.value) if statement else None
