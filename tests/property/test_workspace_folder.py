"""A plan folder gives back exactly what was written."""

from __future__ import annotations

import dataclasses
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tongchou.plan.model import TABLES, Plan
from tongchou.plan.table import Column, Row, columns_of
from tongchou.workspace.folder import plan_files, read_plan, write_plan
from tongchou.workspace.workbook import plan_of_workbook, workbook_bytes

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff"), max_size=12)
WORDS = st.sampled_from(
    [
        "007",
        "=1+1",
        " 空格 ",
        "甲,乙",
        '引"号',
        "换\n行",
        "a;b",
        "\\",
        "😀",
        "TRUE",
        "1e5",
        "1\uff0c000",
        "\uff08甲\uff09",
        "m²",
        "Сѧ",
    ]
)
FILLED = st.one_of(WORDS, TEXT.filter(lambda text: text.strip() != ""))
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4)


MAY_BE_EMPTY = {
    (kind, field.name)
    for kind in TABLES.values()
    for field in dataclasses.fields(kind)
    if field.default == ""
}


def values(kind: type[Row], column: Column) -> st.SearchStrategy[Any]:
    if column.choices:
        return st.sampled_from(
            ["", *column.choices] if (kind, column.name) in MAY_BE_EMPTY else [*column.choices]
        )
    whole: dict[str, st.SearchStrategy[Any]] = {
        "text": FILLED if column.required else st.one_of(st.just(""), FILLED),
        "list": st.lists(FILLED, min_size=int(column.required), max_size=3).map(tuple),
        "boolean": st.booleans(),
        "date": DAYS,
        "number": NUMBERS,
        "integer": st.integers(-(10**9), 10**9),
    }
    found = whole[column.kind]
    return st.one_of(st.none(), found) if column.optional else found


def rows(kind: type[Row]) -> st.SearchStrategy[Row]:
    return st.builds(kind, **{column.name: values(kind, column) for column in columns_of(kind)})


@st.composite
def plans(draw: Any) -> Plan:
    chosen = draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=3, unique=True))
    tables = {name: tuple(draw(st.lists(rows(TABLES[name]), max_size=3))) for name in chosen}
    return Plan(id="p", title_zh=draw(FILLED), note_en=draw(TEXT), **tables)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_writing_and_reading_a_folder_loses_nothing(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_plan(plan=plan, path=Path(folder) / "plan")
        assert read_plan(path=Path(folder) / "plan") == plan


@settings(max_examples=60, deadline=None)
@given(plans())
def test_writing_and_reading_a_workbook_loses_nothing(plan: Plan) -> None:
    assert plan_of_workbook(data=workbook_bytes(plan=plan), file="plan.xlsx") == plan


@settings(max_examples=25, deadline=None)
@given(plans())
def test_a_number_keeps_its_digits_in_a_workbook(plan: Plan) -> None:
    back = plan_of_workbook(data=workbook_bytes(plan=plan), file="plan.xlsx")
    assert plan_files(plan=back) == plan_files(plan=plan)
