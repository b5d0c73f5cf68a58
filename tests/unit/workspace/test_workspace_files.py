"""Nothing is ever half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongchou.workspace.files import write_files, write_whole


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    write_whole(path=tmp_path / "a" / "b.txt", data=b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "b.txt"
    target.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(path=target, data=object())  # type: ignore[arg-type]  # the point of the test
    assert target.read_bytes() == b"old"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_files(folder=tmp_path / "out", files={"a": b"1", "b": object()})  # type: ignore[dict-item]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={"old.txt": b"1"})
    write_files(folder=tmp_path / "out", files={"deep/new.txt": b"2"})
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["deep", "new.txt", "out"]
