"""The documentation is true: its links lead somewhere, its commands exist, its words are kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tongchou.cli.main import VERBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
MODES = ("tutorial", "how-to", "reference", "explanation", "decisions")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_named_is_a_verb(page: Path) -> None:
    verbs = {module.__name__.rsplit(".", 1)[-1] for module in VERBS}
    named = re.findall(r"^\s*tongchou ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(named) <= verbs


@pytest.mark.parametrize("mode", MODES)
def test_the_documentation_has_a_page_in_every_mode(mode: str) -> None:
    assert list((ROOT / "docs" / mode).glob("*.md"))


def test_every_verb_is_on_both_readme_pages() -> None:
    for page in ("README.md", "README.zh-CN.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        missing = [m.__name__ for m in VERBS if f"tongchou {m.__name__.rsplit('.', 1)[-1]}" not in text]
        assert [name for name in missing if not name.endswith("demo")] == []


def test_decision_records_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
