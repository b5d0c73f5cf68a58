"""One item with everything about it, and its evidence; always within the reach of who asks.

An officer reads the items the own organisation answers for or supports, and acts only on the former.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tongchou.cycle.goals import ENOUGH_MILESTONES
from tongchou.kernel.finding import Text
from tongchou_site.records import loop, models
from tongchou_site.records.actions.lights import preset_of
from tongchou_site.records.files import IMAGES, PDF
from tongchou_site.records.lights import Preset, presets, word
from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.sayings import SaidLine, sayings
from tongchou_site.records.works import Works, listing, works

EVEN = 0.5
Names = dict[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A light with its words: colour, name, reason."""

    colour: str
    word: Text
    why: Text
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The forecast beside a light; `enough`: at least three sourced milestones stand behind it.

    `met`: its works are proved finished; `unlikely`: under one chance in two, or the median comes after the day due.
    """

    chance: float | None
    enough: bool
    finish_p50: date | None
    finish_p80: date | None
    sourced: int
    met: bool
    unlikely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One state of the loop in the row of steps: whether it was reached, by whom and when last."""

    state: str
    words: Text
    reached: bool
    now: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One act in plain words."""

    done: Text
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report or reply."""

    kind: str
    text: str
    problem: str
    percent: int | None
    activity: Text
    finished_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One piece of evidence."""

    id: int
    name: str
    size: int
    sha256: str
    is_image: bool
    is_pdf: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLine:
    """One request for a later day; `granted` is None while it waits."""

    before: date
    asked: date
    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLine:
    """One reminder: to whom, its words, when it was sent and read; `mine`: to whoever looks, and not read yet."""

    to: str
    text: Text
    at: datetime
    seen_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a list to choose from."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """Everything the page of a task shows."""

    code: str
    version: int
    title: Text
    goals: tuple[Text, ...]
    measures: tuple[Text, ...]
    owner: Text
    supporting: tuple[Text, ...]
    person: str
    officer: str
    place: Text
    due: date | None
    promised: date | None
    percent: int | None
    cadence_days: int
    lamp: Lamp
    badge: Badge
    preset: Preset
    stages: tuple[Stage, ...]
    verbs: frozenset[str]
    steps: tuple[StepLine, ...]
    said: tuple[SaidLine, ...]
    reports: tuple[ReportLine, ...]
    evidence: tuple[EvidenceLine, ...]
    extensions: tuple[ExtensionLine, ...]
    reminders: tuple[ReminderLine, ...]
    activities: tuple[Choice, ...]
    organisations: tuple[Choice, ...]
    has_lead: bool


def plans_by_day() -> tuple[tuple[str, date | None], ...]:
    """Every plan and the fixed day it is judged on, None where it lives today."""
    return tuple(models.Plan.objects.order_by("pk").values_list("key", "judged_on"))


def lamp_of(item: models.Item) -> Lamp:
    """The light stored with an item, with its words."""
    return Lamp(
        colour=item.light,
        word=word(colour=item.light, rule=item.light_rule),
        why=Text(zh=item.light_why_zh, en=item.light_why_en),
        since=item.light_since,
    )


def badge_of(item: models.Item) -> Badge:
    """The forecast stored with an item."""
    enough, met = item.sourced >= ENOUGH_MILESTONES, item.light_rule.endswith("/finished")
    late = item.due is not None and item.finish_p50 is not None and item.finish_p50 > item.due
    return Badge(
        chance=item.chance,
        enough=enough,
        finish_p50=item.finish_p50,
        finish_p80=item.finish_p80,
        sourced=item.sourced,
        met=met,
        unlikely=enough and not met and (late if item.chance is None else item.chance < EVEN),
    )


def title_of(row: models.PlanRow) -> Text:
    """The title of a row in both languages; Chinese where there is no English one."""
    return Text(zh=row.title_zh, en=row.title_en or row.title_zh)


def seen_item(*, here: Here, code: str) -> models.Item | None:
    """The item as far as this person may read it: led or supported by the own organisation; None otherwise."""
    item = models.Item.objects.select_related("task", "officer").filter(plan=here.plan, code=code).first()
    within = here.scope("ledger.read")
    if item is None or within is None:
        return item
    return item if item.owner in within or within.intersection(item.task.supporting) else None


def item_page(*, here: Here, code: str, on: date) -> ItemPage | None:
    """Everything about one item on a day; None where it is not there for this person."""
    item = seen_item(here=here, code=code)
    if item is None:
        return None
    task = item.task
    known = works(plan=here.plan, on=on, tasks=[code])
    organisations = _names(here.plan, "organisations")
    projects = listing(models.ROWS["projects"].objects.filter(plan=here.plan), column="tasks", codes=[code])
    measures = {row.code: title_of(row) for row in projects.order_by("position")}
    goals = _names(here.plan, "goals", task.goals)
    promise = known.promise_of(code)
    activities = _activities(here.plan, known.activities.get(code, ()), measures)
    steps = list(item.steps.select_related("by").order_by("pk"))
    extensions = list(item.extensions.select_related("asked_by", "decided_by").order_by("-pk"))
    return ItemPage(
        code=item.code,
        version=item.version,
        title=title_of(task),
        goals=tuple(goals[each] for each in task.goals if each in goals),
        measures=tuple(measures.values()),
        owner=organisations.get(item.owner, Text(zh=item.owner, en=item.owner)),
        supporting=tuple(organisations[each] for each in task.supporting if each in organisations),
        person=task.person,
        officer=item.officer.name if item.officer else "",
        place=_names(here.plan, "places", [task.place]).get(task.place, Text(zh="", en="")),
        due=item.due,
        promised=promise[1] if promise else None,
        percent=item.percent,
        cadence_days=item.cadence_days,
        lamp=lamp_of(item),
        badge=badge_of(item),
        preset=presets()[preset_of(plan=here.plan)],
        stages=_stages(item, steps),
        verbs=_verbs(item, here, extensions),
        steps=tuple(
            StepLine(done=loop.RULES[each.verb].done, by=each.by.name, at=each.at, note=each.note)
            for each in reversed(steps)
        ),
        said=sayings(plan=here.plan, titles={code: title_of(task), **measures, **activities}, on=on),
        reports=_reports(item, activities),
        evidence=_evidence(item),
        extensions=tuple(_extension(each) for each in extensions),
        reminders=_reminders(item, here),
        activities=_open_works(known, code, activities),
        organisations=tuple(
            Choice(code=each, title=title) for each, title in organisations.items() if each != item.owner
        ),
        has_lead=bool(item.owner),
    )


def _names(plan: int, table: str, codes: Iterable[str] | None = None) -> Names:
    rows = models.ROWS[table].objects.filter(plan=plan).order_by("position")
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    return {
        code: Text(zh=zh, en=en or zh) for code, zh, en in rows.values_list("code", "title_zh", "title_en")
    }


def _activities(plan: int, codes: Iterable[str], projects: Names) -> Names:
    """Titles of activities, each after the project it belongs to: every project has its own start of works."""
    rows = models.ROWS["activities"].objects.filter(plan=plan, code__in=list(codes))
    found = {}
    for row in rows.order_by("position"):
        title, project = title_of(row), projects.get(row.project)
        if project is not None:
            title = Text(zh=f"{project.zh} · {title.zh}", en=f"{project.en} · {title.en}")
        found[row.code] = title
    return found


def _stages(item: models.Item, steps: list[models.Step]) -> tuple[Stage, ...]:
    states = list(loop.STATES)
    here = states.index(item.state)
    last = {each.after: each for each in steps if each.before != each.after}
    found = []
    for place_, state in enumerate(states):
        step = last.get(state) if place_ <= here else None
        found.append(
            Stage(
                state=state,
                words=loop.STATES[state],
                reached=place_ <= here,
                now=state == item.state,
                by=step.by.name if step else "",
                at=step.at if step else None,
            )
        )
    return tuple(found)


def _verbs(item: models.Item, here: Here, extensions: list[models.Extension]) -> frozenset[str]:
    """The acts this person may do now with this item."""
    within = here.scope("item.work")
    if within is not None and item.owner not in within:
        return frozenset()
    standing = loop.Standing(
        state=item.state, reported_by=item.reported_by_id, evidence=item.evidence.count()
    )
    verbs = {each.verb for each in loop.open_to(standing=standing, role=here.role, person=here.actor.user)}
    waiting = next((each for each in extensions if each.granted is None), None)
    if waiting is not None:
        verbs.discard("ask-extension")
    if waiting is None or waiting.asked_by_id == here.actor.user:
        verbs -= {"grant-extension", "refuse-extension"}
    return frozenset(verbs)


def _reports(item: models.Item, activities: Names) -> tuple[ReportLine, ...]:
    return tuple(
        ReportLine(
            kind=row.kind,
            text=row.text,
            problem=row.problem,
            percent=row.percent,
            activity=activities.get(row.activity, Text(zh=row.activity, en=row.activity)),
            finished_on=row.finished_on,
            by=row.by.name,
            at=row.at,
        )
        for row in item.reports.select_related("by").order_by("-pk")
    )


def _evidence(item: models.Item) -> tuple[EvidenceLine, ...]:
    return tuple(
        EvidenceLine(
            id=row.pk,
            name=row.name,
            size=row.size,
            sha256=row.sha256,
            is_image=row.media_type in IMAGES,
            is_pdf=row.media_type == PDF,
            by=row.by.name,
            at=row.at,
        )
        for row in item.evidence.select_related("by").order_by("pk")
    )


def _extension(row: models.Extension) -> ExtensionLine:
    return ExtensionLine(
        before=row.due_before,
        asked=row.due_asked,
        reason=row.reason,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        granted=row.granted,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        note=row.note,
    )


def _reminders(item: models.Item, here: Here) -> tuple[ReminderLine, ...]:
    return tuple(
        ReminderLine(
            to=row.to.name,
            text=Text(zh=row.text_zh, en=row.text_en),
            at=row.at,
            seen_at=row.seen_at,
            mine=row.to_id == here.actor.user and row.seen_at is None,
        )
        for row in item.reminders.select_related("to").order_by("-pk")
    )


def _open_works(known: Works, code: str, titles: Names) -> tuple[Choice, ...]:
    return tuple(
        Choice(code=each, title=titles[each])
        for each in known.activities.get(code, ())
        if each not in known.finished and each in titles
    )
