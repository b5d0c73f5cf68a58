"""Plan folders made to harm: links, pipes, descriptors that are none, cells that a spreadsheet would compute."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.bad_plan import SOUND, put, sound_files

from tongchou.kernel.errors import BadInput
from tongchou.plan.purpose import Organisation
from tongchou.workspace.folder import plan_files, read_plan
from tongchou.workspace.quotes import find_quotes
from tongchou.workspace.source import read_any

TABLE = "organisations.csv"


def refused(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        read_any(path=folder)
    return [(each.code, each.where.file) for each in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan").mkdir()
    return put(tmp_path / "plan", sound_files())


@pytest.mark.parametrize("name", [TABLE, "datapackage.json"])
def test_a_link_out_of_the_folder_is_not_followed(name: str, folder: Path) -> None:
    (folder / name).rename(folder.parent / "outside")
    (folder / name).symlink_to(folder.parent / "outside")
    assert refused(folder) == [("no-reading", name)]


@pytest.mark.parametrize("name", [TABLE, "datapackage.json"])
def test_a_pipe_is_refused_and_not_waited_for(name: str, folder: Path) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert refused(folder) == [("no-reading", name)]


@pytest.mark.parametrize("target", ["nothing", TABLE, "/dev/zero"])
def test_a_broken_link_or_a_device_is_no_missing_table(target: str, folder: Path) -> None:
    (folder / TABLE).unlink()
    (folder / TABLE).symlink_to(target)
    assert refused(folder) == [("no-reading", TABLE)]


def test_a_folder_in_the_place_of_a_table_is_refused(folder: Path) -> None:
    (folder / TABLE).unlink()
    (folder / TABLE).mkdir()
    assert refused(folder) == [("no-reading", TABLE)]


def test_a_link_within_the_folder_is_read(folder: Path) -> None:
    (folder / TABLE).rename(folder / "kept")
    (folder / TABLE).symlink_to("kept")
    assert read_plan(path=folder) == SOUND


def test_a_plan_folder_may_itself_be_a_link(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    assert read_plan(path=folder.parent / "link") == SOUND


def test_a_name_too_long_is_refused_with_its_place(tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 300)) == [("no-reading", str(tmp_path / ("x" * 300)))]


BAD_META = [
    {"id": 7},
    {"id": {"a": 1}},
    {"id": "../up"},
    {"id": ""},
    {"title_zh": ["a"]},
    {"title_en": None},
    {"note_en": "\ud800"},
    {"title_zh": float("nan")},
]


@pytest.mark.parametrize("change", BAD_META, ids=[str(n) for n in range(len(BAD_META))])
def test_a_descriptor_with_wrong_words_is_refused(change: dict[str, object], folder: Path) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["tongchou"].update(change)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert refused(folder) == [("bad-descriptor", "datapackage.json")]


def test_texts_of_sources_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "b.txt").mkdir()
    os.mkfifo(tmp_path / "c.txt")
    assert find_quotes(plan=SOUND, folder=tmp_path) == {}


def cells_of(title: str) -> list[str]:
    plan = dataclasses.replace(SOUND, organisations=(Organisation(id="o", title_zh=title),))
    text = plan_files(plan=plan)[TABLE].decode()
    return list(csv.reader(io.StringIO(text, newline="")))[1]


@pytest.mark.parametrize("title", ["=1+1", "+86", "-1", "@SUM(A1)", "\uff1d1", "\t=1"])
def test_no_cell_of_a_folder_is_a_formula_in_a_spreadsheet(title: str) -> None:
    assert f"'{title}" in cells_of(title)


SIGNS = st.text(st.sampled_from("'=+-@a\uff1d\t ;\\"), min_size=1, max_size=6).filter(
    lambda text: text.strip() != ""
)


@given(title=SIGNS, reason=SIGNS)
def test_what_begins_like_a_formula_comes_back_as_it_was(
    title: str, reason: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    activity = dataclasses.replace(
        SOUND.activities[0], title_zh=title, reason=reason, sources=(title, reason)
    )
    plan = dataclasses.replace(SOUND, activities=(activity,))
    assert read_plan(path=put(tmp_path_factory.mktemp("plan"), plan_files(plan=plan))) == plan
