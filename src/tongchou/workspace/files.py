"""Writing files so that nothing is ever half-written: a temporary sibling first, then one rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path, PurePath

from tongchou.kernel.errors import BadInput, Problem, Where

OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # nobody's work
MOST_NAMED = 5  # files named in a refusal


def write_whole(*, path: Path, data: bytes) -> None:
    """Write one file whole or not at all; folders above it are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        os.replace(name, path)  # atomic on one file system
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_files(*, folder: Path, files: Mapping[str, bytes], stale: Collection[str] = ()) -> None:
    """Replace a folder by these files (relative names to bytes), whole or not at all.

    Of what stood there before, the same names and those in `stale` go; a folder that holds anything else is left
    alone. A crash leaves either the old folder or the new one; in the instant between two renames the old one
    stands beside its place under a name that begins with a dot.

    Raises
    ------
    BadInput
        The place is a file, or a folder with things in it that are not ours to remove.
    """
    target = folder.resolve()
    _refuse_strangers(folder, target, files, stale)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        for name, data in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        fresh.chmod(0o755)
        _swap(fresh, target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _refuse_strangers(folder: Path, target: Path, files: Mapping[str, bytes], stale: Collection[str]) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise BadInput([_refusal(folder, "not-a-folder", "这里已有一个文件", "there is a file of this name")])
    ours = {PurePath(name).parts[0] for name in files} | set(stale) | OF_THE_SYSTEM
    others = sorted(each.name for each in target.iterdir() if each.name not in ours)
    if others:
        raise BadInput([_others(folder, others)])


def _others(folder: Path, names: list[str]) -> Problem:
    more = f" (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
    seen = ", ".join(names[:MOST_NAMED]) + more
    return _refusal(folder, "folder-in-use", "文件夹里还有别的东西", "the folder holds other things", seen)


def _refusal(folder: Path, code: str, zh: str, en: str, seen: str = "") -> Problem:
    return Problem(
        code=code,
        where=Where(file=str(folder)),
        zh=zh,
        en=en,
        mend_zh="什么也没有写。请换一个文件夹,或先移走它们。",
        mend_en="Nothing was written. Choose another folder, or move them away first.",
        value=seen,
    )


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
    was = folder.rename(beside / folder.name)
    try:
        fresh.rename(folder)
    except BaseException:
        was.rename(folder)
        beside.rmdir()
        raise
    shutil.rmtree(beside)
