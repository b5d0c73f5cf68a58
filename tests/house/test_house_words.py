"""Words, licences and locks: the glossary is alive, nothing forbidden comes in, nothing local is written down."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
RUNTIME = ROOT / "requirements.txt"
# licences that may not enter the runtime lock, by the words of their classifiers and texts
FORBIDDEN_LICENCES = re.compile(
    r"\b(AGPL|GNU Affero|(?<!L)GPL(?!-?\d?.*exception)|GNU General Public)\b", re.IGNORECASE
)
FORBIDDEN_PACKAGES = {
    "pm4py", "openfisca-core", "policyengine", "django-viewflow", "pandana", "python-igraph", "igraph", "pydmnrules",
    "jiojio", "jionlp", "highspy",
}  # fmt: skip
TEXT_ENDINGS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".ini",
    ".csv",
    ".json",
    ".html",
    ".css",
    ".js",
    ".in",
    "",
}


def pinned(lock: Path) -> list[str]:
    return re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)


def glossary() -> list[str]:
    rows = re.findall(
        r"^\| [^|]+ \| [^|]+ \| `(\w+)` \|$", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 20
    return rows


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("word", glossary())
def test_a_word_of_the_glossary_exists_in_the_code(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b")
    assert any(pattern.search(path.read_text("utf-8")) for path in (ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_registry(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pinned_package_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text) if "==" in block)


def test_no_package_with_a_forbidden_licence_is_in_the_runtime_lock() -> None:
    assert FORBIDDEN_PACKAGES & {name.lower() for name in pinned(RUNTIME)} == set()


@pytest.mark.parametrize("name", pinned(RUNTIME))
def test_a_runtime_package_declares_a_compatible_licence(name: str) -> None:
    meta = importlib.metadata.metadata(name)
    declared = " ".join([meta.get("License-Expression") or "", *(meta.get_all("Classifier") or [])])
    licences = " ".join(part for part in re.split(r"\s(?=License ::)", declared) if part)
    assert licences
    assert not FORBIDDEN_LICENCES.search(licences)


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL)
    silent = [line for block in lists for line in block.splitlines() if line.strip() and "#" not in line]
    assert silent == []


def test_no_committed_text_names_a_path_of_one_machine() -> None:
    local = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|tmp/\w+)/")
    bad = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in TEXT_ENDINGS
        and path != Path(__file__)
        and local.search(path.read_text("utf-8", errors="replace"))
    ]
    assert bad == []
