"""A plan that is there and a newer one of it: what comes, what changes, what stays. Nothing goes unseen.

What was said stays said: statements, readings, targets, decisions and commitments of the old plan are kept. A task that
the newer plan does not name is kept with its work and told; whoever wants it gone closes it. Everything else of a plan's
own files is as the newer files have it, and what they leave out is counted.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongchou.plan.compose.goals import OF_ROOT
from tongchou.plan.model import TABLES, Plan
from tongchou.plan.purpose import Task
from tongchou.plan.table import Row, columns_of
from tongchou.plan.works import Statement

SAID = ("commitments", "statements", "readings", "decisions")  # what was said, measured or decided stays
WORDS = (
    "title_zh",
    "lead",
    "supporting",
    "person",
    "place",
    "deadline",
    "state",
    "goals",
)  # told when they change


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell of a task that is different now; both as a file has them."""

    task: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The plan as it would be, and how it differs: tasks that come, change, or are kept though not named any more.

    `removed`: of each table the ids that the newer plan leaves out.
    """

    plan: Plan
    added: tuple[str, ...]
    changes: tuple[Change, ...]
    kept: tuple[str, ...]
    removed: Mapping[str, tuple[str, ...]]


def renew_by_plan(*, old: Plan, new: Plan) -> Renewal:
    """The old plan as the newer one has it: for a workbook or a folder that holds all of a plan."""
    gone = _ids(old.tasks) - _ids(new.tasks)
    tables = {name: tuple(new.table(name)) for name in TABLES}
    for name in SAID:
        tables[name] = _both(old.table(name), tables[name])
    plan = Plan(**_head(old, new), **tables)  # type: ignore[arg-type]  # each table keeps its own row class
    if gone:
        plan = _with_work_of(gone, old, plan)
    kept = tuple(row.id for row in old.tasks if row.id in gone)
    return dataclasses.replace(_renewal(old, _standing(plan)), kept=kept)


def renew_by_ledger(*, old: Plan, new: Plan) -> Renewal:
    """The old plan with what an office's ledger says, `new` being composed of it.

    A ledger says who, by when and how far. Of a task that is there it changes those and adds what it promises and
    reports; the work of that task stays as it is. A task that is new comes with its work. The goals follow the ledger
    where they were made of one, else they stay.
    """
    renamed = _same_names(old, new)
    new = _spoken_as(new, renamed)
    known = {row.id: row for row in old.tasks}
    fresh = _ids(new.tasks) - set(known)
    follows = any(goal.reason == OF_ROOT for goal in old.goals)
    made = {name: _both(old.table(name), new.table(name)) for name in TABLES if name != "tasks"}
    works = {row.id for row in new.projects if set(row.tasks) <= fresh}
    made["projects"] = _both(old.projects, [row for row in new.projects if row.id in works])
    steps = {row.id for row in new.activities if row.project in works}
    made["activities"] = _both(old.activities, [row for row in new.activities if row.id in steps])
    made["links"] = _both(old.links, [row for row in new.links if row.succ in steps and row.pred in steps])
    made["statements"] = _said(old, new, _ids(made["activities"]))
    made["drivers"] = _both(old.drivers, [row for row in new.drivers if _id(row) not in _ids(old.drivers)])
    if follows:
        made["goals"], made["horizons"] = new.goals, _both(old.horizons, new.horizons)
    else:
        made["goals"], made["horizons"] = old.goals, old.horizons
    goals = _ids(made["goals"])
    tasks = [_told(known.get(row.id), row, goals if follows else set()) for row in new.tasks]
    made["tasks"] = _both(old.tasks, tasks)
    plan = Plan(**_head(old, old), **made)  # type: ignore[arg-type]  # each table keeps its own row class
    told = _ids(new.tasks)
    return dataclasses.replace(
        _renewal(old, _standing(plan)), kept=tuple(row.id for row in old.tasks if row.id not in told)
    )


def _told(known: Task | None, row: Task, goals: set[str]) -> Task:
    """A task as the ledger tells it; one that is there keeps what a ledger has no column for."""
    if known is None:
        return row if goals else dataclasses.replace(row, goals=())
    title = _as_written(known.title_zh, row.title_zh)
    return dataclasses.replace(
        known,
        title_zh=title,
        title_en=known.title_en if known.title_zh == title else "",
        lead=row.lead or known.lead,
        supporting=row.supporting or known.supporting,
        person=_as_written(known.person, row.person),
        place=row.place or known.place,
        deadline=row.deadline or known.deadline,
        state=_as_written(known.state, row.state),
        goals=row.goals if goals else known.goals,
        missing_zh=row.missing_zh if goals else known.missing_zh,
        missing_en=row.missing_en if goals else known.missing_en,
    )


def _as_written(known: str, told: str) -> str:
    """The words as they stand, where a ledger says the same: it is read with full-width signs narrowed."""
    return known if not told or _narrow(known) == _narrow(told) else told


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _said(old: Plan, new: Plan, activities: set[str]) -> tuple[Row, ...]:
    """The sayings of both; of a step the plan does not know, a ledger speaks of the task. An old saying keeps its id."""
    taken = {row.id for row in old.statements}
    known = {_of(row) for row in old.statements}
    found: list[Row] = list(old.statements)
    for row in new.statements:
        subject = row.subject if row.subject in activities else row.subject.rpartition(".")[0]
        told = dataclasses.replace(row, subject=subject)
        if _of(told) in known or (subject != row.subject and row.kind != "planned"):
            continue
        name = told.id if told.id not in taken else _named_by_day(told.id, told.said_on, taken)
        known.add(_of(told))
        taken.add(name)
        found.append(dataclasses.replace(told, id=name))
    return tuple(found)


def _of(row: Statement) -> tuple[str, str, str, str, date]:
    return (row.subject, row.aspect, row.kind, row.value, row.said_on)


def _named_by_day(name: str, on: date, taken: set[str]) -> str:
    """An id that is free, made of the old one and the day it was said."""
    stem, count = f"{name[:48]}.{on:%Y%m%d}", 1
    found = stem
    while found in taken:
        count += 1
        found = f"{stem}.{count}"
    return found


def _same_names(old: Plan, new: Plan) -> dict[str, str]:
    """Ids that a ledger made of names -> the ids of the same names in the plan that is there."""
    found: dict[str, str] = {}
    for name in ("organisations", "places"):
        there = {_narrow(row.title_zh): row.id for row in getattr(old, name)}
        named = ((row.id, _narrow(row.title_zh)) for row in getattr(new, name))
        found |= {code: there[title] for code, title in named if title in there}
    return {before: after for before, after in found.items() if before != after}


def _spoken_as(plan: Plan, renamed: Mapping[str, str]) -> Plan:
    """The plan with organisations and places under the ids they have already."""
    if not renamed:
        return plan
    tables = {
        name: tuple(_renamed(row, renamed) for row in plan.table(name))
        for name in ("tasks", "projects", "activities")
    }
    for name in ("organisations", "places"):
        tables[name] = tuple(row for row in plan.table(name) if _id(row) not in renamed)
    return dataclasses.replace(plan, **tables)  # type: ignore[arg-type]  # each table keeps its own row class


def _renamed(row: Row, renamed: Mapping[str, str]) -> Row:
    changed: dict[str, Any] = {  # Any: columns that hold one id, and columns that hold several
        column.name: _other(getattr(row, column.name), renamed)
        for column in columns_of(type(row))
        if column.refers in ("organisations", "places")
    }
    return dataclasses.replace(row, **changed)


def _other(value: str | tuple[str, ...], renamed: Mapping[str, str]) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(renamed.get(each, each) for each in value)
    return renamed.get(value, value)


def _with_work_of(gone: set[str], old: Plan, plan: Plan) -> Plan:
    """The plan with the tasks that it does not name any more, their projects, steps, and what those wait for."""
    tables: dict[str, tuple[Row, ...]] = {name: plan.table(name) for name in TABLES}
    tasks = [row for row in old.tasks if row.id in gone]
    projects = [row for row in old.projects if set(row.tasks) & gone]
    own = {row.id for row in projects}
    steps = [row for row in old.activities if row.task in gone or row.project in own]
    held = {row.id for row in steps} | _ids(plan.activities)
    links = [row for row in old.links if row.pred in held and row.succ in held]
    links = [row for row in links if {row.pred, row.succ} & {each.id for each in steps}]
    marks = {f"project:{name}" for name in own}
    drivers = [row for row in old.drivers if set(row.applies_to) & marks]
    added: dict[str, Iterable[Row]] = {
        "tasks": tasks,
        "projects": projects,
        "activities": steps,
        "links": links,
        "drivers": drivers,
    }
    for name, rows in added.items():
        tables[name] = _both(tables[name], rows, ours=tables[name])
    for name in ("organisations", "places", "calendars", "sources", "resources"):
        tables[name] = _both(tables[name], old.table(name), ours=tables[name])
    return dataclasses.replace(plan, **tables)  # type: ignore[arg-type]  # each table keeps its own row class


def _standing(plan: Plan) -> Plan:
    """The plan without references to goals and subjects that are not there any more."""
    goals = _ids(plan.goals)
    tasks = tuple(
        dataclasses.replace(row, goals=tuple(each for each in row.goals if each in goals))
        for row in plan.tasks
    )
    subjects = _ids(plan.activities) | _ids(plan.tasks) | _ids(plan.projects) | _ids(plan.targets)
    statements = tuple(row for row in plan.statements if row.subject in subjects)
    return dataclasses.replace(plan, tasks=tasks, statements=statements)


def _both(old: Iterable[Row], new: Iterable[Row], *, ours: Iterable[Row] | None = None) -> tuple[Row, ...]:
    """Rows of both in the order of the old, then of the new; a row of the same id is as the new has it (or `ours`)."""
    found: dict[str, Row] = {}
    for row in (*old, *new, *(ours or ())):
        found[_id(row)] = row
    return tuple(found.values())


def _ids(rows: Iterable[Row]) -> set[str]:
    return {_id(row) for row in rows}


def _id(row: Row) -> str:
    name: str = row.id  # type: ignore[attr-defined]  # every row class has one
    return name


def _head(old: Plan, new: Plan) -> dict[str, str]:
    """The plan keeps its id; its titles are the newer ones."""
    return {
        "id": old.id,
        "title_zh": new.title_zh,
        "title_en": new.title_en,
        "note_zh": new.note_zh,
        "note_en": new.note_en,
    }


def _renewal(old: Plan, plan: Plan) -> Renewal:
    before = {row.id: row for row in old.tasks}
    changes = [
        Change(task=row.id, column=name, before=_cell(known, name), after=_cell(row, name))
        for row in plan.tasks
        if (known := before.get(row.id)) is not None
        for name in WORDS
        if getattr(known, name) != getattr(row, name)
    ]
    removed = {
        name: tuple(sorted(lost))
        for name in TABLES
        if (lost := _ids(old.table(name)) - _ids(plan.table(name)))
    }
    return Renewal(
        plan=plan,
        added=tuple(row.id for row in plan.tasks if row.id not in before),
        changes=tuple(changes),
        kept=(),
        removed=removed,
    )


def _cell(row: Task, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, tuple):
        return "、".join(value)
    return "" if value is None else str(value)
