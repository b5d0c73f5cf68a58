"""Rows that are wrong: the check names file, row, column, value and mend in the reader's language, and ends with 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.bad_plan import put, sound_files, spoilt

from tongchou.cli.main import main

# what is spoilt: table, old, new; then what the answer must hold in Chinese, and in English
CASES: dict[str, tuple[tuple[str, str, str], tuple[str, ...], tuple[str, ...]]] = {
    "a loop": (("links", "B-C,B,C", "B-C,B,A"), ("搭接成环", "A → B → A"), ("form a loop", "A → B → A")),
    "a missing predecessor": (
        ("links", "A-B,A,B", "A-B,X,B"),
        ("links.csv", "第2行", "“pred”列", "所见：X", "不存在"),
        ("links.csv", "row 2", "column 'pred'", "seen: X"),
    ),
    "an owner that does not exist": (
        ("projects", "edu", "edv"),
        ("projects.csv", "第2行", "“owner”列", "所见：edv", "edu"),
        ("row 2", "column 'owner'", "seen: edv", "'edu'"),
    ),
    "a negative duration": (("activities", "5,10", "-5,10"), ("工期为负", "“low”列"), ("negative duration",)),
    "P10 above P90": (
        ("activities", "5,10,20", "25,10,20"),
        ("P10不得大于P90",),
        ("P10 must not exceed P90",),
    ),
    "a driver's P10 above its P90": (("drivers", "0.8,1,1.5", "1.8,1,1.5"), ("drivers.csv", "P10"), ("P90",)),
    "a deadline before the start": (
        ("activities", "2021-05-01", "2021-10-01"),
        ("期限早于", "B: 2021-10-01 > 2021-09-01"),
        ("the deadline is before",),
    ),
    "a promise in words on a numeric indicator": (
        ("targets", ">=,400", ">=,很多"),
        ("targets.csv", "应是数字", "所见：很多"),
        ("must be a number", "seen: 很多"),
    ),
    "a goal tested against words": (("targets", ">=,400", "text,很多"), ("文字",), ("against words",)),
    "a grade on a numeric indicator": (("targets", ">=,400", "grade,III"), ("没有等级",), ("no scale",)),
    "weights that do not sum to one": (
        ("goals", ",1,2021", ",0.7,2021"),
        ("之和不等于1", "0.7"),
        ("sum to 1",),
    ),
    "two roots": (("goals", "G1,G,学校", "G1,,学校"), ("多个没有上级",), ("no parent",)),
    "a goal that requires an unknown activity": (
        ("goals", "2021-09-01,C", "2021-09-01,Z"),
        ("“required”列", "所见：Z"),
        ("'required'", "seen: Z"),
    ),
    "a doubled id": (("activities", "B,P1", "A,P1"), ("编号重复", "第3行"), ("used twice", "row 3")),
    "a day that is none, in a statement": (
        ("statements", "2021-04-30", "2021-02-30"),
        ("不是日期", "所见：2021-02-30"),
        ("not a date", "seen: 2021-02-30"),
    ),
    "a day that is none, in a date column": (
        ("goals", "2021-09-01", "2021-02-30"),
        ("goals.csv", "“deadline”列", "不是日期", "2021-02-30"),
        ("column 'deadline'", "not a date"),
    ),
    "a fact of the future": (
        ("statements", "2021-04-30", "2021-06-30"),
        ("晚于说的那天", "planned"),
        ("after it was said", "planned"),
    ),
    "an unknown column": (
        ("activities", "title_en", "titel_en"),
        ("不认识的列", "title_en"),
        ("an unknown column", "'title_en'"),
    ),
    "a number that is none": (("activities", "5,10,20", "五,10,20"), ("应是数字", "所见：五"), ("a number",)),
    "a choice that is none": (("links", "FS", "XX"), ("只能填写", "FS"), ("must be one of FS",)),
    "a number past all sense": (
        ("activities", "5,10,20", "5,10,1e999"),
        ("大得不合理",),
        ("absurdly large",),
    ),
    "no goal at all": (("goals", "G,,总目标,,,,,,,,,,,,,,source,S1,,\n", ""), ("goals.csv",), ("goals.csv",)),
}
VERBS = {"check": (), "run": ("--on", "2021-05-01", "--trials", "512")}


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_named_with_its_place(
    case: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit, zh, en = CASES[case]
    plan = put(tmp_path / "plan", spoilt(*edit))
    code, said = answer(capsys, "check", str(plan), "--lang", lang)
    assert code == 2
    assert [word for word in (zh if lang == "zh" else en) if word not in said] == []


@pytest.mark.parametrize("verb", ["check", "run"])
@pytest.mark.parametrize("case", CASES)
def test_no_verb_answers_bad_rows_with_anything_but_the_list(
    case: str, verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = put(tmp_path / "plan", spoilt(*CASES[case][0]))
    code, said = answer(capsys, verb, str(plan), *VERBS[verb], "--lang", "en")
    assert (code, "Traceback" in said) == (2, False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sound_plan_has_nothing_to_put_right(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = answer(capsys, "check", str(put(tmp_path / "plan", sound_files())), "--lang", lang)
    assert (code, "■" in said, "▲" in said) == (0, False, False)


def test_everything_wrong_is_listed_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sound_files()
    for table, old, new in (
        edit for edit, _, _ in CASES.values() if edit[0] in ("links", "projects", "statements")
    ):
        files[f"{table}.csv"] = files[f"{table}.csv"].decode().replace(old, new).encode()
    files["links.csv"] = files["links.csv"].replace(b"XX", b"FS")
    code, said = answer(capsys, "check", str(put(tmp_path / "plan", files)), "--lang", "en")
    assert code == 2
    assert [word for word in ("'pred'", "'owner'", "not a date") if word not in said] == []


def test_unreadable_cells_of_many_tables_are_listed_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sound_files()
    files["links.csv"] = files["links.csv"].replace(b"FS,0", b"FS,none")
    files["goals.csv"] = files["goals.csv"].replace(b"2021-09-01", b"soon")
    _, said = answer(capsys, "check", str(put(tmp_path / "plan", files)), "--lang", "en")
    assert [
        name for name in ("links.csv", "row 2", "row 3", "goals.csv", "none", "soon") if name not in said
    ] == []


def test_the_list_can_be_had_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = put(tmp_path / "plan", spoilt("projects", "edu", "edv"))
    code, said = answer(capsys, "check", str(plan), "--json")
    found: list[dict[str, Any]] = json.loads(said)["problems"]
    assert code == 2
    assert [(each["code"], each["where"]["row"], each["value"]) for each in found] == [
        ("unknown-owner", 2, "edv")
    ]


def test_a_title_may_hold_what_looks_like_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = put(tmp_path / "plan", spoilt("goals", "学校", "<script>alert(1)</script>"))
    code, _ = answer(capsys, "check", str(plan))
    assert code == 0


def test_what_looks_like_a_page_is_text_in_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    plan = put(tmp_path / "plan", spoilt("goals", "学校", evil))
    words = ["publish", str(plan), "--on", "2021-05-01", "--trials", "512", "--out", str(tmp_path / "out")]
    assert main(words) == 0
    capsys.readouterr()
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert (evil in page, "&lt;img src=x" in page) == (False, True)
