"""Feeds: valid Atom, lasting ids, what changed from run to run and what was said on which day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client
from tests.site import public_case
from tests.site.conftest import NOW
from tests.site.public_case import computed, forget

from tongchou.kernel.finding import Text
from tongchou.plan.model import Plan
from tongchou_site.public.atom import Feed, atom
from tongchou_site.public.entries import Entry, _of_runs
from tongchou_site.records import models
from tongchou_site.records.actions.feedback import Said, report
from tongchou_site.records.queries.public import GoalSeen, RunSummary, WorkDone
from tongchou_site.records.trail import Actor

PLAN = "/open/small/"
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("feed.atom", "feed.en.atom", "goals/G/feed.atom", "bureaus/edu/feed.atom")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget()


@pytest.fixture
def shown(db: None, small: Plan) -> models.Plan:
    """An open plan with one answer."""
    return public_case.open_one(small)


def feed(address: str) -> Tree.Element:
    response = Client().get(PLAN + address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return Tree.fromstring(response.content)


def texts(root: Tree.Element, path: str) -> list[str]:
    return [each.text or "" for each in root.findall(path.replace("@", ATOM))]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_all_that_atom_requires(shown: models.Plan, address: str) -> None:
    root = feed(address)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    assert texts(root, "@author/@name") != []
    assert [each.get("rel") for each in root.findall(f"{ATOM}link")] == ["self", "alternate"]


@pytest.mark.parametrize("address", FEEDS)
def test_ids_are_uuids_that_occur_once_and_moments_are_rfc_3339(shown: models.Plan, address: str) -> None:
    root = feed(address)
    ids = [*texts(root, "@id"), *texts(root, "@entry/@id")]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in ids)
    moments = [*texts(root, "@updated"), *texts(root, "@entry/@updated")]
    assert all(datetime.fromisoformat(each).tzinfo is not None for each in moments)
    assert moments[0] == max(moments, default="")


def test_every_link_of_a_feed_is_absolute_and_open(shown: models.Plan) -> None:
    for address in FEEDS:
        for each in feed(address).iter(f"{ATOM}link"):
            href = each.get("href") or ""
            assert href.startswith("http://testserver/open/small/")
            assert Client().get(href.removeprefix("http://testserver")).status_code == 200


def test_the_english_feed_is_another_feed_in_english(shown: models.Plan) -> None:
    chinese, english = feed("feed.atom"), feed("feed.en.atom")
    assert set(texts(chinese, ".//@id")).isdisjoint(texts(english, ".//@id"))
    assert texts(english, "@title") == ["Small plan"]


def test_asking_twice_gives_the_same_bytes(shown: models.Plan) -> None:
    first = Client().get(PLAN + "feed.atom").content
    forget()
    assert Client().get(PLAN + "feed.atom").content == first


def test_a_published_date_is_an_entry_on_the_day_it_was_said(shown: models.Plan) -> None:
    root = feed("feed.atom")
    said = dict(zip(texts(root, "@entry/@title"), texts(root, "@entry/@updated"), strict=True))
    assert said["学校：承诺完成时间为2021年12月31日"] == "2021-05-31T16:00:00Z"  # midnight in Beijing


def test_a_bureau_is_followed_by_its_own_works_only(shown: models.Plan) -> None:
    assert any("学校" in each for each in texts(feed("bureaus/edu/feed.atom"), "@entry/@title"))
    assert not any("学校" in each for each in texts(feed("bureaus/roads/feed.atom"), "@entry/@title"))


def test_a_run_of_the_same_input_adds_no_entry(shown: models.Plan) -> None:
    before = len(texts(feed("feed.atom"), "@entry/@id"))
    computed("small")
    assert len(texts(feed("feed.atom"), "@entry/@id")) == before


def test_a_finished_work_reaches_the_feed_of_its_bureau(shown: models.Plan) -> None:
    officer = Actor(user=models.User.objects.get().pk, username="zhao")
    for verb in ("assign", "accept"):
        public_case.move(verb=verb, which=public_case.which("T1"), by=officer, at=NOW, note="")
    said = Said(text="完工", activity="school", finished_on=NOW.date())
    report(which=public_case.which("T1"), said=said, by=officer, at=NOW)
    computed("small")
    assert "学校：已完成。" in texts(feed("bureaus/edu/feed.atom"), "@entry/@content")


@pytest.mark.parametrize("address", ["goals/none/feed.atom", "bureaus/none/feed.atom"])
def test_what_the_plan_does_not_have_has_no_feed(shown: models.Plan, address: str) -> None:
    assert Client().get(PLAN + address).status_code == 404


def run(number: int, *, chance: float | None, done: tuple[WorkDone, ...] = (), hash_: str = "") -> RunSummary:
    goal = GoalSeen(id="G", title=Text(zh="开学", en="School"), chance=chance)
    return RunSummary(
        run=number,
        ended_at=NOW + timedelta(days=number),
        on=NOW.date(),
        input_hash=hash_ or str(number),
        goals=(goal,),
        done=done,
    )


def lines(
    runs: list[RunSummary], *, goals: frozenset[str] | None = None, bureau: str = ""
) -> list[list[str]]:
    return [[line.zh for line in each.lines] for each in _of_runs("small", runs, goals, bureau)]


def test_a_chance_that_moved_is_said_with_what_it_was_before() -> None:
    assert lines([run(2, chance=0.7), run(1, chance=0.6)]) == [
        ["开学：每100种可能的未来里，按期的由60种变为70种。"],
        ["开学：每100种可能的未来里，按期的有60种。"],
    ]


def test_a_chance_without_enough_evidence_is_no_number_in_a_feed() -> None:
    found = lines([run(2, chance=None), run(1, chance=0.6)])
    assert found[0] == ["开学：每100种可能的未来里，按期的由60种变为依据不足。"]


def test_a_change_that_moves_no_goal_is_for_those_who_follow_the_plan_alone() -> None:
    same = [run(2, chance=0.6), run(1, chance=0.6)]
    assert lines(same)[0] == ["规划有更新，各目标的按期可能性没有变化。"]
    assert len(lines(same, goals=frozenset({"G"}))) == 1  # the first forecast


def test_a_bureau_hears_of_its_finished_works_and_not_of_others() -> None:
    work = WorkDone(id="school", name=Text(zh="学校", en="School"), owner="edu")
    runs = [run(2, chance=0.6, done=(work,)), run(1, chance=0.6)]
    assert lines(runs, bureau="edu") == [["学校：已完成。"]]
    assert lines(runs, bureau="roads") == []


def test_signs_that_no_xml_may_hold_are_left_out() -> None:
    entry = Entry(id="urn:uuid:0", at=NOW, title=Text(zh="甲\x0b<乙>&", en="a"), lines=())
    made = Feed(
        id="urn:uuid:1",
        title=Text(zh="题", en="t"),
        author=Text(zh="题", en="t"),
        own="feed.atom",
        page="./",
        empty_at=NOW,
        entries=(entry,),
    )
    root = Tree.fromstring(atom(feed=made, lang="zh"))
    assert texts(root, "@entry/@title") == ["甲<乙>&"]


def test_a_feed_without_entries_is_as_old_as_its_run() -> None:
    made = Feed(
        id="urn:uuid:1",
        title=Text(zh="题", en="t"),
        author=Text(zh="题", en="t"),
        own="feed.atom",
        page="./",
        empty_at=NOW,
        entries=(),
    )
    assert texts(Tree.fromstring(atom(feed=made, lang="en")), "@updated") == ["2021-08-03T02:00:00Z"]
