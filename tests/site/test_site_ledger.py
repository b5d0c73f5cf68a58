"""The ledger: filters, keys instead of offsets, the scope of the person in every row and count."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.site.conftest import NOW

from tongchou.plan.model import Plan
from tongchou_site.records import models
from tongchou_site.records.lines import draw_lines
from tongchou_site.records.queries.ledger import Filters, Key, Walk, ledger_page, ledger_rows, light_counts
from tongchou_site.records.queries.people import Here, here
from tongchou_site.records.trail import Actor

Browser = Callable[[str], Client]


@pytest.fixture
def long(plan: models.Plan) -> models.Plan:
    """One hundred and twenty tasks more, every third without a day, several on the same day."""
    tasks = [
        models.TaskRow(plan=plan, code=f"X{k:03d}", position=k, title_zh=f"第{k}号湿地", lead="roads")
        for k in range(2, 122)
    ]
    models.TaskRow.objects.bulk_create(tasks)
    first = date(2021, 9, 1)
    models.Item.objects.bulk_create(
        models.Item(
            plan=plan,
            task=task,
            code=task.code,
            position=task.position,
            owner=task.lead,
            due=None if task.position % 3 == 0 else first + timedelta(days=task.position % 7),
            changed_at=NOW,
        )
        for task in tasks
    )
    draw_lines(plan=plan.pk)
    return plan


def person(people: dict[str, Actor], name: str, plan: str = "small") -> Here:
    found = here(user=people[name].user, plan=plan)
    assert found is not None
    return found


def codes(who: Here, **filters: object) -> list[str]:
    page = ledger_page(here=who, filters=Filters(**filters), walk=Walk())  # type: ignore[arg-type]
    return [row.code for row in page.rows]


def test_a_person_of_the_office_sees_every_task(people: dict[str, Actor]) -> None:
    assert codes(person(people, "office")) == ["T1", "T2"]


def test_an_officer_sees_only_the_tasks_of_the_own_bureau(people: dict[str, Actor]) -> None:
    assert codes(person(people, "edu")) == ["T1"]


def test_an_officer_cannot_filter_into_another_bureau(people: dict[str, Actor]) -> None:
    assert codes(person(people, "edu"), bureau="roads") == []


def test_the_counts_of_lights_stay_within_the_scope(people: dict[str, Actor]) -> None:
    models.Item.objects.filter(code="T2").update(light="red")
    counts = light_counts(here=person(people, "edu"), filters=Filters())
    assert counts == {"red": 0, "yellow": 0, "grey": 1, "green": 0}


def test_a_row_says_who_leads_who_helps_and_what_it_serves(people: dict[str, Actor]) -> None:
    page = ledger_page(here=person(people, "office"), filters=Filters(), walk=Walk())
    first = page.rows[0]
    assert (first.lead.zh, [each.zh for each in first.supporting], first.goals.zh) == (
        "教育局",
        ["道路局"],
        "开学",
    )


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"text": "学校"}, ["T1"]),
        ({"text": "建成 学校"}, ["T1"]),
        ({"text": "道路局"}, ["T1", "T2"]),  # one helps, the other leads
        ({"text": "修通 THE Road"}, ["T2"]),
        ({"text": "100%"}, []),
        ({"text": "_"}, []),  # no wildcard
        ({"goal": "G"}, ["T1", "T2"]),
        ({"goal": "nothing"}, []),
        ({"bureau": "edu"}, ["T1"]),
        ({"state": "proposed"}, ["T1", "T2"]),
        ({"state": "closed"}, []),
        ({"due_from": date(2021, 11, 1)}, ["T1"]),
        ({"due_to": date(2021, 11, 1)}, ["T2"]),
        ({"mine": True}, []),
    ],
)
def test_a_filter_leaves_what_fits(
    people: dict[str, Actor], filters: dict[str, object], found: list[str]
) -> None:
    assert codes(person(people, "office"), **filters) == found


def test_only_mine_are_those_given_to_me(people: dict[str, Actor]) -> None:
    models.Item.objects.filter(code="T1").update(officer=people["edu"].user)
    assert codes(person(people, "edu"), mine=True) == ["T1"]


@pytest.mark.parametrize("order", ["position", "due"])
def test_pages_by_key_give_every_row_once_in_order(
    long: models.Plan, people: dict[str, Actor], order: str
) -> None:
    who = person(people, "office")
    seen: list[tuple[bool, date, int]] = []
    key: Key | None = None
    while True:
        page = ledger_page(here=who, filters=Filters(), walk=Walk(order=order, key=key))
        seen += [
            (row.due is None, row.due or date.max, row.position)
            if order == "due"
            else (False, date.min, row.position)
            for row in page.rows
        ]
        if page.after is None:
            break
        key = page.after
    assert seen == sorted(seen)
    assert len(set(seen)) == 122


@pytest.mark.parametrize("order", ["position", "due"])
def test_the_page_before_the_second_is_the_first(
    long: models.Plan, people: dict[str, Actor], order: str
) -> None:
    who = person(people, "office")
    first = ledger_page(here=who, filters=Filters(), walk=Walk(order=order))
    second = ledger_page(here=who, filters=Filters(), walk=Walk(order=order, key=first.after))
    again = ledger_page(here=who, filters=Filters(), walk=Walk(order=order, key=second.before, back=True))
    assert again == first


def test_all_rows_of_a_filter_are_those_of_its_pages(long: models.Plan, people: dict[str, Actor]) -> None:
    rows = ledger_rows(here=person(people, "office"), filters=Filters(text="湿地"), order="due", most=1000)
    assert len({row.code for row in rows}) == 120


def test_a_page_takes_the_same_few_statements_however_long_the_ledger(
    long: models.Plan, people: dict[str, Actor], django_assert_max_num_queries: Callable[..., object]
) -> None:
    who = person(people, "office")
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        ledger_page(here=who, filters=Filters(), walk=Walk())


def test_the_latest_report_stands_in_the_ledger(people: dict[str, Actor]) -> None:
    item = models.Item.objects.get(code="T1")
    for text in ("first", "second"):
        models.Report.objects.create(item=item, text=text, problem="缺电", by_id=people["edu"].user, at=NOW)
    models.Item.objects.filter(pk=item.pk).update(reported_at=NOW)
    page = ledger_page(here=person(people, "edu"), filters=Filters(), walk=Walk())
    assert (page.rows[0].progress, page.rows[0].problem) == ("second", "缺电")


def test_the_page_shows_the_table_and_links_the_lights(browser: Browser) -> None:
    text = browser("office").get("/p/small/ledger").content.decode()
    assert "建成学校" in text
    assert 'href="/p/small/ledger?light=red"' in text


def test_an_officer_does_not_find_another_bureaus_task_on_the_page(browser: Browser) -> None:
    assert "修通道路" not in browser("edu").get("/p/small/ledger").content.decode()


def test_following_the_next_links_reaches_the_last_row(browser: Browser, long: models.Plan) -> None:
    client, address, pages = browser("office"), "/p/small/ledger", 0
    while True:
        text = client.get(address).content.decode()
        pages += 1
        found = re.search(r'rel="next" href="([^"]+)"', text)
        if found is None:
            break
        address = found[1].replace("&amp;", "&")
    assert (pages, "X121" in text) == (3, True)


def test_filters_stay_in_the_address_of_the_next_page(browser: Browser, long: models.Plan) -> None:
    text = browser("office").get("/p/small/ledger?q=湿地&sort=due").content.decode()
    found = re.search(r'rel="next" href="([^"]+)"', text)
    assert found is not None
    assert "q=%E6%B9%BF%E5%9C%B0" in found[1]
    assert "sort=due" in found[1]


@pytest.mark.parametrize(
    "query", ["light=blue", "state=lost", "from=yesterday", "after=x", "size=7", "sort=%27", "q=%00"]
)
def test_an_address_that_asks_for_what_cannot_be_is_refused(browser: Browser, query: str) -> None:
    assert browser("office").get(f"/p/small/ledger?{query}").status_code == 422


def test_the_ledger_of_another_plan_is_not_there(browser: Browser, small: Plan) -> None:
    assert browser("edu").get("/p/other/ledger").status_code == 404


def test_the_ledger_speaks_english_when_asked(browser: Browser) -> None:
    client = browser("office")
    client.cookies["lang"] = "en"
    assert "Build the school" in client.get("/p/small/ledger").content.decode()
