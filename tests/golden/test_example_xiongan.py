"""The Xiong'an example: what it holds, where each row comes from, and that nothing said later enters its forecast."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tongchou.cycle.canonical import outcome_json
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.plan.check import check
from tongchou.plan.model import TABLES, Plan
from tongchou.plan.table import columns_of
from tongchou.workspace.folder import plan_files, read_plan

FOLDER = Path(__file__).resolve().parents[2] / "examples/xiongan-2021"
ON = date(2021, 8, 3)
FIVE = {"G1": "新形象", "G2": "新功能", "G3": "新产业", "G4": "新人才", "G5": "新机制"}
PUBLIC_ACTS = ("S393",)  # later reports of acts that were public on their day


@cache
def example() -> Plan:
    return read_plan(path=FOLDER)


def outcome(plan: Plan) -> dict[str, Any]:
    made = run(snapshot=Snapshot(plan=plan), on=ON, seed=1, trials=512, map_=map)
    found: dict[str, Any] = json.loads(outcome_json(outcome=made))
    return found


def without_later_sayings(plan: Plan) -> Plan:
    def kept(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row for row in rows if row.said_on is None or row.said_on <= ON)

    return dataclasses.replace(
        plan,
        statements=kept(plan.statements),
        readings=kept(plan.readings),
        targets=kept(plan.targets),
        commitments=kept(plan.commitments),
    )


def known_only_later() -> frozenset[str]:
    """Projects every saying about which is later than the day of judgement."""
    early = {row.subject.split(".")[0] for row in example().statements if row.said_on <= ON}
    return frozenset(row.id for row in example().projects if row.id not in early)


def test_what_was_said_later_changes_no_byte_of_the_outcome() -> None:
    assert outcome(without_later_sayings(example())) == outcome(example())


def test_works_first_heard_of_later_change_nothing_but_the_hash_of_the_input() -> None:
    plan = without_later_sayings(example())
    projects = tuple(row for row in plan.projects if row.id not in known_only_later())
    assert len(projects) < len(plan.projects)
    first, second = outcome(dataclasses.replace(plan, projects=projects)), outcome(plan)
    assert {key for key in first if first[key] != second[key]} == {"input_hash"}


def test_no_activity_belongs_to_a_work_first_heard_of_later() -> None:
    assert [row.id for row in example().activities if row.project in known_only_later()] == []


def test_nothing_the_forecast_computes_with_rests_on_a_source_published_later() -> None:
    published = {row.id: row.published_on for row in example().sources}
    late = [
        (table, row.id, source)  # type: ignore[attr-defined]  # every row has an id
        for table in ("activities", "links", "drivers", "risks", "calendars", "effects", "goals")
        for row in example().table(table)
        for source in row.sources
        if (published[source] or date.min) > ON and source not in PUBLIC_ACTS
    ]
    assert late == []


def test_what_is_said_to_be_known_by_the_day_was_published_or_public_by_then() -> None:
    published = {row.id: row.published_on for row in example().sources}
    bare = [
        row.id
        for row in example().statements
        if row.said_on <= ON and row.basis == "source" and "known to the public on the day" not in row.reason
        if all((published[source] or date.min) > ON for source in row.sources)
    ]
    assert bare == []


def test_the_check_finds_nothing_wrong() -> None:
    assert check(plan=example(), on=date.max).problems == ()


def test_ten_missing_facts_are_named_and_each_asks_a_body_of_the_plan() -> None:
    found = check(plan=example(), on=ON).missing
    bodies = {row.id: row for row in example().organisations}
    assert len(found) == 10
    assert [each.subject for each in found if bodies[each.ask].title_zh not in each.text.zh] == []
    assert [each.subject for each in found if bodies[each.ask].title_en not in each.text.en] == []


def test_the_folder_is_written_as_the_code_writes_it() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == plan_files(plan=example())


def test_the_goals_are_five_under_one_root_of_equal_weight() -> None:
    goals = {row.id: row for row in example().goals}
    assert goals["G0"].title_zh == "承接北京非首都功能疏解"
    assert {row.id: row.title_zh for row in example().goals if row.parent == "G0"} == FIVE
    for name in FIVE:
        under = [row.weight or Decimal(0) for row in example().goals if name in (row.id, row.parent)]
        assert sum(under) == Decimal("0.2")


def test_the_documented_items_are_twenty_four_and_the_official_seventeen_is_remarked() -> None:
    assert [row.id for row in example().tasks] == [f"I{n:02}" for n in range(1, 25)]
    for words in (example().note_zh, example().note_en):
        assert ("17" in words, "24" in words) == (True, True)
    assert "未公布" in example().note_zh
    assert "not published" in example().note_en


def test_every_working_test_says_in_both_languages_that_it_is_one() -> None:
    tested = [row for row in example().goals if row.test]
    assert {row.test for row in tested} == {"working"}
    assert all(row.test_zh.startswith("工作检验;官方检验未公布。") for row in tested)
    assert all(row.test_en.startswith("Working test; the official test is not published.") for row in tested)


def test_the_tests_are_those_of_the_published_rows() -> None:
    required = {row.id: row.required for row in example().goals if row.required}
    assert required == {
        "G1": ("P08.open",),
        "G2a": ("P01.handover", "P02.handover", "P03.handover", "P05.handover"),
        "G2b": ("P06.handover",),
        "G3": ("P12.accept",),
        "G4": ("T44.permit", "T44.points", "T44.round"),
        "G5": ("M1.limits", "M2.bonds", "M3.bonds2020"),
    }
    assert [(row.goal, row.indicator, row.value) for row in example().targets if row.goal] == [
        ("G1", "lake-class", "III")
    ]


def test_an_item_without_dated_work_is_grey_and_says_what_is_missing() -> None:
    projects = {row.id: row for row in example().projects}
    worked = {task for row in example().activities for task in projects[row.project].tasks}
    grey = [row for row in example().tasks if row.id not in worked]
    assert len(grey) == 12
    assert [row.id for row in grey if not (row.missing_zh and row.missing_en)] == []
    assert [row.id for row in example().tasks if row.id in worked and row.missing_zh] == []


def test_the_outline_has_thirty_eight_indicators_nine_of_them_for_the_start_area() -> None:
    outline = [row for row in example().indicators if row.id.startswith("X")]
    assert [row.id for row in outline] == [f"X{n:02}" for n in range(1, 39)]
    assert sum(row.scope == "qibuqu" for row in outline) == 9
    assert {row.indicator for row in example().targets} >= {row.id for row in outline}


def test_what_is_recalled_is_shown_as_unverified_and_carries_no_source() -> None:
    recalled = [row for table in TABLES for row in example().table(table) if row.confidence == "R"]
    assert recalled
    assert [row for row in recalled if row.sources] == []
    outline = [row for row in recalled if row.id.startswith("X")]  # type: ignore[attr-defined]
    assert all("unverified" in row.reason and "未证实" in row.reason for row in outline)


def test_every_assumption_gives_its_reason() -> None:
    rows = [row for table in TABLES for row in example().table(table) if row.basis == "assumption"]
    assert [row for row in rows if not row.reason] == []


@pytest.mark.parametrize("table", [name for name in TABLES if name != "sources"])
def test_every_remark_is_given_in_chinese_and_in_english(table: str) -> None:
    remarks = [row.reason for row in example().table(table) if row.reason]
    in_both = re.compile(r".*[\u3400-\u9fff].* / [^\u3400-\u9fff]+", re.DOTALL)
    assert [each for each in remarks if not in_both.fullmatch(each)] == []


def test_a_day_in_force_fixed_by_law_does_not_slip() -> None:
    found = {row["id"]: row for row in outcome(example())["activities"]}["T42.open"]
    assert {found["finish_p10"], found["finish_p50"], found["finish_p90"]} == {"2021-09-01"}


def test_an_assumed_stage_counts_as_no_sourced_milestone() -> None:
    assumed = [row for row in example().statements if row.basis == "assumption"]
    assert assumed
    assert [row.id for row in assumed if row.sources] == []


def test_no_stage_is_dated_by_the_day_of_judgement_itself() -> None:
    assert [
        row.id for row in example().statements if row.kind == "actual" and row.value == ON.isoformat()
    ] == []


@pytest.mark.parametrize("table", TABLES)
def test_whatever_has_a_chinese_text_has_an_english_one(table: str) -> None:
    names = [each.name for each in columns_of(TABLES[table])]
    pairs = [(name, f"{name[:-2]}en") for name in names if name.endswith("_zh") and f"{name[:-2]}en" in names]
    lacking = [
        (row.id, zh)  # type: ignore[attr-defined]  # every row has an id
        for row in example().table(table)
        for zh, en in pairs
        if getattr(row, zh) and not getattr(row, en)
    ]
    assert lacking == []


def test_resources_are_of_all_four_kinds() -> None:
    assert {row.kind for row in example().resources} == {"works", "people", "money", "mechanism"}


def test_each_limit_in_force_replaces_an_older_one() -> None:
    rules = {row.id: row for row in example().mechanisms}
    limits = [rules[f"HB2021-{kind}"] for kind in ("gov", "appr", "file")]
    assert [(row.value, rules[row.replaces].value) for row in limits] == [
        ("39", "45"),
        ("33", "38"),
        ("31", "35"),
    ]
    assert all(row.in_force_from == date(2021, 5, 10) and row.permit_classes and row.tasks for row in limits)
