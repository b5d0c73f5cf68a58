"""The closed loop at work: acts are refused or kept whole, two people close an item, dates become statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.site.conftest import NOW, TODAY

from tongchou.cycle.run import run as run_cycle
from tongchou.cycle.snapshot import Snapshot
from tongchou.kernel.errors import BadInput
from tongchou.plan.check import sound
from tongchou_site.records import loop, models, snapshot
from tongchou_site.records.actions.feedback import Said, reply, report
from tongchou_site.records.actions.items import (
    Which,
    ask_extension,
    assign,
    decide_extension,
    hand_over,
    move,
)
from tongchou_site.records.conflict import Conflict
from tongchou_site.records.trail import Actor, verify

Do = Callable[..., None]


def which(code: str = "T1", *, role: str = "office", within: frozenset[str] | None = None) -> Which:
    item = models.Item.objects.get(code=code)
    return Which(plan="small", code=code, version=item.version, role=role, within=within, on=TODAY)


@pytest.fixture
def do(plan: models.Plan, people: dict[str, Actor]) -> Do:
    """Do a plain transition with the school's item, by somebody of the right role."""

    def done(verb: str, *, by: str = "", note: str = "") -> None:
        officer = loop.RULES[verb].right == "item.work"
        person = by or ("edu" if officer else "office")
        role = "officer" if person == "edu" else "office"
        move(verb=verb, which=which(role=role), by=people[person], at=NOW, note=note)

    return done


@pytest.fixture
def at_work(do: Do) -> None:
    for verb in ("assign", "accept", "start"):
        do(verb)


def final(people: dict[str, Actor], *, by: str = "edu", **said: object) -> None:
    report(which=which(), said=Said(text="主体完工", final=True, **said), by=people[by], at=NOW)


def with_evidence(people: dict[str, Actor]) -> None:
    item = models.Item.objects.get(code="T1")
    item.evidence.create(
        name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64, by_id=people["edu"].user, at=NOW
    )


def test_an_item_goes_from_opening_to_closing_and_every_step_is_kept(
    do: Do, at_work: None, people: dict[str, Actor]
) -> None:
    final(people)
    with_evidence(people)
    for verb in ("review", "complete", "close"):
        do(verb)
    steps = models.Step.objects.order_by("pk").values_list("verb", "after")
    assert list(steps) == [
        ("assign", "assigned"),
        ("accept", "accepted"),
        ("start", "working"),
        ("report", "reported"),
        ("review", "reviewing"),
        ("complete", "completed"),
        ("close", "closed"),
    ]


def test_every_step_is_in_the_audit_chain_with_its_item(do: Do, at_work: None) -> None:
    found = models.AuditEntry.objects.filter(subject="item:T1").values_list("action", flat=True)
    assert list(found.order_by("number")) == ["item.assign", "item.accept", "item.start"]
    assert verify().broken_at is None


def test_an_illegal_act_leaves_the_item_and_the_trail_as_they_were(do: Do) -> None:
    before = models.AuditEntry.objects.count()
    with pytest.raises(BadInput, match="opened"):
        do("close")
    assert models.Item.objects.get(code="T1").version == 1
    assert models.AuditEntry.objects.count() == before


def test_the_database_refuses_that_one_person_reports_and_closes(
    at_work: None, people: dict[str, Actor]
) -> None:
    person = people["office"].user
    with pytest.raises(IntegrityError, match="item_closed_by_another"), transaction.atomic():
        models.Item.objects.filter(code="T1").update(state="closed", reported_by=person, closed_by=person)


def test_the_database_refuses_a_closed_item_that_nobody_closed(plan: models.Plan) -> None:
    with pytest.raises(IntegrityError, match="item_closed_by_somebody"), transaction.atomic():
        models.Item.objects.update(state="closed")


def test_who_completed_an_item_may_close_what_another_reported(
    do: Do, at_work: None, people: dict[str, Actor]
) -> None:
    final(people)
    with_evidence(people)
    for verb in ("review", "complete", "close"):
        do(verb, by="office")
    assert models.Item.objects.get(code="T1").closed_by_id == people["office"].user


def test_a_returned_item_may_be_completed_by_whoever_did_so_before(
    do: Do, at_work: None, people: dict[str, Actor]
) -> None:
    final(people)
    for verb in ("review", "complete"):
        do(verb)
    do("return", note="缺验收意见")
    final(people, by="office")
    assert models.Item.objects.get(code="T1").completed_by_id is None


