"""What is printed to be typed next can be typed: by its name where the shell finds it, else by the shorter path."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tongchou.cli.typed import as_typed, command


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "work" / ".venv" / "bin" / "tongchou"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def begun(monkeypatch: pytest.MonkeyPatch, *, argv: str, path: str, folder: Path) -> str:
    monkeypatch.setattr(sys, "argv", [argv])
    monkeypatch.setenv("PATH", path)
    monkeypatch.chdir(folder)
    return command()


def test_a_path_is_printed_as_seen_from_the_folder(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    folder = program.parents[2]
    found = begun(monkeypatch, argv=str(program), path=os.defpath, folder=folder)
    assert found == os.path.join(".venv", "bin", "tongchou")


def test_the_longer_way_round_is_not_printed(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    far = program.parents[3] / "a" / "b" / "c" / "d" / "e" / "f" / "g" / "h" / "i" / "j" / "k" / "l"
    for _ in range(20):
        far /= "m"
    far.mkdir(parents=True)
    assert begun(monkeypatch, argv=str(program), path=os.defpath, folder=far) == str(program)


def test_a_command_on_the_path_is_printed_by_its_name(
    monkeypatch: pytest.MonkeyPatch, program: Path, tmp_path: Path
) -> None:
    assert begun(monkeypatch, argv=str(program), path=str(program.parent), folder=tmp_path) == "tongchou"


def test_another_one_on_the_path_is_not_meant(
    monkeypatch: pytest.MonkeyPatch, program: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "tongchou"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    found = begun(monkeypatch, argv=str(program), path=str(other.parent), folder=program.parents[2])
    assert found == ".venv/bin/tongchou"


def test_a_program_in_the_folder_itself_has_its_dot(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    assert begun(monkeypatch, argv="tongchou", path=os.defpath, folder=program.parent) == "./tongchou"


def test_another_program_that_calls_us_prints_our_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert begun(monkeypatch, argv="/usr/bin/pytest", path=os.defpath, folder=tmp_path) == "tongchou"


def test_a_module_is_printed_with_its_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = begun(monkeypatch, argv="/x/tongchou/cli/main.py", path=os.defpath, folder=tmp_path)
    assert found.endswith("-m tongchou.cli.main")


def test_what_the_library_says_to_do_next_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    begun(monkeypatch, argv=str(program), path=os.defpath, folder=program.parents[2])
    assert as_typed("请先用 tongchou compose。") == "请先用 .venv/bin/tongchou compose。"
