"""How much of an answer rests on assumptions: works and indicators together."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.cycle.cycle_case import TOWN, changed, fact, ran

from tongchou.cycle.outcome import Outcome
from tongchou.plan.measures import Reading, Target
from tongchou.plan.model import Plan

SOURCED = {"basis": "source", "sources": ("S1",), "reason": ""}
YEARS = tuple(
    Reading(
        id=f"R{year}",
        indicator="I1",
        measured_on=date(year, 12, 31),
        value=value,
        said_on=date(year + 1, 1, 9),
        basis="source",
        sources=("S1",),
    )
    for year, value in ((2017, "5"), (2018, "4"), (2019, "4.5"), (2020, "4"))
)
WATER = Target(id="TG1", indicator="I1", goal="G1", operator="<=", value="4", due=date(2021, 8, 31))


def share(outcome: Outcome) -> float | None:
    return next(each.assumption_share for each in outcome.goals if each.id == "G1")


def known(plan: Plan) -> Plan:
    """The plan with every duration and driver from a source."""
    return dataclasses.replace(
        plan,
        activities=tuple(dataclasses.replace(row, **SOURCED) for row in plan.activities),
        drivers=tuple(dataclasses.replace(row, **SOURCED) for row in plan.drivers),
    )


def test_a_test_with_too_few_readings_is_an_assumption() -> None:
    done = (fact("open", "2021-02-20", "2021-02-20"),)
    assert share(ran(known(changed(targets=(WATER,), statements=done)))) == pytest.approx(1.0)


def test_a_test_with_enough_readings_is_none() -> None:
    done = (fact("open", "2021-02-20", "2021-02-20"),)
    plan = known(changed(targets=(WATER,), statements=done, readings=YEARS))
    assert share(ran(plan)) == pytest.approx(0.0)


def test_sourced_works_beside_an_assumed_path_share_the_answer() -> None:
    found = share(ran(known(changed(targets=(WATER,)))))
    assert found is not None
    assert 0.0 < found < 1.0


def test_a_goal_already_met_for_certain_rests_on_nothing_uncertain() -> None:
    assert share(ran(changed(statements=(fact("open", "2021-02-20", "2021-02-20"),)))) is None


def test_the_assumed_path_is_listed_with_its_indicator() -> None:
    listed = ran(changed(targets=(WATER,))).assumptions
    assert any(each.subject == "TG1" and "水质" in each.text.zh for each in listed)


def test_the_listed_shares_never_exceed_the_whole() -> None:
    assert sum(each.weight for each in ran().assumptions) <= 1.0 + 1e-9


def test_a_wider_assumption_weighs_more() -> None:
    rows = {each.subject: each.weight for each in ran().assumptions}
    wide = tuple(
        dataclasses.replace(row, high=Decimal(400)) if row.id == "build" else row for row in TOWN.activities
    )
    wider = {each.subject: each.weight for each in ran(changed(activities=wide)).assumptions}
    assert wider["build"] > rows["build"]
