"""What lies too far out to compute with is named with its place; usual numbers are let through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tongchou.plan.causes import Driver
from tongchou.plan.check import check
from tongchou.plan.check.bounds import bound_problems
from tongchou.plan.measures import Reading
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal
from tongchou.plan.works import Activity, Link, Statement


def found(**tables: Any) -> list[tuple[str, str, int | None, str]]:
    plan = Plan(id="p", title_zh="p", **tables)
    return [
        (each.code, each.where.table, each.where.row, each.where.column) for each in bound_problems(plan=plan)
    ]


def work(**more: Any) -> Activity:
    return Activity(id="A", title_zh="A", **more)


def driver(name: str, **more: Any) -> Driver:
    return Driver(id=name, title_zh="天气", applies_to=("all",), **more)


def test_usual_numbers_are_let_through() -> None:
    rows = {
        "activities": (work(low=Decimal(5), mode=Decimal(10), high=Decimal(400)),),
        "drivers": (driver("D", low=Decimal("0.73"), mode=Decimal(1), high=Decimal("1.37")),),
        "readings": (
            Reading(
                id="R", indicator="I", measured_on=date(2020, 1, 1), value="劣V", said_on=date(2020, 1, 9)
            ),
        ),
    }
    assert found(**rows) == []


def test_a_duration_beyond_a_hundred_years_is_named() -> None:
    assert found(activities=(work(high=Decimal(3_650_000)),)) == [("too-long", "activities", 2, "high")]


def test_a_lag_beyond_a_hundred_years_is_named_whatever_its_sign() -> None:
    links = (Link(id="L", pred="A", succ="B", lag=Decimal(-(10**9))),)
    assert found(links=links) == [("too-long", "links", 2, "lag")]


def test_a_percentage_typed_for_a_factor_is_named() -> None:
    rows = (driver("D", low=Decimal(80), mode=Decimal(100), high=Decimal(120)),)
    assert {code for code, *_ in found(drivers=rows)} == {"factor-out-of-range"}


def test_a_lognormal_from_nil_is_named() -> None:
    rows = (work(low=Decimal(0), mode=Decimal(5), high=Decimal(10), shape="lognormal"),)
    assert found(activities=rows) == [("lognormal-from-nil", "activities", 2, "low")]


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_a_deadline_of_another_age_is_named(year: int) -> None:
    goals = (Goal(id="G", title_zh="G", deadline=date(year, 6, 30)),)
    assert found(goals=goals) == [("day-out-of-range", "goals", 2, "deadline")]


def test_the_day_a_statement_speaks_of_is_looked_at_too() -> None:
    row = Statement(
        id="S", subject="A", aspect="finish", kind="planned", value="9999-12-31", said_on=date(2021, 1, 1)
    )
    assert found(statements=(row,)) == [("day-out-of-range", "statements", 2, "value")]


def test_a_reading_too_large_to_compute_with_is_named() -> None:
    row = Reading(id="R", indicator="I", measured_on=date(2020, 1, 1), value="1e18", said_on=date(2020, 1, 9))
    assert found(readings=(row,)) == [("value-out-of-range", "readings", 2, "value")]


def test_correlations_of_one_activity_that_sum_to_more_than_one_are_named() -> None:
    rows = (driver("D1", rho=Decimal("0.6")), driver("D2", rho=Decimal("0.6")))
    plan = Plan(id="p", title_zh="p", activities=(work(mode=Decimal(5)),), drivers=rows)
    problems = check(plan=plan, on=date(2021, 1, 1)).problems
    assert [each.where.row for each in problems if each.code == "rho-over-one"] == [3]
