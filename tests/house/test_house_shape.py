"""The house keeps its shape: sizes, names, signatures, and an exception only where one is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.house.rules import Breach, breaches_of_file, breaches_of_source, breaches_of_test

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    each for each in (ROOT / "src").rglob("*.py") if "migrations" not in each.parts
)  # those are generated
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OTHERS = sorted([*(ROOT / "docs").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")])
MOST_KERNEL_FILES = 12

RULES = (
    "long-file", "name-says-nothing", "long-function", "ignore-without-reason", "silent-module", "deep-nesting",
    "silent-function", "positional-parameters", "many-parameters", "loose-dataclass", "test-is-no-sentence", "mock",
)  # fmt: skip

# (rule, where) -> why it may stay. One that is no longer needed fails the build.
EXCEPTIONS: dict[tuple[str, str], str] = {
    (
        "positional-parameters",
        "src/tongchou/bottleneck/pairs.py:contains",
    ): "a pair and a set, as in mathematics",
    (
        "positional-parameters",
        "src/tongchou/cli/options.py:outcome_of",
    ): "plan and options, as every verb hands them on",
    (
        "positional-parameters",
        "src/tongchou/cycle/recorded.py:both",
    ): "Chinese then English, on every second line",
    (
        "positional-parameters",
        "src/tongchou/network/single.py:checked_durations",
    ): "compiled network and durations",
    (
        "positional-parameters",
        "src/tongchou/plan/check/report.py:wrong",
    ): "a sentence: where, code, Chinese, English, mend",
    (
        "positional-parameters",
        "src/tongchou/plan/check/report.py:doubtful",
    ): "the same sentence, as a warning",
    (
        "positional-parameters",
        "src/tongchou/plan/table.py:column",
    ): "header and meaning, on every column of a plan",
    (
        "loose-dataclass",
        "src/tongchou_site/records/trail.py:Entry",
    ): "an act fills it in while it goes on; what is kept is the audit entry made of it",
    (
        "positional-parameters",
        "src/tongchou_site/records/actions/refusals.py:problem",
    ): "a code and the value seen, on every refusal",
    ("positional-parameters", "src/tongchou_site/ui/speech.py:clip"): "a filter of the templates",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def breaches() -> frozenset[Breach]:
    found: list[Breach] = []
    for path in [*SOURCES, *TESTS, *OTHERS]:
        name, text = name_of(path), path.read_text(encoding="utf-8")
        found += breaches_of_file(name=name, text=text)
        found += breaches_of_source(name=name, text=text) if path in SOURCES else []
        found += breaches_of_test(name=name, text=text) if path in TESTS else []
    return frozenset(found)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_house_is_kept(rule: str) -> None:
    found = {each.where for each in breaches() if each.rule == rule}
    allowed = {where for (named, where) in EXCEPTIONS if named == rule}
    assert sorted(found - allowed) == []


def test_every_rule_is_looked_at() -> None:
    assert {each.rule for each in breaches()} <= set(RULES)


def test_no_exception_stays_when_it_is_no_longer_needed() -> None:
    broken = {(each.rule, each.where) for each in breaches()}
    assert sorted(set(EXCEPTIONS) - broken) == []


def test_every_exception_has_its_reason() -> None:
    assert [where for where, reason in EXCEPTIONS.items() if len(reason.split()) < 3] == []


def test_the_kernel_stays_small() -> None:
    files = [path for path in (ROOT / "src/tongchou/kernel").glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= MOST_KERNEL_FILES
