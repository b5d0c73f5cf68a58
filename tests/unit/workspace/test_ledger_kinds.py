"""A ledger is read whatever its shape: columns in any order, titles above, merges, several sheets, any text file."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
from tests.unit.workspace.ledger_book import HEAD, Grid, task, write_book, write_ledger

from tongchou.plan.compose.ledger import LedgerRow
from tongchou.workspace.ledger import Ledger, read_ledger

ON = date(2021, 8, 3)
ORDERS = list(itertools.permutations(range(7)))[::840]
THREE = [
    task(1, "甲片区小学", due="2021年6月底前", state="主体封顶"),
    task(2, "乙河湿地", lead="乙局", due="年内", state="进行中 60%"),
    task(3, "丙管理办法", lead="丙局", due="三季度末", state="未启动"),
]


def read(path: Path) -> Ledger:
    return read_ledger(path=path, on=ON)


def one_sheet(tmp_path: Path, grid: Grid, merged: tuple[tuple[int, int, int, int], ...] = ()) -> Ledger:
    return read(write_book(path=tmp_path / "台账.xlsx", sheets={"Sheet1": grid}, merged={"Sheet1": merged}))


def codes(ledger: Ledger) -> list[str]:
    return [problem.code for problem in ledger.problems]


def days(row: LedgerRow) -> list[date | None]:
    return [each.day for each in row.promises]


def essence(ledger: Ledger) -> list[tuple[str, str, date | None, str]]:
    return [(row.title, row.lead, row.promises[0].day, row.state) for row in ledger.rows]


WANTED = [
    ("甲片区小学", "甲局", date(2021, 6, 30), "主体封顶"),
    ("乙河湿地", "乙局", date(2021, 12, 31), "进行中 60%"),
    ("丙管理办法", "丙局", date(2021, 9, 30), "未启动"),
]


def test_the_thirty_tasks_of_the_invented_ledger_are_read(tmp_path: Path) -> None:
    write_ledger(path=tmp_path / "a.xlsx")
    assert len(read(tmp_path / "a.xlsx").rows) == 30


def test_an_owner_merged_over_rows_is_the_owner_of_each(tmp_path: Path) -> None:
    write_ledger(path=tmp_path / "a.xlsx")
    assert [row.lead for row in read(tmp_path / "a.xlsx").rows[:3]] == ["公共服务局"] * 3


def test_a_section_heading_is_the_group_of_the_tasks_below_it(tmp_path: Path) -> None:
    write_ledger(path=tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").rows[5].goal == "公共服务"


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_columns_may_stand_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    grid = [[row[column] for column in order] for row in [HEAD, *THREE]]
    assert essence(one_sheet(tmp_path, grid)) == WANTED


@pytest.mark.parametrize("above", [0, 1, 5])
def test_rows_of_titles_may_stand_above_the_header(tmp_path: Path, above: int) -> None:
    grid = [*[[f"示例县重点工作台账{row}"] for row in range(above)], HEAD, *THREE]
    assert essence(one_sheet(tmp_path, grid)) == WANTED


def test_a_header_of_two_rows_is_read_by_its_lower_row(tmp_path: Path) -> None:
    grid = [
        ["序号", "重点任务", "责任分工", "", "", "时限", "进展"],
        ["", "", "牵头单位", "配合单位", "责任人", "", ""],
        *THREE,
    ]
    merged = ((0, 2, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1), (0, 5, 1, 5), (0, 6, 1, 6))
    assert essence(one_sheet(tmp_path, grid, merged)) == WANTED


def test_the_header_again_at_the_top_of_a_page_is_no_task(tmp_path: Path) -> None:
    assert essence(one_sheet(tmp_path, [HEAD, *THREE[:2], HEAD, THREE[2]])) == WANTED


@pytest.mark.parametrize("heading", [["一、民生"], ["一", "民生"], ["(一)", "民生"]], ids=str)
def test_a_heading_in_one_cell_or_in_two_is_no_task(tmp_path: Path, heading: list[str]) -> None:
    ledger = one_sheet(tmp_path, [HEAD, heading, *THREE])
    assert (essence(ledger), ledger.rows[0].goal) == (WANTED, "民生")


def test_totals_are_passed_over(tmp_path: Path) -> None:
    grid = [HEAD, *THREE, ["合计", "3项", "", "", "", "", ""], ["总 计", 3]]
    assert essence(one_sheet(tmp_path, grid)) == WANTED


def test_a_line_of_signatures_is_told_and_not_read(tmp_path: Path) -> None:
    ledger = one_sheet(tmp_path, [HEAD, *THREE, ["填表人:张一", "", "审核人:李二"]])
    assert (len(ledger.rows), codes(ledger)) == (3, ["remark"])


def test_a_dash_is_a_blank_cell(tmp_path: Path) -> None:
    row = one_sheet(tmp_path, [HEAD, [1, "甲小学", "—", "无", "/", "-", "——"]]).rows[0]
    assert (row.lead, row.supporting, row.person, row.promised, row.state) == ("", (), "", "", "")


def test_a_column_of_starts_and_one_of_ends_give_two_promises(tmp_path: Path) -> None:
    head = ["项目名称", "责任单位", "计划开工时间", "竣工时间", "形象进度"]
    row = one_sheet(tmp_path, [head, ["甲小学", "甲局", "2021年3月", "2022年8月", "在建"]]).rows[0]
    assert [(each.word, each.day) for each in row.promises] == [
        ("开工", date(2021, 3, 31)),
        ("竣工", date(2022, 8, 31)),
    ]


def test_numbers_that_occur_twice_are_told(tmp_path: Path) -> None:
    ledger = one_sheet(tmp_path, [HEAD, THREE[0], [1, *THREE[1][1:]], THREE[2]])
    assert [(each.code, each.where.row) for each in ledger.problems] == [("doubled-number", 3)]


def test_a_task_over_several_contents_becomes_one_task_for_each(tmp_path: Path) -> None:
    head = ["重点任务", "工作内容", "牵头单位", "完成时限"]
    grid = [head, ["教育提升", "新建甲小学", "甲局", "年内"], ["", "扩建乙中学", "甲局", "年内"]]
    ledger = one_sheet(tmp_path, grid, ((1, 0, 2, 0),))
    assert [(row.title, row.goal) for row in ledger.rows] == [
        ("新建甲小学", "教育提升"),
        ("扩建乙中学", "教育提升"),
    ]


def test_sheets_of_different_tasks_are_one_ledger_grouped_by_sheet(tmp_path: Path) -> None:
    sheets = {"民生": [HEAD, THREE[0]], "生态": [HEAD, THREE[1]], "机制": [["说明"], HEAD, THREE[2]]}
    ledger = read(write_book(path=tmp_path / "a.xlsx", sheets=sheets))
    assert [(row.title, row.goal) for row in ledger.rows] == [
        ("甲片区小学", "民生"),
        ("乙河湿地", "生态"),
        ("丙管理办法", "机制"),
    ]


def test_a_sheet_with_the_same_tasks_of_another_day_is_told_and_not_read(tmp_path: Path) -> None:
    sheets = {"8月": [HEAD, *THREE], "7月": [HEAD, *THREE[:2]]}
    ledger = read(write_book(path=tmp_path / "a.xlsx", sheets=sheets))
    assert (essence(ledger), codes(ledger)) == (WANTED, ["sheet-not-read"])


def test_a_sheet_without_a_header_beside_the_ledger_does_no_harm(tmp_path: Path) -> None:
    sheets = {"说明": [["本表由各单位填报"]], "台账": [HEAD, *THREE], "空": []}
    assert essence(read(write_book(path=tmp_path / "a.xlsx", sheets=sheets))) == WANTED


def test_the_kept_value_of_a_formula_is_read(tmp_path: Path) -> None:
    grid = [HEAD, ["=ROW()-1|1", '="甲"&"小学"|甲小学', "甲局", "", "", '="年内"|年内', "=B9|已开工"]]
    row = one_sheet(tmp_path, grid).rows[0]
    assert (row.number, row.title, days(row), row.state) == ("1", "甲小学", [date(2021, 12, 31)], "已开工")


def text_of(separator: str) -> str:
    return "\n".join(separator.join(str(cell) for cell in row) for row in [HEAD, *THREE]) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_text_file_is_read_in_any_usual_encoding_and_separation(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    (tmp_path / "a.csv").write_bytes(text_of(separator).encode(encoding))
    assert essence(read(tmp_path / "a.csv")) == WANTED


def test_line_ends_of_windows_make_no_further_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text_of(",").replace("\n", "\r\n").encode())
    assert essence(read(tmp_path / "a.csv")) == WANTED


def test_blanks_left_by_merged_owners_in_a_text_file_are_filled_and_told(tmp_path: Path) -> None:
    lines = ["任务,牵头单位,配合单位,完成时限,进展", "甲小学,甲局,乙局,年内,", "丙小学,,,年内,"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    ledger = read(tmp_path / "a.csv")
    assert (ledger.rows[1].lead, codes(ledger)) == ("甲局", ["filled-down"])


def test_a_row_with_an_owner_of_its_own_takes_no_supporter_from_above(tmp_path: Path) -> None:
    lines = ["任务,牵头单位,配合单位,完成时限", "甲小学,甲局,乙局,年内", "丙小学,丙局,,年内"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    assert read(tmp_path / "a.csv").rows[1].supporting == ()


def test_an_unknown_column_is_told(tmp_path: Path) -> None:
    grid = [[*HEAD, "督办领导批示"], [*THREE[0], "阅"]]
    assert codes(one_sheet(tmp_path, grid)) == ["unknown-column"]


def test_a_row_with_content_and_no_task_is_an_error_with_its_row(tmp_path: Path) -> None:
    ledger = one_sheet(tmp_path, [HEAD, *THREE, [4, "", "丁局", "", "", "年内", ""]])
    assert [(each.code, each.severity, each.where.row) for each in ledger.problems] == [
        ("no-title", "error", 5)
    ]


def test_the_year_of_a_bare_month_is_that_of_the_title(tmp_path: Path) -> None:
    ledger = one_sheet(tmp_path, [["示例县2023年重点工作"], HEAD, task(1, "甲小学", due="6月底前")])
    assert days(ledger.rows[0]) == [date(2023, 6, 30)]


@pytest.mark.parametrize(
    "names", [("牵头单位", "责任单位"), ("责任单位", "牵头单位")], ids=["before", "behind"]
)
def test_beside_a_lead_the_responsible_support(tmp_path: Path, names: tuple[str, str]) -> None:
    who = {"牵头单位": "甲局", "责任单位": "乙局、丙局"}
    row = one_sheet(tmp_path, [["任务", *names], ["甲小学", *(who[name] for name in names)]]).rows[0]
    assert (row.lead, row.supporting) == ("甲局", ("乙局", "丙局"))
