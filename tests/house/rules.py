"""The rules of the house as functions from texts to what breaks them, so that each can be shown to fail."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MOST_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_PARAMETERS = 6
MOST_POSITIONAL = 1  # the one thing a function is about
CALLED_BY_FRAMEWORK = {
    "request",
    "_request",
    "context",
}  # first parameter of what the web calls with its own arguments
MOST_NESTING = 3
NAMELESS = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common.py", "tools.py", "stuff.py"}
FEWEST_WORDS = 3  # of a test's name: a sentence

# What a domain's folder holds; `method` may be a file or a folder of verbs.
DOMAIN_FILES = ("__init__.py", "inputs.py", "standard.py", "findings.py", "handin.py")
DOMAIN_FOLDERS = ("clauses", "example")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule is broken."""

    rule: str
    where: str  # file or file:function

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}"


@cache
def tree_of(text: str) -> ast.Module:
    return ast.parse(text)


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def is_compiled(node: Function) -> bool:
    """Whether it is an integer kernel: those are flat loops, read next to their NumPy reference."""
    return any(ast.unparse(mark).split("(")[0].endswith(("kernel", "njit")) for mark in node.decorator_list)


def size_of(node: Function) -> int:
    """Lines of a function without its docstring."""
    size = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    says = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    return size - ((first.end_lineno or first.lineno) - first.lineno + 1) if says else size


def nesting(node: ast.AST) -> int:
    inner = max((nesting(child) for child in ast.iter_child_nodes(node)), default=0)
    is_elif = isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
    return inner + (isinstance(node, ast.For | ast.While | ast.If | ast.With | ast.Try) and not is_elif)


def breaches_of_file(*, name: str, text: str) -> list[Breach]:
    """Size and name of any file, test or not."""
    found = []
    if len(text.splitlines()) > MOST_LINES:
        found.append(Breach(rule="long-file", where=name))
    if Path(name).name in NAMELESS or re.search(r"_part\d|_\d+\.py$|[a-z]2\.py$", name):
        found.append(Breach(rule="name-says-nothing", where=name))
    found += [
        Breach(rule="long-function", where=f"{name}:{node.name}")
        for node in functions(tree_of(text))
        if size_of(node) > MOST_FUNCTION_LINES
    ]
    found += [
        Breach(rule="ignore-without-reason", where=f"{name}:{number}")
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(r"#\s*(type:\s*ignore|noqa)\b(?!\[[\w\-, ]+\]|:\s*[A-Z]+\d+)", line)
    ]
    return found


def breaches_of_source(*, name: str, text: str) -> list[Breach]:
    """What a module of the two packages must keep besides."""
    tree = tree_of(text)
    found = [] if ast.get_docstring(tree) else [Breach(rule="silent-module", where=name)]
    for node in functions(tree):
        if nesting(node) > MOST_NESTING and not is_compiled(node):
            found.append(Breach(rule="deep-nesting", where=f"{name}:{node.name}"))
    for top in tree.body:
        if isinstance(top, ast.FunctionDef) and not top.name.startswith("_"):
            found += _breaches_of_public(name, top)
    for each in ast.walk(tree):
        if isinstance(each, ast.ClassDef):
            found += _breaches_of_class(name, each)
    return found


def _breaches_of_public(name: str, node: ast.FunctionDef) -> Iterator[Breach]:
    where = f"{name}:{node.name}"
    if not ast.get_docstring(node):
        yield Breach(rule="silent-function", where=where)
    if is_compiled(node):
        return
    called = bool(node.args.args) and node.args.args[0].arg in CALLED_BY_FRAMEWORK
    if len(node.args.args) + len(node.args.posonlyargs) > MOST_POSITIONAL and not called:
        yield Breach(rule="positional-parameters", where=where)
    if len(node.args.args) + len(node.args.kwonlyargs) > MOST_PARAMETERS:
        yield Breach(rule="many-parameters", where=where)


def _breaches_of_class(name: str, node: ast.ClassDef) -> Iterator[Breach]:
    for mark in node.decorator_list:
        word = ast.unparse(mark)
        if not word.startswith(("dataclass", "dataclasses.dataclass")):
            continue
        private = node.name.startswith("_")
        needed = ("slots=True",) if private else ("frozen=True", "slots=True", "kw_only=True")
        if any(part not in word for part in needed):
            yield Breach(rule="loose-dataclass", where=f"{name}:{node.name}")


def breaches_of_test(*, name: str, text: str) -> list[Breach]:
    """What a test file must keep besides: sentences, and no stand-ins where the real part can run."""
    tree = tree_of(text)
    found = [
        Breach(rule="test-is-no-sentence", where=f"{name}:{node.name}")
        for node in functions(tree)
        if node.name.startswith("test_") and node.name.count("_") < FEWEST_WORDS
    ]
    if any(module.split(".")[0] in ("unittest", "mock", "pytest_mock") for module in imported(tree)):
        found.append(Breach(rule="mock", where=name))
    return found


def breaches_of_domain(*, folder: Path) -> list[Breach]:
    """The shape of one domain's folder."""
    here = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    method = {"method.py", "method"} & here
    allowed = {*DOMAIN_FILES, *DOMAIN_FOLDERS, *method}
    missing = sorted({*DOMAIN_FILES, *DOMAIN_FOLDERS} - here) + ([] if len(method) == 1 else ["method"])
    found = [Breach(rule="domain-lacks", where=f"{folder.name}/{name}") for name in missing]
    found += [
        Breach(rule="domain-has-more", where=f"{folder.name}/{name}") for name in sorted(here - allowed)
    ]
    if "example" in here and not (folder / "example" / "expected.json").is_file():
        found.append(Breach(rule="domain-lacks", where=f"{folder.name}/example/expected.json"))
    if "clauses" in here and not list((folder / "clauses").glob("*.yaml")):
        found.append(Breach(rule="domain-lacks", where=f"{folder.name}/clauses/*.yaml"))
    return found


def contracts(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    return parser


def built_layers(text: str) -> set[str]:
    """The rooms the contract of the story names as built (without the parentheses of those to come)."""
    layers = contracts(text)["importlinter:contract:story"]["layers"]
    return set(re.findall(r"\w+", re.sub(r"\(\w+\)", "", layers)))


def shaped_domains(text: str) -> set[str]:
    """The domains named in the contract of the shape; none where there is no such contract yet."""
    parser = contracts(text)
    if "importlinter:contract:shape" not in parser:
        return set()
    return set(re.findall(r"tongchou\.domains\.(\w+)", parser["importlinter:contract:shape"]["containers"]))


def modules_named(text: str) -> set[str]:
    """Every module of ours that a contract speaks of by name."""
    body = re.sub(r"^;.*$", "", text, flags=re.MULTILINE)
    return set(re.findall(r"\btongchou(?:_site)?(?:\.\w+)+\b(?!\.\*)", body))
