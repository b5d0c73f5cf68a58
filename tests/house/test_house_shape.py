"""The house keeps its shape: sizes, names, rooms, contracts."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongchou.registry import DOMAINS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FORBIDDEN_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common.py"}
MOST_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_PARAMETERS = 6
MOST_KERNEL_FILES = 12


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    size = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        size -= (first.end_lineno or first.lineno) - first.lineno + 1
    return size


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_a_function_has_at_most_60_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {body_lines(node)}"
        for path in SOURCES + TESTS
        for node in functions(path)
        if body_lines(node) > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_no_file_is_called_by_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCES if path.name in FORBIDDEN_NAMES] == []


def test_no_file_is_a_numbered_part_of_another() -> None:
    assert [path for path in SOURCES if re.search(r"_part\d|_\d+\.py$|2\.py$", path.name)] == []


def test_the_kernel_stays_small() -> None:
    files = [path for path in (ROOT / "src/tongchou/kernel").glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= MOST_KERNEL_FILES


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def is_public(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    top = ast.parse(path.read_text(encoding="utf-8")).body
    return not node.name.startswith("_") and any(
        isinstance(each, ast.FunctionDef) and each.lineno == node.lineno for each in top
    )


def test_a_public_function_has_at_most_six_parameters() -> None:
    wide = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if is_public(path, node)
        and not node.decorator_list
        and len(node.args.args) + len(node.args.kwonlyargs) > MOST_PARAMETERS
    ]
    assert wide == []


def test_a_public_function_has_a_docstring() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if is_public(path, node) and not ast.get_docstring(node)
    ]
    assert silent == []


def test_a_loop_or_condition_is_nested_at_most_three_deep() -> None:
    deep = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if not any("kernel" in ast.unparse(mark) for mark in node.decorator_list) and depth(node) > 3
    ]
    assert deep == []


def depth(node: ast.AST) -> int:
    inner = max((depth(child) for child in ast.iter_child_nodes(node)), default=0)
    is_elif = isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
    opens = isinstance(node, ast.For | ast.While | ast.If | ast.With | ast.Try) and not is_elif
    return inner + opens


def test_the_contract_of_the_story_names_every_room() -> None:
    layers = contracts()["importlinter:contract:story"]["layers"]
    named = set(re.findall(r"\w+", layers))
    rooms = {
        path.name.removesuffix(".py")
        for path in (ROOT / "src/tongchou").iterdir()
        if path.name[0] not in "_p."
    }
    rooms |= {
        path.name for path in (ROOT / "src/tongchou").iterdir() if path.is_dir() and path.name[0] == "p"
    }
    assert rooms <= named


def test_registry_folders_and_docs_name_the_same_domains() -> None:
    keys = [domain.key for domain in DOMAINS]
    folders = sorted(
        path.name for path in (ROOT / "src/tongchou/domains").iterdir() if (path / "method.py").exists()
    )
    assert sorted(keys) == folders
