"""Where a new plan may be written: nothing that is not a plan is ever overwritten."""

from __future__ import annotations

import json
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.model import SCHEMA, TABLES, Plan
from tongchou.workspace.folder import DESCRIPTOR, write_plan
from tongchou.workspace.source import WORKBOOK
from tongchou.workspace.workbook import read_workbook, write_workbook

_OURS = {DESCRIPTOR, *(f"{name}.csv" for name in TABLES)}


def is_workbook(*, path: Path) -> bool:
    """Whether a plan goes there as a workbook rather than a folder."""
    return path.suffix.lower() == WORKBOOK


def refuse_unless_free(*, path: Path) -> None:
    """Refuse a place that holds anything but a plan; an empty folder is free.

    Raises
    ------
    BadInput
        The place is taken by something else, or by a plan's folder with other files in it.
    """
    if not path.exists():
        return
    if is_workbook(path=path):
        if not path.is_file() or not _is_plan_workbook(path):
            raise _taken(path, "不是规划工作簿", "is no plan workbook")
        return
    if not path.is_dir():
        raise _taken(path, "不是文件夹", "is no folder")
    inside = sorted(each.name for each in path.iterdir())
    if not inside:
        return
    if not _is_plan_folder(path):
        raise _taken(path, "不是规划文件夹，里面有其他文件", "is no plan folder and not empty", inside[0])
    strangers = [name for name in inside if name not in _OURS]
    if strangers:
        raise _taken(
            path,
            "规划文件夹里有其他文件，会被删去",
            "the folder holds other files, which would be lost",
            strangers[0],
        )


def write_to(*, plan: Plan, path: Path) -> None:
    """Write a plan as a folder, or as a workbook where the name ends with .xlsx; whole or not at all.

    Raises
    ------
    BadInput
        The place is taken, cannot be written to, or a workbook cannot hold the plan.
    """
    refuse_unless_free(path=path)
    try:
        if is_workbook(path=path):
            write_workbook(plan=plan, path=path)
        else:
            write_plan(plan=plan, path=path)
    except OSError as error:
        raise BadInput(
            [
                Problem(
                    code="not-writable",
                    where=Where(file=str(path)),
                    zh="这里不能写入，什么也没有写",
                    en="cannot be written to; nothing was written",
                    mend_zh="请换一个位置，或检查权限和磁盘空间。",
                    mend_en="Choose another place, or see to its permissions and the space left.",
                    value=error.strerror or "",
                )
            ]
        ) from None


def _is_plan_folder(path: Path) -> bool:
    try:
        descriptor = json.loads((path / DESCRIPTOR).read_text(encoding="utf-8"))
        return bool(descriptor["tongchou"]["schema"] == SCHEMA)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _is_plan_workbook(path: Path) -> bool:
    try:
        read_workbook(path=path)
    except BadInput as error:
        return not any(problem.code in ("bad-descriptor", "not-a-workbook") for problem in error.problems)
    return True


def _taken(path: Path, zh: str, en: str, value: str = "") -> BadInput:
    return BadInput(
        [
            Problem(
                code="place-taken",
                where=Where(file=str(path)),
                zh=f"这里已有内容：{zh}",
                en=f"something is there already: it {en}",
                mend_zh="请换一个 --out，或先移走它。",
                mend_en="Give another --out, or move it away first.",
                value=value,
            )
        ]
    )
