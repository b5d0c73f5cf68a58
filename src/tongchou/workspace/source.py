"""A plan from wherever it lies: a folder or a workbook."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.model import TABLES, TITLES_ZH, Plan
from tongchou.plan.table import columns_of
from tongchou.workspace.folder import DESCRIPTOR, read_plan
from tongchou.workspace.workbook import read_workbook

WORKBOOK = ".xlsx"


def in_its_file(*, problem: Problem, path: Path) -> Problem:
    """The problem as a reader of that file finds it: in a workbook its sheet and header in Chinese, else as it is."""
    where = problem.where
    if path.suffix.lower() != WORKBOOK or where.table not in TABLES:
        return problem
    headers = {column.name: column.zh for column in columns_of(TABLES[where.table])}
    place = Where(
        file=path.name,
        table=TITLES_ZH[where.table],
        row=where.row,
        column=headers.get(where.column, where.column),
    )
    return dataclasses.replace(problem, where=place)


def read_any(*, path: Path) -> Plan:
    """Read a plan folder (or the folder of a datapackage.json), or a plan workbook.

    Raises
    ------
    BadInput
        Nothing is there, it is no plan, or the plan cannot be read.
    """
    try:
        return _read(path)
    except OSError as error:
        raise BadInput([_closed(path, error)]) from None


def _closed(path: Path, error: OSError) -> Problem:
    return Problem(
        code="no-reading",
        where=Where(file=str(path)),
        zh="这里读不了",
        en="cannot be read",
        mend_zh="请检查名称和权限。",
        mend_en="See to its name and permissions.",
        value=error.strerror or "",
    )


def _read(path: Path) -> Plan:
    if path.is_dir():
        return read_plan(path=path)
    if path.suffix.lower() == WORKBOOK and path.is_file():
        return read_workbook(path=path)
    if path.name == DESCRIPTOR and path.is_file():
        return read_plan(path=path.parent)
    there = path.exists()
    raise BadInput(
        [
            Problem(
                code="no-plan",
                where=Where(file=str(path)),
                zh="这不是规划文件夹或工作簿" if there else "没有这个文件或文件夹",
                en="this is no plan folder or workbook" if there else "there is no such file or folder",
                mend_zh="请给出规划文件夹；台账请先用 tongchou compose。",
                mend_en="Give a plan folder; turn a ledger into one with tongchou compose.",
            )
        ]
    )
