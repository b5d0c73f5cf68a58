"""What the organisation that answers for an item says of it: progress, that it is finished, or a reply to a light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou_site.records import models
from tongchou_site.records.actions.items import LIGHTS, RUN_ANEW, Which, acting
from tongchou_site.records.said import Finish, say
from tongchou_site.records.trail import Actor
from tongchou_site.records.works import works

WHOLE = 100  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A report: text, problem met, percent done, and a work of the task that was finished on a day.

    `final`: the item is reported as finished and goes to the delivery office.
    """

    text: str
    problem: str = ""
    percent: int | None = None
    activity: str = ""
    finished_on: date | None = None
    final: bool = False


def report(*, which: Which, said: Said, by: Actor, at: datetime) -> int:
    """Feedback (反馈) on an item; the report's key. A finished work becomes a statement of the plan.

    Raises
    ------
    BadInput
        The share, the work or its day cannot be; else as `acting` does.
    """
    verb = "report" if said.final else "progress"
    wake = RUN_ANEW if said.finished_on else LIGHTS
    with acting(verb=verb, which=which, by=by, at=at, note=said.text, wake=wake) as doing:
        item = doing.item
        if found := _problems(item, said, which.on):
            raise BadInput(found)
        row = item.reports.create(
            kind="progress",
            text=said.text.strip(),
            problem=said.problem.strip(),
            percent=said.percent,
            activity=said.activity,
            finished_on=said.finished_on,
            by_id=by.user,
            at=at,
        )
        doing.entry.detail = {"report": row.pk, "percent": said.percent}
        _take_in(item, said, which.on, at)
        if said.final:
            item.reported_by_id = by.user
        if said.finished_on:
            doing.entry.detail["statement"] = say(
                item=item,
                finish=Finish(subject=said.activity, kind="actual", day=said.finished_on),
                on=which.on,
                text=said.text.strip(),
            )
            models.Plan.objects.filter(pk=item.plan_id).update(changed_at=at)
    return row.pk


def _take_in(item: models.Item, said: Said, on: date, at: datetime) -> None:
    """What the item remembers of its latest report."""
    if item.reported_on != on:
        item.reported_before = item.reported_on
    item.reported_at, item.reported_on, item.sent_back = at, on, False
    if said.percent is not None:
        item.percent = said.percent


def _problems(item: models.Item, said: Said, on: date) -> list[Problem]:
    found = []
    if said.percent is not None and not 0 <= said.percent <= WHOLE:
        found.append(_problem("bad-percent", str(said.percent)))
    if bool(said.activity) != (said.finished_on is not None):
        found.append(_problem("half-finish", said.activity))
        return found
    if said.finished_on is None:
        return found
    if said.activity not in works(plan=item.plan_id, on=on, tasks=[item.code]).activities.get(item.code, ()):
        found.append(_problem("foreign-work", said.activity))
    if said.finished_on > on:
        found.append(_problem("future-finish", said.finished_on.isoformat()))
    if _begun_after(item, said):
        found.append(_problem("finish-before-start", said.finished_on.isoformat()))
    return found


def _begun_after(item: models.Item, said: Said) -> bool:
    """Whether somebody said it began later: a run would refuse such a plan."""
    began = models.StatementRow.objects.filter(
        plan=item.plan_id, subject=said.activity, aspect="start", kind="actual"
    )
    days = began.exclude(precision="latest").values_list("value", flat=True)
    return any(date.fromisoformat(day) > said.finished_on for day in days)


def reply(*, which: Which, text: str, by: Actor, at: datetime) -> None:
    """What the organisation has to say to its light (说明情况); it stands beside the light.

    Raises
    ------
    BadInput, Conflict, Item.DoesNotExist
        As `acting` does.
    """
    with acting(verb="reply", which=which, by=by, at=at, note=text) as doing:
        doing.item.reports.create(kind="reply", text=text.strip(), by_id=by.user, at=at)


_WORDS = {
    "bad-percent": (
        "完成比例应在0至100之间",
        "the share done lies between 0 and 100",
        "请改正。",
        "Correct it.",
    ),
    "half-finish": (
        "完成的工作与完成日期须一并填写",
        "a finished work and its day go together",
        "请两项都填，或都不填。",
        "Give both or neither.",
    ),
    "foreign-work": (
        "该项工作不属于本任务",
        "this work does not belong to the task",
        "请从列出的工作中选择。",
        "Choose one of those listed.",
    ),
    "future-finish": (
        "完成日期在今天之后",
        "the day of finish lies ahead",
        "完成后再反馈，或改正日期。",
        "Report it once it is finished, or correct the day.",
    ),
    "finish-before-start": (
        "完成日期早于已登记的开工日期",
        "it would have been finished before it began, as recorded",
        "请核对两个日期。",
        "Check both days.",
    ),
}


def _problem(code: str, value: str) -> Problem:
    zh, en, mend_zh, mend_en = _WORDS[code]
    return Problem(code=code, where=Where(), zh=zh, en=en, mend_zh=mend_zh, mend_en=mend_en, value=value)
