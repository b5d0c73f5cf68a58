"""Headers of a ledger that are one sign off, and columns that are not there at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.workspace.ledger_book import HEAD, task, write_book

from tongchou.kernel.errors import Problem
from tongchou.workspace.ledger import read_ledger
from tongchou.workspace.ledger.header import near_header

ON = date(2021, 8, 3)


def problems(tmp_path: Path, *head: str) -> tuple[Problem, ...]:
    """What is told of a ledger of one task below this header."""
    path = write_book(path=tmp_path / "a.xlsx", sheets={"S": [head, task(1, "甲小学")]})
    return read_ledger(path=path, on=ON).problems


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("完成时现", "完成时限"),
        ("牵头单外", "牵头单位"),
        ("配和单位", "配合单位"),
        ("完成时", "完成时限"),
        ("任务名名称", "任务名称"),
        ("完成时现(年月)", "完成时限"),
        ("电话", ""),
        ("建设规模", ""),
        ("任务名称", ""),
    ],
)
def test_a_header_one_sign_off_a_usual_one_is_nearly_that(text: str, near: str) -> None:
    assert near_header(text=text) == near


def test_a_header_one_sign_off_is_asked_about(tmp_path: Path) -> None:
    told = [
        each
        for each in problems(tmp_path, "序号", "任务", "牵头单位", "配合单位", "责任人", "完成时现", "进展")
        if each.code == "unknown-column"
    ]
    assert [each.value for each in told] == ["完成时现"]
    assert told[0].mend_zh.startswith("是否应为“完成时限”？")


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        ("完成时限", "没有找到完成时限一列：所有时限都没有读入"),
        ("牵头单位", "没有找到牵头单位一列：所有牵头单位都没有读入"),
        ("进展", "没有找到进展一列：所有进展都没有读入"),
    ],
)
def test_a_column_that_is_not_there_is_told_first(tmp_path: Path, lost: str, words: str) -> None:
    head = ["甲乙丙丁" if each == lost else each for each in HEAD]
    assert problems(tmp_path, *head)[0].zh == words


def test_beside_dates_of_a_start_only_the_end_is_missed(tmp_path: Path) -> None:
    head = ["开工时间" if each == "完成时限" else each for each in HEAD]
    assert [each.zh for each in problems(tmp_path, *head)] == ["没有找到完成时限一列：只读入了开工时间"]


def test_of_a_whole_header_nothing_is_missed(tmp_path: Path) -> None:
    assert not [each for each in problems(tmp_path, *HEAD) if each.code.startswith("no-column")]
