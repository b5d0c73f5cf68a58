"""Files out: what the table shows as XLSX and DOCX, the empty form, the whole plan; and back again without a difference."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook
from tests.site.conftest import NOW, TODAY

from tongchou.plan.compose import compose
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.promise import Promise
from tongchou.plan.model import Plan
from tongchou.workspace.intake import read_handed_in
from tongchou.workspace.source import read_any
from tongchou_site.records import models
from tongchou_site.records.actions.plans import add_plan
from tongchou_site.records.trail import MACHINE
from tongchou_site.workbench.ledger import views

Browser = Callable[[str], Client]
EXAMPLE = Path(__file__).parents[2] / "examples" / "xiongan-2021"
ROWS = 5_000


def grid(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_the_workbook_holds_the_rows_of_the_filter_and_no_other(browser: Browser) -> None:
    rows = grid(browser("office").get("/p/small/ledger.xlsx?q=学校").content)
    assert [row[1] for row in rows[3:]] == ["建成学校"]


def test_an_officer_exports_only_the_own_bureaus_rows(browser: Browser) -> None:
    rows = grid(browser("roads").get("/p/small/ledger.xlsx").content)
    assert [row[0] for row in rows[3:]] == ["T2"]


def test_the_document_says_day_count_and_filters_over_the_table(browser: Browser) -> None:
    paper = Document(io.BytesIO(browser("office").get("/p/small/ledger.docx?bureau=edu").content))
    assert [each.text for each in paper.paragraphs[:2]] == [
        "小规划 台账",
        "截至2021年8月3日，共1项。牵头单位：教育局。",
    ]
    assert [cell.text for cell in paper.tables[0].rows[1].cells][:2] == ["T1", "建成学校"]


def test_a_file_of_too_many_rows_is_refused_by_name(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(views.MOST, "xlsx", 1)
    response = browser("office").get("/p/small/ledger.xlsx")
    assert (response.status_code, "一个文件最多1行" in response.content.decode()) == (422, True)


def test_the_empty_form_offers_the_organisations_of_the_plan(browser: Browser) -> None:
    data = browser("office").get("/p/small/ledger-template.xlsx").content
    offered = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("可选项").to_python()
    assert {"教育局", "道路局"} <= {cell for row in offered for cell in row}


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.zip"])
def test_the_whole_plan_is_not_for_an_officer(browser: Browser, name: str) -> None:
    assert browser("edu").get(f"/p/small/{name}").status_code == 403


def test_the_zipped_folder_names_its_tables_in_its_descriptor(browser: Browser) -> None:
    with zipfile.ZipFile(io.BytesIO(browser("office").get("/p/small/plan.zip").content)) as archive:
        names = archive.namelist()
        manifest = archive.read("datapackage.json").decode()
    assert names[0] == "datapackage.json"
    assert all(f'"{name}"' in manifest for name in names[1:])


@pytest.mark.parametrize(("name", "form"), [("plan.xlsx", "workbook"), ("plan.zip", "folder")])
def test_the_example_goes_out_and_comes_in_again_as_the_same_plan(
    db: None, browser: Browser, name: str, form: str
) -> None:
    value = read_any(path=EXAMPLE)
    add_plan(value=value, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    data = browser("admin").get(f"/p/{value.id}/{name}").content
    handed = read_handed_in(data=data, name=name, today=TODAY)
    assert (handed.form, handed.plan) == (form, value)


def generated(count: int) -> Plan:
    """A ledger of many rows with all that a row can hold, as `compose` makes it a plan."""
    works = (
        "第{k}小学建设",
        "人民路{k}号段改造",
        "第{k}社区卫生服务中心",
        "“{k}号”公园(二期)",
        "=第{k}号湿地",
    )
    states = ("", "正在施工", "已完成立项", "已竣工", "完成60%")
    rows = []
    for k in range(count):
        due = date(2021, 9, 1) + timedelta(days=k % 400)
        said = (Promise(day=due, precision="day", word="", text=due.isoformat()),) if k % 11 else ()
        rows.append(
            LedgerRow(
                row=k + 4,
                title=works[k % 5].format(k=k),
                number=str(k + 1),
                goal=f"目标{k % 7}",
                lead=f"第{k % 40}局" if k % 13 else "",
                supporting=tuple(f"第{(k + each) % 40}局" for each in range(1, k % 4)) if k % 13 else (),
                person=f"张{k % 90}" if k % 3 else "",
                place=f"第{k % 12}片区" if k % 2 else "",
                promises=said,
                promised=due.isoformat() if said else "",
                state=states[k % 5],
            )
        )
    return compose(rows=rows, on=TODAY, plan_id="long", title="重点任务台账")


def told(plan: Plan) -> list[tuple[object, ...]]:
    """What of every task is compared: id, title, lead, supporting, person, place, deadline, state, goals by name."""
    names = {row.id: row.title_zh for row in (*plan.organisations, *plan.places, *plan.goals)}
    return [
        (
            row.id,
            row.title_zh,
            names.get(row.lead, ""),
            tuple(names[each] for each in row.supporting),
            row.person,
            names.get(row.place, ""),
            row.deadline,
            row.state,
            tuple(names[each] for each in row.goals),
        )
        for row in plan.tasks
    ]


@pytest.mark.slow
def test_a_ledger_of_five_thousand_rows_goes_out_and_comes_in_without_a_difference(
    db: None, browser: Browser
) -> None:
    value = generated(ROWS)
    add_plan(value=value, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    data = browser("admin").get("/p/long/ledger.xlsx").content
    again = read_handed_in(data=data, name="台账.xlsx", today=TODAY)
    assert len(again.plan.tasks) == ROWS
    assert told(again.plan) == told(value)


def test_the_rows_of_the_records_are_the_rows_of_the_file(db: None, browser: Browser) -> None:
    value = generated(60)
    add_plan(value=value, on=TODAY, fixed=True, by=MACHINE, at=NOW)
    data = browser("admin").get("/p/long/ledger.xlsx").content
    assert models.Item.objects.filter(plan__key="long").count() == len(grid(data)) - 3
    assert told(read_handed_in(data=data, name="a.xlsx", today=TODAY).plan) == told(value)