def test_an_item_outside_ones_reach_is_not_there(plan: models.Plan, people: dict[str, Actor]) -> None:
    beyond = which(role="officer", within=frozenset({"roads"}))
    with pytest.raises(models.Item.DoesNotExist):
        move(verb="accept", which=beyond, by=people["roads"], at=NOW)


def test_a_form_made_from_an_older_version_shows_both(do: Do, people: dict[str, Actor]) -> None:
    old = which()
    do("assign")
    with pytest.raises(Conflict) as caught:
        hand_over(which=old, to="roads", note="本月起由道路局办", by=people["office2"], at=NOW)
    shown = [(each.theirs.en, each.yours.en) for each in caught.value.differences]
    assert shown == [("handed out", "—"), ("office: handed out", "Hand over"), ("—", "本月起由道路局办")]


def finish_of_the_goal(plan: models.Plan) -> date | None:
    value = snapshot.plan_of(plan=plan.pk)
    sound(plan=value, on=TODAY)
    return (
        run_cycle(snapshot=Snapshot(plan=value), on=TODAY, seed=1, trials=512, map_=map).goals[0].finish_p50
    )


def test_a_reported_finish_is_what_the_next_run_takes_for_the_finish(
    at_work: None, plan: models.Plan, people: dict[str, Actor]
) -> None:
    before = finish_of_the_goal(plan)
    final(people, activity="school", finished_on=date(2021, 8, 2))
    after = finish_of_the_goal(plan)
    assert (before is not None and before > TODAY, after) == (True, date(2021, 8, 2))


def test_a_reported_finish_wakes_the_run_and_the_lights(at_work: None, people: dict[str, Actor]) -> None:
    models.Outbox.objects.all().delete()
    final(people, activity="school", finished_on=date(2021, 8, 2))
    assert sorted(models.Outbox.objects.values_list("kind", flat=True)) == ["lights", "run"]


def test_a_reported_finish_says_who_said_it_and_when(at_work: None, people: dict[str, Actor]) -> None:
    final(people, activity="school", finished_on=date(2021, 8, 2))
    row = models.StatementRow.objects.get(code="loop.1")
    assert (row.kind, row.value, row.said_by, row.said_on, row.sources) == (
        "actual",
        "2021-08-02",
        "教育局",
        TODAY,
        ("loop",),
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"activity": "road", "finished_on": date(2021, 8, 2)}, "foreign-work"),
        ({"activity": "school", "finished_on": date(2021, 8, 4)}, "future-finish"),
        ({"activity": "school"}, "half-finish"),
        ({"percent": 101}, "bad-percent"),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    at_work: None, people: dict[str, Actor], said: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        final(people, **said)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_progress_report_leaves_the_item_at_work(at_work: None, people: dict[str, Actor]) -> None:
    report(which=which(), said=Said(text="完成三成", percent=30), by=people["edu"], at=NOW)
    item = models.Item.objects.get(code="T1")
    assert (item.state, item.percent, item.reported_on, item.reported_by) == ("working", 30, TODAY, None)


def asked(people: dict[str, Actor], days: int = 30) -> None:
    until = date(2021, 12, 31) + timedelta(days=days)
    ask_extension(which=which(), until=until, reason="雨季停工", by=people["edu"], at=NOW)


def test_a_granted_extension_is_a_new_promise_beside_the_old_one(
    at_work: None, people: dict[str, Actor]
) -> None:
    asked(people)
    decide_extension(which=which(), granted=True, note="", by=people["office"], at=NOW)
    said = models.StatementRow.objects.filter(subject="school", kind="planned").order_by("position")
    assert list(said.values_list("value", flat=True)) == ["2021-12-31", "2022-01-30"]
    assert models.Item.objects.get(code="T1").due == date(2022, 1, 30)


def test_an_extension_of_a_task_nobody_promised_is_said_of_the_task(
    plan: models.Plan, people: dict[str, Actor]
) -> None:
    assign(which=which("T2"), by=people["office"], at=NOW)
    ask_extension(which=which("T2"), until=date(2021, 11, 30), reason="征迁", by=people["roads"], at=NOW)
    decide_extension(which=which("T2"), granted=True, note="", by=people["office"], at=NOW)
    assert models.StatementRow.objects.get(code="loop.1").subject == "T2"


