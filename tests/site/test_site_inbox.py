"""The inbox and the page of a task: what is to be done, done in place, and only by who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from tests.site.conftest import NOW, TODAY

from tongchou_site.records import loop, models
from tongchou_site.records.actions.feedback import Said, report
from tongchou_site.records.actions.items import Which, assign, move
from tongchou_site.records.trail import Actor

Browser = Callable[[str], Client]
INBOX = "/p/small/"


def which(code: str = "T1", *, role: str = "office") -> Which:
    version = models.Item.objects.get(code=code).version
    return Which(plan="small", code=code, version=version, role=role, within=None, on=TODAY)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, verb: str, *, code: str = "T1", **form: object) -> int:
    version = models.Item.objects.get(code=code).version
    address = reverse(f"task-{verb}", kwargs={"plan": "small", "code": code})
    return client.post(address, {"version": version, **form}).status_code


def state(code: str = "T1") -> str:
    return models.Item.objects.get(code=code).state


@pytest.fixture
def assigned(plan: models.Plan, people: dict[str, Actor]) -> None:
    assign(which=which(), by=people["office"], at=NOW)


@pytest.fixture
def reported(assigned: None, people: dict[str, Actor]) -> None:
    move(verb="accept", which=which(role="officer"), by=people["edu"], at=NOW)
    report(which=which(role="officer"), said=Said(text="完工", final=True), by=people["edu"], at=NOW)


def test_the_delivery_office_finds_new_items_to_hand_out(browser: Browser) -> None:
    text = page(browser("office"), INBOX)
    assert ("建成学校" in text, "修通道路" in text, "交办所选事项" in text) == (True, True, True)


def test_an_officer_finds_nothing_before_it_is_handed_out(browser: Browser) -> None:
    assert "没有待办" in page(browser("edu"), INBOX)


def test_an_officer_finds_only_what_the_own_bureau_has_to_do(assigned: None, browser: Browser) -> None:
    assert "建成学校" in page(browser("edu"), INBOX)
    assert "建成学校" not in page(browser("roads"), INBOX)


def test_an_item_is_accepted_in_place_and_the_inbox_comes_back(assigned: None, browser: Browser) -> None:
    version = models.Item.objects.get(code="T1").version
    address = reverse("task-accept", kwargs={"plan": "small", "code": "T1"})
    answer = browser("edu").post(address, {"version": version, "next": INBOX})
    assert (answer.status_code, answer.headers["Location"], state()) == (302, INBOX, "accepted")


def test_nobody_is_sent_to_another_site_after_an_act(assigned: None, browser: Browser) -> None:
    version = models.Item.objects.get(code="T1").version
    address = reverse("task-accept", kwargs={"plan": "small", "code": "T1"})
    answer = browser("edu").post(address, {"version": version, "next": "//elsewhere.example"})
    assert answer.headers["Location"] == "/p/small/tasks/T1"


def test_ticked_items_are_handed_out_together(browser: Browser) -> None:
    browser("office").post("/p/small/hand-out", {"item": ["T1:1", "T2:1"]})
    assert (state("T1"), state("T2")) == ("assigned", "assigned")


def test_a_supporting_bureau_is_copied_in(assigned: None, browser: Browser) -> None:
    assert "建成学校" in page(browser("roads"), INBOX + "?tab=copied")


def test_what_one_did_is_found_again(assigned: None, browser: Browser) -> None:
    assert "建成学校" in page(browser("office"), INBOX + "?tab=done")
    assert "建成学校" in page(browser("office"), INBOX + "?tab=begun")
    assert "建成学校" not in page(browser("office2"), INBOX + "?tab=done")


def test_what_was_reported_waits_for_another_person(reported: None, browser: Browser) -> None:
    assert "开始复核" in page(browser("office"), INBOX)


@pytest.mark.parametrize("query", ["?tab=other", "?page=0", "?page=x", "?page=99999999999"])
def test_an_inbox_that_is_not_there_is_not_found(browser: Browser, query: str) -> None:
    assert browser("office").get(INBOX + query).status_code == 404


def test_the_whole_loop_is_walked_by_the_forms(
    assigned: None, browser: Browser, people: dict[str, Actor]
) -> None:
    officer, office = browser("edu"), browser("office")
    assert act(officer, "accept") == 302
    assert act(officer, "progress", text="主体封顶", percent="60") == 302
    assert act(officer, "report", text="已完工", activity="school", finished_on="2021-08-02") == 302
    models.Item.objects.get(code="T1").evidence.create(
        name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64, by_id=people["edu"].user, at=NOW
    )
    for verb in ("review", "complete", "close"):
        assert act(office, verb) == 302
    assert state() == "closed"


def test_a_bureau_cannot_act_on_an_item_it_only_supports(assigned: None, browser: Browser) -> None:
    assert (act(browser("roads"), "accept"), state()) == (404, "assigned")


def test_a_bureau_reads_an_item_it_supports_without_any_act(assigned: None, browser: Browser) -> None:
    text = page(browser("roads"), "/p/small/tasks/T1")
    assert ("现在没有需要您办理的步骤" in text, "task-" in text, 'action="/p/small/tasks' in text) == (
        True,
        False,
        False,
    )


def test_an_item_of_another_bureau_is_not_there(plan: models.Plan, browser: Browser) -> None:
    assert browser("edu").get("/p/small/tasks/T2").status_code == 404


@pytest.mark.parametrize("person", ["office", "admin", "edu", "roads"])
def test_a_task_that_is_not_in_the_plan_is_not_there(browser: Browser, person: str) -> None:
    assert browser(person).get("/p/small/tasks/T9").status_code == 404


ENOUGH = {  # what each form needs beside its version
    "hand-over": {"to": "roads", "note": "调整"},
    "ask-extension": {"until": "2022-02-01", "note": "雨季"},
    "refuse-extension": {"note": "请克服"},
    "progress": {"text": "一"},
    "report": {"text": "一"},
    "reply": {"text": "一"},
    "return": {"note": "一"},
}
ROLE_OF = {"office": "office", "admin": "administrator", "edu": "officer"}


@pytest.mark.parametrize("verb", [each.verb for each in loop.TRANSITIONS])
@pytest.mark.parametrize("person", ["office", "admin", "edu"])
def test_the_door_of_an_act_opens_only_to_its_right(
    assigned: None, browser: Browser, verb: str, person: str
) -> None:
    allowed = loop.may(role=ROLE_OF[person], right=loop.RULES[verb].right)
    status = act(browser(person), verb, **ENOUGH.get(verb, {}))
    assert (status == 403) == (not allowed)


def test_every_act_of_the_loop_has_its_address() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {f"task-{each.verb}" for each in loop.TRANSITIONS} <= names


def test_an_act_asked_for_without_a_form_shows_the_task(assigned: None, browser: Browser) -> None:
    answer = browser("edu").get("/p/small/tasks/T1/accept")
    assert (answer.status_code, answer.headers["Location"], state()) == (302, "/p/small/tasks/T1", "assigned")


def test_a_form_from_an_older_page_shows_both_versions(assigned: None, browser: Browser) -> None:
    client = browser("edu")
    old = models.Item.objects.get(code="T1").version
    act(client, "accept")
    address = reverse("task-progress", kwargs={"plan": "small", "code": "T1"})
    answer = client.post(address, {"version": old, "text": "我写的进展", "percent": "37"})
    text = answer.content.decode()
    assert (answer.status_code, "此处已被他人改动" in text) == (409, True)
    assert ("我写的进展" in text, "<td>37</td>" in text) == (True, True)


def test_a_percent_in_words_is_refused_in_words(assigned: None, browser: Browser) -> None:
    client = browser("edu")
    act(client, "accept")
    assert act(client, "progress", text="一", percent="六成") == 422


def test_the_page_says_every_step_in_plain_chinese(reported: None, browser: Browser) -> None:
    text = page(browser("office"), "/p/small/tasks/T1")
    assert "2021年8月3日 10:00 edu反馈并报请复核" in text


def test_the_page_has_every_word_in_english_too(reported: None, browser: Browser) -> None:
    client = browser("office")
    client.get("/p/small/tasks/T1?lang=en")
    assert "3 Aug 2021 10:00 edu reported as finished" in page(client, "/p/small/tasks/T1")


def test_a_red_light_leaves_room_for_a_reply(assigned: None, browser: Browser) -> None:
    models.Item.objects.filter(code="T1").update(light="red", light_rule="pace/overdue")
    assert "承办单位尚未说明情况" in page(browser("office"), "/p/small/tasks/T1")


def test_a_forecast_with_too_little_behind_it_shows_no_number(assigned: None, browser: Browser) -> None:
    models.Item.objects.filter(code="T1").update(chance=0.63, sourced=2)
    text = page(browser("office"), "/p/small/tasks/T1")
    assert ("依据不足" in text, "63 %" in text) == (True, False)


def test_a_green_light_with_an_unlikely_forecast_is_pointed_out(assigned: None, browser: Browser) -> None:
    models.Item.objects.filter(code="T1").update(chance=0.2, sourced=3, light="green")
    assert "灯为绿，但预测难以按期" in page(browser("office"), "/p/small/tasks/T1")


def test_what_somebody_writes_is_never_markup(assigned: None, browser: Browser) -> None:
    act(browser("edu"), "reply", text="<script>alert(1)</script>")
    assert "<script>alert" not in page(browser("office"), "/p/small/tasks/T1")


def test_every_set_of_rules_is_shown_with_its_source(browser: Browser) -> None:
    text = page(browser("edu"), "/p/small/lights")
    assert ("2025年3月26日" in text, "改用这套规则" in text) == (True, False)


def test_the_delivery_office_changes_the_rules_for_all(browser: Browser) -> None:
    client = browser("office")
    client.post("/p/small/lights/choose", {"preset": "monthly"})
    assert set(models.Item.objects.values_list("light_rule", flat=True)) == {"monthly/unassigned"}


def test_a_bureau_does_not_change_the_rules(browser: Browser) -> None:
    assert browser("edu").post("/p/small/lights/choose", {"preset": "monthly"}).status_code == 403


def test_a_median_after_the_day_due_is_unlikely_though_nothing_was_promised(
    assigned: None, browser: Browser
) -> None:
    models.Item.objects.filter(code="T1").update(finish_p50="2022-03-01", sourced=3, light="green")
    text = page(browser("office"), "/p/small/tasks/T1")
    assert ("灯为绿，但预测难以按期" in text, "不算按期可能性" in text) == (True, True)
