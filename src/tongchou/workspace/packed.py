"""A plan folder as one ZIP, and back: only the names of a plan's tables, no path, no link, no more than is allowed."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.model import TABLES, Plan
from tongchou.workspace.files import OF_THE_SYSTEM
from tongchou.workspace.folder import DESCRIPTOR, plan_files, read_plan

LARGEST_UNPACKED = 200_000_000  # bytes of all tables together
LARGEST_RATIO = 200  # unpacked over packed; tables of text pack ten- to thirtyfold
SMALL = 1_000_000  # bytes under which the ratio says nothing
NAMES = frozenset({DESCRIPTOR, *(f"{name}.csv" for name in TABLES)})
STAMP = (2000, 1, 1, 0, 0, 0)  # same plan, same bytes
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)


def packed_plan(*, plan: Plan) -> bytes:
    """The files of a plan folder as a ZIP; the descriptor first, which names them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in plan_files(plan=plan).items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def plan_of_zip(*, data: bytes, file: str) -> Plan:
    """The plan in a zipped plan folder; the files may lie at the top or in one folder.

    Raises
    ------
    BadInput
        No ZIP, or one with other names, paths that lead out, links, a password, or too much in it; or the plan in it
        cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _files(archive, file)
    except BadInput:
        raise
    except _UNREADABLE as error:
        raise BadInput(
            [_problem(file, "not-a-zip", "不是可读的压缩包", "not a readable ZIP", str(error)[:80])]
        ) from None
    with tempfile.TemporaryDirectory(prefix="tongchou.") as name:
        folder = Path(name) / "plan"
        folder.mkdir()
        for each, content in files.items():
            (folder / each).write_bytes(content)
        return read_plan(path=folder)


def _files(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    inside = [each for each in archive.infolist() if not each.is_dir()]
    inside = [each for each in inside if not _of_the_system(each.filename)]
    problems = [problem for each in inside if (problem := _unfit(each, file)) is not None]
    paths = [PurePosixPath(each.filename) for each in inside]
    if len({path.name for path in paths}) < len(paths) or len({path.parent for path in paths}) > 1:
        what = ("应只有一个规划文件夹", "it should hold one plan folder")
        problems.append(_problem(file, "zip-folders", *what))
    unpacked, packed = sum(each.file_size for each in inside), sum(each.compress_size for each in inside)
    bomb = unpacked > SMALL and unpacked > LARGEST_RATIO * max(packed, 1)
    if unpacked > LARGEST_UNPACKED or bomb:
        what = ("解开后过大", "too large once unpacked")
        problems.append(_problem(file, "zip-too-large", *what, str(unpacked)))
    if problems:
        raise BadInput(problems)
    return {path.name: archive.read(each) for path, each in zip(paths, inside, strict=True)}


def _of_the_system(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name in OF_THE_SYSTEM or "__MACOSX" in path.parts


def _unfit(each: zipfile.ZipInfo, file: str) -> Problem | None:
    name, path = each.filename, PurePosixPath(each.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or len(path.parts) > 2:
        return _problem(file, "zip-path", "路径指向别处", "its path leads elsewhere", name)
    if stat.S_ISLNK(each.external_attr >> 16):
        return _problem(file, "zip-link", "是一个链接", "it is a link", name)
    if each.flag_bits & 1:
        return _problem(file, "zip-locked", "有密码保护", "it is protected by a password", name)
    if path.name not in NAMES:
        return _problem(file, "zip-name", "不是规划的表", "no table of a plan", name)
    return None


def _problem(file: str, code: str, zh: str, en: str, value: str = "") -> Problem:
    return Problem(
        code=code,
        where=Where(file=file),
        zh=zh,
        en=en,
        mend_zh="请只压缩规划文件夹：datapackage.json 和各表的 CSV。",
        mend_en="Zip the plan folder only: datapackage.json and the CSV of each table.",
        value=value,
    )
