"""Package data is whole: every clause, every template, every word of the ledgers leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tongchou.kernel.clause import parsed
from tongchou.kernel.packaged import read_yaml
from tongchou.plan.template import NOT_KINDS, PACKAGE, TemplateActivity, kinds, template, template_sources

ROOT = Path(__file__).resolve().parents[2]
DATA = sorted((ROOT / "src").rglob("*.yaml"))
CLAUSES = sorted({path.parent for path in DATA if path.parent.name == "clauses"})
KINDS = (
    "campaign", "headquarters", "hospital", "housing", "park", "plan_document", "policy", "road_pipes", "rule_document",
    "school", "wetland",
)  # fmt: skip
BUILT = ("headquarters", "hospital", "housing", "park", "road_pipes", "school", "wetland")
PHASES = {"planning", "permits", "building", "handover", "operation"}
ACTIVITIES = [(kind, each) for kind in kinds() for each in template(kind).activities]


def rows(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from rows(each)


def recalled_with_source(value: Any) -> list[dict[str, Any]]:
    said = ("source", "sources", "link", "url")
    return [
        row for row in rows(value) if row.get("confidence") == "R" and any(row.get(name) for name in said)
    ]


def clause_files(folder: Path) -> dict[str, Any]:
    return {path.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))}


def test_every_clause_is_complete() -> None:
    assert [folder for folder in CLAUSES if not parsed(files=clause_files(folder))] == []


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_what_is_recalled_carries_no_source(path: Path) -> None:
    assert recalled_with_source(yaml.safe_load(path.read_text("utf-8"))) == []


def test_a_recalled_row_with_a_source_is_found_however_deep() -> None:
    row = {"confidence": "R", "sources": ["S1"]}
    assert recalled_with_source({"a": [{"b": [row]}]}) == [row]


def test_there_is_a_template_for_every_kind() -> None:
    assert kinds() == KINDS


@pytest.mark.parametrize("kind", kinds())
def test_a_template_runs_from_planning_to_operation(kind: str) -> None:
    wanted = PHASES if kind in BUILT else {"planning", "operation"}
    assert wanted <= {each.phase for each in template(kind).activities}


def faults(each: TemplateActivity) -> Iterator[str]:
    known = {source.id for source in template_sources()}
    permits = {row["id"] for row in read_yaml(package=PACKAGE, name="permit_classes.yaml")["permit_classes"]}
    if not (each.zh and each.en and each.phase and each.resource):
        yield "a title in both languages, a phase and a kind of resource"
    if not each.milestone and each.unit not in ("wd", "cd"):
        yield "the unit of its duration"
    if "sourced" in each.basis and not each.sources:
        yield "its source"
    if "sourced" not in each.basis and not each.milestone and not each.reason:
        yield "the reason of its assumption"
    if set(each.sources) - known:
        yield f"sources that are listed: {sorted(set(each.sources) - known)}"
    if each.permit and each.permit not in permits:
        yield f"a permit class that is listed: {each.permit}"


@pytest.mark.parametrize(("kind", "each"), ACTIVITIES, ids=[f"{kind}.{each.id}" for kind, each in ACTIVITIES])
def test_a_row_of_a_template_lacks_nothing(kind: str, each: TemplateActivity) -> None:
    assert list(faults(each)) == []


def test_a_milestone_a_ledger_speaks_of_stands_in_a_template() -> None:
    words = read_yaml(package=PACKAGE, name="words.yaml")
    spoken = {row["milestone"] for row in words["promise_words"]}
    spoken |= {name for row in words["promise_words"] for name in row.get("or", ())}
    spoken |= {name for row in words["step_words"] for name in row["rows"]}
    spoken |= {
        name for row in words["state_words"] for name in (*row.get("done", ()), *row.get("running", ()))
    }
    known = {each.id for _, each in ACTIVITIES} | {f"{kind}/{each.id}" for kind, each in ACTIVITIES}
    known |= {f"building/{each.id}" for kind, each in ACTIVITIES if kind in BUILT}
    assert spoken - known == set()


def test_every_other_file_beside_the_templates_exists() -> None:
    assert [name for name in NOT_KINDS if not (ROOT / "src/tongchou/plan/templates" / name).is_file()] == []
