"""The verbs of the doors: backup and restore, the audit verb, the doctor, and serving with web and worker together."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.site.serving_case import TONGCHOU, descendants, serving

from tongchou.kernel.errors import BadInput
from tongchou_site.verbs.archive import back_up, restore


def tongchou(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    command = [*TONGCHOU, *map(str, words), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the tables and one file of evidence; one act in its trail."""
    folder = tmp_path_factory.mktemp("site") / "home"
    script = (
        "from django.utils import timezone; from tongchou_site.setup import prepare; prepare(home=None);"
        "from tongchou_site.records.trail import MACHINE, act\n"
        "with act(action='first', by=MACHINE, at=timezone.now()): pass\n"
    )
    environment = os.environ | {
        "TONGCHOU_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "tongchou_site.settings",
    }
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    (folder / "evidence" / "ab").mkdir(parents=True)
    (folder / "evidence" / "ab" / "abcd").write_bytes(b"proof")
    return folder


def test_a_restored_home_holds_the_same_rows_and_evidence(home: Path, tmp_path: Path) -> None:
    back_up(home=home, target=tmp_path / "b.zip")
    restore(source=tmp_path / "b.zip", home=tmp_path / "back")
    assert dump(tmp_path / "back") == dump(home)
    assert (tmp_path / "back" / "evidence" / "ab" / "abcd").read_bytes() == b"proof"


def dump(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "tongchou.sqlite3")) as database:
        return list(database.iterdump())


def test_a_backup_can_be_read_by_its_owner_alone(home: Path, tmp_path: Path) -> None:
    back_up(home=home, target=tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_the_key_that_signs_sessions_is_not_in_a_backup(home: Path, tmp_path: Path) -> None:
    back_up(home=home, target=tmp_path / "b.zip")
    assert "secret" not in zipfile.ZipFile(tmp_path / "b.zip").namelist()


def test_a_backup_never_replaces_a_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(BadInput, match="already there"):
        back_up(home=home, target=tmp_path / "b.zip")


def test_a_restore_never_touches_a_home_that_is_there(home: Path, tmp_path: Path) -> None:
    back_up(home=home, target=tmp_path / "b.zip")
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "mine").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        restore(source=tmp_path / "b.zip", home=tmp_path / "back")


def rewritten(source: Path, target: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return target


@pytest.mark.parametrize(
    "parts", [{"evidence/ab/abcd": b"other"}, {"../escaped": b"x"}, {"manifest.json": b"{}"}, {"more": b"x"}]
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    home: Path, tmp_path: Path, parts: dict[str, bytes]
) -> None:
    back_up(home=home, target=tmp_path / "b.zip")
    bad = rewritten(tmp_path / "b.zip", tmp_path / "bad.zip", parts)
    with pytest.raises(BadInput, match="no whole backup"):
        restore(source=bad, home=tmp_path / "back")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.zip", "bad.zip"]


def test_a_whole_chain_is_verified_from_the_command_line(home: Path) -> None:
    answer = tongchou("audit", "verify", "--json", home=home)
    assert (answer.returncode, json.loads(answer.stdout)["whole"]) == (0, True)


def test_a_trail_cut_off_at_its_end_is_noticed_by_its_head(home: Path) -> None:
    answer = tongchou("audit", "verify", "--head", "f" * 64, home=home)
    assert answer.returncode == 3


def test_the_doctor_finds_nothing_wrong_with_a_fresh_home(home: Path) -> None:
    answer = tongchou("doctor", "--json", home=home)
    assert [each for each in json.loads(answer.stdout) if each["state"] == "wrong"] == []


def test_the_doctor_says_that_a_database_is_damaged(home: Path, tmp_path: Path) -> None:
    data = bytearray((home / "tongchou.sqlite3").read_bytes())
    data[20_000:60_000] = bytes(40_000)
    (tmp_path / "tongchou.sqlite3").write_bytes(data)
    answer = tongchou("doctor", "--lang", "en", home=tmp_path)
    assert answer.returncode != 0
    assert "damaged" in answer.stdout


@pytest.mark.slow
def test_serve_prints_the_first_link_and_stops_when_told_to(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as served:
        below = descendants(served.process.pid)
        page = urllib.request.urlopen(served.links[0], timeout=5).read().decode()
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=60) == 0
    assert "Administrator" in page
    assert not any(Path(f"/proc/{each}").exists() for each in below)
