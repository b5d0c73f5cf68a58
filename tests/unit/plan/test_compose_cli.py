"""`tongchou compose`: a ledger in, a plan out that `check` accepts and `run` forecasts; nothing half-written."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.unit.workspace.ledger_book import HEAD, task, write_book, write_ledger

from tongchou.cli.main import main
from tongchou.kernel.finding import HAN
from tongchou.workspace.folder import write_plan
from tongchou.workspace.source import read_any
from tongchou.workspace.workbook import write_workbook

ON = "2021-08-03"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    write_ledger(path=tmp_path / "台账.xlsx")
    return tmp_path / "台账.xlsx"


def compose(ledger: Path, out: Path, *more: str) -> int:
    return main(["compose", str(ledger), "--out", str(out), "--on", ON, "--lang", "zh", *more])


def told(capsys: pytest.CaptureFixture[str]) -> Any:  # Any: JSON
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_the_plan_of_thirty_tasks_is_accepted_by_check(ledger: Path, tmp_path: Path, name: str) -> None:
    assert compose(ledger, tmp_path / name) == 0
    assert main(["check", str(tmp_path / name), "--on", ON]) == 0


def test_folder_and_workbook_hold_the_same_plan(ledger: Path, tmp_path: Path) -> None:
    compose(ledger, tmp_path / "plan")
    compose(ledger, tmp_path / "plan.xlsx")
    assert read_any(path=tmp_path / "plan") == read_any(path=tmp_path / "plan.xlsx")


def test_the_plan_is_forecast_with_the_share_of_assumptions_beside_each_chance(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compose(ledger, tmp_path / "plan")
    capsys.readouterr()
    assert main(["run", str(tmp_path / "plan"), "--on", ON, "--seed", "1", "--trials", "512", "--json"]) == 0
    goals = told(capsys)["goals"]
    uncertain = [goal for goal in goals if goal["chance"] is not None and 0 < goal["chance"] < 1]
    assert len(uncertain) > 5
    assert all(goal["assumption_share"] is not None for goal in uncertain)


def test_the_same_ledger_gives_the_same_bytes(ledger: Path, tmp_path: Path) -> None:
    compose(ledger, tmp_path / "a")
    compose(ledger, tmp_path / "b")
    files = [{each.name: each.read_bytes() for each in (tmp_path / name).iterdir()} for name in "ab"]
    assert files[0] == files[1]


def test_what_was_made_is_counted(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    compose(ledger, tmp_path / "plan", "--json")
    counts = told(capsys)["counts"]
    plan = read_any(path=tmp_path / "plan")
    assert (counts["tasks"], counts["activities"], counts["links"]) == (
        30,
        len(plan.activities),
        len(plan.links),
    )


def test_kinds_add_up_to_the_tasks(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    compose(ledger, tmp_path / "plan", "--json")
    kinds = told(capsys)["kinds"]
    assert sum(len(each["tasks"]) for each in kinds) == 30
    assert all(
        len(each["tasks"]) == each["told"] + each["given"] + each["near"] + each["guessed"] for each in kinds
    )


def test_rows_that_lack_a_date_a_lead_or_a_state_are_named(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compose(ledger, tmp_path / "plan", "--json")
    lacking = told(capsys)["lacking"]
    rows = {name: [each["row"] for each in found] for name, found in lacking.items()}
    assert (rows["date"], rows["lead"], rows["state"]) == ([38, 39], [], [39])


def test_dates_that_name_no_milestone_are_named(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compose(ledger, tmp_path / "plan", "--json")
    named = [each["row"] for each in told(capsys)["lacking"]["milestone"]]
    assert 14 in named  # 2022年6月底前
    assert 13 not in named  # 6月底前交付


def without_a_day(ledger: Path, out: Path, *more: str) -> int:
    return main(["compose", str(ledger), "--out", str(out), "--lang", "zh", *more])


def test_without_a_day_the_ledger_s_own_is_taken(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_a_day(ledger, tmp_path / "plan", "--json")
    answer = told(capsys)
    assert (answer["on"], answer["on_said_by"]) == (ON, "title")


def test_the_plan_is_the_one_of_the_day_taken(ledger: Path, tmp_path: Path) -> None:
    without_a_day(ledger, tmp_path / "a")
    compose(ledger, tmp_path / "b")
    assert read_any(path=tmp_path / "a") == read_any(path=tmp_path / "b")


def test_the_day_taken_is_printed_and_carried_by_the_next_steps(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_a_day(ledger, tmp_path / "plan")
    answer = capsys.readouterr().out
    assert f"台账日期 {ON}（据标题）" in answer
    assert answer.count(f"--on {ON}") == 2


def test_a_place_with_blanks_is_quoted_in_the_next_steps(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compose(ledger, tmp_path / "my plan")
    assert f"tongchou check '{tmp_path}/my plan' --on {ON}" in capsys.readouterr().out


def test_a_column_that_is_not_there_is_told_above_all_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = ["完成时现" if each == "完成时限" else each for each in HEAD]
    path = write_book(path=tmp_path / "a.xlsx", sheets={"S": [head, task(1, "甲小学")]})
    compose(path, tmp_path / "plan")
    above, _, below = capsys.readouterr().out.partition("类别")
    assert "没有找到完成时限一列：所有时限都没有读入" in above
    assert "是否应为“完成时限”？" in below


def test_a_ledger_of_no_day_is_of_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_book(path=tmp_path / "台账.xlsx", sheets={"S": [HEAD, task(1, "甲小学")]})
    without_a_day(path, tmp_path / "plan", "--json")
    assert told(capsys)["on_said_by"] == "today"


def test_the_chinese_answer_has_full_width_punctuation_and_no_english(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compose(ledger, tmp_path / "plan")
    answer = capsys.readouterr().out.partition("下一步：")[0]
    bare = answer.replace(str(tmp_path), "")
    assert re.findall(rf"[{HAN}][,:;?()]|[,:;?()][{HAN}]", bare) == []
    assert set(re.findall(r"[A-Za-z]{4,}", bare)) <= {"plan", "xlsx"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_remarks_of_one_kind_are_counted_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    grid = [HEAD, *(task(number, f"甲{number}") for number in range(1, 16))]
    compose(write_book(path=tmp_path / "a.xlsx", sheets={"S": grid}), tmp_path / "plan", "--lang", lang)
    words = {"zh": "同类提示还有 3 条：名称看不出类别", "en": "3 more: the title tells no kind"}
    assert words[lang] in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "words"), [("zh", "缺完成时限 2 项"), ("en", "2 tasks without a date")])
def test_the_answer_is_given_in_either_language(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    compose(ledger, tmp_path / "plan", "--lang", lang)
    assert words in capsys.readouterr().out


def test_warnings_do_not_stop_and_carry_row_column_and_mend(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compose(ledger, tmp_path / "plan", "--json")
    problem = next(each for each in told(capsys)["problems"] if each["code"] == "unread-date")
    assert (problem["where"]["row"], problem["where"]["column"], problem["value"]) == (38, "完成时限", "尽快")
    assert problem["mend_zh"]


def broken(tmp_path: Path) -> Path:
    grid = [HEAD, task(1, "甲小学"), [2, "", "乙局"], task(3, "丙小学", due="尽快"), [4, "", "丁局"]]
    return write_book(path=tmp_path / "坏.xlsx", sheets={"台账": grid})


def test_every_error_is_listed_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compose(broken(tmp_path), tmp_path / "plan", "--json") == 2
    rows = [(each["where"]["row"], each["severity"]) for each in told(capsys)["problems"]]
    assert rows == [(3, "error"), (5, "error"), (4, "warning")]


def test_after_an_error_nothing_is_written(tmp_path: Path) -> None:
    path = broken(tmp_path)
    compose(path, tmp_path / "plan")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_is_no_ledger_ends_with_two_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(bytes(range(256)))
    assert compose(tmp_path / "a.xlsx", tmp_path / "plan") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_empty_folder_may_be_filled(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    assert compose(ledger, tmp_path / "plan") == 0


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_a_plan_may_be_composed_anew(ledger: Path, tmp_path: Path, name: str) -> None:
    compose(ledger, tmp_path / name)
    assert compose(ledger, tmp_path / name) == 0


def edited(out: Path) -> Path:
    """The plan of `out` with a title changed by hand: the file that was changed."""
    if out.suffix == ".xlsx":
        plan = read_any(path=out)
        write_workbook(plan=dataclasses.replace(plan, title_zh="我的规划"), path=out)
        return out
    file = out / "tasks.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("甲片区", "我的片区"), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_a_plan_changed_by_hand_is_not_composed_anew(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    compose(ledger, tmp_path / name)
    file = edited(tmp_path / name)
    before = file.read_bytes()
    assert compose(ledger, tmp_path / name) == 2
    assert file.read_bytes() == before
    answer = capsys.readouterr().err
    assert all(word in answer for word in ("改动过", "--replace", str(tmp_path / name)))


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_a_plan_changed_by_hand_is_replaced_when_asked(ledger: Path, tmp_path: Path, name: str) -> None:
    compose(ledger, tmp_path / name)
    fresh = read_any(path=tmp_path / name)
    edited(tmp_path / name)
    assert compose(ledger, tmp_path / name, "--replace") == 0
    assert read_any(path=tmp_path / name) == fresh


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_a_plan_that_compose_did_not_write_is_not_replaced(ledger: Path, tmp_path: Path, name: str) -> None:
    compose(ledger, tmp_path / "first")
    plan = read_any(path=tmp_path / "first")
    if name == "plan":
        write_plan(plan=plan, path=tmp_path / name)
    else:
        write_workbook(plan=plan, path=tmp_path / name)
    assert compose(ledger, tmp_path / name) == 2


def test_a_plan_that_can_no_longer_be_read_is_not_replaced(ledger: Path, tmp_path: Path) -> None:
    compose(ledger, tmp_path / "plan")
    (tmp_path / "plan" / "tasks.csv").write_text('id\n"', encoding="utf-8")
    assert compose(ledger, tmp_path / "plan") == 2


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_next_month_s_ledger_replaces_an_untouched_plan(ledger: Path, tmp_path: Path, name: str) -> None:
    compose(ledger, tmp_path / name)
    path = write_book(path=tmp_path / "b.xlsx", sheets={"S": [HEAD, task(1, "甲小学")]})
    assert compose(path, tmp_path / name) == 0
    assert len(read_any(path=tmp_path / name).tasks) == 1


def test_replace_does_not_touch_what_is_no_plan(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "a.jpg").write_bytes(b"x")
    assert compose(ledger, tmp_path / "plan", "--replace") == 2
    assert (tmp_path / "plan" / "a.jpg").exists()


def test_a_folder_of_something_else_is_never_overwritten(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    assert compose(ledger, tmp_path / "photos") == 2
    assert (tmp_path / "photos" / "a.jpg").read_bytes() == b"x"


def test_a_plan_with_a_file_of_ones_own_in_it_is_not_overwritten(ledger: Path, tmp_path: Path) -> None:
    compose(ledger, tmp_path / "plan")
    (tmp_path / "plan" / "笔记.txt").write_text("x", encoding="utf-8")
    assert compose(ledger, tmp_path / "plan") == 2
    assert (tmp_path / "plan" / "笔记.txt").exists()


def test_the_ledger_itself_is_never_overwritten(ledger: Path) -> None:
    before = ledger.read_bytes()
    assert compose(ledger, ledger) == 2
    assert ledger.read_bytes() == before


def test_a_file_is_no_place_for_a_folder(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("x", encoding="utf-8")
    assert compose(ledger, tmp_path / "plan") == 2
    assert compose(ledger, tmp_path / "plan" / "below") == 2


def test_a_ledger_may_lie_where_its_plan_goes_by_another_name(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    shutil.move(ledger, tmp_path / "deep" / "台账.xlsx")
    assert compose(tmp_path / "deep" / "台账.xlsx", tmp_path / "deep" / "规划") == 0
