"""Reminders (催办): by the ladder of `reminders.yaml`, by hand, and the digest of each person. Twice is as good as once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import read_yaml
from tongchou.kernel.period import add_workdays, is_workday
from tongchou_site.records import loop, models
from tongchou_site.records.actions.items import Which, acting
from tongchou_site.records.lights import day_en, day_zh
from tongchou_site.records.trail import MACHINE, Actor, act

BATCH = 500
BY_HAND = "by-hand"
LONGEST_LADDER = 60  # days after which no new reminder of one due day is made


def _data() -> Any:
    return read_yaml(package="tongchou_site.records", name="reminders.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder: working days from the due day, whom it reaches, its words."""

    id: str
    workdays: int
    to: tuple[str, ...]
    text: Text


@cache
def ladder() -> tuple[Rung, ...]:
    """The rungs, the earliest first."""
    rows = [(row, row["workdays"]) for row in _data()["rungs"]]
    return tuple(_rung(row, days) for row, days in sorted(rows, key=lambda pair: pair[1]))


@cache
def report_rung() -> Rung:
    """The reminder that a report is due by the item's cadence."""
    return _rung(_data()["report_due"], 0)


def _rung(row: Any, workdays: int) -> Rung:
    zh, en = row["text"]
    return Rung(id=row["id"], workdays=workdays, to=tuple(row["to"]), text=Text(zh=zh, en=en))


@cache
def reached(*, due: date, on: date) -> Rung | None:
    """The highest rung of the ladder that a due day has reached by `on`; None before the first."""
    if due < on - timedelta(days=LONGEST_LADDER):
        return ladder()[-1]
    found = [rung for rung in ladder() if on >= _day_of(rung, due, on)]
    return found[-1] if found else None


def _day_of(rung: Rung, due: date, on: date) -> date:
    if rung.workdays >= 0:
        return add_workdays(start=due, count=rung.workdays, known_on=on)
    day = due
    for _ in range(-rung.workdays):
        day -= timedelta(days=1)
        while not is_workday(day=day, known_on=on):
            day -= timedelta(days=1)
    return day


def remind_plan(*, plan: str, on: date, by: Actor, at: datetime) -> int:
    """The reminders a plan owes its people on a day; how many were new."""
    head = models.Plan.objects.get(key=plan)
    people = _People(head.pk)
    at_work = models.Item.objects.filter(plan=head, state__in=loop.AT_WORK)
    items = at_work.exclude(light_rule__endswith="/finished").select_related(
        "task"
    )  # proved, though not yet closed
    rows = [row for item in items.iterator(chunk_size=2000) for row in _owed(item, people, on, at)]
    known = set(
        models.Reminder.objects.filter(item__plan=head)
        .exclude(rung=BY_HAND)
        .values_list("item", "to", "rung", "about")
    )
    new = [row for row in rows if (row.item_id, row.to_id, row.rung, row.about) not in known]
    if new:
        with act(action="reminders.send", by=by, at=at, plan=plan) as entry:
            models.Reminder.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
            entry.detail = {"on": on.isoformat(), "new": len(new)}
    return len(new)


class _People:
    """Who is to be told, of one plan, looked up once."""

    def __init__(self, plan: int) -> None:
        self.officers: dict[str, list[int]] = defaultdict(list)
        self.office: list[int] = []
        posts = models.Post.objects.filter(plan=plan, user__is_active=True).order_by("pk")
        for role, organisation, user in posts.values_list("role", "organisation", "user"):
            (self.office if role == models.Post.OFFICE else self.officers[organisation]).append(user)
        rows = models.OrganisationRow.objects.filter(plan=plan).values_list("code", "parent")
        self.above = dict(rows)

    def of(self, item: models.Item, whom: str) -> list[int]:
        """The people a word of the ladder means for an item."""
        mine = self.officers.get(item.owner, [])
        if whom == "office":
            return self.office
        if whom == "above":
            return self.officers.get(self.above.get(item.owner, ""), [])
        return [item.officer_id] if item.officer_id in mine else mine


def _owed(item: models.Item, people: _People, on: date, at: datetime) -> Iterator[models.Reminder]:
    rung = reached(due=item.due, on=on) if item.due else None
    if rung is not None:
        yield from _rows(item, people, rung, item.due, at)
    last = item.reported_on or item.begun_on
    wanted = last + timedelta(days=item.cadence_days) if last else None
    if wanted is not None and wanted <= on:
        yield from _rows(item, people, report_rung(), wanted, at)


