"""The missing facts: what weighs most stands first, and what is known is not asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tongchou.plan.check import MissingFact, missing_facts
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Organisation, Task
from tongchou.plan.works import Activity, Link, Project, Statement

ON = date(2021, 5, 1)
DEADLINE = date(2021, 12, 31)


def activity(name: str, low: int, high: int, project: str = "P1") -> Activity:
    return Activity(
        id=name,
        project=project,
        title_zh=name,
        low=Decimal(low),
        mode=Decimal(low),
        high=Decimal(high),
        unit="cd",
        basis="assumption",
        reason="template",
    )


def plan(**more: Any) -> Plan:
    tables = {
        "organisations": (Organisation(id="edu", title_zh="教育局", title_en="Education Bureau"),),
        "goals": (
            Goal(id="G1", title_zh="甲", weight=Decimal("0.75"), deadline=DEADLINE, required=("A",)),
            Goal(id="G2", title_zh="乙", weight=Decimal("0.25"), deadline=DEADLINE, required=("B",)),
        ),
        "projects": (
            Project(id="P1", title_zh="小学", owner="edu"),
            Project(id="P2", title_zh="公园", owner="edu"),
        ),
        "activities": (activity("A", 10, 110), activity("B", 10, 110, "P2")),
    }
    return Plan(id="p", title_zh="规划", **{**tables, **more})


def facts(which: Plan, code: str, on: date = ON) -> dict[str, float]:
    return {each.subject: each.weight for each in missing_facts(plan=which, on=on) if each.code == code}


def done(subject: str, said_on: date) -> Statement:
    return Statement(
        id="s", subject=subject, aspect="finish", kind="actual", value="2021-04-01", said_on=said_on
    )


def test_an_assumed_duration_weighs_its_spread_times_the_share_of_the_goals_that_wait() -> None:
    assert facts(plan(), "duration") == {"A": 75.0, "B": 25.0}


def test_weight_flows_up_the_links() -> None:
    links = (Link(id="l", pred="B", succ="A"),)
    assert facts(plan(links=links), "duration") == {"A": 75.0, "B": 100.0}


def test_the_heaviest_stands_first() -> None:
    weights = [each.weight for each in missing_facts(plan=plan(), on=ON)]
    assert weights == sorted(weights, reverse=True)


def test_at_most_ten_facts_are_named() -> None:
    names = [f"X{n:02}" for n in range(15)]
    many = plan(
        goals=(Goal(id="G1", title_zh="甲", deadline=DEADLINE, required=tuple(names)),),
        activities=tuple(activity(name, 1, 50, f"Q{name}") for name in names),
    )
    assert len(missing_facts(plan=many, on=ON)) == 10


def test_what_is_finished_is_not_asked_for() -> None:
    assert "A" not in facts(plan(statements=(done("A", ON),)), "duration")


def test_what_was_said_later_is_not_yet_known() -> None:
    later = plan(statements=(done("A", date(2021, 6, 1)),))
    assert "A" in facts(later, "duration")


def test_a_goal_without_a_deadline_weighs_a_year_of_its_share() -> None:
    goals = (
        Goal(id="G1", title_zh="甲", weight=Decimal("0.5"), required=("A",)),
        Goal(id="G2", title_zh="乙", weight=Decimal("0.5"), deadline=DEADLINE, required=("B",)),
    )
    assert facts(plan(goals=goals), "goal-deadline") == {"G1": 182.5}


def test_a_project_without_an_owner_is_asked_for_one() -> None:
    projects = (Project(id="P1", title_zh="小学"), Project(id="P2", title_zh="公园", owner="edu"))
    assert facts(plan(projects=projects), "owner") == {"P1": 18.75}


def test_a_task_with_nothing_behind_it_is_asked_for_its_works() -> None:
    tasks = (Task(id="T", title_zh="改革", goals=("G2",), lead="edu"),)
    assert facts(plan(tasks=tasks), "task-works") == {"T": 45.625}


def test_a_promise_given_is_not_asked_for() -> None:
    promise = Statement(id="s", subject="P1", aspect="finish", kind="planned", value="2021-09-01", said_on=ON)
    assert list(facts(plan(statements=(promise,)), "promised-finish")) == ["P2"]


def test_a_fact_says_whom_to_ask_in_both_languages() -> None:
    first: MissingFact = next(each for each in missing_facts(plan=plan(), on=ON) if each.code == "duration")
    assert (first.ask, "教育局" in first.text.zh, "Education Bureau" in first.text.en) == ("edu", True, True)


def assumed(subject: str, aspect: Any = "start") -> Statement:
    return Statement(
        id=f"s-{subject}",
        subject=subject,
        aspect=aspect,
        kind="actual",
        value="2021-04-01",
        said_on=date(2021, 4, 1),
        basis="assumption",
        reason="template",
    )


def test_a_stage_that_is_only_assumed_is_asked_for() -> None:
    assert facts(plan(statements=(assumed("A"),)), "stage") == {"A": 7.5}


def test_a_stage_that_is_only_assumed_is_not_asked_for_twice() -> None:
    assert list(facts(plan(statements=(assumed("A"),)), "duration")) == ["B"]


def test_what_comes_before_something_finished_is_not_asked_for() -> None:
    links = (Link(id="l", pred="B", succ="A"),)
    assert facts(plan(links=links, statements=(done("A", ON),)), "duration") == {}


def test_without_an_owner_the_lead_of_the_task_is_asked() -> None:
    projects = (
        Project(id="P1", title_zh="小学", tasks=("T",)),
        Project(id="P2", title_zh="公园", owner="edu"),
    )
    tasks = (Task(id="T", title_zh="办学", goals=("G1",), lead="edu"),)
    found = missing_facts(plan=plan(projects=projects, tasks=tasks), on=ON)
    assert {each.ask for each in found} == {"edu"}


def test_where_nobody_answers_the_body_above_the_others_is_asked() -> None:
    organisations = (
        Organisation(id="city", title_zh="管委会"),
        Organisation(id="edu", title_zh="教育局", parent="city"),
    )
    projects = (Project(id="P1", title_zh="小学"), Project(id="P2", title_zh="公园"))
    found = missing_facts(plan=plan(organisations=organisations, projects=projects), on=ON)
    assert {each.ask for each in found} == {"city"}


def test_an_empty_plan_lacks_nothing_that_can_be_named() -> None:
    assert missing_facts(plan=Plan(id="p", title_zh="x"), on=ON) == ()


@pytest.mark.parametrize(
    ("state", "asked"), [("", ["P1"]), ("未启动", []), ("尚未开工", []), ("已开工", ["P1"])]
)
def test_what_is_said_not_to_have_begun_is_not_asked_how_far_it_has_come(
    state: str, asked: list[str]
) -> None:
    projects = (Project(id="P1", title_zh="小学", owner="edu", tasks=("T",)),)
    tasks = (Task(id="T", title_zh="办学", goals=("G1",), state=state),)
    assert (
        list(facts(plan(projects=projects, tasks=tasks, activities=(activity("A", 9, 99),)), "state"))
        == asked
    )
