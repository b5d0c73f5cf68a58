"""Writing files so that nothing is ever half-written (a temporary sibling first, then one rename) and nothing of
somebody else's is ever removed."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tongchou.kernel.errors import BadInput, Problem, Where

OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # nobody's work
DESCRIPTOR = "datapackage.json"  # tells a folder of ours, with our schema in it
MARK = "tongchou"  # how our schemas begin
MOST_NAMED = 5  # files named in a refusal
PLAIN_MODE = 0o644  # of a new file
LARGEST_OUTCOME = 500_000_000  # bytes; a larger file is not looked into


def write_whole(*, path: Path, data: bytes) -> None:
    """Write one file whole or not at all; folders above it are made. A file it replaces keeps its mode.

    Raises
    ------
    BadInput
        A link, device or folder stands there, or the place cannot be written to.
    """
    with named(path=path):
        old = _standing(path)
        if old is not None and not stat.S_ISREG(old.st_mode):
            raise BadInput([_refusal(path, *NOT_A_FILE)])
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tongchou.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).chmod(stat.S_IMODE(old.st_mode) if old else PLAIN_MODE)
            os.replace(name, path)  # atomic on one file system
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def refuse_unless_outcome(*, path: Path, schema: str) -> None:
    """Refuse a place for an outcome that is taken by anything but an older outcome, or cannot be written to.

    Raises
    ------
    BadInput
        A link, device, folder or other file stands there; the folder above it is none or is closed to us.
    """
    with named(path=path):
        old = _standing(path)
        if old is None:
            above = next(each for each in path.absolute().parents if os.path.lexists(each))
            if not above.is_dir():
                raise NotADirectoryError(0, "not a directory")
            if not os.access(above, os.W_OK | os.X_OK):
                raise PermissionError(0, "permission denied")
            return
        if not stat.S_ISREG(old.st_mode):
            raise BadInput([_refusal(path, *NOT_A_FILE)])
        if old.st_size > LARGEST_OUTCOME or _schema(path) != schema:
            raise BadInput([_refusal(path, *NO_OUTCOME)])


def write_files(*, folder: Path, files: Mapping[str, bytes], stale: Collection[str] = ()) -> None:
    """Replace a folder by these files (relative names to bytes), whole or not at all.

    The folder must be new, empty or ours: a data package of ours lies where one is about to be written. Of what
    stood there before, files of the same names and those in `stale` go; with anything else in it the folder is left
    alone. A crash leaves either the old folder or the new one; in the instant between two renames the old one
    stands beside its place under a name that begins with a dot.

    Raises
    ------
    BadInput
        The place is a file, or a folder with things in it that are not ours to remove, or cannot be written to.
    """
    with named(path=folder):
        target = folder.resolve()
        _refuse_strangers(folder, target, files, stale)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".tongchou."))
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


@contextmanager
def named(*, path: Path) -> Iterator[None]:
    """Says of a place that cannot be written to which one it is and what to do, instead of the system's error.

    Raises
    ------
    BadInput
        The name is too long, something above it is no folder, it is read-only, the disk is full, ...
    """
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: links that go round in a ring
        raise BadInput([_closed(path, getattr(error, "strerror", None) or str(error))]) from None


def _closed(path: Path, why: str) -> Problem:
    return Problem(
        code="not-writable",
        where=Where(file=str(path)),
        zh="这里不能写入，什么也没有写",
        en="cannot be written to; nothing was written",
        mend_zh="请换一个位置，或检查名称、权限和磁盘空间。",
        mend_en="Choose another place, or see to its name, its permissions and the space left.",
        value=why,
    )


def _standing(path: Path) -> os.stat_result | None:
    """What stands at a place, links not followed; None where nothing does."""
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _schema(path: Path) -> str:
    """The schema a JSON file of ours names, at its top or in its part named after us; empty in any other file."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    part = content.get(MARK, content) if isinstance(content, dict) else {}
    schema = part.get("schema") if isinstance(part, dict) else None
    return schema if isinstance(schema, str) else ""


def _refuse_strangers(folder: Path, target: Path, files: Mapping[str, bytes], stale: Collection[str]) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise BadInput([_refusal(folder, "not-a-folder", "这里已有一个文件", "there is a file of this name")])
    others = list(_others(target, {*files, *stale}))
    if others:
        more = f" (+{len(others) - MOST_NAMED})" if len(others) > MOST_NAMED else ""
        seen = ", ".join(others[:MOST_NAMED]) + more
        raise BadInput([_refusal(folder, *IN_USE, seen)])
    inside = sorted(each.name for each in target.iterdir() if each.name not in OF_THE_SYSTEM)
    if inside and not _is_ours(target, files):
        raise BadInput([_refusal(folder, *NOT_OURS, ", ".join(inside[:MOST_NAMED]))])


def _others(target: Path, ours: set[str]) -> Iterator[str]:
    """What lies below a folder and is neither one of our files nor a folder above one, in order."""
    above = {str(each) for name in ours for each in PurePosixPath(name).parents}
    for place, folders, names in os.walk(target, onerror=_stop):
        folders.sort()
        here = Path(place)
        for name in sorted([*folders, *names]):
            path = here / name
            inside = path.relative_to(target).as_posix()
            mode = path.lstat().st_mode
            known = (inside in ours and stat.S_ISREG(mode)) or (inside in above and stat.S_ISDIR(mode))
            if not known and name not in OF_THE_SYSTEM:
                yield inside


def _stop(error: OSError) -> None:
    raise error


def _is_ours(target: Path, files: Mapping[str, bytes]) -> bool:
    marks = (target / name for name in files if PurePosixPath(name).name == DESCRIPTOR)
    return any(path.is_file() and _schema(path).startswith(f"{MARK}.") for path in marks)


NOT_A_FILE = ("not-a-file", "这里已有链接、设备或文件夹", "a link, a device or a folder stands here")
NO_OUTCOME = (
    "place-taken",
    "这里已有文件，不是本程序的结果",
    "a file stands here that is no outcome of ours",
)
IN_USE = ("folder-in-use", "文件夹里还有别的东西", "the folder holds other things")
NOT_OURS = ("folder-in-use", "文件夹里的文件不是本程序所写", "the files in the folder were not written by us")


def _refusal(path: Path, code: str, zh: str, en: str, seen: str = "") -> Problem:
    return Problem(
        code=code,
        where=Where(file=str(path)),
        zh=zh,
        en=en,
        mend_zh="什么也没有写。请换一个位置，或先移走它们。",
        mend_en="Nothing was written. Choose another place, or move them away first.",
        value=seen,
    )


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".tongchou.old."))
    was = folder.rename(beside / folder.name)
    try:
        fresh.rename(folder)
    except BaseException:
        was.rename(folder)
        beside.rmdir()
        raise
    shutil.rmtree(beside)
