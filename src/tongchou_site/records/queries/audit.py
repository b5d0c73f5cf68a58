"""The audit trail read page by page, newest first, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tongchou.kernel.finding import Text
from tongchou_site.records import models

AT_ONCE = 1000  # entries held in memory
KINDS = ("item", "user", "run", "decision", "briefing", "upload")  # before the colon of a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Which entries somebody may read: those of a plan, and of no plan for who manages people."""

    plan: str
    everybody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for; empty: everything. `by` is a user name, `subject` an id with or without its kind."""

    action: str = ""
    by: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry of the trail. `name` is the person's, as it is now; empty for the machine."""

    number: int
    at: datetime
    by: str
    name: str
    action: str
    plan: str
    subject: str
    about: Text  # the subject by its title, empty where it has none (any more)
    detail: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """One page; `older` is where the next one begins, None at the end."""

    acts: tuple[Act, ...]
    older: int | None


def audit_page(*, trail: Trail, sought: Sought, before: int | None, most: int) -> ActPage:
    """The entries numbered below `before` (None: the newest), newest first."""
    rows = _rows(trail, sought)
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: most + 1])
    return ActPage(
        acts=_acts(trail, found[:most]), older=found[most - 1].number if len(found) > most else None
    )


def audit_rows(*, trail: Trail, sought: Sought, most: int) -> Iterator[Act]:
    """The same entries one after the other, for a file; never more than `most`."""
    before: int | None = None
    while most > 0:
        page = audit_page(trail=trail, sought=sought, before=before, most=min(most, AT_ONCE))
        yield from page.acts
        if page.older is None:
            return
        before, most = page.older, most - len(page.acts)


def _reach(trail: Trail) -> Q:
    return Q(plan__in=(trail.plan, "")) if trail.everybody else Q(plan=trail.plan)


def _rows(trail: Trail, sought: Sought) -> QuerySet[models.AuditEntry]:
    rows = models.AuditEntry.objects.filter(_reach(trail)).order_by("-number")
    if sought.action:
        rows = rows.filter(action=sought.action)
    if sought.by:
        rows = rows.filter(by="" if sought.by == "-" else sought.by)
    if sought.subject:
        rows = rows.filter(subject__in=[sought.subject, *(f"{kind}:{sought.subject}" for kind in KINDS)])
    return rows


def _acts(trail: Trail, rows: list[models.AuditEntry]) -> tuple[Act, ...]:
    subjects = {row.subject.partition(":")[2] for row in rows if row.subject.startswith("user:")}
    people = models.User.objects.filter(username__in=subjects | {row.by for row in rows})
    names = dict(people.values_list("username", "name"))
    codes = [row.subject.partition(":")[2] for row in rows if row.subject.startswith("item:")]
    tasks = models.TaskRow.objects.filter(plan__key=trail.plan, code__in=codes)
    titles = {
        code: Text(zh=zh, en=en or zh) for code, zh, en in tasks.values_list("code", "title_zh", "title_en")
    }
    return tuple(_act(row, names, titles) for row in rows)


def _act(row: models.AuditEntry, names: Mapping[str, str], titles: Mapping[str, Text]) -> Act:
    kind, _, code = row.subject.partition(":")
    about = titles.get(code) if kind == "item" else None
    if kind == "user" and code in names:
        about = Text(zh=names[code], en=names[code])
    return Act(
        number=row.number,
        at=row.at,
        by=row.by,
        name=names.get(row.by, row.by),
        action=row.action,
        plan=row.plan,
        subject=row.subject,
        about=about or Text(zh="", en=""),
        detail=row.detail,
        hash=row.hash,
    )