def test_a_refused_extension_changes_no_date(at_work: None, people: dict[str, Actor]) -> None:
    asked(people)
    decide_extension(which=which(), granted=False, note="请克服", by=people["office"], at=NOW)
    assert models.Item.objects.get(code="T1").due == date(2021, 12, 31)
    assert not models.StatementRow.objects.filter(code="loop.1").exists()


def test_a_second_request_waits_for_the_first(at_work: None, people: dict[str, Actor]) -> None:
    asked(people)
    with pytest.raises(BadInput, match="already waiting"):
        asked(people, days=60)


def test_nobody_grants_their_own_request(at_work: None, people: dict[str, Actor]) -> None:
    ask_extension(which=which(), until=date(2022, 3, 1), reason="雨季", by=people["office"], at=NOW)
    with pytest.raises(BadInput, match="by the person who made it"):
        decide_extension(which=which(), granted=True, note="", by=people["office"], at=NOW)


def closed(people: dict[str, Actor], do: Do) -> None:
    final(people)
    with_evidence(people)
    for verb in ("review", "complete", "close"):
        do(verb)


def test_the_promised_work_of_a_closed_task_is_done_for_the_next_run(
    at_work: None, people: dict[str, Actor], do: Do
) -> None:
    closed(people, do)
    row = models.StatementRow.objects.get(code__startswith="loop.")
    assert (row.subject, row.kind, row.value, row.precision) == (
        "school",
        "actual",
        TODAY.isoformat(),
        "latest",
    )


def test_a_work_that_serves_another_task_too_is_not_done_with_one(
    at_work: None, people: dict[str, Actor], do: Do
) -> None:
    plan = models.Plan.objects.get()
    models.ROWS["projects"].objects.create(
        plan=plan, code="P", position=0, title_zh="学校", tasks=("T1", "T2")
    )
    models.ROWS["activities"].objects.filter(code="school").update(project="P", task="")
    closed(people, do)
    assert not models.StatementRow.objects.filter(code__startswith="loop.").exists()


def test_handing_over_moves_owner_and_lead_and_starts_anew(at_work: None, people: dict[str, Actor]) -> None:
    hand_over(which=which(), to="roads", note="职责调整", by=people["office"], at=NOW)
    item = models.Item.objects.select_related("task").get(code="T1")
    assert (item.owner, item.task.lead, item.state, item.officer) == ("roads", "roads", "assigned", None)
    entry = models.AuditEntry.objects.get(action="item.hand-over")
    assert (entry.detail["from"], entry.detail["to"]) == ("edu", "roads")


def test_an_item_handed_over_is_found_by_its_new_lead(at_work: None, people: dict[str, Actor]) -> None:
    hand_over(which=which(), to="hall", note="职责调整", by=people["office"], at=NOW)
    text = models.LedgerLine.objects.get(item__code="T1").text
    assert "管委会" in text
    assert "教育局" not in text


def test_an_item_is_not_handed_to_nobody(at_work: None, people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput, match="not in the plan"):
        hand_over(which=which(), to="moon", note="职责调整", by=people["office"], at=NOW)


def test_a_reply_stands_beside_the_light_and_changes_no_state(
    at_work: None, people: dict[str, Actor]
) -> None:
    reply(which=which(), text="汛期影响", by=people["edu"], at=NOW)
    assert models.Report.objects.get(kind="reply").text == "汛期影响"
    assert models.Item.objects.get(code="T1").state == "working"


def without_lead() -> None:
    models.Item.objects.filter(code="T1").update(owner="", due=None)


def test_an_item_that_nobody_leads_is_not_handed_out(plan: models.Plan, people: dict[str, Actor]) -> None:
    without_lead()
    with pytest.raises(BadInput, match="nobody leads"):
        assign(which=which(), by=people["office"], at=NOW)


def test_handing_out_names_the_lead_and_the_day_where_there_was_none(
    plan: models.Plan, people: dict[str, Actor]
) -> None:
    without_lead()
    assign(which=which(), to="roads", due=date(2021, 12, 1), by=people["office"], at=NOW)
    item = models.Item.objects.select_related("task").get(code="T1")
    assert (item.owner, item.task.lead, item.due, item.state) == (
        "roads",
        "roads",
        date(2021, 12, 1),
        "assigned",
    )


def test_handing_out_does_not_change_a_lead_or_a_day(plan: models.Plan, people: dict[str, Actor]) -> None:
    with pytest.raises(BadInput) as caught:
        assign(which=which(), to="roads", due=date(2022, 1, 1), by=people["office"], at=NOW)
    assert [each.code for each in caught.value.problems] == ["has-lead", "has-due"]
