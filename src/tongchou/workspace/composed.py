"""Whether a plan on disk is still what `compose` wrote: it carries a mark of its contents, and its bytes are compared.

The mark stands in the descriptor of a folder (``tongchou.composed``) and in a document property of a workbook. A plan
without one, with another one, or that was saved again by any other program counts as somebody's work.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tongchou.kernel.errors import BadInput
from tongchou.plan.model import Plan
from tongchou.workspace.files import OF_THE_SYSTEM
from tongchou.workspace.folder import DESCRIPTOR, plan_files, read_plan
from tongchou.workspace.workbook import read_workbook, workbook_bytes

KEY = "composed"


def composed_files(*, plan: Plan) -> dict[str, bytes]:
    """The files of a plan's folder, as `plan_files`, with the mark in the descriptor."""
    files = plan_files(plan=plan)
    descriptor = json.loads(files[DESCRIPTOR])
    descriptor["tongchou"][KEY] = _mark(files)
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    return {**files, DESCRIPTOR: (text + "\n").encode()}


def composed_workbook(*, plan: Plan) -> bytes:
    """The workbook of a plan, as `workbook_bytes`, with the mark among the properties of the document.

    Raises
    ------
    BadInput
        A workbook cannot hold the plan.
    """
    return workbook_bytes(plan=plan, composed=_mark(plan_files(plan=plan)))


def is_as_composed(*, path: Path) -> bool:
    """Whether the plan there, a folder or a workbook, is byte for byte what `compose` wrote; not so if unreadable."""
    try:
        if path.is_file():
            return path.read_bytes() == composed_workbook(plan=read_workbook(path=path))
        inside = [each for each in path.iterdir() if each.name not in OF_THE_SYSTEM]
        return {each.name: each.read_bytes() for each in inside} == composed_files(plan=read_plan(path=path))
    except (BadInput, OSError):
        return False


def _mark(files: dict[str, bytes]) -> str:
    """SHA-256 over the names and contents of a plan's files, in hexadecimal digits."""
    text = hashlib.sha256()
    for name in sorted(files):
        text.update(f"{name}\n{len(files[name])}\n".encode() + files[name])
    return text.hexdigest()
