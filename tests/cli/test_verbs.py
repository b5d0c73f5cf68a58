"""The command line as a person meets it: the verbs on the real example, in both languages, and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tongchou.cli.main import VERBS, main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "examples/xiongan-2021")
RUN = [EXAMPLE, "--on", "2021-08-03", "--seed", "1", "--trials", "1024"]


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_the_same_run_prints_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "run", *RUN, "--json")
    assert said(capsys, "run", *RUN, "--json") == first


def test_workers_print_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "run", *RUN, "--json")
    assert said(capsys, "run", *RUN, "--json", "--workers", "processes:2") == first


def test_a_run_can_be_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "run", *RUN, "--out", str(tmp_path / "outcome.json"))
    assert json.loads((tmp_path / "outcome.json").read_text("utf-8"))["schema"] == "tongchou.outcome/1"


def test_the_brief_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "主要矛盾" in said(capsys, "run", *RUN, "--lang", "zh")
    assert "主要矛盾" not in said(capsys, "run", *RUN, "--lang", "en")


def test_the_locale_decides_where_no_language_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "主要矛盾" not in said(capsys, "run", *RUN)


def test_forecast_gives_every_goal(capsys: pytest.CaptureFixture[str]) -> None:
    goals = json.loads(said(capsys, "forecast", *RUN, "--json"))["goals"]
    assert {"G1", "G3", "G4", "G5"} <= {each["id"] for each in goals}


def test_explain_answers_for_one_horizon(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "explain", *RUN, "--horizon", "year", "--json"))
    assert found["horizon"] == "year"
    assert found["sentence"]["zh"]


def test_an_unknown_horizon_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *RUN, "--horizon", "decade"]) == 2
    complaint = capsys.readouterr().err
    assert "decade" in complaint
    assert "year" in complaint


def test_publish_writes_report_briefs_and_open_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "publish", *RUN, "--out", str(tmp_path / "out"))
    written = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert {"index.html", "brief.zh.md", "brief.en.md", "data/datapackage.json"} <= written


def test_the_demo_prints_the_brief_and_writes_the_report(tmp_path: Path) -> None:
    words = ["demo", "--no-serve", "--out", tmp_path / "out", "--home", tmp_path / "home", "--lang", "zh"]
    command = [sys.executable, "-m", "tongchou.cli.main", *map(str, words)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "主要矛盾" in printed
    assert (tmp_path / "out/index.html").stat().st_size > 10_000
    assert (tmp_path / "home/tongchou.sqlite3").exists()


def test_check_of_the_example_finds_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "check", EXAMPLE, "--on", "2021-08-03", "--json"))
    assert [each for each in found["problems"] if each["severity"] == "error"] == []
    assert len(found["missing"]) == 10


@pytest.mark.parametrize("workers", ["threads", "here:0", "processes:x", "here:1000"])
def test_an_unknown_way_of_computing_is_refused_with_the_known_ones(
    workers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *RUN, "--workers", workers]) == 2
    assert "processes:N" in capsys.readouterr().err


def test_a_cluster_that_is_not_installed_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *RUN, "--workers", "dask://host:1"]) == 3
    assert "dask" in capsys.readouterr().err


def test_a_complaint_as_json_lists_the_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "nowhere", "--on", "2021-08-03", "--json"]) == 2
    body = json.loads(capsys.readouterr().out)
    assert body["problems"][0]["code"] == "no-plan"


@pytest.mark.parametrize("module", VERBS, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_every_verb_explains_itself_in_both_languages(
    module: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([module.__name__.rsplit(".", 1)[-1], "--help"])  # type: ignore[attr-defined]
    assert ended.value.code == 0
    assert " / " in capsys.readouterr().out


def test_a_plan_too_large_for_the_memory_is_said_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("tongchou.cli.options.run", full)
    assert main(["run", *RUN]) == 3
    assert "内存" in capsys.readouterr().err


@pytest.mark.parametrize("written", ["2021-08-03", "2021/8/3", "2021年8月3日"])
def test_a_day_may_be_written_as_people_write_it(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2021-08-03" in said(capsys, "run", EXAMPLE, "--on", written, "--trials", "512", "--lang", "zh")


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        (["run", EXAMPLE, "--on", "2021-13-01"], "不是日期"),
        (["runn"], "可用"),
        (["run"], "缺少：plan"),
        (["run", EXAMPLE, "--jsn"], "不认识的参数"),
        (["run", EXAMPLE, "--seed", "x"], "应是整数"),
    ],
)
def test_a_wrong_word_of_a_command_is_told_in_chinese_too(
    words: list[str], chinese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert chinese in capsys.readouterr().err


def test_publish_as_json_lists_what_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = json.loads(said(capsys, "publish", *RUN, "--out", str(tmp_path / "out"), "--json"))
    assert "index.html" in body["files"]
