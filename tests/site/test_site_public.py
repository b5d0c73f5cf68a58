"""The public site: open plans only, every link leads somewhere public, nobody's name and no internal word."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import Http404
from django.test import Client
from tests.site import public_case
from tests.site.conftest import NOW
from tests.site.public_case import SECRETS, computed, crawl, forget, links

from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou.plan.works import Statement
from tongchou_site.public import page, plainly, static_export
from tongchou_site.records import models
from tongchou_site.records.actions.accounts import add_person, give_post
from tongchou_site.records.actions.feedback import Said, report
from tongchou_site.records.actions.items import move
from tongchou_site.records.actions.plans import open_to_public
from tongchou_site.records.queries.public import Wanted, public_items
from tongchou_site.records.trail import MACHINE, Actor

PLAN = "/open/small/"


@pytest.fixture
def shown(db: None, small: Plan) -> models.Plan:
    """An open plan with an answer and with everything about it that is not for everybody."""
    return public_case.open_one(small)


@pytest.fixture
def pages(shown: models.Plan) -> dict[str, bytes]:
    """Every public address and what stands there, in Chinese."""
    return crawl(Client())


def english() -> Client:
    client = Client()
    client.cookies["lang"] = "en"
    return client


def test_every_kind_of_page_can_be_reached_by_links(pages: dict[str, bytes]) -> None:
    wanted = [
        "", "goals/G/", "tasks/", "tasks/T1/", "bureaus/", "bureaus/edu/", "data/", "data/goals.csv",
        "data/goals.json", "data/datapackage.json", "method/", "feeds/", "feed.atom", "goals/G/feed.atom",
        "bureaus/edu/feed.en.atom",
    ]  # fmt: skip
    assert [each for each in wanted if PLAN + each not in pages] == []


def test_no_public_page_links_to_an_officers_page(pages: dict[str, bytes]) -> None:
    found = {
        urlsplit(to).path
        for at, body in pages.items()
        if b"<!doctype html>" in body
        for tag, to in links(body.decode(), at)
        if tag != "link" and not urlsplit(to).netloc and not to.startswith("data:")
    }
    assert {path for path in found if not path.startswith("/open/")} == {"/", "/login"}


def test_no_public_page_loads_anything_from_elsewhere(pages: dict[str, bytes]) -> None:
    loaded = {
        to
        for at, body in pages.items()
        if b"<!doctype html>" in body
        for tag, to in links(body.decode(), at)
        if tag != "a"
    }
    assert {to for to in loaded if not to.startswith(("/static/", "/open/", "data:,"))} == set()


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_not_for_everybody_is_on_no_public_page(shown: models.Plan, secret: str) -> None:
    escaped = json.dumps(secret)[1:-1].encode()
    for client in (Client(), english()):
        leaks = [at for at, body in crawl(client).items() if secret.encode() in body or escaped in body]
        assert leaks == []


def test_the_secrets_do_stand_in_the_frozen_plan_of_the_run(shown: models.Plan) -> None:
    plan = public_case.runs.answer_of(run=models.Run.objects.get().pk).plan
    assert SECRETS[4] in {row.text for row in plan.statements}  # else the test above could not fail
    assert SECRETS[0] in {row.person for row in plan.tasks}


def test_a_plan_that_is_not_open_is_not_there(shown: models.Plan) -> None:
    addresses = list(crawl(Client(), PLAN))
    open_to_public(plan="small", open_=False, by=MACHINE, at=NOW)
    assert {Client().get(each).status_code for each in addresses if each.startswith(PLAN)} == {404}


@pytest.mark.parametrize("address", ["goals/none/", "tasks/none/", "bureaus/none/", "data/none.csv", "x/"])
def test_what_the_plan_does_not_have_is_not_there(shown: models.Plan, address: str) -> None:
    assert Client().get(PLAN + address).status_code == 404


def test_an_open_plan_without_an_answer_says_so(plan: models.Plan) -> None:
    open_to_public(plan="small", open_=True, by=MACHINE, at=NOW)
    response = Client().get(PLAN)
    assert response.status_code == 200
    assert "第一次预测完成后" in response.content.decode()


def test_public_pages_answer_in_the_order_in_which_people_ask(pages: dict[str, bytes]) -> None:
    asked = ["做什么", "为什么", "怎么做", "到哪了", "何时完成", "谁负责"]
    for at in ("goals/G/", "tasks/T1/"):
        assert re.findall("<dt>([^<]*)</dt>", pages[PLAN + at].decode()) == asked


def test_a_signed_in_reader_sees_the_same_public_page(shown: models.Plan) -> None:
    client = Client()
    client.force_login(models.User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PLAN).content == Client().get(PLAN).content


def test_a_page_is_sent_once_until_something_happens(shown: models.Plan) -> None:
    first = Client().get(PLAN)
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert first["Cache-Control"] == "public, max-age=60"
    assert Client().get(PLAN, **again).status_code == 304
    assert english().get(PLAN, **again).status_code == 200  # another language is another page
    computed("small")
    assert Client().get(PLAN, **again).status_code == 200


def test_public_pages_only_answer_to_reading(shown: models.Plan) -> None:
    assert {Client().post(at).status_code for at in ("/open/", PLAN, PLAN + "data/goals.csv")} == {405}


def test_a_report_that_a_work_is_finished_shows_its_day_and_not_its_words(pages: dict[str, bytes]) -> None:
    text = pages[PLAN + "tasks/T2/"].decode()
    assert "2021年8月1日" in text
    assert "正在办理" in text


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["T1", "T2"]),
        ("?bureau=roads", ["T2"]),
        ("?goal=G", ["T1", "T2"]),
        ("?bureau=nobody", ["T1", "T2"]),
        ("?after=x", ["T1", "T2"]),
        ("?after=0", ["T2"]),
        ("?light=red", []),
    ],
)
def test_the_list_shows_what_its_address_asks_for(shown: models.Plan, query: str, codes: list[str]) -> None:
    text = Client().get(PLAN + "tasks/" + query).content.decode()
    assert re.findall(r'<td class="id">([^<]*)</td>', text) == codes


def test_pages_of_the_list_follow_one_another_without_a_gap(shown: models.Plan) -> None:
    first = public_items(plan=shown.pk, wanted=Wanted(), most=1)
    second = public_items(plan=shown.pk, wanted=Wanted(), after=first.after or 0, most=1)
    assert [each.code for each in (*first.items, *second.items)] == ["T1", "T2"]
    assert second.after is None


def test_a_goal_whose_id_begins_like_another_is_not_mixed_with_it(shown: models.Plan) -> None:
    models.TaskRow.objects.filter(code="T2").update(goals=("G2",))
    found = public_items(plan=shown.pk, wanted=Wanted(goals=("G",)))
    assert [each.code for each in found.items] == ["T1"]


def test_every_file_has_the_hash_and_size_that_its_page_names(pages: dict[str, bytes]) -> None:
    text = pages[PLAN + "data/"].decode()
    files = {at: body for at, body in pages.items() if at.startswith(PLAN + "data/") and "." in at}
    assert len(files) == 2 * 7 + 2  # tables as CSV and JSON, the outcome and the descriptor
    assert [at for at, body in files.items() if hashlib.sha256(body).hexdigest() not in text] == []


def test_a_table_says_the_same_as_csv_and_as_json(pages: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(pages[PLAN + "data/goals.csv"].decode())))
    same = json.loads(pages[PLAN + "data/goals.json"])
    assert [row["id"] for row in rows] == [row["id"] for row in same] == ["G"]
    assert same[0]["enough"] is False
    assert same[0]["chance"] is None  # fewer than three sourced milestones


def test_the_descriptor_names_the_bytes_that_are_served(pages: dict[str, bytes]) -> None:
    found = json.loads(pages[PLAN + "data/datapackage.json"])
    for each in found["resources"]:
        digest = hashlib.sha256(pages[f"{PLAN}data/{each['path']}"]).hexdigest()
        assert each["hash"] == f"sha256:{digest}"


def test_files_are_served_with_their_media_type(shown: models.Plan) -> None:
    assert Client().get(PLAN + "data/goals.csv")["Content-Type"] == "text/csv; charset=utf-8"
    assert Client().get(PLAN + "data/goals.json")["Content-Type"] == "application/json"


def test_the_method_page_names_all_that_a_rerun_needs(pages: dict[str, bytes]) -> None:
    text, run = pages[PLAN + "method/"].decode(), models.Run.objects.get()
    assert run.input_hash in text
    assert "--on 2021-08-03 --seed 1 --trials 512" in text


def test_too_little_evidence_shows_no_number_of_the_forecast(pages: dict[str, bytes]) -> None:
    for at in ("", "goals/G/", "tasks/", "tasks/T1/"):
        text = pages[PLAN + at].decode()
        assert "依据不足" in text
        assert "每100种" not in text


@pytest.mark.parametrize(
    ("share", "words"), [(0.634, "63种"), (0.001, "不到1种"), (0.999, "99种以上"), (0.0, "不到1种")]
)
def test_a_chance_is_said_as_futures_of_a_hundred(share: float, words: str) -> None:
    assert plainly.futures(share).zh == words


def test_a_closed_item_is_seen_by_everybody_at_once(shown: models.Plan) -> None:
    before = Client().get(PLAN + "tasks/T2/")["ETag"]
    officer = models.User.objects.get()
    second = add_person(username="two", name="李复核", administrator=False, by=MACHINE, at=NOW)
    give_post(user=second, plan="small", role="office", organisation="", by=MACHINE, at=NOW)
    first, other = (Actor(user=each, username="x") for each in (officer.pk, second))
    report(which=public_case.which("T2"), said=Said(text="完工", final=True), by=first, at=NOW)
    for verb in ("review", "complete", "close"):
        move(verb=verb, which=public_case.which("T2"), by=other, at=NOW, note="")
    response = Client().get(PLAN + "tasks/T2/", HTTP_IF_NONE_MATCH=before)
    assert "已销号：经另一人核实办结" in response.content.decode()


def test_a_task_whose_works_lie_behind_is_not_forecast(shown: models.Plan) -> None:
    models.Item.objects.update(sourced=3, chance=0.7, finish_p80=date(2021, 7, 1))
    assert "已知的事项均已完成" in Client().get(PLAN + "tasks/T1/").content.decode()
    models.Item.objects.update(finish_p80=date(2021, 9, 1))
    assert "每100种可能的未来里，有70种能按期完成" in Client().get(PLAN + "tasks/").content.decode()


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "2021年6月30日"),
        ("month", "2021年6月"),
        ("quarter", "2021年第2季度"),
        ("half", "2021年上半年"),
        ("year", "2021年内"),
        ("latest", "不晚于2021年6月30日"),
    ],
)
def test_a_day_is_written_as_exactly_as_it_was_said(precision: str, words: str) -> None:
    assert plainly.said_day(on=date(2021, 6, 30), precision=precision).zh == words


def said(value: str, *, kind: str = "planned", precision: str = "day") -> Statement:
    return Statement(
        id="X", subject="x", aspect="finish", kind=kind, value=value, precision=precision, said_on=NOW.date()
    )


@pytest.mark.parametrize(
    ("actual", "precision", "kept"),
    [("2021-06-30", "day", True), ("2021-07-01", "day", False), ("2021-07-01", "latest", None)],
)
def test_a_promise_is_kept_late_or_not_known(actual: str, precision: str, kept: bool | None) -> None:
    done = said(actual, kind="actual", precision=precision)
    assert page._kept(said("2021-06-30"), done) is kept


def test_days_within_a_sentence_are_written_as_people_write_them() -> None:
    found = plainly.dated(Text(zh="承诺2021-06-30完成", en="promised for 2021-06-30"))
    assert found == Text(zh="承诺2021年6月30日完成", en="promised for 30 Jun 2021")


@pytest.fixture
def site(shown: models.Plan) -> dict[str, bytes]:
    """The public site as files."""
    return static_export.site_files(plan="small")


def test_every_link_of_the_static_site_leads_to_one_of_its_files(site: dict[str, bytes]) -> None:
    broken = []
    for name, body in site.items():
        if not name.endswith(".html"):
            continue
        for _, to in links(body.decode(), f"http://here/{name}"):
            parts = urlsplit(to)
            if parts.netloc == "here" and parts.path.lstrip("/") not in site:
                broken.append((name, to))
    assert broken == []


def test_the_static_site_has_every_page_in_both_languages_and_sizes(site: dict[str, bytes]) -> None:
    pages_ = {name for name in site if name.endswith(".html") and not name.startswith(("en/", "large/"))}
    for folder in ("en/", "large/", "en/large/"):
        assert {folder + name for name in pages_} <= set(site)
    assert "tasks/T1/index.html" in pages_


def test_the_static_site_has_no_absolute_link_no_way_in_and_no_form(site: dict[str, bytes]) -> None:
    text = b"".join(body for name, body in site.items() if name.endswith(".html")).decode()
    assert re.findall(r'(?:href|src|action)="/[^"]*"', text) == []
    assert "登录" not in text
    assert "<form" not in text


def test_the_static_site_keeps_every_secret(site: dict[str, bytes]) -> None:
    assert [name for name, body in site.items() if any(each.encode() in body for each in SECRETS)] == []


def test_the_static_data_are_the_served_bytes(site: dict[str, bytes], pages: dict[str, bytes]) -> None:
    assert site["data/outcome.json"] == pages[PLAN + "data/outcome.json"]


def test_the_static_site_can_be_written_over_an_older_one(shown: models.Plan, tmp_path: Path) -> None:
    written = static_export.export_site(plan="small", folder=tmp_path / "site")
    assert static_export.export_site(plan="small", folder=tmp_path / "site") == written
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_plan_that_is_not_open_is_not_written(shown: models.Plan, tmp_path: Path) -> None:
    open_to_public(plan="small", open_=False, by=MACHINE, at=NOW)
    with pytest.raises(Http404):
        static_export.export_site(plan="small", folder=tmp_path / "site")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget()
