"""A workbook's archive, looked through before anything is laid out; ledgers and plan workbooks share the guard.

What is handed on is an archive of our own that holds the parts that were looked at and nothing else, so that no other
way of reading the container finds a part that was not.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tongchou.workspace.sheet_scan import LostCell, Part, Unfit, scan_elements, scan_sheet, scan_strings

MOST_TEXT = 100_000_000  # characters that the cells show, shared ones counted at every use
BOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
ROOT = "_rels/.rels"
_HOLDS_STRINGS = re.compile(rb"[<:]si[\s>/]")
_READ = (".xml", ".rels")  # the parts a reader of cells may want, beside those that hold cells
_FOREIGN = {"content.xml", "xl/workbook.bin"}  # by which other kinds of workbook are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read at most."""

    unpacked: int  # bytes
    cells: int  # of the rectangles that all sheets together fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A workbook that may be laid out, and the lost cells of each sheet under the sheet's name."""

    data: bytes
    lost: Mapping[str, tuple[LostCell, ...]]


def checked(*, data: bytes, limits: Limits) -> Checked:
    """Look through a workbook.

    Raises
    ------
    Unfit
        It is no workbook, is broken, protected, or would fill more than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked(archive, limits)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Unfit("broken", str(error)) from None
    except RuntimeError as error:  # how a part under a password is refused
        raise Unfit("locked", str(error)) from None


@contextmanager
def laying_out() -> Iterator[None]:
    """Around the reader of cells: its errors, and the panics of the language it is written in, become `Unfit`."""
    from python_calamine import CalamineError

    try:
        yield
    except CalamineError as error:
        raise Unfit("broken", str(error)) from None
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # no class to import: it derives from BaseException itself
            raise
        raise Unfit("broken", str(error)) from None


def _checked(archive: zipfile.ZipFile, limits: Limits) -> Checked:
    inside = archive.infolist()
    names = [_plain(each.filename) for each in inside]
    if BOOK not in names:
        raise Unfit("no-workbook")
    if len(set(names)) < len(names):
        raise Unfit("broken", "doubled name")
    if any(each.flag_bits & 1 for each in inside):
        raise Unfit("locked")
    unpacked = sum(each.file_size for each in inside)
    if unpacked > limits.unpacked:
        raise Unfit("too-large", str(unpacked))
    out = io.BytesIO()
    sheets: dict[str, Part] = {}
    lengths: Counter[int] = Counter()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, each in zip(names, inside, strict=True):
            part = archive.read(each)  # refuses what differs from its declared size or check sum
            if b"sheetData" in part:
                sheets[name] = scan_sheet(xml=part, most_cells=limits.cells)
            elif not name.endswith(_READ) or name in _FOREIGN:
                continue
            elif name == STRINGS or _HOLDS_STRINGS.search(part):
                lengths |= Counter(
                    dict(enumerate(scan_strings(xml=part)))
                )  # the longest, where there are several
            made.writestr(each.filename, part)
    _refuse_too_large(sheets, lengths, limits)
    titles = _titles(archive, dict(zip(names, inside, strict=True)))
    return Checked(
        data=out.getvalue(), lost={titles.get(name, name): part.lost for name, part in sheets.items()}
    )


def _refuse_too_large(sheets: Mapping[str, Part], lengths: Mapping[int, int], limits: Limits) -> None:
    cells = sum(part.cells for part in sheets.values())
    if cells > limits.cells:
        raise Unfit("too-large", str(cells))
    text = sum(
        lengths.get(place, 0) * count for part in sheets.values() for place, count in part.uses.items()
    )
    if text > MOST_TEXT:
        raise Unfit("too-large", str(text))


def _titles(archive: zipfile.ZipFile, inside: Mapping[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Name of a part -> name of the sheet it is. No two sheets may share a part: each would be laid out again."""
    if ROOT in inside:
        for each in scan_elements(xml=archive.read(inside[ROOT]), name="Relationship"):
            if (
                each.get("Type", "").endswith("/officeDocument")
                and _plain(each.get("Target", "")).strip("/") != BOOK
            ):
                raise Unfit("broken", each.get("Target", ""))
    if RELATIONS not in inside:
        return {}
    book = scan_elements(xml=archive.read(inside[BOOK]), name="sheet")
    targets = {
        each.get("Id", ""): _target(each.get("Target", ""))
        for each in scan_elements(xml=archive.read(inside[RELATIONS]), name="Relationship")
    }
    titles: dict[str, str] = {}
    for each in book:
        part = targets.get(each.get("id", ""), "")
        if part and part in titles:
            raise Unfit("broken", part)
        titles[part] = each.get("name", "")
    return titles


def _plain(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _target(text: str) -> str:
    """The part a relation of the workbook points to: from the root, or from the folder `xl`."""
    name = _plain(text).lstrip("/")
    return name if name.startswith("xl/") else f"xl/{name}"
