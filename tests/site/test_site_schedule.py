"""The schedule: lanes, pages, the data of the drawn chart, the network in layers."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.site.answer_case import TODAY, answered, person, stored

from tongchou_site.records import models
from tongchou_site.workbench.answer.network import layered, network
from tongchou_site.workbench.answer.schedule import lanes, sheet


def keys(by: str) -> list[tuple[str, list[str]]]:
    return [(lane.key, [each.id for each in lane.spans]) for lane in lanes(scene=answered()[0], by=by)]


def test_lanes_by_bureau_hold_what_each_bureau_does() -> None:
    assert keys("bureau") == [("edu", ["school"]), ("roads", ["road"])]


def test_lanes_by_goal_hold_what_decides_each_goal() -> None:
    assert keys("goal") == [("G1", ["road", "school"])]


def test_a_finished_activity_is_no_bar() -> None:
    assert "design" not in {each.id for lane in lanes(scene=answered()[0], by="goal") for each in lane.spans}


def test_what_decides_a_goal_is_drawn_in_ink() -> None:
    (lane,) = lanes(scene=answered()[0], by="goal")
    assert [each.ink for each in lane.spans] == [True, True]


def test_a_bar_ends_at_the_median_and_its_tail_at_the_later_quantile() -> None:
    found = sheet(lanes=lanes(scene=answered()[0], by="goal"), first=0, most=10, on=TODAY)
    assert all(bar.left < bar.right < bar.tail for strip in found.strips for bar in strip.bars)


def test_every_saying_of_a_finish_is_a_hollow_diamond() -> None:
    _, roads = lanes(scene=answered()[0], by="bureau")
    assert [(day.isoformat(), done) for day, done in roads.spans[0].marks] == [
        ("2021-08-31", False),
        ("2021-09-30", False),
    ]


def test_a_page_holds_no_more_bars_than_asked_for() -> None:
    found = sheet(lanes=lanes(scene=answered()[0], by="bureau"), first=1, most=1, on=TODAY)
    assert (
        found.first,
        found.last,
        found.n,
        [row.span.id for strip in found.strips for row in strip.lines],
    ) == (
        2,
        2,
        2,
        ["road"],
    )


def test_a_node_stands_right_of_everything_it_waits_for() -> None:
    links = [("a", "b"), ("b", "d"), ("a", "d"), ("c", "d")]
    assert [sorted(layer) for layer in layered(nodes="abcd", links=links)] == [["a", "c"], ["b"], ["d"]]


def test_lines_that_would_cross_are_laid_apart() -> None:
    first, second = layered(nodes="abxy", links=[("a", "y"), ("b", "x")])
    assert [first.index("a") < first.index("b")] == [second.index("y") < second.index("x")]


def test_a_loop_does_not_keep_the_layout_from_ending() -> None:
    assert [sorted(layer) for layer in layered(nodes="abc", links=[("a", "b"), ("b", "a")])] == [
        ["a", "b", "c"]
    ]


def test_the_network_draws_what_can_decide_the_goal_with_its_links() -> None:
    found = network(scene=answered()[0], goal="G1")
    assert ([box.title.zh for box in found.boxes], [line.driving for line in found.lines]) == (
        ["道路工程·施工", "学校工程·建设"],
        [True],
    )


def test_the_chain_that_decides_is_drawn_in_ink() -> None:
    assert [arrow.ink for arrow in network(scene=answered()[0], goal="G1").arrows] == [True]


def test_a_goal_that_is_not_there_has_no_network() -> None:
    with pytest.raises(KeyError):
        network(scene=answered()[0], goal="G9")


@pytest.fixture
def office(db: None) -> Client:
    stored()
    client = Client()
    client.force_login(person("office"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "path",
    ["schedule", "schedule?by=goal", "schedule?lane=roads", "schedule?from=2", "schedule?from=x"],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_schedule_can_be_read_in_both_languages(office: Client, path: str, lang: str) -> None:
    office.cookies["lang"] = lang
    assert office.get(f"/p/small/{path}").status_code == 200


def test_the_network_page_leads_to_the_works(office: Client) -> None:
    text = office.get("/p/small/schedule/network").content.decode()
    assert 'href="/p/small/projects/PR"' in text


@pytest.mark.parametrize("path", ["schedule?lane=none", "schedule/network?goal=G9"])
def test_what_is_not_there_is_not_found(office: Client, path: str) -> None:
    assert office.get(f"/p/small/{path}").status_code == 404


def test_the_drawn_chart_and_the_table_hold_the_same_bars(office: Client) -> None:
    body = json.loads(office.get("/p/small/schedule/bars?by=bureau").content)
    assert [[bar["title"] for bar in lane["bars"]] for lane in body["lanes"]] == [
        ["学校工程·建设"],
        ["道路工程·施工"],
    ]


def test_a_bar_leads_to_its_project(office: Client) -> None:
    body = json.loads(office.get("/p/small/schedule/bars?lane=roads").content)
    assert [bar["way"] for lane in body["lanes"] for bar in lane["bars"]] == ["/p/small/projects/PR"]


def test_days_of_a_bar_are_counted_from_the_day_of_judgement(office: Client) -> None:
    body = json.loads(office.get("/p/small/schedule/bars?lane=roads").content)
    (bar,) = body["lanes"][0]["bars"]
    assert (body["on"], [day for day, _ in bar["marks"]]) == ("2021-08-03", [28, 58])


def test_before_the_first_answer_the_page_says_what_to_do(office: Client) -> None:
    models.Run.objects.all().delete()
    text = office.get("/p/small/schedule").content.decode()
    assert "还没有预测结果" in text
