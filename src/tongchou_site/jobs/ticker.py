"""What is due by the clock: runs after changes, nightly runs, lights, reminders, and runs whose process was lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from tongchou_site.jobs.cycle import compute
from tongchou_site.jobs.lights import relight_plans
from tongchou_site.jobs.reminders import remind
from tongchou_site.records.actions.outbox import collect
from tongchou_site.records.actions.runs import ask_for_run, bury_lost_runs
from tongchou_site.records.queries.runs import plans_to_run_tonight
from tongchou_site.records.trail import MACHINE

QUIET = timedelta(seconds=5)  # after the last change a run waits so long for the next one
LONGEST = timedelta(minutes=2)  # but no longer than this after the first
AT_ONCE = timedelta(0)
NIGHT_FROM, NIGHT_TO = 2, 5  # hours of the office's clock


def tick(*, at: datetime, last: datetime | None) -> None:
    """Everything that is due at a moment, given the moment of the last tick (None: the first since the start)."""
    start_runs(at=at)
    now, then = timezone.localtime(at), timezone.localtime(last) if last else None
    changed = collect(kind="lights", quiet=AT_ONCE, longest=AT_ONCE, at=at)
    new_day = then is None or now.date() != then.date()
    if new_day or changed:
        relight_plans(on=now.date(), at=at, only=None if new_day else changed)
    if new_day or then is None or now.hour != then.hour:
        remind(on=now.date(), at=at)


def start_runs(*, at: datetime) -> None:
    """Begin the runs that are due: after changes, again after a loss, and at night."""
    local = timezone.localtime(at)
    wanted = dict.fromkeys(collect(kind="run", quiet=QUIET, longest=LONGEST, at=at), "change")
    wanted |= dict.fromkeys(bury_lost_runs(by=MACHINE, at=at), "resumed")
    if NIGHT_FROM <= local.hour < NIGHT_TO:
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        wanted |= dict.fromkeys(plans_to_run_tonight(since=midnight), "nightly")
    for key, why in wanted.items():
        begin(plan=key, why=why, at=at)


def begin(*, plan: str, why: str, at: datetime, by: object = MACHINE) -> int:
    """Ask for a run of a plan and hand it to the worker."""
    run = ask_for_run(plan=plan, on=timezone.localdate(at), why=why, by=by, at=at)
    compute.enqueue(run)
    return run
