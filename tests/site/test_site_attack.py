"""What strangers and clumsy hands send: other sites in addresses, numbers that are none, names that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.site.conftest import NOW

from tongchou.kernel.errors import BadInput
from tongchou_site.jobs.cycle import compute
from tongchou_site.jobs.ticker import begin
from tongchou_site.records import models
from tongchou_site.records.actions.accounts import add_person
from tongchou_site.records.trail import MACHINE, Actor
from tongchou_site.ui.frame import came_from

Browser = Callable[[str], Client]
NUMBERS = ("²", "9" * 5000)


def test_choosing_a_language_never_leads_to_another_site(browser: Browser) -> None:
    answer = browser("").get("/", {"lang": "en"}, PATH_INFO="//elsewhere.example/")
    assert answer["Location"] == "/%2Felsewhere.example/"


def test_the_links_of_choices_never_lead_to_another_site(browser: Browser) -> None:
    page = browser("").get("/", PATH_INFO="//elsewhere.example/")
    assert 'href="//elsewhere.example' not in page.content.decode()


@pytest.mark.parametrize("path", ["//elsewhere.example/a", "/\\elsewhere.example/a"])
def test_the_way_back_from_a_refusal_stays_on_this_site(browser: Browser, path: str) -> None:
    page = browser("office").get("/p/small/ledger?from=bad", HTTP_REFERER="http://x.example" + path)
    assert page.status_code == 422
    assert 'href="/elsewhere.example/a"' in page.content.decode()


def test_the_way_back_is_the_page_the_form_stood_on(rf: object) -> None:
    request = rf.get("/p/a/tasks/T/report", HTTP_REFERER="http://testserver/p/a/tasks/T")  # type: ignore[attr-defined]
    assert came_from(request, otherwise="/") == "/p/a/tasks/T"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_version_that_is_no_number_counts_as_a_stale_one(browser: Browser, number: str) -> None:
    assert browser("office").post("/p/small/hand-out", {"item": f"T1:{number}"}).status_code == 409


@pytest.mark.parametrize("number", NUMBERS)
def test_a_run_that_is_no_number_is_no_run(browser: Browser, number: str) -> None:
    given = {"run": number, "choice": "adopt"}
    assert browser("office").post("/p/small/decisions/record", given).status_code in {409, 422}


@pytest.mark.parametrize("name", [".", ".."])
def test_a_user_name_of_dots_alone_is_refused(people: dict[str, Actor], name: str) -> None:
    with pytest.raises(BadInput):
        add_person(username=name, name="甲", administrator=False, by=MACHINE, at=NOW)


@pytest.mark.parametrize("number", [*NUMBERS, "abc", ""])
def test_a_briefing_is_not_issued_by_a_version_that_is_no_number(browser: Browser, number: str) -> None:
    compute.call(begin(plan="small", why="asked", at=NOW))
    office = browser("office")
    office.post("/p/small/briefings/draft")
    row = models.Briefing.objects.get()
    assert office.post(f"/p/small/briefings/{row.pk}/issue", {"version": number}).status_code == 409


def test_a_report_as_long_as_a_book_is_refused_in_words(browser: Browser) -> None:
    answer = browser("edu").post("/p/small/tasks/T1/progress", {"version": "1", "text": "长" * 20_000})
    assert answer.status_code == 422
    assert "10000" in answer.content.decode()
