"""Package data has one reader, and one hash that knows every byte of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tongchou.kernel.packaged import names, package_data_hash, read_text, read_yaml

CALENDARS = "tongchou.kernel.calendars"


def test_a_file_of_a_package_is_read() -> None:
    assert read_yaml(package=CALENDARS, name="cn.yaml")["schema"] == "calendars/1"
    assert "schema: calendars/1" in read_text(package=CALENDARS, name="cn.yaml")


def test_the_data_files_of_a_package_are_listed_in_order() -> None:
    found = names(package="tongchou.plan.templates", ending=".yaml")
    assert list(found) == sorted(found)
    assert "school.yaml" in found


def hash_of(folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    (folder / name / "rule.yaml").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    found = package_data_hash(packages=(name,))
    sys.modules.pop(name, None)
    return found


def test_one_changed_byte_changes_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir()
    second.mkdir()
    before = hash_of(first, "packaged_example", "limit: 39", monkeypatch)
    package_data_hash.cache_clear()
    after = hash_of(second, "packaged_example", "limit: 31", monkeypatch)
    package_data_hash.cache_clear()
    assert before != after


def test_the_order_of_the_packages_does_not_matter() -> None:
    other = "tongchou.plan.templates"
    assert package_data_hash(packages=(CALENDARS, other)) == package_data_hash(packages=(other, CALENDARS))
