"""Runs are asked for, started, beat while they live, and end with an answer or a reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tongchou.cycle.outcome import Outcome
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou_site.records import models, snapshot
from tongchou_site.records import outcome as outcomes
from tongchou_site.records.trail import Actor, act

SILENT = timedelta(seconds=30)  # a running run without a sign of life for so long is lost
TRIES = 2  # runs lost one after the other before nothing is tried again by itself
STOPPED = Text(zh="计算进程中断，没有结果", en="the process that computed it ended without an answer")


def ask_for_run(*, plan: str, on: date, why: str, by: Actor, at: datetime) -> int:
    """A queued run of a plan; the one already queued where there is one."""
    with act(action="run.ask", by=by, at=at, plan=plan) as entry:
        head = models.Plan.objects.get(key=plan)
        run, made = models.Run.objects.get_or_create(
            plan=head,
            state="queued",
            defaults={"why": why, "on": head.judged_on or on, "asked_at": at, "asked_by_id": by.user},
        )
        entry.subject, entry.detail = f"run:{run.pk}", {"why": why, "on": run.on.isoformat(), "new": made}
    return run.pk


def start_run(*, run: int, by: Actor, at: datetime) -> Plan | None:
    """The frozen plan of a run that begins now; None where it is not queued any more."""
    key = models.Run.objects.filter(pk=run).values_list("plan__key", flat=True).first() or ""
    with act(action="run.start", by=by, at=at, plan=key, subject=f"run:{run}") as entry:
        row = models.Run.objects.select_for_update().filter(pk=run, state="queued").first()
        if row is None:
            entry.detail = {"refused": True}
            return None
        value = snapshot.plan_of(plan=row.plan_id)
        row.state, row.started_at, row.beat_at = "running", at, at
        row.plan_data = snapshot.packed(value=value)
        row.save(update_fields=["state", "started_at", "beat_at", "plan_data"])
    return value


def beat(*, run: int, blocks: int, at: datetime) -> bool:
    """A sign of life of a running run; no audit entry. False where it is not running any more."""
    return bool(models.Run.objects.filter(pk=run, state="running").update(beat_at=at, blocks=blocks))


def finish_run(*, run: int, outcome: Outcome, by: Actor, at: datetime) -> None:
    """The answer of a run, and the forecast of each task beside its item."""
    row = models.Run.objects.select_related("plan").get(pk=run)
    with act(
        action="run.finish", by=by, at=at, plan=row.plan.key, subject=f"run:{run}", wake=("lights",)
    ) as entry:
        models.Run.objects.filter(pk=run).update(
            state="done",
            ended_at=at,
            input_hash=outcome.input_hash,
            outcome_data=outcomes.packed(outcome=outcome),
        )
        outcomes.store_forecasts(plan=row.plan_id, outcome=outcome)
        entry.detail = {"input_hash": outcome.input_hash}


def fail_run(*, run: int, reason: Text, by: Actor, at: datetime) -> None:
    """A run that ended without an answer, and why."""
    row = models.Run.objects.select_related("plan").get(pk=run)
    with act(action="run.fail", by=by, at=at, plan=row.plan.key, subject=f"run:{run}") as entry:
        models.Run.objects.filter(pk=run, state__in=("queued", "running")).update(
            state="failed", ended_at=at, reason_zh=reason.zh, reason_en=reason.en
        )
        entry.detail = {"reason": reason.in_one()}


def bury_lost_runs(*, by: Actor, at: datetime) -> tuple[str, ...]:
    """Mark runs failed whose process has ended; the plans to be run again, but not one that was lost twice in a row."""
    lost = models.Run.objects.filter(state="running", beat_at__lt=at - SILENT).select_related("plan")
    again = []
    for row in lost.defer("plan_data", "outcome_data"):
        fail_run(run=row.pk, reason=STOPPED, by=by, at=at)
        if not _lost_twice(row.plan_id):
            again.append(row.plan.key)
    return tuple(again)


def _lost_twice(plan: int) -> bool:
    last = models.Run.objects.filter(plan=plan).order_by("-id").values_list("state", "reason_en")[:TRIES]
    return list(last) == [("failed", STOPPED.en)] * TRIES
