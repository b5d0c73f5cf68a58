"""What was decided, on which forecast, and which tasks it led to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongchou_site.records import models


@dataclass(frozen=True, slots=True, kw_only=True)
class LedTo:
    """An activity a decision led to, and the tasks it serves."""

    activity: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision. Gains are shares of futures; `run`: the finished run it rests on, where it is still kept."""

    code: str
    lever: str
    choice: str
    by: str
    on: date
    note: str
    gain_expected: float | None
    gain_seen: float | None
    run: int | None
    led_to: tuple[LedTo, ...]


def decisions(*, plan: int) -> tuple[Decided, ...]:
    """Every decision of a plan, latest first. They are not bound to an organisation: who reads forecasts reads them."""
    rows = list(models.DecisionRow.objects.filter(plan=plan).order_by("-on", "-position"))
    hashes = {row.input_hash for row in rows} - {""}
    done = models.Run.objects.filter(plan=plan, state="done", input_hash__in=hashes)
    runs = dict(done.order_by("id").values_list("input_hash", "pk"))
    tasks = _tasks(plan, {name for row in rows for name in row.activities})
    return tuple(
        Decided(
            code=row.code,
            lever=row.lever,
            choice=row.choice,
            by=row.by,
            on=row.on,
            note=row.reason,
            gain_expected=_share(row.gain_expected),
            gain_seen=_share(row.gain_seen),
            run=runs.get(row.input_hash),
            led_to=tuple(LedTo(activity=name, tasks=tasks.get(name, ())) for name in row.activities),
        )
        for row in rows
    )


def _share(value: object) -> float | None:
    return None if value is None else float(str(value))


def _tasks(plan: int, activities: set[str]) -> dict[str, tuple[str, ...]]:
    """The tasks of each activity: its own, else those of its project."""
    rows = models.ROWS["activities"].objects.filter(plan=plan, code__in=activities)
    found = list(rows.values_list("code", "task", "project"))
    works = models.ROWS["projects"].objects.filter(plan=plan, code__in={project for _, _, project in found})
    of_project = {code: tuple(tasks) for code, tasks in works.values_list("code", "tasks")}
    return {code: (task,) if task else of_project.get(project, ()) for code, task, project in found}
