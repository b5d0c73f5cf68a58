"""Reminders: each rung once, by working days, one mail a person and day, none when people are at home."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from tests.site.conftest import NOW, TODAY

from tongchou_site.jobs.reminders import remind
from tongchou_site.records import models
from tongchou_site.records.actions.items import Which, ask_extension, assign, decide_extension, move
from tongchou_site.records.actions.reminders import ladder, reached, remind_plan, see_reminders, urge
from tongchou_site.records.trail import MACHINE, Actor

FRIDAY = date(
    2021, 9, 17
)  # Saturday the eighteenth is a working day, the nineteenth to the twenty-first are off


def which(code: str = "T1", *, role: str = "office") -> Which:
    version = models.Item.objects.get(code=code).version
    return Which(plan="small", code=code, version=version, role=role, within=None, on=TODAY)


@pytest.fixture
def item(plan: models.Plan, people: dict[str, Actor]) -> models.Item:
    """The school's item, handed out and due on a Friday; the road's stays with the delivery office."""
    assign(which=which(), by=people["office"], at=NOW)
    models.Item.objects.filter(code="T1").update(due=FRIDAY, begun_on=FRIDAY, reported_on=FRIDAY)
    return models.Item.objects.get(code="T1")


def rungs(user: Actor | None = None) -> list[str]:
    rows = models.Reminder.objects.order_by("pk")
    return list((rows.filter(to=user.user) if user else rows).values_list("rung", flat=True))


@pytest.mark.parametrize(
    ("on", "rung"),
    [
        (date(2021, 9, 9), None),
        (date(2021, 9, 10), "near-due"),
        (FRIDAY, "due"),
        (date(2021, 9, 18), "overdue"),
        (date(2021, 9, 21), "overdue"),
        (date(2021, 9, 23), "overdue-3"),
        (date(2021, 9, 26), "overdue-5"),
    ],
)
def test_rungs_are_reached_in_working_days_of_the_statutory_calendar(on: date, rung: str | None) -> None:
    found = reached(due=FRIDAY, on=on)
    assert (found.id if found else None) == rung


def test_the_ladder_climbs() -> None:
    assert [len(each.to) for each in ladder()] == sorted(len(each.to) for each in ladder())


def test_a_rung_is_sent_once(item: models.Item) -> None:
    first = remind_plan(plan="small", on=FRIDAY, by=MACHINE, at=NOW)
    second = remind_plan(plan="small", on=FRIDAY, by=MACHINE, at=NOW)
    assert (first, second, rungs()) == (1, 0, ["due"])


def test_only_the_highest_rung_is_sent_after_a_silence(item: models.Item, people: dict[str, Actor]) -> None:
    remind_plan(plan="small", on=FRIDAY + timedelta(days=10), by=MACHINE, at=NOW)
    assert rungs(people["edu"]) == ["overdue-5"]


def test_a_late_item_climbs_to_the_delivery_office(item: models.Item, people: dict[str, Actor]) -> None:
    remind_plan(plan="small", on=date(2021, 9, 26), by=MACHINE, at=NOW)
    assert rungs(people["office2"]) == ["overdue-5"]


def test_another_bureau_is_not_told(item: models.Item, people: dict[str, Actor]) -> None:
    remind_plan(plan="small", on=date(2021, 9, 26), by=MACHINE, at=NOW)
    assert rungs(people["roads"]) == []


def test_the_officer_who_accepted_is_told_and_not_every_colleague(
    item: models.Item, people: dict[str, Actor]
) -> None:
    colleague = models.User.objects.create(username="edu2", name="edu2", joined_at=NOW)
    post = {"plan": item.plan, "role": "officer", "organisation": "edu"}
    models.Post.objects.create(user=colleague, **post)
    move(verb="accept", which=which(role="officer"), by=people["edu"], at=NOW)
    remind_plan(plan="small", on=FRIDAY, by=MACHINE, at=NOW)
    assert list(models.Reminder.objects.values_list("to__username", flat=True)) == ["edu"]


def test_a_granted_extension_begins_the_ladder_anew(item: models.Item, people: dict[str, Actor]) -> None:
    remind_plan(plan="small", on=FRIDAY, by=MACHINE, at=NOW)
    later = FRIDAY + timedelta(days=7)
    ask_extension(which=which(role="officer"), until=later, reason="雨", by=people["edu"], at=NOW)
    decide_extension(which=which(), granted=True, note="", by=people["office"], at=NOW)
    remind_plan(plan="small", on=later, by=MACHINE, at=NOW)
    assert list(models.Reminder.objects.order_by("pk").values_list("rung", "about")) == [
        ("due", FRIDAY),
        ("due", later),
    ]


def test_a_report_that_is_due_is_asked_for(item: models.Item) -> None:
    models.Item.objects.update(due=date(2022, 6, 1))
    remind_plan(plan="small", on=FRIDAY + timedelta(days=30), by=MACHINE, at=NOW)
    assert rungs() == ["report-due"]


def test_nothing_is_asked_of_an_item_that_was_not_handed_out(
    plan: models.Plan, people: dict[str, Actor]
) -> None:
    models.Item.objects.update(due=FRIDAY)
    assert remind_plan(plan="small", on=FRIDAY, by=MACHINE, at=NOW) == 0


def test_a_reminder_by_hand_reaches_the_owner_each_time(item: models.Item, people: dict[str, Actor]) -> None:
    for _ in range(2):
        urge(which=which(), words="请本周反馈", by=people["office"], at=NOW)
    texts = models.Reminder.objects.filter(to=people["edu"].user).values_list("text_zh", flat=True)
    assert list(texts) == ["T1 建成学校：督查室催办。请本周反馈"] * 2


def test_a_reminder_that_was_read_says_when(item: models.Item, people: dict[str, Actor]) -> None:
    urge(which=which(), words="", by=people["office"], at=NOW)
    see_reminders(plan=item.plan_id, code="T1", by=people["edu"], at=NOW)
    assert models.Reminder.objects.get().seen_at == NOW


def test_somebody_else_reading_does_not_count(item: models.Item, people: dict[str, Actor]) -> None:
    urge(which=which(), words="", by=people["office"], at=NOW)
    see_reminders(plan=item.plan_id, code="T1", by=people["roads"], at=NOW)
    assert models.Reminder.objects.get().seen_at is None


@pytest.fixture
def with_mail(item: models.Item, people: dict[str, Actor]) -> None:
    models.User.objects.filter(username="edu").update(email="edu@example.org")
    models.Plan.objects.update(judged_on=None)
    for words in ("一", "二"):
        urge(which=which(), words=words, by=people["office"], at=NOW)


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of August 2021 by the clock in Beijing."""
    return datetime(2021, 8, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def test_everything_that_waits_goes_out_in_one_mail(with_mail: None) -> None:
    remind(on=TODAY, at=beijing(3, 10))
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["edu@example.org"], "督办提醒：2项 / Reminders: 2 items")
    ]


