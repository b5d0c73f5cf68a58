"""A whole home in one file: the database as of one moment, evidence, uploads; every part with its hash."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tongchou.kernel.errors import BadInput, Problem, Where

DATABASE = "tongchou.sqlite3"
FOLDERS = ("evidence", "uploads", "mail")
MANIFEST = "manifest.json"
SCHEMA = "tongchou.backup/1"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a backup holds: how many files and bytes, and the SHA-256 of the database in it."""

    files: int
    size: int
    database: str


def back_up(*, home: Path, target: Path) -> Kept:
    """Write a home into one file, whole or not at all; people may go on working meanwhile.

    The key that signs sessions is not part of it: after a restore everybody signs in again.

    Raises
    ------
    BadInput
        There is no home, or the target is there already.
    """
    if not (home / DATABASE).is_file():
        raise _refusal(home, "这里没有工作台数据", "no data of a workbench here", "no-home")
    if target.exists():
        raise _refusal(target, "已有同名文件", "a file of this name is already there", "taken")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        copy = Path(folder) / DATABASE
        _copy_database(home / DATABASE, copy)
        parts = {DATABASE: copy} | _files(home)
        hashes = {name: _hash(path) for name, path in parts.items()}
        whole = Path(folder) / "whole"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            archive.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "sha256": hashes}, indent=1))
            for name, path in parts.items():
                archive.write(path, name)
        whole.chmod(0o600)
        with whole.open("rb") as file:
            os.fsync(file.fileno())
        whole.rename(target)
    return Kept(files=len(parts), size=target.stat().st_size, database=hashes[DATABASE])


def _copy_database(source: Path, target: Path) -> None:
    """The database as of one moment, also while it is written to."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def _files(home: Path) -> dict[str, Path]:
    found = (path for folder in FOLDERS for path in sorted((home / folder).rglob("*")) if path.is_file())
    return {path.relative_to(home).as_posix(): path for path in found}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(*, source: Path, home: Path) -> Kept:
    """Unpack a backup into a home that is not there yet; every part is held against its hash before it counts.

    Raises
    ------
    BadInput
        The home is not empty, or the file is no whole backup.
    """
    if home.exists() and any(home.iterdir()):
        raise _refusal(home, "文件夹不是空的", "the folder is not empty", "taken")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.resolve().parent) as folder:
        inside = Path(folder) / "home"
        inside.mkdir()
        try:
            with zipfile.ZipFile(source) as archive:
                hashes = _unpack(archive, inside)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise _refusal(
                source, "不是完整的备份文件", "this is no whole backup", "no-backup", str(error)
            ) from None
        if home.exists():
            home.rmdir()
        inside.rename(home)
    return Kept(files=len(hashes), size=source.stat().st_size, database=hashes[DATABASE])


def _unpack(archive: zipfile.ZipFile, inside: Path) -> dict[str, str]:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["schema"] != SCHEMA:
        raise ValueError(manifest["schema"])
    hashes: dict[str, str] = manifest["sha256"]
    if set(archive.namelist()) != {MANIFEST, *hashes} or DATABASE not in hashes:
        raise ValueError("its parts are not those of its manifest")
    for name, wanted in hashes.items():
        path = inside / name
        if not path.resolve().is_relative_to(inside.resolve()):
            raise ValueError(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as part, path.open("wb") as file:
            shutil.copyfileobj(part, file, CHUNK)
        path.chmod(0o600)
        if _hash(path) != wanted:
            raise ValueError(f"{name} is damaged")
    return hashes


def _refusal(path: Path, zh: str, en: str, code: str, value: str = "") -> BadInput:
    return BadInput(
        [
            Problem(
                code=code,
                where=Where(file=str(path)),
                zh=zh,
                en=en,
                mend_zh="请检查路径，或换一个名称。",
                mend_en="See to the path, or choose another name.",
                value=value,
            )
        ]
    )
