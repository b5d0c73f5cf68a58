"""The notes over the headers: Chinese first, then English; every code offered is explained in both."""

from __future__ import annotations

import pytest

from tongchou.plan.model import TABLES
from tongchou.plan.table import Column, columns_of
from tongchou.workspace.codes import CODES
from tongchou.workspace.notes import MEANINGS, UNITS, meaning_zh, note_over

COLUMNS = {f"{table}.{column.name}": column for table, kind in TABLES.items() for column in columns_of(kind)}
each_column = pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())


@each_column
def test_a_column_is_explained_in_chinese_before_english(column: Column) -> None:
    note = note_over(column=column)
    assert meaning_zh(column=column)
    assert 0 <= note.index(meaning_zh(column=column)) < note.index(column.meaning)


@each_column
def test_every_code_offered_is_explained_in_both_languages(column: Column) -> None:
    lines = note_over(column=column).splitlines()
    for code in column.choices:
        assert f"{code}：{CODES[code].zh}" in lines
        assert f"{code}: {CODES[code].en}" in lines


def test_every_unit_has_its_chinese_word() -> None:
    assert {column.unit for column in COLUMNS.values() if column.unit} == set(UNITS)


def test_no_meaning_is_explained_that_no_column_has() -> None:
    assert set(MEANINGS) <= {column.meaning for column in COLUMNS.values()}


def test_no_code_is_explained_that_no_column_offers() -> None:
    assert set(CODES) <= {code for column in COLUMNS.values() for code in column.choices}


def test_a_note_reads_as_a_person_expects() -> None:
    assert note_over(column=COLUMNS["links.kind"]).splitlines()[1] == "FS：完成后才开始"
