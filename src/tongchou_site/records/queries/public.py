"""What everybody may read of an open plan. No name of a person, no report and no evidence leaves this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tongchou.cycle.outcome import Outcome, StatementOutcome
from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou.plan.works import Statement
from tongchou_site.records import models
from tongchou_site.records.lights import word
from tongchou_site.records.queries.runs import answer_of
from tongchou_site.records.said import SOURCE

KEPT = 8  # answers held in memory
SUMMARIES = 256  # of runs, held for the feeds
ENOUGH = 3  # sourced milestones under which no forecast is shown
PAGE = 50  # rows a page of the list
DATED_RULES = {"finished", "undated", "overdue", "near", "on-course"}  # whose reason names days alone
NO_REASON = Text(zh="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlan:
    """A plan that is open to everybody; `stamp` moves with every act on it, `run` is its latest answer."""

    plan: int
    key: str
    title: Text
    run: int | None
    stamp: int


def open_plans() -> tuple[OpenPlan, ...]:
    """Every open plan."""
    rows = models.Plan.objects.filter(open_to_public=True).order_by("title_zh", "key")
    return tuple(_open(row) for row in rows)


def open_plan(*, key: str) -> OpenPlan | None:
    """The open plan of a key; None where there is none or it is not open."""
    row = models.Plan.objects.filter(key=key, open_to_public=True).first()
    return _open(row) if row else None


def _open(row: models.Plan) -> OpenPlan:
    acts = models.AuditEntry.objects.filter(plan=row.key).order_by("-number")
    runs = done_runs(plan=row.pk, most=1)
    return OpenPlan(
        plan=row.pk,
        key=row.key,
        title=Text(zh=row.title_zh, en=row.title_en or row.title_zh),
        run=runs[0] if runs else None,
        stamp=acts.values_list("number", flat=True).first() or 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAnswer:
    """A finished run without what is not for everybody."""

    run: int
    ended_at: datetime
    plan: Plan
    outcome: Outcome


@lru_cache(maxsize=KEPT)
def public_answer(*, run: int) -> PublicAnswer:
    """The answer of a run as everybody may read it."""
    answer = answer_of(run=run)
    secret = _secret(models.Run.objects.values_list("plan", flat=True).get(pk=run), answer.plan)
    return PublicAnswer(
        run=run,
        ended_at=answer.ended_at,
        plan=_plan(answer.plan, secret),
        outcome=replace(
            answer.outcome,
            decisions=(),
            statements=tuple(_told(each, secret) for each in answer.outcome.statements),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Secret:
    names: frozenset[str]  # of people, wherever they stand in a text
    texts: frozenset[str]  # whole texts: reports, names of files
    bodies: frozenset[str]  # who may be named as having said something

    def cleared(self, text: str) -> str:
        """The text, or nothing where it names a person or is taken from a report or a file."""
        hidden = text in self.texts or any(name in text for name in self.names)
        return "" if hidden else text


def _secret(plan: int, value: Plan) -> _Secret:
    names = set(models.User.objects.values_list("name", flat=True))
    names |= {row.person for row in value.tasks} | {row.speaker for row in value.commitments}
    texts = set(models.Evidence.objects.filter(item__plan=plan).values_list("name", flat=True))
    for pair in models.Report.objects.filter(item__plan=plan).values_list("text", "problem"):
        texts |= set(pair)
    organisations = value.organisations
    bodies = {each for row in organisations for each in (row.id, row.title_zh, row.title_en)}
    return _Secret(
        names=frozenset(name for name in names if len(name) > 1),
        texts=frozenset(texts - {""}),
        bodies=frozenset(bodies),
    )


def _plan(value: Plan, secret: _Secret) -> Plan:
    return replace(
        value,
        decisions=(),
        tasks=tuple(replace(row, person="", state="") for row in value.tasks),
        commitments=tuple(replace(row, speaker="", post="") for row in value.commitments),
        statements=tuple(_said(row, secret) for row in value.statements),
        sources=tuple(
            replace(row, title="", note="") if {row.title, row.note} & secret.texts else row
            for row in value.sources
        ),
    )


def _published(row: Statement | StatementOutcome) -> bool:
    """Whether it stands in a published text: what was reported in the loop does not."""
    return bool(set(row.sources) - {SOURCE})


def _said(row: Statement, secret: _Secret) -> Statement:
    """A statement without its words where it was not published, and never with a person's name."""
    published = _published(row)
    return replace(
        row,
        said_by=secret.cleared(row.said_by) if published or row.said_by in secret.bodies else "",
        text=secret.cleared(row.text) if published else "",
        reason=secret.cleared(row.reason) if published else "",
    )


