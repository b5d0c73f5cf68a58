"""Nothing is ever half-written, and nothing that is not ours is ever removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongchou.kernel.errors import BadInput
from tongchou.workspace.files import refuse_unless_outcome, write_files, write_whole

OURS = {"data/datapackage.json": b'{"tongchou": {"schema": "tongchou.outcome/1"}}'}
SCHEMA = "tongchou.outcome/1"


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
    write_files(folder=tmp_path / "out", files={**OURS, "a": b"1", "b": b"2"})
    was = inside(tmp_path)
    with pytest.raises(TypeError):
        write_files(folder=tmp_path / "out", files={**OURS, "a": b"3", "b": object()})  # type: ignore[dict-item]
    assert (inside(tmp_path), (tmp_path / "out/a").read_bytes()) == (was, b"1")


@pytest.mark.parametrize("which", [1, 2])
def test_a_crash_between_the_renames_leaves_the_old_folder_whole(
    which: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(folder=tmp_path / "out", files={**OURS, "a": b"old"})
    plain, calls = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == which:
            raise OSError("the disk went away")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BadInput, match="the disk went away"):
        write_files(folder=tmp_path / "out", files={**OURS, "a": b"new"})
    assert (tmp_path / "out/a").read_bytes() == b"old"


def test_a_folder_of_ours_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={**OURS, "deep/page": b"1"})
    write_files(folder=tmp_path / "out", files={**OURS, "deep/page": b"2"})
    assert (tmp_path / "out/deep/page").read_bytes() == b"2"


def test_what_is_named_stale_goes(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={**OURS, "a.csv": b"1", "b.csv": b"2"})
    write_files(folder=tmp_path / "out", files={**OURS, "a.csv": b"3"}, stale=["b.csv"])
    assert inside(tmp_path / "out") == ["a.csv", "data", "data/datapackage.json"]


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_files(folder=tmp_path / "out", files={"a": b"1"})
    assert inside(tmp_path) == ["out", "out/a"]


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
    write_files(folder=tmp_path / "real", files={**OURS, "a": b"1"})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_files(folder=tmp_path / "link", files={**OURS, "a": b"2"})
    assert ((tmp_path / "real/a").read_bytes(), (tmp_path / "link").is_symlink()) == (b"2", True)


@pytest.mark.parametrize("stranger", ["data/thesis.docx", "data/deep/note.txt", "letter.txt", "index.html/x"])
def test_a_stranger_at_any_depth_keeps_the_folder(stranger: str, tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={**OURS, "index.html": b"1"})
    place = tmp_path / "out" / stranger
    if place.parent.is_file():
        place.parent.unlink()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"mine")
    with pytest.raises(BadInput, match=stranger):
        write_files(folder=tmp_path / "out", files={**OURS, "index.html": b"2"})
    assert place.read_bytes() == b"mine"


def test_a_page_of_somebody_else_is_not_replaced_for_its_name(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").write_bytes(b"mine")
    with pytest.raises(BadInput, match=r"not written by us.*index\.html"):
        write_files(folder=tmp_path / "out", files={**OURS, "index.html": b"2"})
    assert (tmp_path / "out/index.html").read_bytes() == b"mine"


def test_the_data_package_of_somebody_else_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "out/data").mkdir(parents=True)
    (tmp_path / "out/data/datapackage.json").write_bytes(b'{"name": "mine"}')
    with pytest.raises(BadInput, match="not written by us"):
        write_files(folder=tmp_path / "out", files=OURS)


def test_a_link_among_the_files_is_in_the_way(tmp_path: Path) -> None:
    write_files(folder=tmp_path / "out", files={**OURS, "a": b"1"})
    (tmp_path / "out/a").unlink()
    (tmp_path / "out/a").symlink_to(tmp_path)
    with pytest.raises(BadInput, match="other things"):
        write_files(folder=tmp_path / "out", files={**OURS, "a": b"2"})


def test_a_place_that_is_closed_is_named_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file" / "out", tmp_path / ("x" * 300)):
        with pytest.raises(BadInput) as caught:
            write_files(folder=folder, files={"a": b"1"})
        with pytest.raises(BadInput):
            write_whole(path=folder, data=b"1")
        assert (caught.value.problems[0].code, caught.value.problems[0].where.file) == (
            "not-writable",
            str(folder),
        )


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "a").chmod(0o600)
    write_whole(path=tmp_path / "a", data=b"2")
    assert ((tmp_path / "a").stat().st_mode & 0o777, (tmp_path / "a").read_bytes()) == (0o600, b"2")


def test_a_link_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"1")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(BadInput, match="a link"):
        write_whole(path=tmp_path / "link", data=b"2")
    assert (tmp_path / "real").read_bytes() == b"1"


@pytest.mark.parametrize(
    "held", [b"", b"mine", b"{}", b"[1]", b'{"schema": 1}', b'{"schema": "x/1"}', b"[" * 9999]
)
def test_an_outcome_does_not_take_the_place_of_another_file(held: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(held)
    with pytest.raises(BadInput, match="no outcome of ours"):
        refuse_unless_outcome(path=tmp_path / "a", schema=SCHEMA)


def test_an_outcome_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b'{"schema": "tongchou.outcome/1"}')
    refuse_unless_outcome(path=tmp_path / "a", schema=SCHEMA)
    refuse_unless_outcome(path=tmp_path / "new/deep/b", schema=SCHEMA)


def test_an_outcome_takes_the_place_of_no_link_device_or_folder(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b'{"schema": "tongchou.outcome/1"}')
    (tmp_path / "link").symlink_to(tmp_path / "old")
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")
    for path in (tmp_path / "link", tmp_path / "broken", tmp_path, Path("/dev/null")):
        with pytest.raises(BadInput, match="a link, a device or a folder"):
            refuse_unless_outcome(path=path, schema=SCHEMA)


def test_a_place_below_a_file_is_refused_for_an_outcome(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"")
    with pytest.raises(BadInput, match="cannot be written to"):
        refuse_unless_outcome(path=tmp_path / "old/a", schema=SCHEMA)
