"""Acts on one item of the loop. Every one goes through `acting`: scope, version, the machine, the step, the light."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text
from tongchou_site.records import loop, models
from tongchou_site.records.actions.lights import relight_item
from tongchou_site.records.conflict import Difference, same_version
from tongchou_site.records.lines import draw_line
from tongchou_site.records.said import Finish, say
from tongchou_site.records.trail import Actor, Entry, act
from tongchou_site.records.works import works

RUN_ANEW = ("run", "lights")  # the plan itself changed
LIGHTS = ("lights",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """An item as a form saw it, and how far the person who sends it reaches.

    `within`: the organisations whose items the person may act on, None for all; `on`: today, as the plan counts days;
    `typed`: what else stood in the form, shown again should it come too late.
    """

    plan: str
    code: str
    version: int
    role: str
    within: frozenset[str] | None
    on: date
    typed: tuple[tuple[Text, str], ...] = ()


@dataclass(slots=True)
class _Act:
    item: models.Item
    entry: Entry
    note: str


@contextmanager
def acting(
    *, verb: str, which: Which, by: Actor, at: datetime, note: str = "", wake: tuple[str, ...] = LIGHTS
) -> Iterator[_Act]:
    """One act on an item: a transaction in which the caller adds what is special to it.

    Raises
    ------
    Item.DoesNotExist
        There is no such item within the person's reach.
    Conflict
        The item was changed since the form was made.
    BadInput
        The loop does not allow it; every reason is named.
    """
    subject = f"item:{which.code}"
    with act(action=f"item.{verb}", by=by, at=at, plan=which.plan, subject=subject, wake=wake) as entry:
        item = _stored(which)
        rule = loop.RULES[verb]
        both = _differences(item, rule, note, which.typed)
        same_version(seen=which.version, stored=item.version, differences=both)
        standing = loop.Standing(
            state=item.state, reported_by=item.reported_by_id, evidence=item.evidence.count()
        )
        if found := loop.objections(verb=verb, standing=standing, role=which.role, person=by.user, note=note):
            raise BadInput(found)
        doing = _Act(item=item, entry=entry, note=note.strip())
        before, item.state = item.state, rule.after(item.state)
        yield doing
        item.version += 1
        item.changed_at = at
        item.save()
        item.steps.create(verb=verb, before=before, after=item.state, by_id=by.user, at=at, note=doing.note)
        entry.detail |= {"before": before, "after": item.state, "note": doing.note}
        relight_item(plan=item.plan_id, code=item.code, on=which.on)


def _stored(which: Which) -> models.Item:
    rows = models.Item.objects.select_for_update().filter(plan__key=which.plan)
    if which.within is not None:
        rows = rows.filter(owner__in=which.within)
    return rows.get(code=which.code)


def _differences(
    item: models.Item, rule: loop.Transition, note: str, typed: tuple[tuple[Text, str], ...]
) -> tuple[Difference, ...]:
    last = item.steps.select_related("by").order_by("-pk").first()
    nothing = Text(zh="—", en="—")
    theirs = nothing
    if last is not None:
        done = loop.RULES[last.verb].done
        theirs = Text(zh=f"{last.by.name}：{done.zh}", en=f"{last.by.name}: {done.en}")
    found = [
        Difference(label=Text(zh="环节", en="state"), theirs=loop.STATES[item.state], yours=nothing),
        Difference(label=Text(zh="动作", en="act"), theirs=theirs, yours=rule.words),
    ]
    if note.strip():
        written = Text(zh=last.note, en=last.note) if last and last.note else nothing
        yours = Text(zh=note, en=note)
        found.append(Difference(label=Text(zh="填写的内容", en="text"), theirs=written, yours=yours))
    found += [
        Difference(label=label, theirs=nothing, yours=Text(zh=value, en=value)) for label, value in typed
    ]
    return tuple(found)


def assign(*, which: Which, to: str = "", due: date | None = None, by: Actor, at: datetime) -> None:
    """Hand an item out (交办) to its lead, or to `to` where it has none yet; `due` sets the day where none was agreed.

    Raises
    ------
    BadInput
        Nobody leads it and none was named, or a lead or day is there already; else as `acting` does.
    """
    with acting(verb="assign", which=which, by=by, at=at, wake=RUN_ANEW if to else LIGHTS) as doing:
        item = doing.item
        found = [
            problem
            for wrong, problem in (
                (not item.owner and not to, NO_LEAD),
                (bool(item.owner and to), HAS_LEAD),
                (item.due is not None and due is not None, HAS_DUE),
            )
            if wrong
        ]
        if found:
            raise BadInput(found)
        if to:
            _give(item, to, at)
            doing.entry.detail["to"] = to
        if due is not None:
            item.due = due
            doing.entry.detail["due"] = due.isoformat()
        item.begun_on = item.begun_on or which.on


def _give(item: models.Item, to: str, at: datetime) -> None:
    """The organisation answers for the item and leads the task from now on."""
    known = models.OrganisationRow.objects.filter(plan=item.plan_id, code=to).exists()
    if not known or to == item.owner:
        raise BadInput([_to_nobody(to)])
    item.owner = to
    task = models.TaskRow.objects.select_for_update().get(pk=item.task_id)
    task.lead, task.version = to, task.version + 1
    task.save(update_fields=["lead", "version"])
    item.task = task
    draw_line(item=item)
    models.Plan.objects.filter(pk=item.plan_id).update(changed_at=at)


def move(*, verb: str, which: Which, by: Actor, at: datetime, note: str = "") -> None:
    """A plain transition: assign (to the lead there is), accept, start, review, return, complete or close.

    Raises
    ------
    BadInput, Conflict, Item.DoesNotExist
        As `acting` does.
    """
    if verb == "assign":
        assign(which=which, by=by, at=at)
        return
    wake = RUN_ANEW if verb == "close" else LIGHTS
    with acting(verb=verb, which=which, by=by, at=at, note=note, wake=wake) as doing:
        item = doing.item
        if verb == "accept":
            item.officer_id = by.user
        elif verb == "return":
            item.sent_back, item.completed_by_id = True, None
        elif verb == "complete":
            item.completed_by_id = by.user
        elif verb == "close":
            item.closed_by_id = by.user
            doing.entry.detail["statements"] = _settle(item, which.on, at)


def _settle(item: models.Item, on: date, at: datetime) -> list[str]:
    """What two people found done is done for the next run: the promised works of the task, by the day it was reported."""
    day = item.reported_on or on
    said = [
        say(
            item=item,
            finish=Finish(subject=each, kind="actual", day=day, precision="latest"),
            on=on,
            text="销号",
        )
        for each in works(plan=item.plan_id, on=on, tasks=[item.code]).settled_with(item.code)
    ]
    if said:
        models.Plan.objects.filter(pk=item.plan_id).update(changed_at=at)
    return said


def hand_over(*, which: Which, to: str, note: str, by: Actor, at: datetime) -> None:
    """Give an item to another organisation (转办): it is handed out anew, and the task's lead follows.

    Raises
    ------
    BadInput
        The organisation is not in the plan, or has the item already; else as `acting` does.
    """
    with acting(verb="hand-over", which=which, by=by, at=at, note=note, wake=RUN_ANEW) as doing:
        item = doing.item
        doing.entry.detail = {"from": item.owner, "to": to}
        _give(item, to, at)
        item.officer, item.begun_on = None, which.on


def ask_extension(*, which: Which, until: date, reason: str, by: Actor, at: datetime) -> None:
    """Ask for a later day (延期申请); one request an item at a time.

    Raises
    ------
    BadInput
        There is no day to extend, the new one is not later, or a request is open; else as `acting` does.
    """
    with acting(verb="ask-extension", which=which, by=by, at=at, note=reason) as doing:
        item = doing.item
        due = item.due or _promised(item, which.on)
        found = [
            problem
            for wrong, problem in (
                (due is None, NO_DUE),
                (due is not None and until <= due, NOT_LATER),
                (item.extensions.filter(granted=None).exists(), ALREADY_ASKED),
            )
            if wrong
        ]
        if found:
            raise BadInput(found)
        item.extensions.create(
            due_before=due, due_asked=until, reason=reason.strip(), asked_by_id=by.user, asked_at=at
        )
        doing.entry.detail = {"due": str(due), "asked": until.isoformat()}


def _promised(item: models.Item, on: date) -> date | None:
    found = works(plan=item.plan_id, on=on, tasks=[item.code]).promise_of(item.code)
    return found[1] if found else None


def decide_extension(*, which: Which, granted: bool, note: str, by: Actor, at: datetime) -> None:
    """Grant or refuse the open request. What is granted becomes the new promise; the old one stays said.

    Raises
    ------
    BadInput
        No request is open, or the same person asked; else as `acting` does.
    """
    verb = "grant-extension" if granted else "refuse-extension"
    wake = RUN_ANEW if granted else LIGHTS
    with acting(verb=verb, which=which, by=by, at=at, note=note, wake=wake) as doing:
        item = doing.item
        asked = item.extensions.select_for_update().filter(granted=None).first()
        if asked is None or asked.asked_by_id == by.user:
            raise BadInput([NOT_ASKED if asked is None else OWN_REQUEST])
        asked.granted, asked.decided_by_id, asked.decided_at, asked.note = granted, by.user, at, doing.note
        asked.save(update_fields=["granted", "decided_by", "decided_at", "note"])
        doing.entry.detail = {"from": asked.due_before.isoformat(), "to": asked.due_asked.isoformat()}
        if granted:
            item.due = asked.due_asked
            promise = works(plan=item.plan_id, on=which.on, tasks=[item.code]).promise_of(item.code)
            doing.entry.detail["statement"] = say(
                item=item,
                finish=Finish(
                    subject=promise[0] if promise else item.code, kind="planned", day=asked.due_asked
                ),
                on=which.on,
                text="同意延期",
            )
            models.Plan.objects.filter(pk=item.plan_id).update(changed_at=at)


def _problem(code: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    return Problem(code=code, where=Where(), zh=zh, en=en, mend_zh=mend_zh, mend_en=mend_en)


NO_LEAD = _problem(
    "no-lead",
    "事项还没有牵头单位，无从交办",
    "nobody leads the item yet, so it cannot be handed out",
    "请打开事项，选择牵头单位后交办。",
    "Open it and choose the organisation that leads it.",
)
HAS_LEAD = _problem(
    "has-lead",
    "事项已有牵头单位",
    "the item has its lead already",
    "如需更换，请交办后转办。",
    "Hand it out, then hand it over.",
)
HAS_DUE = _problem(
    "has-due",
    "事项已有时限",
    "the item has its day already",
    "如需推迟，请由承办单位申请延期。",
    "Its organisation may ask for an extension.",
)
NO_DUE = _problem(
    "no-due",
    "事项没有时限，无从延期",
    "the item has no due day to extend",
    "请督查室先定时限。",
    "Ask the delivery office to set one first.",
)
NOT_LATER = _problem(
    "not-later",
    "申请的日期不晚于现在的时限",
    "the day asked for is not later than the present one",
    "请填写更晚的日期。",
    "Give a later day.",
)
ALREADY_ASKED = _problem(
    "already-asked",
    "已有一份延期申请待审",
    "a request is already waiting",
    "请等督查室审定。",
    "Wait until it is decided.",
)
NOT_ASKED = _problem(
    "not-asked", "没有待审的延期申请", "no request is waiting", "请刷新页面。", "Reload the page."
)
OWN_REQUEST = _problem(
    "own-request",
    "不能审定自己提出的延期申请",
    "a request is not decided by the person who made it",
    "请由另一人审定。",
    "Leave it to another person.",
)


def _to_nobody(to: str) -> Problem:
    return Problem(
        code="to-nobody",
        where=Where(),
        zh="转办的单位不在规划中，或就是现在的责任单位",
        en="the organisation is not in the plan, or has the item already",
        mend_zh="请从列出的单位中另选一个。",
        mend_en="Choose another one of those listed.",
        value=to,
    )
