"""The workbook: a plan as an office edits it."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from tests.cli.bad_plan import SOUND

from tongchou.kernel.errors import BadInput
from tongchou.plan.model import TABLES, TITLES_ZH, Plan
from tongchou.plan.purpose import Organisation
from tongchou.plan.table import columns_of
from tongchou.workspace.workbook import COVER, plan_of_workbook, workbook_bytes


@cache
def parts() -> dict[str, str]:
    """The XML parts of the small plan's workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(plan=SOUND))) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def sheet(table: str) -> str:
    return parts()[f"xl/worksheets/sheet{[*TABLES].index(table) + 2}.xml"]


def comments(table: str) -> str:
    return parts()[f"xl/comments{[*TABLES].index(table) + 1}.xml"]


def test_the_sheets_bear_the_chinese_names_of_the_tables_after_a_cover() -> None:
    names = re.findall(r'<sheet name="([^"]*)"', parts()["xl/workbook.xml"])
    assert names == [COVER, *(TITLES_ZH[name] for name in TABLES)]


def test_every_header_is_chinese() -> None:
    strings = parts()["xl/sharedStrings.xml"]
    headers = [each.zh for each in columns_of(TABLES["activities"])]
    assert [header for header in headers if f"<t>{header}</t>" not in strings] == []


@pytest.mark.parametrize("table", TABLES)
def test_the_header_stays_in_sight_and_rows_can_be_filtered(table: str) -> None:
    assert ('state="frozen"' in sheet(table), "<autoFilter" in sheet(table)) == (True, True)


def test_choices_are_offered_below_the_header() -> None:
    found = re.findall(r'<dataValidation type="list"[^>]*><formula1>"([^"]*)"', sheet("links"))
    assert "FS,SS,FF,SF" in found


def test_truth_is_offered_in_chinese() -> None:
    assert '<formula1>"是,否"</formula1>' in sheet("activities")


@pytest.mark.parametrize("table", TABLES)
def test_every_header_has_a_note_with_its_meaning(table: str) -> None:
    text = re.sub(r"&gt;", ">", re.sub(r"&lt;", "<", re.sub(r"&amp;", "&", comments(table))))
    plain = text.replace("&quot;", '"')
    assert [each.name for each in columns_of(TABLES[table]) if each.meaning not in plain] == []


def test_a_note_says_which_table_an_id_belongs_to() -> None:
    assert "填“事项”表的编号" in comments("links")


def test_columns_are_as_wide_as_what_usually_stands_in_them() -> None:
    rows = tuple(Organisation(id=f"o{n}", title_zh="雄安新区宣传网信局") for n in range(20))
    wide = workbook_bytes(plan=dataclasses.replace(SOUND, organisations=rows))
    with zipfile.ZipFile(io.BytesIO(wide)) as archive:
        xml = archive.read(f"xl/worksheets/sheet{[*TABLES].index('organisations') + 2}.xml").decode()
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', xml)]
    assert widths[1] > 18


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert workbook_bytes(plan=SOUND) == workbook_bytes(plan=SOUND)


def test_nothing_in_a_cell_is_a_formula() -> None:
    rows = (Organisation(id="o", title_zh='=HYPERLINK("http://x","y")'),)
    book = workbook_bytes(plan=dataclasses.replace(SOUND, organisations=rows))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert [xml for xml in sheets if "<f>" in xml] == []
    assert plan_of_workbook(data=book, file="x").organisations == rows


@pytest.mark.parametrize(
    "digits", ["0.1", "0.10", "123456789012345678901", "6000000000", "1E+3", "-0.000001"]
)
def test_a_number_keeps_every_digit(digits: str) -> None:
    project = dataclasses.replace(SOUND.projects[0], capacity=Decimal(digits))
    book = workbook_bytes(plan=dataclasses.replace(SOUND, projects=(project,)))
    assert str(plan_of_workbook(data=book, file="x").projects[0].capacity) == digits


def test_a_day_before_the_calendar_of_spreadsheets_is_kept() -> None:
    row = dataclasses.replace(SOUND.sources[0], published_on=date(1899, 12, 31))
    book = workbook_bytes(plan=dataclasses.replace(SOUND, sources=(row,)))
    assert plan_of_workbook(data=book, file="x").sources[0].published_on == date(1899, 12, 31)


def test_text_longer_than_a_cell_is_refused_with_its_place() -> None:
    row = dataclasses.replace(SOUND.sources[0], note="长" * 40_000)
    with pytest.raises(BadInput) as caught:
        workbook_bytes(plan=dataclasses.replace(SOUND, sources=(row,)))
    where = caught.value.problems[0].where
    assert (where.table, where.row, where.column) == ("来源", 2, "note")


def test_an_empty_plan_is_a_workbook_too() -> None:
    plan = Plan(id="p", title_zh="空")
    assert plan_of_workbook(data=workbook_bytes(plan=plan), file="x") == plan


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_refused_or_read_but_never_crashes(seed: int) -> None:
    data = bytearray(workbook_bytes(plan=SOUND))
    for step in range(1, 9):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 0xFF
    with contextlib.suppress(BadInput):
        plan_of_workbook(data=bytes(data), file="x.xlsx")