def test_a_second_mail_waits_for_the_next_day(with_mail: None, people: dict[str, Actor]) -> None:
    remind(on=TODAY, at=beijing(3, 10))
    urge(which=which(), words="三", by=people["office"], at=beijing(3, 11))
    remind(on=TODAY, at=beijing(3, 15))
    assert len(mail.outbox) == 1
    remind(on=TODAY, at=beijing(4, 9))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("at", [beijing(3, 8, 59), beijing(3, 17, 30), beijing(7, 10)])
def test_no_mail_goes_out_early_late_or_on_a_day_off(with_mail: None, at: datetime) -> None:
    remind(on=TODAY, at=at)
    assert mail.outbox == []


def test_who_has_no_address_gets_no_mail_and_keeps_the_reminders(
    item: models.Item, people: dict[str, Actor]
) -> None:
    urge(which=which(), words="", by=people["office"], at=NOW)
    remind(on=TODAY, at=beijing(3, 10))
    assert (mail.outbox, models.Reminder.objects.filter(mailed_at=None).count()) == ([], 1)


def test_a_mail_says_it_in_both_languages(with_mail: None) -> None:
    remind(on=TODAY, at=beijing(3, 10))
    body = mail.outbox[0].body
    assert ("1. T1 建成学校：督查室催办。一" in body, "1. T1 Build the school: a reminder" in body) == (
        True,
        True,
    )


def test_nobody_is_reminded_of_what_is_proved_finished(item: models.Item) -> None:
    models.Item.objects.filter(code="T1").update(light="green", light_rule="pace/finished")
    assert remind_plan(plan="small", on=FRIDAY + timedelta(days=10), by=MACHINE, at=NOW) == 0
