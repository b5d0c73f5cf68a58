"""A plan as known on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from tongchou.plan.asof import as_of, progress, resolve
from tongchou.plan.measures import Reading
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Statement

JUNE = date(2021, 6, 1)


def said(number: int, value: str, said_on: date, **more: Any) -> Statement:
    fields: dict[str, Any] = {"aspect": "finish", "kind": "planned", **more}
    return Statement(id=f"ST{number}", subject="A", value=value, said_on=said_on, **fields)


def plan_of(*statements: Statement) -> Plan:
    return Plan(id="p", title_zh="规划", activities=(Activity(id="A", title_zh="甲"),), statements=statements)


def test_nothing_said_later_is_seen() -> None:
    plan = plan_of(said(1, "2021-12-31", date(2021, 5, 1)), said(2, "2022-06-30", date(2021, 7, 1)))
    assert [row.id for row in as_of(plan=plan, on=JUNE).statements] == ["ST1"]


def test_an_event_dated_after_the_day_cannot_have_been_known() -> None:
    plan = plan_of(said(1, "2021-09-01", date(2021, 5, 1), kind="actual"))
    assert as_of(plan=plan, on=JUNE).statements == ()


def test_a_reading_published_later_is_not_seen() -> None:
    reading = Reading(
        id="R", indicator="I", measured_on=date(2020, 12, 31), value="4", said_on=date(2021, 7, 1)
    )
    plan = Plan(id="p", title_zh="规划", readings=(reading,))
    assert as_of(plan=plan, on=JUNE).readings == ()


def test_the_first_and_the_latest_promise_are_both_kept() -> None:
    plan = plan_of(said(2, "2022-06-30", date(2021, 7, 1)), said(1, "2021-12-31", date(2021, 5, 1)))
    found = resolve(plan=plan)["A", "finish"]
    assert found.original is not None
    assert found.current is not None
    assert (found.original.id, found.current.id) == ("ST1", "ST2")


def test_a_promise_is_no_evidence() -> None:
    resolution = resolve(plan=plan_of(said(1, "2021-12-31", date(2021, 5, 1))))
    assert progress(resolution=resolution, activity="A").finished is None


def test_the_latest_evidence_counts() -> None:
    plan = plan_of(
        said(1, "2021-04-01", date(2021, 4, 2), kind="actual"),
        said(2, "2021-04-20", date(2021, 5, 1), kind="actual"),
    )
    assert progress(resolution=resolve(plan=plan), activity="A").finished == date(2021, 4, 20)


def test_a_fact_of_the_running_month_had_happened_by_the_day_it_was_said() -> None:
    row = Statement(
        id="S",
        subject="A",
        aspect="finish",
        kind="actual",
        value="2021-03-31",
        precision="month",
        said_on=date(2021, 3, 10),
    )
    seen = as_of(plan=Plan(id="p", title_zh="p", statements=(row,)), on=date(2021, 3, 20)).statements
    assert [(each.value, each.precision) for each in seen] == [("2021-03-10", "latest")]