def _told(row: StatementOutcome, secret: _Secret) -> StatementOutcome:
    published = _published(row)
    return replace(
        row,
        said_by=secret.cleared(row.said_by) if published or row.said_by in secret.bodies else "",
        text=secret.cleared(row.text) if published else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItem:
    """A task of the public list; `chance` only where at least three sourced milestones stand behind it."""

    code: str
    position: int
    title: Text
    goals: tuple[str, ...]
    lead: str
    supporting: tuple[str, ...]
    due: date | None
    state: str
    light: str
    word: Text  # of the light
    why: Text  # the reason of the light, where it names days alone
    chance: float | None
    finish_p50: date | None
    finish_p80: date | None
    sourced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tasks: of a bureau, of any of some goals, of one light. Empty: all."""

    bureau: str = ""
    goals: tuple[str, ...] = ()
    light: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """One page of the list; `after` is where the next one begins, None at the end; `total` counts all wanted."""

    items: tuple[PublicItem, ...]
    after: int | None
    total: int


def public_items(*, plan: int, wanted: Wanted, after: int = -1, most: int = PAGE) -> ItemPage:
    """A page of the tasks in the order of the plan, beginning behind the position `after`."""
    rows = _items(plan, wanted)
    found = list(rows.filter(position__gt=after).select_related("task").order_by("position")[: most + 1])
    more = len(found) > most
    return ItemPage(
        items=tuple(_item(row) for row in found[:most]),
        after=found[most - 1].position if more else None,
        total=rows.count(),
    )


def public_item(*, plan: int, code: str) -> PublicItem | None:
    """One task; None where there is none."""
    row = models.Item.objects.select_related("task").filter(plan=plan, code=code).first()
    return _item(row) if row else None


def light_counts(*, plan: int, wanted: Wanted) -> Mapping[str, int]:
    """How many tasks show each light."""
    rows = _items(plan, wanted).order_by().values_list("light").annotate(n=Count("id"))
    return dict(rows)


def owner_counts(*, plan: int, wanted: Wanted) -> Mapping[str, int]:
    """How many tasks each organisation answers for."""
    rows = _items(plan, wanted).order_by().values_list("owner").annotate(n=Count("id"))
    return dict(rows)


def _items(plan: int, wanted: Wanted) -> QuerySet[models.Item]:
    rows = models.Item.objects.filter(plan=plan)
    if wanted.bureau:
        rows = rows.filter(owner=wanted.bureau)
    if wanted.light:
        rows = rows.filter(light=wanted.light)
    if wanted.goals:
        any_goal = Q()
        for goal in wanted.goals:
            any_goal |= Q(in_goals__contains=f'"{goal}"')
        rows = rows.annotate(in_goals=Cast("task__goals", TextField())).filter(any_goal)
    return rows


def _item(row: models.Item) -> PublicItem:
    enough, rule = row.sourced >= ENOUGH, row.light_rule.rpartition("/")[2]
    return PublicItem(
        code=row.code,
        position=row.position,
        title=Text(zh=row.task.title_zh, en=row.task.title_en or row.task.title_zh),
        goals=row.task.goals,
        lead=row.owner,
        supporting=row.task.supporting,
        due=row.due,
        state=row.state,
        light=row.light,
        word=word(colour=row.light, rule=row.light_rule),
        why=Text(zh=row.light_why_zh, en=row.light_why_en) if rule in DATED_RULES else NO_REASON,
        chance=row.chance if enough else None,
        finish_p50=row.finish_p50 if enough else None,
        finish_p80=row.finish_p80 if enough else None,
        sourced=row.sourced,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSeen:
    """What one run said of a goal; no chance where there was too little evidence."""

    id: str
    title: Text
    chance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone:
    """An activity that had been finished by the day of a run."""

    id: str
    name: Text
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What the feeds compare of two runs."""

    run: int
    ended_at: datetime
    on: date
    input_hash: str
    goals: tuple[GoalSeen, ...]
    done: tuple[WorkDone, ...]


def done_runs(*, plan: int, most: int) -> tuple[int, ...]:
    """The latest finished runs, newest first."""
    rows = models.Run.objects.filter(plan=plan, state="done").order_by("-id")
    return tuple(rows.values_list("pk", flat=True)[:most])


@lru_cache(maxsize=SUMMARIES)
def run_summary(*, run: int) -> RunSummary:
    """What a finished run said, in short."""
    answer = answer_of(run=run)
    outcome = answer.outcome
    return RunSummary(
        run=run,
        ended_at=answer.ended_at,
        on=outcome.on,
        input_hash=outcome.input_hash,
        goals=tuple(
            GoalSeen(id=each.id, title=each.title, chance=each.chance if each.enough else None)
            for each in outcome.goals
        ),
        done=tuple(
            WorkDone(id=each.id, name=each.name, owner=each.owner) for each in outcome.activities if each.done
        ),
    )
