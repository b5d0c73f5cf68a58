"""What somebody hands in, told by its contents: an office's ledger, a plan's workbook, or a zipped plan folder."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.check import sound
from tongchou.plan.model import Plan
from tongchou.workspace.composing import Composed, compose_ledger
from tongchou.workspace.folder import DESCRIPTOR
from tongchou.workspace.ledger.day import dated
from tongchou.workspace.ledger.file import ZIP, sheets_in
from tongchou.workspace.packed import plan_of_zip
from tongchou.workspace.workbook import COVER, plan_of_workbook

TAKEN = (".xlsx", ".csv", ".zip")
LARGEST = {".xlsx": 20_000_000, ".csv": 20_000_000, ".zip": 20_000_000}  # bytes of one file

Form = Literal["ledger", "workbook", "folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A plan that was handed in, and how; `composed` for a ledger: what was made of its rows."""

    form: Form
    plan: Plan
    composed: Composed | None


def refuse_unfit(*, name: str, size: int) -> None:
    """Refuse a file by its name and size, before it is read.

    Raises
    ------
    BadInput
        Another kind of file, an empty one, or one that is too large.
    """
    kind = Path(name).suffix.lower()
    if kind not in TAKEN:
        raise BadInput(
            [_problem(name, "kind-of-file", "不接受这种文件", "this kind of file is not taken", kind)]
        )
    if size == 0:
        raise BadInput([_problem(name, "empty-file", "文件是空的", "the file is empty", "")])
    if size > LARGEST[kind]:
        most = LARGEST[kind] // 1_000_000
        raise BadInput(
            [_problem(name, "too-large", f"文件最多{most} MB", f"a file holds at most {most} MB", str(size))]
        )


def read_handed_in(*, data: bytes, name: str, today: date, known: frozenset[str] = frozenset()) -> HandedIn:
    """The sound plan in the bytes of a file.

    Parameters
    ----------
    data, name : the bytes, and the file's own name, of which only the end and what it says of a day count
    today : the day taken where a ledger names none
    known : ids of tasks that are there already; a ledger's row numbered by one of them is that task

    Raises
    ------
    BadInput
        It is none of the three, cannot be read, or the plan in it is not sound.
    """
    refuse_unfit(name=name, size=len(data))
    kind = Path(name).suffix.lower()
    if kind == ".zip" or (data.startswith(ZIP) and _holds(data, DESCRIPTOR)):
        return HandedIn(form="folder", plan=_sound(plan_of_zip(data=data, file=name), today), composed=None)
    path = Path(Path(name).name)
    sheets = sheets_in(data=data, path=path) if kind == ".csv" or not _is_plan(data) else ()
    if not sheets:
        return HandedIn(
            form="workbook", plan=_sound(plan_of_workbook(data=data, file=name), today), composed=None
        )
    composed = compose_ledger(dated=dated(sheets=sheets, path=path, today=today), file=path.name, known=known)
    return HandedIn(form="ledger", plan=composed.plan, composed=composed)


def _sound(plan: Plan, on: date) -> Plan:
    return sound(plan=plan, on=on)


def _holds(data: bytes, name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(Path(each).name == name for each in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _is_plan(data: bytes) -> bool:
    """Whether the workbook's own list of sheets begins with the cover of a plan."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as part:
            return f'name="{COVER}"'.encode() in part.read(1_000_000)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError):
        return False


def _problem(name: str, code: str, zh: str, en: str, value: str) -> Problem:
    return Problem(
        code=code,
        where=Where(file=name),
        zh=zh,
        en=en,
        mend_zh="请上传台账（.xlsx、.csv）、规划工作簿（.xlsx）或压缩的规划文件夹（.zip）。",
        mend_en="Upload a ledger (.xlsx, .csv), a plan's workbook (.xlsx) or a zipped plan folder (.zip).",
        value=value,
    )
