"""Where a new plan may be written: over nothing that is not a plan, nor over a plan that somebody has worked on."""

from __future__ import annotations

import json
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.model import SCHEMA, TABLES, Plan
from tongchou.workspace.composed import composed_files, composed_workbook, is_as_composed
from tongchou.workspace.files import OF_THE_SYSTEM, write_files, write_whole
from tongchou.workspace.folder import DESCRIPTOR
from tongchou.workspace.source import WORKBOOK
from tongchou.workspace.workbook import read_workbook

_OURS = {DESCRIPTOR, *(f"{name}.csv" for name in TABLES)}


def is_workbook(*, path: Path) -> bool:
    """Whether a plan goes there as a workbook rather than a folder."""
    return path.suffix.lower() == WORKBOOK


def refuse_unless_free(*, path: Path, replace: bool = False) -> None:
    """Refuse a place that holds anything but a plan as `compose` wrote it; an empty folder is free.

    Parameters
    ----------
    path : where a plan is to go
    replace : whether a plan that was changed since, or that `compose` did not write, may go too

    Raises
    ------
    BadInput
        The place is taken by something else, by a plan's folder with other files in it, or by a plan with changes.
    """
    if not path.exists():
        return
    if is_workbook(path=path):
        if not path.is_file() or not _is_plan_workbook(path):
            raise _taken(path, "不是规划工作簿", "is no plan workbook")
    elif not path.is_dir():
        raise _taken(path, "不是文件夹", "is no folder")
    elif _holds_nothing_else(path):
        return
    if not replace and not is_as_composed(path=path):
        raise _changed(path)


def _holds_nothing_else(path: Path) -> bool:
    """Whether a folder is empty; one that holds more than the tables of a plan is refused."""
    inside = sorted(each.name for each in path.iterdir() if each.name not in OF_THE_SYSTEM)
    if not inside:
        return True
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
    return False


def write_to(*, plan: Plan, path: Path, replace: bool = False) -> None:
    """Write a plan as a folder, or as a workbook where the name ends with .xlsx; whole or not at all.

    Parameters
    ----------
    plan, path : what, and where to
    replace : as in `refuse_unless_free`

    Raises
    ------
    BadInput
        The place is taken, cannot be written to, or a workbook cannot hold the plan.
    """
    refuse_unless_free(path=path, replace=replace)
    try:
        if is_workbook(path=path):
            write_whole(path=path, data=composed_workbook(plan=plan))
        else:
            stale = [f"{name}.csv" for name in TABLES]
            write_files(folder=path, files=composed_files(plan=plan), stale=stale)
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


def _changed(path: Path) -> BadInput:
    return BadInput(
        [
            Problem(
                code="plan-changed",
                where=Where(file=str(path)),
                zh="这里已有一份规划，改动过或不是 compose 写的；重新编制会丢掉其中的改动，什么也没有写",
                en="a plan is there that was changed since, or that compose did not write; composing again would lose "
                "what was put into it; nothing was written",
                mend_zh="请换一个 --out；确实不要其中的改动时，加 --replace。",
                mend_en="Give another --out, or add --replace if nothing in it is wanted any more.",
            )
        ]
    )
