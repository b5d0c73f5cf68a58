"""The answer of a run into the records and out again; what of it stands beside each item of the ledger."""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tongchou.cycle.canonical import outcome_json
from tongchou.cycle.outcome import ActivityOutcome, Outcome
from tongchou.cycle.restored import outcome_from_json
from tongchou_site.records import models

BATCH = 500


def packed(*, outcome: Outcome) -> bytes:
    """An outcome as gzipped canonical JSON; the same outcome gives the same bytes."""
    return gzip.compress(outcome_json(outcome=outcome).encode(), mtime=0)


def unpacked(*, data: bytes) -> Outcome:
    """The outcome that was packed."""
    return outcome_from_json(text=gzip.decompress(data).decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForecast:
    """What the latest run says of one task: its last open activity, and the promise of it."""

    chance: float | None
    finish_p50: date | None
    finish_p80: date | None
    sourced: int


def task_forecasts(*, outcome: Outcome) -> dict[str, TaskForecast]:
    """By task: of its activity that ends last (median), its quantiles and the chance that its promise is kept."""
    works: dict[str, list[ActivityOutcome]] = defaultdict(list)
    projects = {project: task.id for task in outcome.tasks for project in task.projects}
    for each in outcome.activities:
        task = each.task or projects.get(each.project, "")
        if task:
            works[task].append(each)
    found = {}
    for task in outcome.tasks:
        rows = works.get(task.id, [])
        last = max(rows, key=lambda each: (each.finish_p50, each.id), default=None)
        found[task.id] = TaskForecast(
            chance=last.promise_chance if last else None,
            finish_p50=last.finish_p50 if last else None,
            finish_p80=last.finish_p80 if last else None,
            sourced=task.sourced,
        )
    return found


def store_forecasts(*, plan: int, outcome: Outcome) -> None:
    """Copy the forecast of each task beside its item; inside the transaction that ends the run."""
    forecasts = task_forecasts(outcome=outcome)
    items = list(models.Item.objects.filter(plan=plan, code__in=list(forecasts)).only("id", "code"))
    for item in items:
        known = forecasts[item.code]
        item.chance, item.sourced = known.chance, known.sourced
        item.finish_p50, item.finish_p80 = known.finish_p50, known.finish_p80
    models.Item.objects.bulk_update(
        items, ["chance", "finish_p50", "finish_p80", "sourced"], batch_size=BATCH
    )
