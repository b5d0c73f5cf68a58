"""A plan folder that a person has edited in a spreadsheet is read as they meant it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.bad_plan import SOUND, put, sound_files

from tongchou.kernel.errors import BadInput
from tongchou.plan.model import Plan
from tongchou.workspace.folder import read_plan, write_plan

HEAD = "id,title_zh,mode,milestone,earliest,sources\n"


def activity_of(folder: Path, cells: str) -> Plan:
    files = {**sound_files(), "activities.csv": (HEAD + cells + "\n").encode()}
    return read_plan(path=put(folder, files))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ('"1,000"', "1000"),
        ('"1,234,567.5"', "1234567.5"),
        ("1\uff0c000", "1000"),
        ("1.50", "1.50"),
        ("1E3", "1E+3"),
    ],
)
def test_numbers_are_read_with_or_without_thousands_marks(cell: str, number: str, tmp_path: Path) -> None:
    plan = activity_of(tmp_path, f"A,事,{cell},,,S1")
    assert plan.activities[0].mode == Decimal(number)


@pytest.mark.parametrize("cell", ['"1,00"', '"1,0000"', "1_000", "NaN", "Infinity", "十"])
def test_what_only_looks_like_a_number_is_refused(cell: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="must be a"):
        activity_of(tmp_path, f"A,事,{cell},,,S1")


@pytest.mark.parametrize(
    "cell", ["2021/6/30", "2021-6-30", "2021年6月30日", "2021.6.30", "2021-06-30 00:00:00"]
)
def test_days_are_read_as_a_spreadsheet_writes_them(cell: str, tmp_path: Path) -> None:
    plan = activity_of(tmp_path, f"A,事,1,,{cell},S1")
    assert str(plan.activities[0].earliest) == "2021-06-30"


@pytest.mark.parametrize("cell", ["2021-02-30", "2021-13-01", "30/6/2021", "六月底", "44377"])
def test_what_is_no_day_is_refused(cell: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a date"):
        activity_of(tmp_path, f"A,事,1,,{cell},S1")


@pytest.mark.parametrize(
    ("cell", "truth"), [("TRUE", True), ("False", False), ("是", True), ("否", False), ("1", True)]
)
def test_truth_is_read_in_any_case_and_in_chinese(cell: str, truth: bool, tmp_path: Path) -> None:
    assert activity_of(tmp_path, f"A,事,1,{cell},,S1").activities[0].milestone is truth


@pytest.mark.parametrize("text", ["=1+1", "007", " 空 格 ", "😀", "ABC", "@SUM(A1)", "+86", "1e5"])
def test_text_stays_as_it_is(text: str, tmp_path: Path) -> None:
    assert activity_of(tmp_path, f"A,{text},1,,,S1").activities[0].title_zh == text


def test_a_list_may_hold_its_own_separator(tmp_path: Path) -> None:
    plan = activity_of(tmp_path, "A,事,1,,,S1;a\\;b")
    assert plan.activities[0].sources == ("S1", "a;b")


ENCODED: list[Callable[[str], bytes]] = [
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("gbk"),  # 小学 in GBK is also sound UTF-8 for other letters
    lambda text: text.replace("\n", "\r\n").encode("gb18030"),
]


@pytest.mark.parametrize("encoded", ENCODED)
def test_the_encodings_of_spreadsheets_are_read(encoded: Callable[[str], bytes], tmp_path: Path) -> None:
    files = {
        name: encoded(data.decode()) if name.endswith(".csv") else data
        for name, data in sound_files().items()
    }
    assert read_plan(path=put(tmp_path, files)) == SOUND


@pytest.mark.parametrize("text", ["m²", "Сѧ", "Москва", "café"])
def test_letters_of_other_scripts_are_not_taken_for_chinese(text: str, tmp_path: Path) -> None:
    assert activity_of(tmp_path, f"A,{text},1,,,S1").activities[0].title_zh == text


def test_columns_may_stand_in_any_order_under_chinese_headers(tmp_path: Path) -> None:
    files = {**sound_files(), "organisations.csv": "名称,依据,来源,编号\n教育局,source,S1,edu\n".encode()}
    assert read_plan(path=put(tmp_path, files)) == SOUND


def test_an_open_quote_is_reported_by_its_line(tmp_path: Path) -> None:
    files = {**sound_files(), "organisations.csv": 'id,title_zh\nedu,教育局\nhb,"省\n'.encode()}
    with pytest.raises(BadInput) as caught:
        read_plan(path=put(tmp_path, files))
    assert [(each.code, each.where.file, each.where.row) for each in caught.value.problems] == [
        ("bad-csv", "organisations.csv", 3)
    ]


def test_a_whole_number_past_all_sense_is_refused_at_once(tmp_path: Path) -> None:
    files = {**sound_files(), "commitments.csv": b"id,start\nC1,1e999999999\n"}
    with pytest.raises(BadInput, match="whole number"):
        read_plan(path=put(tmp_path, files))


def test_a_table_that_has_lost_its_rows_is_gone_after_writing(tmp_path: Path) -> None:
    write_plan(plan=SOUND, path=tmp_path / "plan")
    write_plan(plan=Plan(id="p", title_zh="空"), path=tmp_path / "plan")
    assert [path.name for path in (tmp_path / "plan").iterdir()] == ["datapackage.json"]


def test_a_letter_beside_the_tables_is_not_written_over(tmp_path: Path) -> None:
    write_plan(plan=SOUND, path=tmp_path / "plan")
    (tmp_path / "plan/letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="other things"):
        write_plan(plan=SOUND, path=tmp_path / "plan")
    assert read_plan(path=tmp_path / "plan") == SOUND
