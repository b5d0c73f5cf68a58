"""Every rule of the house can fail: a sample that breaks it, and one beside it that does not."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from tests.house.rules import (
    DOMAIN_FILES,
    breaches_of_domain,
    breaches_of_file,
    breaches_of_source,
    breaches_of_test,
    built_layers,
    modules_named,
    shaped_domains,
)

GOOD = '''
    """A module."""

    def whole(one, *, two):
        """What it gives."""
        return one
    '''
DEEP = '''
    """A module."""

    def deep(*, rows):
        """Too deep."""
        for a in rows:
            for b in a:
                if b:
                    while b:
                        b -= 1
    '''
FLAT = '''
    """A module."""

    def flat(*, x):
        """An elif is not a step deeper."""
        for a in x:
            if a == 1:
                return 1
            elif a == 2:
                return 2
            elif a == 3:
                return 3
            elif a == 4:
                return 4
    '''


def source(text: str) -> set[str]:
    return {each.rule for each in breaches_of_source(name="x.py", text=textwrap.dedent(text))}


def file(text: str, name: str = "x.py") -> set[str]:
    return {each.rule for each in breaches_of_file(name=name, text=textwrap.dedent(text))}


@pytest.mark.parametrize("text", [GOOD, FLAT])
def test_a_plain_module_breaks_no_rule(text: str) -> None:
    assert source(text) | file(text) == set()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("silent-module", "x = 1"),
        ("silent-function", '"""M."""\ndef loud(*, a): return a'),
        ("positional-parameters", '"""M."""\ndef loud(a, b):\n    """Says."""'),
        ("many-parameters", '"""M."""\ndef wide(*, a, b, c, d, e, f, g):\n    """Says."""'),
        ("loose-dataclass", '"""M."""\n@dataclass(frozen=True)\nclass Fact:\n    """Says."""'),
        ("deep-nesting", DEEP),
    ],
)
def test_a_rule_of_the_packages_can_fail(rule: str, text: str) -> None:
    assert source(text) == {rule}


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        ("long-file", "x.py", "x = 1\n" * 401),
        ("long-function", "x.py", "def long():\n" + "    x = 1\n" * 61),
        ("name-says-nothing", "src/utils.py", ""),
        ("name-says-nothing", "src/levers_part2.py", ""),
        ("ignore-without-reason", "x.py", "x = 1  # type: " + "ignore"),
        ("ignore-without-reason", "x.py", "x = 1  # no" + "qa"),
    ],
)
def test_a_rule_of_every_file_can_fail(rule: str, name: str, text: str) -> None:
    assert file(text, name) == {rule}


def test_a_file_of_400_lines_is_not_too_long() -> None:
    assert file("x = 1\n" * 400) == set()


@pytest.mark.parametrize(
    ("rule", "text"),
    [("test-is-no-sentence", "def test_levers(): ..."), ("mock", "from unittest import mock")],
)
def test_a_rule_of_the_tests_can_fail(rule: str, text: str) -> None:
    assert {each.rule for each in breaches_of_test(name="x.py", text=text)} == {rule}


def domain(folder: Path) -> Path:
    here = folder / "water"
    (here / "clauses").mkdir(parents=True)
    (here / "example").mkdir()
    for name in (*DOMAIN_FILES, "method.py", "clauses/rule.yaml", "example/expected.json"):
        (here / name).touch()
    return here


def test_a_domain_of_the_one_shape_breaks_no_rule(tmp_path: Path) -> None:
    assert breaches_of_domain(folder=domain(tmp_path)) == []


@pytest.mark.parametrize("name", ["findings.py", "method.py", "example/expected.json", "clauses/rule.yaml"])
def test_a_domain_that_lacks_a_part_is_found(tmp_path: Path, name: str) -> None:
    here = domain(tmp_path)
    (here / name).unlink()
    assert [each.rule for each in breaches_of_domain(folder=here)] == ["domain-lacks"]


def test_a_domain_with_a_part_of_its_own_is_found(tmp_path: Path) -> None:
    here = domain(tmp_path)
    (here / "extras.py").touch()
    assert [each.where for each in breaches_of_domain(folder=here)] == ["water/extras.py"]


CONTRACTS = """
[importlinter]
; a remark on tongchou.nothing
[importlinter:contract:story]
layers =
    cli
    (documents)
    kernel
[importlinter:contract:shape]
containers =
    tongchou.domains.water
"""


def test_a_room_in_parentheses_is_not_built() -> None:
    assert built_layers(CONTRACTS) == {"cli", "kernel"}


def test_the_contract_of_the_shape_names_its_domains() -> None:
    assert shaped_domains(CONTRACTS) == {"water"}


def test_a_remark_in_the_contracts_names_no_module() -> None:
    assert modules_named(CONTRACTS) == {"tongchou.domains.water"}
