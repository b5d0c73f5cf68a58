"""Decisions: what is written, who may, what is refused, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from tests.site.constraint_case import PLAN, TODAY, add_answer

from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.plan.check import sound
from tongchou.plan.model import Plan
from tongchou_site.records import models, snapshot
from tongchou_site.records.queries.runs import answer_of
from tongchou_site.records.trail import Actor, verify

Browser = Callable[[str], Client]


@pytest.fixture
def small() -> Plan:
    return PLAN


@pytest.fixture
def answer(people: dict[str, Actor]) -> int:
    return add_answer()


def draft(answer: int, **more: object) -> dict[str, object]:
    return {
        "run": answer,
        "horizon": "",
        "lever": "permit:PC_CONSTR",
        "choice": "chosen",
        "note": "并联审批",
        "activities": ["permit", "road-permit"],
        **more,
    }


def send(browser: Browser, form: dict[str, object], name: str = "office", status: int = 302) -> str:
    response = browser(name).post("/p/small/decisions/record", form)
    assert response.status_code == status
    return response.headers.get("Location", response.content.decode())


def test_a_decision_is_a_row_of_the_plan_with_the_forecast_it_rests_on(browser: Browser, answer: int) -> None:
    assert send(browser, draft(answer)) == "/p/small/decisions#D1"
    (row,) = snapshot.plan_of(plan=models.Plan.objects.get().pk).decisions
    outcome = answer_of(run=answer).outcome
    lever = next(each for each in outcome.levers if each.id == "permit:PC_CONSTR")
    assert (row.by, row.on, row.choice, row.reason) == ("office", TODAY, "chosen", "并联审批")
    assert (row.input_hash, row.activities) == (outcome.input_hash, ("permit", "road-permit"))
    assert row.gain_expected == Decimal(str(lever.gain)).quantize(Decimal("0.000001"))


def test_the_gain_is_that_of_the_horizon_it_was_decided_in(browser: Browser, answer: int) -> None:
    send(browser, draft(answer, horizon="year", lever="activity:permit"))
    assert models.DecisionRow.objects.get().gain_expected == Decimal(1)  # the school alone counts there


def test_a_decision_leaves_its_entry_and_wakes_a_run(browser: Browser, answer: int) -> None:
    models.Outbox.objects.all().delete()
    send(browser, draft(answer))
    entry = models.AuditEntry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.action, entry.by, entry.subject) == ("decision.record", "office", "decision:D1")
    assert list(models.Outbox.objects.values_list("kind", flat=True)) == ["run"]
    assert verify().broken_at is None


def test_a_plan_with_a_decision_is_sound_and_its_next_answer_holds_it(browser: Browser, answer: int) -> None:
    send(browser, draft(answer))
    value = snapshot.plan_of(plan=models.Plan.objects.get().pk)
    sound(plan=value, on=TODAY)
    outcome = run(snapshot=Snapshot(plan=value), on=TODAY, seed=1, trials=512, map_=map)
    assert [each.lever for each in outcome.decisions] == ["permit:PC_CONSTR"]


def test_where_no_day_is_fixed_the_decision_is_of_today(
    browser: Browser, answer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    models.Plan.objects.update(judged_on=None)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2021, 9, 9))
    send(browser, draft(answer))
    assert models.DecisionRow.objects.get().on == date(2021, 9, 9)


@pytest.mark.parametrize(("name", "status"), [("admin", 403), ("edu", 403), ("stranger", 404), ("", 302)])
def test_only_the_delivery_office_decides(browser: Browser, answer: int, name: str, status: int) -> None:
    send(browser, draft(answer), name, status)
    assert not models.DecisionRow.objects.exists()


def test_the_same_decision_on_the_same_forecast_is_refused(browser: Browser, answer: int) -> None:
    send(browser, draft(answer))
    assert "已有同样的决定" in send(browser, draft(answer, note="再记一次"), status=422)
    assert models.DecisionRow.objects.count() == 1


def test_a_lever_chosen_before_may_be_refused_later(browser: Browser, answer: int) -> None:
    send(browser, draft(answer))
    assert send(browser, draft(answer, choice="refused")) == "/p/small/decisions#D2"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"note": "  "}, "没有写理由"),
        ({"note": "长" * 2001}, "理由过长"),
        ({"choice": "maybe"}, "采用还是不采用"),
        ({"lever": "activity:none"}, "没有这个抓手"),
        ({"horizon": "never"}, "没有这个抓手"),
        ({"activities": ["permit", "none"]}, "没有这个事项"),
        ({"run": 0}, "没有这次预测"),
        ({"run": "x"}, "没有这次预测"),
        ({"run": 10**30}, "没有这次预测"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_is_kept(
    browser: Browser, answer: int, more: dict[str, object], said: str
) -> None:
    entries = models.AuditEntry.objects.count()
    assert said in send(browser, draft(answer, **more), status=422)
    assert not models.DecisionRow.objects.exists()
    assert models.AuditEntry.objects.count() == entries


def test_everything_wrong_is_said_at_once(browser: Browser, answer: int) -> None:
    found = send(browser, draft(answer, note="", choice="", lever="x"), status=422)
    assert all(said in found for said in ("没有写理由", "采用还是不采用", "没有这个抓手"))


def shown(browser: Browser, name: str) -> str:
    return browser(name).get("/p/small/decisions").content.decode()


def test_the_page_shows_reason_gain_and_the_task_it_led_to(browser: Browser, answer: int) -> None:
    send(browser, draft(answer, lever="activity:permit", activities=["permit"], horizon="year"))
    page = shown(browser, "office")
    assert all(said in page for said in ("并联审批", ">100.0<", "尚无", "建成学校", "P50"))


def test_of_tasks_of_other_bureaus_no_light_is_shown(browser: Browser, answer: int) -> None:
    send(browser, draft(answer, activities=["permit"]))
    assert 'class="light ' in shown(browser, "edu")
    assert 'class="light ' not in shown(browser, "roads")


def test_reasons_are_shown_as_they_were_written_and_run_nothing(browser: Browser, answer: int) -> None:
    send(browser, draft(answer, note="<script>alert(1)</script>"))
    page = shown(browser, "office")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_empty_page_says_where_decisions_are_recorded(browser: Browser, answer: int) -> None:
    assert "还没有记录决策" in shown(browser, "edu")
