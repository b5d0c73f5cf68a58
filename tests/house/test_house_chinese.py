"""Chinese texts have Chinese signs: no half-width comma, colon, semicolon or question mark between two characters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》][,:;?](?=[\u4e00-\u9fff“《]|$)")
PATTERN = re.compile(r"^\)|\(\?|\[\^|\\[sdw]")  # an expression that reads what offices write
# Rooms whose texts become bytes of the outcome or of its checks: they are given full-width signs where they are shown.
SHOWN_LATER = ("bottleneck", "cycle", "forecast", "network", "workers")
AS_IN_PLANS = {"工作检验;官方检验未公布。"}  # read in tables of plans, which hold it so


def of_a_docstring(tree: ast.AST) -> set[int]:
    """The constants that are docstrings; the first line of a verb's is shown and stays."""
    holders = (ast.Module, ast.FunctionDef, ast.ClassDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def chinese_texts(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    left_out = set() if path.parent.name in ("cli", "verbs") else of_a_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


def halved(text: str) -> bool:
    return bool(HALF_WIDTH.search(text)) and not PATTERN.search(text) and text not in AS_IN_PLANS


@pytest.mark.parametrize(
    "path",
    [each for each in sorted(SOURCE.rglob("*.py")) if each.relative_to(SOURCE).parts[1] not in SHOWN_LATER],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_chinese_has_full_width_signs(path: Path) -> None:
    assert [text for text in chinese_texts(path) if halved(text)] == []


@pytest.mark.parametrize(("text", "half"), [("搭接成环,互相", True), ("可用:", True), ("成环，互相", False)])
def test_a_half_width_sign_is_seen(text: str, half: bool) -> None:
    assert halved(text) is half
