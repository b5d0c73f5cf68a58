"""The inbox: what waits for a person (待办), what they did (已办), began (我发起), or are told of (抄送)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When

from tongchou.kernel.finding import Text
from tongchou_site.records import loop, models
from tongchou_site.records.queries.items import Badge, Lamp, badge_of, lamp_of, title_of
from tongchou_site.records.queries.people import Here
from tongchou_site.records.works import listing, works

TABS = ("todo", "done", "begun", "copied")
ROWS_A_PAGE = 50
BEGUN_BY = ("assign", "hand-over", "ask-extension", "urge")
WORST_FIRST = ("red", "yellow", "grey", "green")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One item: its light and forecast, the day due, where it stands, and what comes next for this person.

    `next` is a verb that can be done in place, or "" where the page of the item is needed or nothing is to be done;
    `hint` names what is to be done.
    """

    code: str
    version: int
    title: Text
    owner: Text
    due: date | None
    promised: date | None
    state: Text
    lamp: Lamp
    badge: Badge
    next: str
    hint: str
    last: datetime | None
    reminder: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page of one tab; `waiting` counts what is to be done, `start` and `more` where the page stands."""

    tab: str
    rows: tuple[InboxRow, ...]
    waiting: int
    start: int
    more: bool


def inbox(*, here: Here, tab: str, on: date, start: int = 0) -> Inbox:
    """A page of the inbox of a person, as the plan stands on a day."""
    rows = {"todo": _todo, "done": _done, "begun": _begun, "copied": _copied}[tab](here)
    found = list(rows.select_related("task", "officer")[start : start + ROWS_A_PAGE + 1])
    beside = _beside(found, here, on)
    return Inbox(
        tab=tab,
        rows=tuple(_row(each, here, beside) for each in found[:ROWS_A_PAGE]),
        waiting=_todo(here).count(),
        start=start,
        more=len(found) > ROWS_A_PAGE,
    )


@dataclass(slots=True)
class _Beside:
    """What a page of rows looks up in other tables, each once."""

    names: dict[str, Text]
    asking: set[int]
    reminders: dict[int, Text]
    promises: dict[str, date]


def _beside(items: list[models.Item], here: Here, on: date) -> _Beside:
    owners = models.OrganisationRow.objects.filter(plan=here.plan, code__in={each.owner for each in items})
    asking = models.Extension.objects.filter(item__in=items, granted=None).exclude(asked_by=here.actor.user)
    told = models.Reminder.objects.filter(item__in=items, to=here.actor.user, seen_at=None).order_by("pk")
    undated = [each.code for each in items if each.due is None]
    known = works(plan=here.plan, on=on, tasks=undated)
    return _Beside(
        names={row.code: title_of(row) for row in owners},
        asking=set(asking.values_list("item", flat=True)),
        reminders={row.item_id: Text(zh=row.text_zh, en=row.text_en) for row in told},
        promises={code: promise[1] for code in undated if (promise := known.promise_of(code))},
    )


def _items(here: Here) -> QuerySet[models.Item]:
    return models.Item.objects.filter(plan=here.plan)


def _own(here: Here) -> QuerySet[models.Item]:
    within = here.scope("ledger.read")
    return _items(here) if within is None else _items(here).filter(owner__in=within)


def _todo(here: Here) -> QuerySet[models.Item]:
    """What lies with this person's role, the most pressing first."""
    if here.role == "officer":
        wanted = Q(state__in=loop.AT_WORK)
    elif here.role == "office":
        asking = models.Extension.objects.filter(item=OuterRef("pk"), granted=None)
        judging = Q(state__in=loop.AT_OFFICE) & (Q(reported_by=None) | ~Q(reported_by=here.actor.user))
        wanted = (
            Q(state=loop.FIRST)
            | judging
            | (Q(state__in=loop.AT_WORK) & Exists(asking.exclude(asked_by=here.actor.user)))
        )
    else:
        wanted = Q(state=loop.FIRST)
    return (
        _own(here)
        .filter(wanted)
        .annotate(
            pressing=Case(
                When(state=loop.FIRST, then=Value(9)),
                When(state="assigned", then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
            worst=Case(
                *(When(light=colour, then=Value(rank)) for rank, colour in enumerate(WORST_FIRST)),
                output_field=IntegerField(),
            ),
        )
        .order_by("pressing", "worst", F("due").asc(nulls_last=True), "position")
    )


def _done(here: Here) -> QuerySet[models.Item]:
    mine = Q(steps__by=here.actor.user)
    return _latest(_own(here).filter(mine), mine)


def _begun(here: Here) -> QuerySet[models.Item]:
    mine = Q(steps__by=here.actor.user, steps__verb__in=BEGUN_BY)
    return _latest(_own(here).filter(mine), mine)


def _latest(rows: QuerySet[models.Item], mine: Q) -> QuerySet[models.Item]:
    return rows.annotate(last=Max("steps__at", filter=mine)).order_by("-last", "position")


def _copied(here: Here) -> QuerySet[models.Item]:
    """Items this person was reminded of, and those the own organisation supports."""
    told = models.Reminder.objects.filter(item=OuterRef("pk"), to=here.actor.user)
    if here.within is None:
        return _items(here).filter(Exists(told)).order_by("position")
    tasks = listing(
        models.TaskRow.objects.filter(plan=here.plan), column="supporting", codes=sorted(here.within)
    )
    supported = Q(task__in=tasks.values("pk")) & ~Q(owner__in=here.within)
    reminded = Q(owner__in=here.within) & Exists(told)
    return _items(here).filter(supported | reminded).order_by("position")


def _row(item: models.Item, here: Here, beside: _Beside) -> InboxRow:
    next_, hint = _next(item, here, asks=item.pk in beside.asking)
    return InboxRow(
        code=item.code,
        version=item.version,
        title=title_of(item.task),
        owner=beside.names.get(item.owner, Text(zh=item.owner, en=item.owner)),
        due=item.due,
        promised=beside.promises.get(item.code),
        state=loop.STATES[item.state],
        lamp=lamp_of(item),
        badge=badge_of(item),
        next=next_,
        hint=hint,
        last=getattr(item, "last", None),
        reminder=beside.reminders.get(item.pk),
    )


IN_PLACE = {"proposed": "assign", "assigned": "accept", "reported": "review"}
ON_PAGE = {"accepted": "report", "working": "report", "reviewing": "judge", "completed": "close"}


def _next(item: models.Item, here: Here, *, asks: bool) -> tuple[str, str]:
    """The verb that can be done in place, and the word for what is to be done."""
    reach = here.scope("item.work")
    if reach is not None and item.owner not in reach:
        return "", ""
    if asks and here.may("item.judge"):
        return "", "extension"
    standing = loop.Standing(state=item.state, reported_by=item.reported_by_id, evidence=1)
    mine = {each.verb for each in loop.open_to(standing=standing, role=here.role, person=here.actor.user)}
    verb = IN_PLACE.get(item.state, "")
    if verb == "assign" and not item.owner:
        return ("", "lead") if verb in mine else ("", "")
    if verb in mine:
        return verb, verb
    hint = ON_PAGE.get(item.state, "")
    needed = {"report": "report", "judge": "return", "close": "close"}.get(hint, "")
    return ("", hint) if needed in mine else ("", "")
