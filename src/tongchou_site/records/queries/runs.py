"""The latest answers. An answer is frozen, so what was unpacked once is kept in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from tongchou.cycle.outcome import Outcome
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou_site.records import models, snapshot
from tongchou_site.records import outcome as outcomes

KEPT = 8  # answers held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """Where a run stands."""

    id: int
    state: str
    why: str
    on: date
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    blocks: int
    reason: Text
    seed: int
    trials: int

    @property
    def seconds(self) -> int | None:
        """How long it took; None before its end."""
        if self.started_at is None or self.ended_at is None:
            return None
        return round((self.ended_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A finished run: the plan as it was, and what was found."""

    run: int
    ended_at: datetime
    plan: Plan
    outcome: Outcome


def latest_answer(*, plan: int) -> Answer | None:
    """The answer of the latest finished run; None before the first."""
    run = (
        models.Run.objects.filter(plan=plan, state="done")
        .order_by("-id")
        .values_list("pk", flat=True)
        .first()
    )
    return answer_of(run=run) if run else None


@lru_cache(maxsize=KEPT)
def answer_of(*, run: int) -> Answer:
    """The answer of one finished run."""
    row = models.Run.objects.get(pk=run, state="done")
    return Answer(
        run=run,
        ended_at=row.ended_at,
        plan=snapshot.unpacked(data=bytes(row.plan_data)),
        outcome=outcomes.unpacked(data=bytes(row.outcome_data)),
    )


def runs(*, plan: int, most: int = 20) -> tuple[RunState, ...]:
    """The latest runs, newest first."""
    rows = models.Run.objects.filter(plan=plan).defer("plan_data", "outcome_data").order_by("-id")[:most]
    return tuple(_state(row) for row in rows)


def _state(row: models.Run) -> RunState:
    return RunState(
        id=row.pk,
        state=row.state,
        why=row.why,
        on=row.on,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        blocks=row.blocks,
        reason=Text(zh=row.reason_zh, en=row.reason_en),
        seed=row.seed,
        trials=row.trials,
    )


def run_state(*, run: int) -> RunState:
    """Where one run stands."""
    return _state(models.Run.objects.defer("plan_data", "outcome_data").get(pk=run))


def plans_to_run_tonight(*, since: datetime) -> tuple[str, ...]:
    """The plans that were run before, but for which no run was asked since then; a new one is run by its change."""
    fresh = models.Run.objects.filter(asked_at__gte=since).values("plan")
    known = models.Plan.objects.filter(runs__isnull=False).exclude(pk__in=fresh)
    return tuple(known.distinct().order_by("key").values_list("key", flat=True))


def queued_runs() -> tuple[int, ...]:
    """Runs that wait to be computed, oldest first."""
    return tuple(models.Run.objects.filter(state="queued").order_by("id").values_list("pk", flat=True))


def plan_keys() -> tuple[str, ...]:
    """Every plan."""
    return tuple(models.Plan.objects.order_by("key").values_list("key", flat=True))


def waiting_since() -> datetime | None:
    """Since when the oldest message or queued run has waited for the jobs."""
    message = models.Outbox.objects.filter(done_at=None).order_by("at").values_list("at", flat=True).first()
    run = models.Run.objects.filter(state="queued").order_by("id").values_list("asked_at", flat=True).first()
    return min((at for at in (message, run) if at is not None), default=None)
