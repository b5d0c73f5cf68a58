"""Goals, projects and places: what their pages say, from an answer that can be counted by hand."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.site.answer_case import LOOKED_UP as KNOWN
from tests.site.answer_case import answered, person, stored

from tongchou_site.workbench.answer.goal import GoalPage, goal_page
from tongchou_site.workbench.answer.places import place_lines, place_page
from tongchou_site.workbench.answer.works import WorkPage, work_page

BACKEND = "django.contrib.auth.backends.ModelBackend"


def goal(name: str) -> GoalPage:
    scene, page = answered()
    found = goal_page(goal=name, scene=scene, page=page, known=KNOWN)
    assert found is not None
    return found


def work(code: str) -> WorkPage:
    scene, page = answered()
    found = work_page(code=code, scene=scene, page=page, known=KNOWN, replies={})
    assert found is not None
    return found


def test_a_goal_says_what_it_is() -> None:
    assert goal("G1").what.zh == "建成一所学校"


def test_a_goal_names_who_leads_its_tasks() -> None:
    assert goal("G1").owners == (
        ("edu", answered()[0].body("edu"), 1),
        ("roads", answered()[0].body("roads"), 1),
    )


def test_a_task_nobody_leads_is_counted() -> None:
    assert goal("G2").unowned == 1


def test_a_goal_is_tested_by_the_activity_it_requires() -> None:
    assert [part.title.zh for _, rows in goal("G1").parts for part in rows] == ["学校工程·建设"]


def test_without_three_sourced_milestones_no_part_shows_a_chance() -> None:
    assert [part.chance for _, rows in goal("G1").parts for part in rows] == [None]


def test_the_money_of_a_goal_is_the_sum_of_its_works() -> None:
    total = goal("G1").money_total
    assert total is not None
    assert total.text.zh == "1 亿元"


def test_what_decides_a_goal_comes_with_its_share_of_the_futures() -> None:
    assert {row.title.zh: row.share.text for row in goal("G1").deciders} == {
        "学校工程·建设": ">99 %",
        "道路工程·施工": ">99 %",
    }


def test_the_root_gathers_every_goal_below_it() -> None:
    assert [each.id for each in goal("G0").leaves] == ["G1", "G2"]


def test_a_goal_that_is_not_there_has_no_page() -> None:
    scene, page = answered()
    assert goal_page(goal="G9", scene=scene, page=page, known=KNOWN) is None


def test_the_first_reading_is_the_baseline() -> None:
    (course,) = goal("G2").trajectories
    assert [point.baseline for point in course.points] == [True, False]


def test_a_better_grade_stands_higher() -> None:
    (course,) = goal("G2").trajectories
    worse, better = course.points
    assert better.y < worse.y


def test_the_grades_that_meet_the_target_are_those_from_it_upwards() -> None:
    (course,) = goal("G2").trajectories
    levels = {word: y for y, word in course.levels}
    bottom = course.met_top + course.met_height
    assert levels["III"] < bottom < levels["IV"]


def test_a_project_lists_its_activities_in_order() -> None:
    assert [step.title.zh for step in work("PR").steps] == ["设计", "施工"]


def test_a_finished_activity_has_no_later_date() -> None:
    assert [step.p80 is None for step in work("PR").steps] == [True, False]


def test_a_project_leads_to_its_place() -> None:
    place = work("PR").place
    assert place is not None
    assert (place[0], place[1].zh) == ("east", "东片")


def test_a_project_that_is_not_there_has_no_page() -> None:
    scene, page = answered()
    assert work_page(code="P9", scene=scene, page=page, known=KNOWN, replies={}) is None


def test_places_stand_below_the_one_around_them() -> None:
    assert [(line.code, line.depth) for line in place_lines(scene=answered()[0])] == [
        ("town", 0),
        ("east", 1),
        ("lake", 1),
    ]


def test_a_place_shows_the_works_of_the_places_inside() -> None:
    found = place_page(code="town", scene=answered()[0], known=KNOWN)
    assert found is not None
    assert [row.code for row in found.works] == ["PS", "PR"]


def test_a_place_shows_what_was_measured_there_latest_first() -> None:
    found = place_page(code="lake", scene=answered()[0], known=KNOWN)
    assert found is not None
    assert [[value.text for _, value in row.readings] for row in found.readings] == [["IV", "V"]]


def test_a_place_that_is_not_there_has_no_page() -> None:
    assert place_page(code="west", scene=answered()[0], known=KNOWN) is None


def signed_in(name: str) -> Client:
    stored()
    client = Client()
    client.force_login(person(name), backend=BACKEND)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["goals", "goals/G0", "goals/G1", "goals/G2", "projects/PS", "projects/PR", "places", "places/lake"],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_can_be_read_in_both_languages(path: str, lang: str) -> None:
    client = signed_in("office")
    client.cookies["lang"] = lang
    assert client.get(f"/p/small/{path}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["goals/G9", "projects/P9", "places/west"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert signed_in("office").get(f"/p/small/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["goals", "goals/G1", "goals/G2", "projects/PS", "places/lake"])
def test_no_page_carries_a_style_of_its_own(path: str) -> None:
    text = signed_in("office").get(f"/p/small/{path}").content.decode()
    assert (" style=" in text, "<style" in text, "<script>" in text) == (False, False, False)


@pytest.mark.django_db
def test_every_card_leads_to_the_page_of_its_goal() -> None:
    text = signed_in("office").get("/p/small/goals").content.decode()
    assert [f'href="/p/small/goals/{goal}"' in text for goal in ("G1", "G2")] == [True, True]


@pytest.mark.django_db
def test_a_task_of_another_bureau_is_named_and_leads_nowhere() -> None:
    text = signed_in("roads").get("/p/small/goals/G1").content.decode()
    assert ("建成学校" in text, 'href="/p/small/tasks/T1"' in text) == (True, False)


@pytest.mark.django_db
def test_a_task_of_ones_own_bureau_leads_to_it() -> None:
    text = signed_in("roads").get("/p/small/goals/G1").content.decode()
    assert 'href="/p/small/tasks/T2"' in text
