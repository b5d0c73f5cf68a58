"""A project's steps by the template of its kind, and what its state says is done, as latest dates."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest

from tongchou.plan.compose.expand import Expansion, Standing, driver_row, expand_project
from tongchou.plan.compose.share import steps_at
from tongchou.plan.template import kinds, template

ON = date(2021, 8, 3)


def school(**more: object) -> Expansion:
    standing = Standing(on=ON, sources=("ledger",), **more)  # type: ignore[arg-type]  # fields by name
    return expand_project(project="T01", kind="school", standing=standing)


def happened(made: Expansion, aspect: str) -> set[str]:
    return {row.subject.removeprefix("T01.") for row in made.statements if row.aspect == aspect}


@pytest.mark.parametrize("kind", kinds())
def test_every_step_is_an_assumption_that_names_its_template_row(kind: str) -> None:
    made = expand_project(project="T01", kind=kind)
    assert [row.template for row in made.activities] == [
        f"{kind}/{row.id}" for row in template(kind).activities
    ]
    assert {row.basis for row in made.activities} == {"assumption"}


@pytest.mark.parametrize("kind", kinds())
def test_no_two_links_share_an_id(kind: str) -> None:
    names = [row.id for row in expand_project(project="T01", kind=kind).links]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", kinds())
def test_every_link_of_a_template_is_made(kind: str) -> None:
    made = expand_project(project="T01", kind=kind)
    assert len(made.links) == sum(len(row.after) for row in template(kind).activities)


def test_ids_stay_within_their_length_for_a_long_project_id() -> None:
    made = expand_project(project="T" * 30, kind="hospital")
    assert max(len(row.id) for row in made.links) <= 64


def test_the_school_year_is_a_calendar_of_its_own() -> None:
    made = expand_project(project="T01", kind="school")
    assert [row.gates for row in made.calendars] == [("09-01",)]


def test_without_a_standing_nothing_is_said_to_have_happened() -> None:
    assert expand_project(project="T01", kind="school").statements == ()


def test_all_upstream_of_what_is_done_is_done() -> None:
    assert happened(school(done=("start",)), "finish") >= {"need", "feas_ok", "permit", "site_prep", "start"}


def test_what_runs_has_begun_and_what_it_waited_for_is_done() -> None:
    made = school(running=("frame",))
    assert happened(made, "start") == {"frame"}
    assert {"sub", "start"} <= happened(made, "finish")


def test_every_date_read_from_a_state_is_a_latest_one() -> None:
    assert {row.precision for row in school(done=("topout",), running=("fitout",)).statements} == {"latest"}


def test_a_day_the_state_names_is_taken_and_said_on_the_day_of_the_ledger() -> None:
    rows = school(done=("start",), by=date(2021, 5, 20)).statements
    assert {(row.value, row.said_on) for row in rows} == {("2021-05-20", ON)}


def test_what_the_state_names_is_the_ledgers_and_the_rest_our_inference() -> None:
    rows = {row.subject: row.basis for row in school(done=("start",)).statements}
    assert (rows["T01.start"], rows["T01.permit"]) == ("statement", "assumption")


def test_only_the_rows_asked_for_are_made() -> None:
    made = expand_project(project="T01", kind="school", keep=frozenset({"start", "pit"}))
    assert [row.id for row in made.activities] == ["T01.start", "T01.pit"]


@pytest.mark.parametrize("kind", kinds())
def test_at_a_share_of_nothing_nothing_is_done(kind: str) -> None:
    assert steps_at(kind=kind, share=Decimal(0)).done == ()


@pytest.mark.parametrize("kind", kinds())
def test_at_the_whole_nothing_runs_any_more(kind: str) -> None:
    assert steps_at(kind=kind, share=Decimal(1)).running == ()


@pytest.mark.parametrize("kind", kinds())
def test_more_share_never_undoes_a_step(kind: str) -> None:
    reached = [set(steps_at(kind=kind, share=Decimal(tenth) / 10).done) for tenth in range(11)]
    assert all(less <= more for less, more in itertools.pairwise(reached))


def test_the_share_of_works_counts_from_their_start() -> None:
    """60 % of a school's 546 days from start to acceptance is day 328: topped out on day 290, fitting out."""
    reached = steps_at(kind="school", share=Decimal("0.6"))
    assert {"start", "topout"} <= set(reached.done)
    assert "fitout" in reached.running


def test_an_optimism_driver_works_on_building_alone() -> None:
    row = driver_row(kind="optimism", name="all", applies_to=("all",), title_zh="", title_en="")
    assert row.applies_to == ("phase:building",)
