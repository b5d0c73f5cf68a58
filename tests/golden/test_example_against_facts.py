"""The example held against the tables of facts and the text it quotes; skipped where these are not at hand."""

from __future__ import annotations

import calendar
import csv
import hashlib
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tongchou.plan.model import Plan
from tongchou.workspace.folder import read_plan
from tongchou.workspace.quotes import find_quotes

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared/facts"
SOURCES = ROOT.parent / "shared/sources"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the tables of facts are not beside the project")
needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the sources' texts are not beside the project"
)
ELSEWHERE = {"P11"}  # the railway of projects.csv is T39 of project_timelines.csv


@cache
def example() -> Plan:
    return read_plan(path=ROOT / "examples/xiongan-2021")


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def last_day(text: str) -> date | None:
    """The last day of the day, month or year a text begins with."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))


def said_of(project: str, kind: str) -> set[str]:
    return {
        row.value
        for row in example().statements
        if row.subject.split(".")[0] == project and row.kind == kind and row.basis == "source"
    }


@needs_facts
def test_every_dated_work_of_the_area_is_a_project() -> None:
    dated = {row["project_id"] for row in facts("project_timelines.csv") if row["place"] == "雄安"}
    dated |= {row["project_id"] for row in facts("projects.csv") if not row["project_id"].startswith("A")}
    assert dated - ELSEWHERE - {row.id for row in example().projects} == set()


@needs_facts
@pytest.mark.parametrize("kind", ["planned", "actual"])
def test_every_date_of_the_timelines_is_a_statement(kind: str) -> None:
    lacking = []
    for row in facts("project_timelines.csv"):
        day = last_day(row[kind])
        if (
            row["place"] != "雄安"
            or day is None
            or row["project_id"] not in {each.id for each in example().projects}
        ):
            continue
        said = said_of(row["project_id"], kind)  # a year of the facts may have been dated more exactly
        if day.isoformat() not in said and not any(value.startswith(row[kind]) for value in said):
            lacking.append((row["project_id"], row["milestone"], row[kind]))
    assert lacking == []


@needs_facts
def test_every_promise_of_the_table_of_projects_is_a_statement() -> None:
    projects = {each.id for each in example().projects}
    lacking = [
        (row["project_id"], row["milestone"], row["planned"])
        for row in facts("projects.csv")
        if (day := last_day(row["planned"])) is not None
        and row["project_id"] in projects
        and row["project_id"] not in ("P15", "P17")  # a promise kept on the day of its report; a quarter
        and day.isoformat() not in said_of(row["project_id"], "planned")
    ]
    assert lacking == []


@needs_facts
def test_every_day_of_saying_of_a_promise_is_kept() -> None:
    said = {(row.subject.split(".")[0], row.value, row.said_on) for row in example().statements}
    lacking = [
        (row["project_id"], row["milestone"], row["planned_said_on"])
        for row in facts("project_timelines.csv")
        if row["place"] == "雄安" and (planned := last_day(row["planned"])) and row["planned_said_on"]
        if (row["project_id"], planned.isoformat(), date.fromisoformat(row["planned_said_on"])) not in said
    ]
    assert lacking == []


@needs_facts
def test_the_items_are_those_documented() -> None:
    goals = {"新形象": "G1", "新功能": "G2", "新产业": "G3", "新人才": "G4", "新机制": "G5"}
    found = {row.id: (row.title_en, row.goals) for row in example().tasks}
    assert found == {
        row["item_id"]: (row["item_en_paraphrase"], (goals[row["goal_zh"]],))
        for row in facts("five_new_tasks.csv")
    }


@needs_facts
def test_the_indicators_have_the_operator_and_the_letter_of_the_facts() -> None:
    operators = {"=": "=", ">=": ">=", "<=": "<=", ">": ">=", "range": "range", "text": "text"}
    targets = {row.indicator: row for row in example().targets}
    for row in facts("xiongan_plan_indicators.csv"):
        target = targets[f"X{int(row['no']):02}"]
        assert (target.operator, target.confidence) == (operators[row["operator"]], row["confidence"])
        if target.operator != "text":
            assert "-".join(filter(None, (target.value, target.value_high))) == row["target_2035"]


@needs_facts
def test_every_source_is_one_of_the_facts() -> None:
    known = {row["id"] for name in ("sources.csv", "finance.csv") for row in facts(name)}
    known |= {row["rule_id"] for row in facts("approvals.csv")}
    assert {row.id for row in example().sources} - known == set()


@needs_sources
def test_the_words_of_all_five_bureaus_are_found_in_their_source() -> None:
    assert sorted(find_quotes(plan=example(), folder=SOURCES)) == ["C1", "C2", "C3", "C4", "C5"]


@needs_sources
def test_a_commitment_is_a_whole_saying_and_no_more() -> None:
    text = (SOURCES / "xiongan-2021-02-06.txt").read_text("utf-8")
    for row in example().commitments:
        assert row.start is not None
        assert row.end is not None
        span = text[row.start : row.end]
        assert hashlib.sha256(span.encode()).hexdigest() == row.sha256
        assert text[row.start - 1] in ",“"
        assert span.endswith("。")
        assert text[row.end] in "”\n"
        assert row.speaker in text[row.start - 40 : row.start]


@needs_sources
def test_no_gist_repeats_a_stretch_of_the_source() -> None:
    text = (SOURCES / "xiongan-2021-02-06.txt").read_text("utf-8")
    stretch = 16
    copied = [
        row.id
        for row in example().commitments
        for start in range(len(row.gist_zh) - stretch)
        if row.gist_zh[start : start + stretch] in text
    ]
    assert copied == []
