"""Nothing forbidden comes in, nothing local is written down: licences, hashes, registries, machines."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest
from tests.house.tree import ROOT, texts

LOCKS = sorted(ROOT.glob("requirements*.txt"))
RUNTIME = ROOT / "requirements.txt"
# licences that may not enter the runtime lock, by the words of their expressions and classifiers
FORBIDDEN = re.compile(
    r"\bAGPL|GNU Affero|(?<![L\w])GPL(?!v?-?\d?\S*\s+with\b.*exception)|GNU General Public(?!.*exception)",
    re.IGNORECASE,
)
FORBIDDEN_PACKAGES = {
    "pm4py", "openfisca-core", "policyengine", "django-viewflow", "pandana", "python-igraph", "igraph", "pydmnrules",
    "jiojio", "jionlp", "highspy",
}  # fmt: skip
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|registry\.\w+\.\w+|(?:index|extra-index)-url[ =]+\S*://|/simple/?\s",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|tmp/\w+|Users/\w+)/|[A-Z]:\\\\?Users")
SELF = "tests/house/test_house_locks.py"


def pinned(lock: Path) -> list[str]:
    return re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)


def licence_of(name: str) -> str:
    meta = importlib.metadata.metadata(name)
    classes = [each for each in meta.get_all("Classifier") or [] if each.startswith("License ::")]
    first_words = (meta.get("License") or "").splitlines()[:1]
    return " ".join([meta.get("License-Expression") or "", *classes, *first_words]).strip()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pinned_package_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text) if "==" in block)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


def test_no_package_with_a_forbidden_licence_is_in_the_runtime_lock() -> None:
    assert FORBIDDEN_PACKAGES & {name.lower() for name in pinned(RUNTIME)} == set()


@pytest.mark.parametrize("name", pinned(RUNTIME))
def test_a_runtime_package_declares_a_compatible_licence(name: str) -> None:
    declared = licence_of(name)
    assert declared
    assert not FORBIDDEN.search(declared)


@pytest.mark.parametrize(
    "words", ["AGPL-3.0-only", "GPL-3.0-or-later", "License :: OSI Approved :: GNU General Public License v3"]
)
def test_a_forbidden_licence_is_recognised(words: str) -> None:
    assert FORBIDDEN.search(words)


@pytest.mark.parametrize(
    "words", ["LGPL-3.0-or-later", "MIT", "GPL-3.0-or-later WITH GCC-exception-3.1", "Apache-2.0"]
)
def test_a_compatible_licence_is_let_in(words: str) -> None:
    assert not FORBIDDEN.search(words)


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev|[a-z]+) = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL)
    wanted = [
        line
        for block in lists
        for line in block.splitlines()
        if re.match(r'\s*"[\w.-]+(\[\w+\])?[<>=~]', line)
    ]
    assert len(wanted) > 10
    assert [line for line in wanted if "#" not in line] == []


def found_in_texts(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}: {hit[0]}"
        for name, text in texts().items()
        if name != SELF
        for hit in [pattern.search(text)]
        if hit
    ]


def test_no_file_names_a_path_of_one_machine() -> None:
    assert found_in_texts(MACHINE) == []


def test_no_file_names_a_registry() -> None:
    assert found_in_texts(REGISTRY) == []


@pytest.mark.parametrize("text", ["see /home/ada/plan", "in /root/plan/", "C:\\Users\\ada"])
def test_a_path_of_one_machine_is_recognised(text: str) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize(
    "text", ["--index-url https://mirror/simple", "files.pythonhosted.org", "registry.npmjs.org"]
)
def test_a_registry_is_recognised(text: str) -> None:
    assert REGISTRY.search(text)


def test_there_are_files_to_look_at() -> None:
    assert {"README.md", "Makefile", ".importlinter", "src/tongchou/registry.py"} <= set(texts())
