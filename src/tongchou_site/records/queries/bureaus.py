"""Beside what a run says of tasks: the light each item has now, and what the bureau replied to a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from tongchou.kernel.finding import Text
from tongchou.publish.lights import WORST_FIRST
from tongchou_site.records import models
from tongchou_site.records.lights import word

CHUNK = 900  # parameters of one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLight:
    """Where an item of the ledger stands."""

    code: str
    state: str
    due: date | None
    colour: str
    word: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The latest reply of a bureau about one task."""

    task: str
    activity: str
    text: str
    by: str
    at: datetime


def item_lights(*, plan: int, codes: Iterable[str], within: frozenset[str] | None) -> dict[str, ItemLight]:
    """The items of these tasks by code; those of other organisations than `within` are left out (None: all seen)."""
    wanted = sorted(set(codes))
    found: dict[str, ItemLight] = {}
    for first in range(0, len(wanted), CHUNK):
        rows = models.Item.objects.filter(plan=plan, code__in=wanted[first : first + CHUNK])
        if within is not None:
            rows = rows.filter(owner__in=within)
        for row in rows.only("code", "state", "due", "light", "light_rule", "light_why_zh", "light_why_en"):
            found[row.code] = ItemLight(
                code=row.code,
                state=row.state,
                due=row.due,
                colour=row.light,
                word=word(colour=row.light, rule=row.light_rule),
                why=Text(zh=row.light_why_zh, en=row.light_why_en),
            )
    return found


def light_counts(*, plan: int, owner: str, within: frozenset[str] | None) -> tuple[tuple[str, int], ...]:
    """How many items of an organisation show each light, the worst first; nothing where they are not to be seen."""
    if within is not None and owner not in within:
        return ()
    rows = models.Item.objects.filter(plan=plan, owner=owner).values_list("light").annotate(n=Count("id"))
    found = dict(rows)
    return tuple((colour, found[colour]) for colour in WORST_FIRST if found.get(colour))


def replies(*, plan: int) -> dict[tuple[str, str], Reply]:
    """The latest reply by task and activity (empty: about the whole task).

    A reply stands beside its finding for everybody who may see the finding, so no scope cuts it off.
    """
    rows = (
        models.Report.objects.filter(item__plan=plan, kind="reply")
        .order_by("at")
        .values_list("item__code", "activity", "text", "by__name", "at")
    )
    return {
        (code, activity): Reply(task=code, activity=activity, text=text, by=by, at=at)
        for code, activity, text, by, at in rows
    }
