"""The ledger (台账), a page at a time: what is filtered, in which order, from which key on. No page is counted off."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from tongchou.kernel.finding import Text
from tongchou_site.records import models
from tongchou_site.records.lights import word
from tongchou_site.records.loop import STATES
from tongchou_site.records.queries.people import Here

LIGHTS = ("red", "yellow", "grey", "green")
ORDERS = ("position", "due")
SIZES = (50, 100)
EXPORTED_AT_ONCE = 500  # rows read a statement
NOBODY = Text(zh="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the ledger is asked for; an empty value asks for all. `goal` takes in the goals under it."""

    text: str = ""
    goal: str = ""
    bureau: str = ""
    place: str = ""
    light: str = ""
    state: str = ""
    due_from: date | None = None
    due_to: date | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Where a page begins or ends: the row's place and, in the order of days, its day (none: after all days)."""

    position: int
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """In which order rows come, how many, and after which key, or before it where `back`."""

    order: str = "position"
    size: int = SIZES[0]
    key: Key | None = None
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """An item as the ledger shows it."""

    id: int
    code: str
    position: int
    title: Text
    goals: Text
    measures: Text
    lead: Text
    supporting: tuple[Text, ...]
    person: str
    place: Text
    due: date | None
    progress: str
    problem: str
    reported_at: datetime | None
    light: str
    light_word: Text
    light_why: Text
    chance: float | None
    finish_p80: date | None
    sourced: int
    state: str
    stage: Text

    def key(self, order: str) -> Key:
        """Where it stands in an order."""
        return Key(position=self.position, due=self.due if order == "due" else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Some rows, and the keys from which the pages before and after them begin; None where there is none."""

    rows: tuple[LedgerRow, ...]
    before: Key | None
    after: Key | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that can be filtered by."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters offer."""

    goals: tuple[Choice, ...]
    bureaus: tuple[Choice, ...]
    places: tuple[Choice, ...]


def ledger_page(*, here: Here, filters: Filters, walk: Walk) -> LedgerPage:
    """One page of the ledger as this person may see it."""
    found = _walked(_asked(here, filters), walk, walk.size + 1)
    more, found = len(found) > walk.size, found[: walk.size]
    rows = _rows(here.plan, reversed(found) if walk.back else found)
    if not rows:
        return LedgerPage(rows=(), before=None, after=None)
    first, last = rows[0].key(walk.order), rows[-1].key(walk.order)
    begun = walk.key is not None  # the page did not start at the end it comes from
    return LedgerPage(
        rows=rows,
        before=first if (more if walk.back else begun) else None,
        after=last if (begun if walk.back else more) else None,
    )


def ledger_rows(*, here: Here, filters: Filters, order: str, most: int) -> Iterator[LedgerRow]:
    """All rows that a filter leaves, in order, `most` of them at the highest."""
    asked, key, left = _asked(here, filters), None, most
    while left > 0:
        walk = Walk(order=order, key=key)
        rows = _rows(here.plan, _walked(asked, walk, min(EXPORTED_AT_ONCE, left)))
        if not rows:
            return
        yield from rows
        left -= len(rows)
        key = rows[-1].key(order)


def light_counts(*, here: Here, filters: Filters) -> dict[str, int]:
    """How many rows have each light, whatever light the filter asks for."""
    filters = dataclasses.replace(filters, light="")
    asked = _asked(here, filters)
    if (
        filters == Filters() and here.scope("ledger.read") is None
    ):  # four ranges of one index, nothing else read
        return {light: asked.filter(light=light).count() for light in LIGHTS}
    found: dict[str, int] = asked.aggregate(
        **{light: Count("pk", filter=Q(light=light)) for light in LIGHTS}
    )  # not grouped: grouping would tie the database to the index of lights
    return found


def choices(*, here: Here) -> Choices:
    """The goals right under the root, the organisations somebody may see items of, the places."""
    goals = models.ROWS["goals"].objects.filter(plan=here.plan).order_by("position")
    parents = dict(goals.values_list("code", "parent"))
    roots = {code for code, parent in parents.items() if not parent}
    top = [code for code, parent in parents.items() if parent in roots] or list(roots)
    bureaus = models.OrganisationRow.objects.filter(plan=here.plan).order_by("position")
    within = here.scope("ledger.read")
    if within is not None:
        bureaus = bureaus.filter(code__in=within)
    places = models.ROWS["places"].objects.filter(plan=here.plan).order_by("position")
    return Choices(
        goals=_choices(goals.filter(code__in=top)), bureaus=_choices(bureaus), places=_choices(places)
    )


def _choices(rows: QuerySet[Any]) -> tuple[Choice, ...]:
    named = rows.values_list("code", "title_zh", "title_en")
    return tuple(Choice(code=code, title=Text(zh=zh, en=en or zh)) for code, zh, en in named)


def _asked(here: Here, filters: Filters) -> QuerySet[models.Item]:
    asked = models.Item.objects.filter(plan=here.plan)
    within = here.scope("ledger.read")
    if within is not None:
        asked = asked.filter(owner__in=within)
    plain = {"owner": filters.bureau, "light": filters.light, "state": filters.state}
    asked = asked.filter(**{name: value for name, value in plain.items() if value})
    if filters.place:
        asked = asked.filter(line__place=filters.place)
    if filters.goal:
        served = models.GoalOfItem.objects.filter(plan=here.plan, goal=filters.goal)
        asked = asked.filter(pk__in=served.values("item"))
    if filters.due_from:
        asked = asked.filter(due__gte=filters.due_from)
    if filters.due_to:
        asked = asked.filter(due__lte=filters.due_to)
    if filters.mine:
        asked = asked.filter(officer=here.actor.user)
    words = filters.text.lower().split()
    if words:
        lines = models.LedgerLine.objects.filter(*(Q(text__contains=word) for word in words), plan=here.plan)
        asked = asked.filter(pk__in=lines.values("item"))
    return asked


def _walked(asked: QuerySet[models.Item], walk: Walk, most: int) -> list[models.Item]:
    """The first rows of a walk, read stretch by stretch, so that each stretch is one range of one index."""
    found: list[models.Item] = []
    order = ("position",) if walk.order == "position" else ("due", "position")
    for stretch in _stretches(walk):
        if len(found) == most:
            break
        rows = asked.filter(stretch).order_by(*(f"-{name}" if walk.back else name for name in order))
        found += rows.select_related("task", "line")[: most - len(found)]
    return found


def _stretches(walk: Walk) -> tuple[Q, ...]:
    """The ranges still to be read, nearest first. Rows without a day come after all days."""
    key, beyond = walk.key, "lt" if walk.back else "gt"
    place = Q(**{f"position__{beyond}": key.position}) if key else Q()
    if walk.order == "position":
        return (place,)
    dated, undated = Q(due__isnull=False), Q(due__isnull=True)
    if key is None:
        return (undated, dated) if walk.back else (dated, undated)
    if key.due is None:
        return (undated & place, dated) if walk.back else (undated & place,)
    nearest = (Q(due=key.due) & place, Q(**{f"due__{beyond}": key.due}))
    return nearest if walk.back else (*nearest, undated)


def _rows(plan: int, items: Iterable[models.Item]) -> tuple[LedgerRow, ...]:
    items = list(items)
    codes = {code for item in items for code in (item.owner, *item.task.supporting)}
    organisations = _titles("organisations", plan, codes)
    places = _titles("places", plan, {item.task.place for item in items})
    reports = _latest(items)
    return tuple(_row(item, organisations, places, reports) for item in items)


def _titles(table: str, plan: int, codes: Iterable[str]) -> dict[str, Text]:
    rows = models.ROWS[table].objects.filter(plan=plan, code__in=[code for code in codes if code])
    return {each.code: each.title for each in _choices(rows)}


def _latest(items: list[models.Item]) -> dict[int, tuple[str, str]]:
    """Item -> text and problem of its latest report of progress; only items that were reported are looked for."""
    reported = [item.pk for item in items if item.reported_at is not None]
    if not reported:
        return {}
    rows = models.Report.objects.filter(item__in=reported, kind="progress").order_by("at", "pk")
    return {item: (text, problem) for item, text, problem in rows.values_list("item", "text", "problem")}


def _row(
    item: models.Item,
    organisations: dict[str, Text],
    places: dict[str, Text],
    reports: dict[int, tuple[str, str]],
) -> LedgerRow:
    task, line = item.task, item.line
    progress, problem = reports.get(item.pk, (task.state, ""))
    return LedgerRow(
        id=item.pk,
        code=item.code,
        position=item.position,
        title=Text(zh=task.title_zh, en=task.title_en or task.title_zh),
        goals=Text(zh=line.goals_zh, en=line.goals_en),
        measures=Text(zh=line.measures_zh, en=line.measures_en),
        lead=organisations.get(item.owner, NOBODY),
        supporting=tuple(organisations[code] for code in task.supporting if code in organisations),
        person=task.person,
        place=places.get(task.place, NOBODY),
        due=item.due,
        progress=progress,
        problem=problem,
        reported_at=item.reported_at,
        light=item.light,
        light_word=word(colour=item.light, rule=item.light_rule),
        light_why=Text(zh=item.light_why_zh, en=item.light_why_en),
        chance=item.chance,
        finish_p80=item.finish_p80,
        sourced=item.sourced,
        state=item.state,
        stage=STATES[item.state],
    )
