"""The page of the principal constraint, its what-if and the evidence: what is shown, to whom, and where figures lead."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.site.constraint_case import PLAN, add_answer

from tongchou.plan.model import Plan
from tongchou_site.records import models, snapshot
from tongchou_site.records.trail import Actor

Browser = Callable[[str], Client]


@pytest.fixture
def small() -> Plan:
    return PLAN


@pytest.fixture
def answer(people: dict[str, Actor]) -> int:
    return add_answer()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(f"/p/small/{address}")
    assert response.status_code == status
    return response.content.decode()


def test_without_an_answer_the_page_says_what_to_do(browser: Browser) -> None:
    assert "还没有预测结果" in text(browser("office"), "principal")


@pytest.mark.parametrize("horizon", ["", "year", "long"])
def test_every_horizon_has_an_address_of_its_own(browser: Browser, answer: int, horizon: str) -> None:
    page = text(browser("office"), f"principal?horizon={horizon}")
    assert f'<input type="hidden" name="horizon" value="{horizon}">' in page


def test_a_horizon_that_is_not_there_is_not_found(browser: Browser, answer: int) -> None:
    text(browser("office"), "principal?horizon=never", 404)


def test_the_sentence_names_the_goal_that_is_missed_in_every_future(browser: Browser, answer: int) -> None:
    assert "有100种不能按期实现“开学”" in text(browser("office"), "principal")


@pytest.mark.parametrize(
    "address", ["principal", "principal?d.activity:permit=6", "decisions", "calibration", "evidence"]
)
def test_no_page_carries_a_style_or_script_inside(browser: Browser, answer: int, address: str) -> None:
    page = text(browser("office"), address)
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize(
    "address", ["principal?d.activity:permit=6", "principal?horizon=year", "decisions", "calibration"]
)
def test_every_figure_leads_to_a_row_of_the_evidence(browser: Browser, answer: int, address: str) -> None:
    client = browser("office")
    asked = set(re.findall(r'href="/p/small/evidence#([^"]+)"', text(client, address)))
    there = set(re.findall(r'\sid="([^"]+)"', text(client, "evidence")))
    assert asked - there == set()


def test_the_page_of_a_horizon_has_figures_to_lead_somewhere(browser: Browser, answer: int) -> None:
    assert text(browser("office"), "principal").count('class="fig ') > 10


def test_a_permit_class_is_among_the_levers_to_try(browser: Browser, answer: int) -> None:
    assert 'name="d.permit:PC_CONSTR"' in text(browser("office"), "principal")


def test_six_days_less_open_the_school_in_time(browser: Browser, answer: int) -> None:
    found = text(browser("office"), "what-if?d.activity:permit=6")
    assert "2021-10-01" in found
    assert "2021-09-25" in found
    assert re.search(r"&lt;1 %</a></td><td[^>]*>.*?&gt;99 %", found)


def test_five_days_less_are_one_too_few(browser: Browser, answer: int) -> None:
    found = text(browser("office"), "what-if?d.activity:permit=5")
    assert "2021-09-26" in found
    assert "&gt;99 %" not in found


def test_a_goal_without_evidence_enough_shows_no_chance(browser: Browser, answer: int) -> None:
    found = text(browser("office"), "what-if?d.activity:permit=6")
    road = found[found.index("通车") :]
    assert "依据不足" in road[: road.index("</tr>")]


def test_a_permit_class_shortens_both_of_its_permits(browser: Browser, answer: int) -> None:
    found = text(browser("office"), "what-if?d.permit:PC_CONSTR=12")
    assert "2021-09-25" in found  # the school six days earlier
    assert "2021-09-15" in found  # the road too: the 21st before


def test_without_script_the_page_itself_holds_the_answer(browser: Browser, answer: int) -> None:
    client = browser("office")
    piece = text(client, "what-if?d.activity:permit=6").strip()
    page = text(client, "principal?horizon=&d.activity:permit=6&d.activity:school=&lever=&days=")
    assert piece in page
    assert 'name="d.activity:permit" min="0" max="3650" step="any" value="6"' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("d.activity:permit=abc", "天数"),
        ("d.activity:permit=-3", "天数"),
        ("d.activity:permit=1e999", "天数"),
        ("d.activity:nowhere=3", "没有这个抓手"),
        ("lever=activity:permit&days=nan", "天数"),
        ("", "一至三个抓手"),
        ("d.activity:permit=1&d.activity:school=1&d.activity:fence=1&d.activity:road=1", "一至三个抓手"),
    ],
)
def test_nonsense_is_refused_in_words(browser: Browser, answer: int, query: str, said: str) -> None:
    found = text(browser("office"), f"what-if?{query}", 422)
    assert said in found
    assert "<html" not in found


def test_nonsense_on_the_page_is_a_page_of_what_is_wrong(browser: Browser, answer: int) -> None:
    assert "没有这个抓手" in text(browser("office"), "principal?d.activity:nowhere=3", 422)


def test_a_what_if_is_called_an_assumption_and_stores_nothing(
    browser: Browser, answer: int, plan: models.Plan
) -> None:
    before = (
        models.AuditEntry.objects.count(),
        models.Outbox.objects.count(),
        snapshot.plan_of(plan=plan.pk),
    )
    found = text(browser("office"), "what-if?d.activity:permit=6")
    after = (models.AuditEntry.objects.count(), models.Outbox.objects.count(), snapshot.plan_of(plan=plan.pk))
    assert "假设" in found
    assert before == after


def test_the_futures_can_be_drawn_beforehand(browser: Browser, answer: int) -> None:
    assert text(browser("office"), "what-if?ready=1", 204) == ""


@pytest.mark.parametrize(
    ("name", "status"), [("office", 200), ("admin", 200), ("edu", 200), ("stranger", 404), ("", 302)]
)
def test_who_may_read_forecasts_may_try(browser: Browser, answer: int, name: str, status: int) -> None:
    for address in ("principal", "what-if?d.activity:permit=6", "decisions", "calibration", "evidence"):
        assert browser(name).get(f"/p/small/{address}").status_code == status


def test_a_bureau_is_not_offered_the_form_of_a_decision(browser: Browser, answer: int) -> None:
    assert 'id="decide"' not in text(browser("edu"), "principal")


def test_the_form_of_a_decision_starts_with_the_lever_asked_for(browser: Browser, answer: int) -> None:
    page = text(browser("office"), "principal?decide=permit:PC_CONSTR")
    form = page[page.index('id="decide"') :]
    assert '<option value="permit:PC_CONSTR" selected>' in form
    assert '<option value="permit" selected>' in form
    assert '<option value="road-permit" selected>' in form


def test_the_page_speaks_english_too(browser: Browser, answer: int) -> None:
    client = browser("office")
    client.cookies["lang"] = "en"
    page = text(client, "principal?d.activity:permit=6")
    assert "Principal constraint" in page
    assert "Nothing is stored and no data change." in page
