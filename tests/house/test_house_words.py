"""The glossary is alive: one term, one Chinese phrase, one name, and each of them is in the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The words the product is built on; each must keep its row.
NEEDED = {
    "goal", "task", "commitment", "statement", "project", "place", "template", "decision", "activity", "milestone",
    "link", "driver", "resource", "indicator", "reading", "target", "effect", "finding", "lever",
    "principal constraint", "ledger", "light", "clause",
}  # fmt: skip


def glossary() -> list[tuple[str, str, str]]:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    return re.findall(r"^\| ([^|]+?) \| ([^|]+?) \| `(\w+)` \|", text, flags=re.MULTILINE)


@cache
def code() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))


@cache
def package_data() -> str:
    endings = (".py", ".yaml", ".html", ".js")
    return "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*")) if path.suffix in endings
    )


@pytest.mark.parametrize("word", [row[2] for row in glossary()])
def test_a_word_of_the_glossary_exists_in_the_code(word: str) -> None:
    assert re.search(rf"\b{word}\b", code())


@pytest.mark.parametrize("phrase", [row[1] for row in glossary()])
def test_a_chinese_phrase_of_the_glossary_is_what_people_see(phrase: str) -> None:
    assert phrase in package_data()


def test_the_glossary_has_every_word_the_product_is_built_on() -> None:
    assert NEEDED - {row[0] for row in glossary()} == set()


@pytest.mark.parametrize("column", [0, 1, 2], ids=["term", "phrase", "name"])
def test_one_word_means_one_thing(column: int) -> None:
    words = [row[column] for row in glossary()]
    assert sorted({word for word in words if words.count(word) > 1}) == []
