"""What the tables of a plan say of the works under its tasks: which activities, promised when, finished when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from tongchou.plan.asof import PERIODS
from tongchou_site.records import models


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """The works of tasks: task -> its activities; activity -> the day now promised; activity -> the day it ended."""

    activities: dict[str, tuple[str, ...]]
    promised: dict[str, date]
    finished: dict[str, date]
    shared: frozenset[str]  # activities of projects that serve several tasks

    def settled_with(self, task: str) -> tuple[str, ...]:
        """The works that end with a task: promised, not finished, and no other task's too."""
        mine = self.activities.get(task, ())
        return tuple(each for each in mine if self._is_open(each) and each not in self.shared)

    def promise_of(self, task: str) -> tuple[str, date] | None:
        """The activity of a task that is promised last and not finished, and its day."""
        open_ = [(self.promised[each], each) for each in self.activities.get(task, ()) if self._is_open(each)]
        if not open_:
            return None
        day, activity = max(open_)
        return activity, day

    def _is_open(self, activity: str) -> bool:
        return activity in self.promised and activity not in self.finished

    def finish_of(self, task: str) -> date | None:
        """The day the last activity of a task ended; None where one is open or there is none."""
        mine = self.activities.get(task, ())
        if not mine or any(each not in self.finished for each in mine):
            return None
        return max(self.finished[each] for each in mine)


def works(*, plan: int, on: date, tasks: Sequence[str] | None = None) -> Works:
    """The works of all tasks of a plan as known on a day, or of some tasks only."""
    activities, shared = _activities(plan, tasks)
    wanted = None if tasks is None else [code for codes in activities.values() for code in codes]
    promised, finished = _said(plan, on, wanted)
    return Works(activities=activities, promised=promised, finished=finished, shared=shared)


def _activities(plan: int, tasks: Sequence[str] | None) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Task -> its activities; and those activities whose project serves several tasks."""
    projects = models.ROWS["projects"].objects.filter(plan=plan)
    rows = models.ROWS["activities"].objects.filter(plan=plan)
    if tasks is not None:
        projects = listing(projects, column="tasks", codes=tasks)
        rows = rows.filter(Q(task__in=tasks) | Q(project__in=list(projects.values_list("code", flat=True))))
    tasks_of = dict(projects.values_list("code", "tasks"))
    found: dict[str, list[str]] = defaultdict(list)
    shared = set()
    for code, own, project in rows.order_by("position").values_list("code", "task", "project"):
        served = (own,) if own else tasks_of.get(project, ())
        if len(served) > 1:
            shared.add(code)
        for each in served:
            if tasks is None or each in tasks:
                found[each].append(code)
    return {each: tuple(codes) for each, codes in found.items()}, frozenset(shared)


def _said(plan: int, on: date, subjects: Iterable[str] | None) -> tuple[dict[str, date], dict[str, date]]:
    """Promises and finishes by subject; of several the one said last."""
    rows = models.StatementRow.objects.filter(plan=plan, aspect="finish", said_on__lte=on)
    if subjects is not None:
        rows = rows.filter(subject__in=list(subjects))
    promised: dict[str, date] = {}
    finished: dict[str, date] = {}
    ordered = rows.order_by("said_on", "position")
    for subject, kind, value, precision, said_on in ordered.values_list(
        "subject", "kind", "value", "precision", "said_on"
    ):
        day = date.fromisoformat(value)
        if kind == "planned":
            promised[subject] = day
        elif day <= on or precision in PERIODS:  # of a period that still runs: by the day it was said
            finished[subject] = min(day, said_on)
    return promised, finished


def listing(rows: QuerySet[models.PlanRow], *, column: str, codes: Iterable[str]) -> QuerySet[models.PlanRow]:
    """The rows whose list in `column` holds one of the codes; lists are stored as JSON, codes need no escape."""
    found = Q()
    for code in codes:
        found |= Q(as_text__contains=f'"{code}"')
    if not found:
        return rows.none()
    return rows.annotate(as_text=Cast(column, TextField())).filter(found)
