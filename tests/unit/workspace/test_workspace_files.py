"""Nothing is ever half-written, and nothing that is not ours is ever removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongchou.kernel.errors import BadInput
from tongchou.workspace.files import write_files, write_whole


def inside(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    write_whole(path=tmp_path / "a" / "b.txt", data=b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "b.txt"
    target.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(path=target, data=object())  # type: ignore[arg-type]  # the point of the test
    assert (inside(tmp_path), target.read_bytes()) == (["b.txt"], b"old")


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_files(folder=tmp_path / "out", files={"a": b"1", "b": object()})  # type: ignore[dict-item]
    assert inside(tmp_path) == []


def test_a_failed_write_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={"a": b"1", "b": b"2"})
    with pytest.raises(TypeError):
        write_files(folder=tmp_path / "out", files={"a": b"3", "b": object()})  # type: ignore[dict-item]
    assert (inside(tmp_path), (tmp_path / "out/a").read_bytes()) == (["out", "out/a", "out/b"], b"1")


@pytest.mark.parametrize("which", [1, 2])
def test_a_crash_between_the_renames_leaves_the_old_folder_whole(
    which: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(folder=tmp_path / "out", files={"a": b"old"})
    plain, calls = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == which:
            raise OSError("the disk went away")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="the disk went away"):
        write_files(folder=tmp_path / "out", files={"a": b"new"})
    assert (tmp_path / "out/a").read_bytes() == b"old"


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={"deep/old.txt": b"1"})
    write_files(folder=tmp_path / "out", files={"deep/new.txt": b"2"})
    assert inside(tmp_path) == ["out", "out/deep", "out/deep/new.txt"]


def test_what_is_named_stale_goes(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={"a.csv": b"1", "b.csv": b"2"})
    write_files(folder=tmp_path / "out", files={"a.csv": b"3"}, stale=["b.csv"])
    assert inside(tmp_path) == ["out", "out/a.csv"]


def test_a_folder_with_the_work_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/letter.docx").write_bytes(b"mine")
    with pytest.raises(BadInput, match=r"letter\.docx"):
        write_files(folder=tmp_path / "out", files={"a": b"1"})
    assert inside(tmp_path) == ["out", "out/letter.docx"]


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(BadInput, match="a file of this name"):
        write_files(folder=tmp_path / "out", files={"a": b"1"})
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_folder_may_be_named_by_a_link(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "real", files={"a": b"1"})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_files(folder=tmp_path / "link", files={"a": b"2"})
    assert ((tmp_path / "real/a").read_bytes(), (tmp_path / "link").is_symlink()) == (b"2", True)