def _rows(
    item: models.Item, people: _People, rung: Rung, about: date, at: datetime
) -> Iterator[models.Reminder]:
    text = _filled(rung.text, item, due_zh=day_zh(about), due_en=day_en(about))
    for user in dict.fromkeys(user for whom in rung.to for user in people.of(item, whom)):
        yield models.Reminder(
            item=item, to_id=user, rung=rung.id, about=about, text_zh=text.zh, text_en=text.en, at=at
        )


def _filled(text: Text, item: models.Item, **values: str) -> Text:
    zh = {"task": f"{item.code} {item.task.title_zh}", "due": values.get("due_zh", ""), **values}
    en = {
        "task": f"{item.code} {item.task.title_en or item.task.title_zh}",
        "due": values.get("due_en", ""),
        **values,
    }
    return Text(zh=text.zh.format(**zh), en=text.en.format(**en))


def urge(*, which: Which, words: str, by: Actor, at: datetime) -> int:
    """Remind the people who answer for an item, by hand (催办); how many were told.

    Raises
    ------
    BadInput, Conflict, Item.DoesNotExist
        As `acting` does.
    """
    with acting(verb="urge", which=which, by=by, at=at, note=words) as doing:
        zh, en = _data()["by_hand"]
        text = _filled(Text(zh=zh, en=en), doing.item, words=words.strip())
        told = _People(doing.item.plan_id).of(doing.item, "owner")
        for user in told:
            doing.item.reminders.create(
                to_id=user, rung=BY_HAND, about=which.on, text_zh=text.zh, text_en=text.en, at=at
            )
        doing.entry.detail = {"told": len(told)}
    return len(told)


def see_reminders(*, plan: int, code: str, by: Actor, at: datetime) -> None:
    """A person has read the reminders of an item (已阅); kept beside them, no audit entry."""
    mine = models.Reminder.objects.filter(item__plan=plan, item__code=code, to=by.user, seen_at=None)
    mine.update(seen_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The mail of one person: everything not mailed yet, in one."""

    user: int
    email: str
    subject: str
    body: str
    reminders: tuple[int, ...]


def digests(*, at: datetime, local: datetime) -> tuple[Digest, ...]:
    """The mails that may go out now: on working days, in working hours, one a person and day.

    `local` is the same moment by the office's clock.
    """
    rules = _data()["digest"]
    hour = local.strftime("%H:%M")
    if not (rules["from"] <= hour < rules["to"] and is_workday(day=local.date(), known_on=local.date())):
        return ()
    midnight = at - timedelta(
        hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    served = set(models.Reminder.objects.filter(mailed_at__gte=midnight).values_list("to", flat=True))
    waiting = models.Reminder.objects.filter(
        mailed_at=None, to__is_active=True, item__state__in=loop.OPEN
    ).exclude(to__email="")
    by_person: dict[int, list[models.Reminder]] = defaultdict(list)
    for row in waiting.exclude(to__in=served).select_related("to").order_by("pk"):
        by_person[row.to_id].append(row)
    return tuple(_digest(rows, rules) for rows in by_person.values())


def _digest(rows: list[models.Reminder], rules: Any) -> Digest:
    person = rows[0].to
    values = {"n": len(rows), "name": person.name}
    subject = " / ".join(each.format(**values) for each in rules["subject"])
    parts = []
    for place, lines in enumerate(([row.text_zh for row in rows], [row.text_en for row in rows])):
        numbered = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
        parts.append(
            "\n".join([rules["head"][place].format(**values), "", *numbered, "", rules["foot"][place]])
        )
    return Digest(
        user=person.pk,
        email=person.email,
        subject=subject,
        body="\n\n".join(parts) + "\n",
        reminders=tuple(row.pk for row in rows),
    )


def mailed(*, digest: Digest, at: datetime) -> None:
    """A digest was handed to the mail."""
    with act(action="reminders.mail", by=MACHINE, at=at) as entry:
        models.Reminder.objects.filter(pk__in=digest.reminders).update(mailed_at=at)
        person = models.User.objects.get(pk=digest.user)
        entry.subject, entry.detail = f"user:{person.username}", {"reminders": len(digest.reminders)}
