"""Every template is whole, every figure in it has a parent, and nothing was lost on the way from the facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tongchou.kernel.finding import in_two
from tongchou.kernel.packaged import read_yaml
from tongchou.plan.template import (
    PACKAGE,
    TemplateActivity,
    driver_forms,
    kinds,
    template,
    template_sources,
)
from tongchou.plan.template_norm import norm_of, works_done

FACTS = Path(__file__).resolve().parents[4] / "shared" / "facts" / "templates.yaml"
BUILT = ("school", "hospital", "housing", "road_pipes", "wetland", "park", "headquarters")
PAPER = ("rule_document", "plan_document", "policy", "campaign")
ROWS = [(kind, row) for kind in kinds() for row in template(kind).activities]
WORKS = {"P12": "S42"}  # where the facts name a real work, the source of its dates
PAIRED = pytest.mark.parametrize(("kind", "row"), ROWS, ids=[f"{kind}/{row.id}" for kind, row in ROWS])


def test_there_are_the_eleven_kinds_of_work() -> None:
    assert sorted(kinds()) == sorted(BUILT + PAPER)


@pytest.mark.parametrize("kind", BUILT)
def test_a_built_work_runs_through_planning_permits_building_handover_and_operation(kind: str) -> None:
    phases = {row.phase for row in template(kind).activities}
    assert phases == {"planning", "permits", "building", "handover", "operation"}


@pytest.mark.parametrize("kind", PAPER)
def test_a_document_policy_or_campaign_is_planned_handed_over_and_put_into_operation(kind: str) -> None:
    assert {row.phase for row in template(kind).activities} >= {"planning", "operation"}


@pytest.mark.parametrize("kind", kinds())
def test_every_template_ends_in_its_opening(kind: str) -> None:
    form = template(kind)
    assert form.has("open")
    assert next(row for row in form.activities if row.id == "open").milestone


@PAIRED
def test_every_duration_is_sourced_or_a_marked_assumption(kind: str, row: TemplateActivity) -> None:
    marked = {"sourced": bool(row.sources), "partly_sourced": bool(row.sources), "milestone": row.milestone}
    assert marked.get(row.basis, row.basis in ("assumption", "recalled") and bool(row.reason))


@PAIRED
def test_what_is_recalled_carries_no_source(kind: str, row: TemplateActivity) -> None:
    assert (row.basis == "recalled") <= (row.confidence == "R" and row.sources == ())


@PAIRED
def test_every_source_a_row_names_is_listed(kind: str, row: TemplateActivity) -> None:
    assert set(row.sources) <= {source.id for source in template_sources()}


@PAIRED
def test_every_permit_class_a_row_names_is_listed(kind: str, row: TemplateActivity) -> None:
    listed = {each["id"] for each in read_yaml(package=PACKAGE, name="permit_classes.yaml")["permit_classes"]}
    assert row.permit in listed | {""}


@PAIRED
def test_a_step_has_a_name_in_both_languages_a_resource_and_a_unit(kind: str, row: TemplateActivity) -> None:
    assert all((row.zh, row.en, row.resource, row.unit or row.milestone))


@pytest.mark.parametrize("kind", kinds())
def test_no_template_has_a_loop(kind: str) -> None:
    assert len(norm_of(kind=kind).finish) == len(template(kind).activities)


@pytest.mark.parametrize("kind", BUILT)
def test_the_building_of_a_work_ends_between_its_start_and_its_acceptance(kind: str) -> None:
    norm = norm_of(kind=kind)
    assert norm.finish["start"] < norm.finish[works_done(kind=kind)] <= norm.finish["accept"]


def test_the_norm_follows_lags_and_kinds_of_links() -> None:
    norm = norm_of(kind="school")
    assert norm.start["feas_doc"] == max(norm.finish["need"], norm.start["site"] + 10)


def test_what_is_upstream_of_a_step_is_all_it_waits_for() -> None:
    assert {"need", "permit", "start", "topout"} <= template("school").upstream("topout")
    assert "fitout" not in template("school").upstream("topout")


def test_drivers_of_project_programme_and_optimism_stand_ready_with_their_reason() -> None:
    forms = driver_forms()
    assert set(forms) == {"project", "programme", "optimism"}
    assert all(form.reason for form in forms.values())


def test_optimism_is_one_factor_of_building_alone() -> None:
    form = driver_forms()["optimism"]
    assert (form.phases, form.low == form.mode == form.high) == (("building",), True)


def facts() -> Any:  # Any: as YAML gives it
    if not FACTS.is_file():
        pytest.skip(f"the facts are not beside the project: {FACTS.name}")
    return yaml.load(FACTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def as_given(row: dict[str, Any]) -> tuple[object, ...]:
    days = row.get("duration") or {}
    recalled = row["confidence"] == "R"  # recalled: the rule it was recalled from is no source
    named = [WORKS.get(name, name) for name in row.get("sources", ())]
    sources = () if recalled else tuple(name for name in named if name[0] in "SA")
    return (
        (row["zh"], row["en"], row["phase"], row["resource"], row.get("permit_class", "")),
        (days.get("low"), days.get("mode"), days.get("high"), days.get("unit", "")),
        tuple((link["after"], link["type"], link.get("lag_cd", 0)) for link in row["links"]),
        (row["basis"], row["confidence"], sources),
    )


def as_kept(row: TemplateActivity) -> tuple[object, ...]:
    return (
        (row.zh, row.en, row.phase, row.resource, row.permit),
        (row.low, row.mode, row.high, row.unit),
        row.after,
        (row.basis, row.confidence, row.sources),
    )


@pytest.mark.parametrize("kind", kinds())
def test_a_template_holds_every_row_of_the_facts_and_no_other(kind: str) -> None:
    given = facts()["templates"][kind]
    assert (given["zh"], given["en"], given["default_size"]) == (
        template(kind).zh,
        template(kind).en,
        in_two(text=template(kind).size).en,
    )
    kept = {row.id: as_kept(row) for row in template(kind).activities}
    assert kept == {row["id"]: as_given(row) for row in given["activities"]}


def test_the_permit_classes_are_those_of_the_facts() -> None:
    kept = {
        each["id"]: each["limit"]
        for each in read_yaml(package=PACKAGE, name="permit_classes.yaml")["permit_classes"]
    }
    assert kept == {each["id"]: each["limit"] for each in facts()["permit_classes"]}


def test_gates_and_seasons_of_the_facts_are_kept() -> None:
    given = {
        (kind, row["id"]): (row.get("gate") or row.get("season"))
        for kind, form in facts()["templates"].items()
        for row in form["activities"]
        if row.get("gate") or "window" in (row.get("season") or {})
    }
    assert {(kind, row.id) for kind, row in ROWS if row.gates} == set(given)


def test_the_words_of_the_facts_are_known() -> None:
    words = read_yaml(package=PACKAGE, name="words.yaml")
    kept = {(row["milestone"], word) for row in words["promise_words"] for word in row["words"]}
    assert {(row["milestone"], word) for row in facts()["promise_words"] for word in row["words"]} <= kept
