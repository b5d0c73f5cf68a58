"""A bureau's page: its commitments, every date said, who waits for whom, the reply beside the finding."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.site.answer_case import LOOKED_UP as KNOWN
from tests.site.answer_case import NOW, answered, person, stored

from tongchou_site.records import models
from tongchou_site.records.queries.bureaus import Reply, item_lights, light_counts, replies
from tongchou_site.workbench.answer.bureaus import BureauPage, bureau_lines, bureau_page
from tongchou_site.workbench.answer.findings import finding_lines
from tongchou_site.workbench.answer.promises import promises
from tongchou_site.workbench.answer.waits import waited_for, waits_for


def bureau(code: str) -> BureauPage:
    scene, page = answered()
    found = bureau_page(code=code, scene=scene, page=page, known=KNOWN, replies={})
    assert found is not None
    return found


def reply(activity: str) -> Reply:
    return Reply(task="T2", activity=activity, text="雨季停工", by="roads", at=NOW)


def test_a_bureau_shows_its_own_commitments_and_no_others() -> None:
    assert ([each.id for each in bureau("edu").commitments], bureau("roads").commitments) == (["C1"], ())


def test_every_date_said_is_kept_in_the_order_it_was_said() -> None:
    (row,) = bureau("roads").promises
    assert [each.value.text for each in row.sayings] == ["2021-08-31", "2021-09-30"]


def test_a_moved_date_says_by_how_many_days() -> None:
    (row,) = bureau("roads").promises
    assert row.moved == 30


def test_a_finish_that_is_evidenced_stands_apart_from_open_promises() -> None:
    assert [each.title.zh for each in bureau("roads").kept] == ["道路工程·设计"]


def test_an_activity_nobody_spoke_of_has_no_row() -> None:
    scene, _ = answered()
    assert promises(activities=[scene.activities["school"]], scene=scene) == ()


def test_the_school_waits_for_the_road_of_another_bureau() -> None:
    (row,) = waits_for(body="edu", scene=answered()[0])
    assert (row.own.zh, row.other.zh, row.body, row.driving) == (
        "学校工程·建设",
        "道路工程·施工",
        "roads",
        True,
    )


def test_the_road_is_waited_for_by_the_school() -> None:
    (row,) = waited_for(body="roads", scene=answered()[0])
    assert (row.own.zh, row.body) == ("道路工程·施工", "edu")


def test_a_link_within_one_bureau_is_no_wait() -> None:
    assert waits_for(body="roads", scene=answered()[0]) == ()


def test_a_leading_body_sees_what_others_still_have_to_do_of_its_tasks() -> None:
    (row,) = bureau("hall").carried
    assert (row.task, row.body, row.n_open.text) == ("T4", "roads", "1")


def test_what_a_body_does_itself_is_carried_by_nobody_else() -> None:
    assert bureau("roads").carried == ()


def test_the_load_counts_each_month_an_activity_touches() -> None:
    assert [each.n for each in bureau("roads").months[:2]] == [1, 1]


def test_a_bureau_that_is_not_there_has_no_page() -> None:
    scene, page = answered()
    assert bureau_page(code="none", scene=scene, page=page, known=KNOWN, replies={}) is None


def test_the_list_puts_bodies_after_the_one_above_them() -> None:
    assert [(each.code, each.depth) for each in bureau_lines(scene=answered()[0])] == [
        ("hall", 0),
        ("edu", 1),
        ("roads", 1),
    ]


def test_a_reply_about_the_activity_goes_before_one_about_the_task() -> None:
    scene, _ = answered()
    known = {("T2", ""): reply(""), ("T2", "road"): reply("road")}
    rows = finding_lines(
        findings=[each for each in scene.outcome.findings if each.where == "road"],
        scene=scene,
        replies=known,
    )
    assert [row.reply == known["T2", "road"] for row in rows] == [True]


def test_a_finding_nobody_replied_to_says_so() -> None:
    assert [row.reply for row in bureau("roads").findings] == [None]


@pytest.fixture
def plan(db: None) -> models.Plan:
    stored()
    return models.Plan.objects.get(key="small")


def test_lights_of_other_bodies_are_left_out(plan: models.Plan) -> None:
    found = item_lights(plan=plan.pk, codes=("T1", "T2"), within=frozenset({"roads"}))
    assert list(found) == ["T2"]


def test_without_a_scope_every_light_is_seen(plan: models.Plan) -> None:
    assert sorted(item_lights(plan=plan.pk, codes=("T1", "T2"), within=None)) == ["T1", "T2"]


def test_the_lights_of_a_body_are_counted(plan: models.Plan) -> None:
    models.Item.objects.filter(code="T2").update(light="red")
    assert light_counts(plan=plan.pk, owner="roads", within=None) == (("red", 1),)


def test_nothing_is_counted_of_a_body_one_may_not_see(plan: models.Plan) -> None:
    assert light_counts(plan=plan.pk, owner="edu", within=frozenset({"roads"})) == ()


def said(text: str) -> None:
    item = models.Item.objects.get(code="T2")
    models.Report.objects.create(item=item, kind="reply", text=text, by=person("roads"), at=NOW)


def test_the_latest_reply_is_the_one_shown(plan: models.Plan) -> None:
    said("先说的")
    said("后说的")
    assert [each.text for each in replies(plan=plan.pk).values()] == ["后说的"]


@pytest.fixture
def office(plan: models.Plan) -> Client:
    client = Client()
    client.force_login(person("office"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_shows_the_reply_beside_the_finding(office: Client) -> None:
    said("雨季停工，九月补回")
    text = office.get("/p/small/bureaus/roads").content.decode()
    assert "雨季停工，九月补回" in text


@pytest.mark.parametrize("path", ["bureaus", "bureaus/hall", "bureaus/edu", "bureaus/roads"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_can_be_read_in_both_languages(office: Client, path: str, lang: str) -> None:
    office.cookies["lang"] = lang
    assert office.get(f"/p/small/{path}").status_code == 200


def test_a_body_that_is_not_there_is_not_found(office: Client) -> None:
    assert office.get("/p/small/bureaus/none").status_code == 404
