"""Files people hand in: what they are by their own bytes, and how they come to lie on the disk whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

OFFICE = "application/vnd.openxmlformats-officedocument."
PDF, PNG, JPEG, WEBP = "application/pdf", "image/png", "image/jpeg", "image/webp"
DOCX, XLSX = OFFICE + "wordprocessingml.document", OFFICE + "spreadsheetml.sheet"
TEXT = "text/plain"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": PDF,
        "png": PNG,
        "jpg": JPEG,
        "jpeg": JPEG,
        "webp": WEBP,
        "docx": DOCX,
        "xlsx": XLSX,
        "txt": TEXT,
    }
)  # by the ending of the name
IMAGES = (PNG, JPEG, WEBP)
MOST_PARTS = 2000  # entries of an office file
MOST_SNIFFED = 65536  # bytes of a text that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that lies on the disk: size in bytes and the SHA-256 under which it is found."""

    size: int
    sha256: str


def kind_of(name: str) -> str:
    """The media type a name promises; empty where it is none of those taken."""
    return KINDS.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def is_really(*, media_type: str, path: Path) -> bool:
    """Whether the bytes are what the name promised."""
    with path.open("rb") as file:
        head = file.read(12)
        if media_type == PDF:
            return head.startswith(b"%PDF-")
        if media_type == PNG:
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        if media_type == JPEG:
            return head.startswith(b"\xff\xd8\xff")
        if media_type == WEBP:
            return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
        if media_type in (DOCX, XLSX):
            return _is_office(file, "word/document.xml" if media_type == DOCX else "xl/workbook.xml")
        file.seek(0)
        return _is_text(file.read(MOST_SNIFFED))


def _is_office(file: BinaryIO, part: str) -> bool:
    """Only the list of parts is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    active = any(name.endswith("vbaProject.bin") for name in names)
    return len(names) <= MOST_PARTS and part in names and "[Content_Types].xml" in names and not active


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end == len(data) and len(data) == MOST_SNIFFED:
                return True  # only the last character is cut
        else:
            return True
    return False


class TooLarge(Exception):
    """More bytes came than may."""


def taken_in(*, chunks: Iterable[bytes], folder: Path, most: int) -> tuple[Path, Kept]:
    """Write what comes to a temporary file in the folder, to the disk; its path, size and hash.

    Raises
    ------
    TooLarge
        More than `most` bytes came; nothing is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=".coming-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            kept = _written(file, chunks, most)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, kept


def _written(file: BinaryIO, chunks: Iterable[bytes], most: int) -> Kept:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise TooLarge
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Kept(size=size, sha256=digest.hexdigest())


def place(*, folder: Path, sha256: str) -> Path:
    """Where the file of a hash lies."""
    return folder / sha256[:2] / sha256


def settle(*, path: Path, folder: Path, sha256: str) -> None:
    """Move a file that came in to its place, whole and for good."""
    target = place(folder=folder, sha256=sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(target)
    for each in (target.parent, folder):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
