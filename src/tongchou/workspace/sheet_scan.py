"""One XML part of a workbook read through before it is laid out: how far its cells reach, how much text they show,
and which of them hold nothing a reader could use (an error, a formula never computed, a number that is none).

A strict parser does the reading, so that no way of writing a tag or an attribute hides a cell; what it does not accept
is refused. Office Open XML, ISO/IEC 29500-1, 18.3.1.4 (c), 18.3.1.73 (row), 18.4.8 (si).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # XFD1048576
LONGEST_VALUE = 40_000  # characters of a cell's value that are looked at
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")

Lack = Literal["error", "not-computed", "no-number"]


class Unfit(Exception):
    """A workbook that must not be laid out: `code` is broken, too-large, locked or no-workbook."""

    def __init__(
        self, code: Literal["broken", "too-large", "locked", "no-workbook"], value: str = ""
    ) -> None:
        self.code = code
        self.value = value[:80]
        super().__init__(f"{code} {self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LostCell:
    """A cell that would come out empty or wrong without a word; row and column are counted from 1."""

    row: int
    column: int
    lack: Lack
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part holds: cells of the rectangle it fills, lost cells, uses of each shared string."""

    cells: int
    lost: tuple[LostCell, ...]
    uses: Counter[int]


def scan_sheet(*, xml: bytes, most_cells: int) -> Part:
    """Read through a part with cells, of which there may be `most_cells`, empty ones included.

    Raises
    ------
    Unfit
        Not well-formed, with a document type, with a reference no sheet has, or with too many cells.
    """
    scan = _Scan(most_cells=most_cells)
    _parse(xml, scan.start, scan.end, scan)
    return Part(cells=scan.rows * scan.columns, lost=tuple(scan.lost), uses=scan.uses)


def scan_strings(*, xml: bytes) -> list[int]:
    """The lengths of the shared strings in their order, characters.

    Raises
    ------
    Unfit
        As `scan_sheet`.
    """
    scan = _Strings()
    _parse(xml, scan.start, scan.end, scan)
    return scan.lengths


def scan_elements(*, xml: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of every element of this local name, themselves under their local names.

    Raises
    ------
    Unfit
        As `scan_sheet`.
    """
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    _parse(xml, start, lambda _: None, None)
    return found


def letters(*, column: int) -> str:
    """The letters a spreadsheet gives a column, counted from 1: A, Z, AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _parse(xml: bytes, start: object, end: object, scan: _Scan | _Strings | None) -> None:
    parser = expat.ParserCreate(
        encoding="utf-8"
    )  # whatever the part declares: it is read as UTF-8 later, too
    parser.buffer_text = True
    parser.StartElementHandler = start  # type: ignore[assignment]  # a function of tag and attributes
    parser.EndElementHandler = end  # type: ignore[assignment]  # a function of the tag
    parser.StartDoctypeDeclHandler = _no_doctype
    if scan is not None:
        parser.CharacterDataHandler = scan.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unfit("broken", str(error)) from None


def _no_doctype(*_: object) -> None:
    raise Unfit("broken", "DOCTYPE")


@dataclass(slots=True)
class _Strings:
    """Lengths of shared strings while they are read."""

    lengths: list[int] = field(default_factory=list)
    length: int = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "si":
            self.length = 0

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "si":
            self.lengths.append(self.length)

    def text(self, text: str) -> None:
        self.length += len(text)


@dataclass(slots=True)
class _Scan:
    """The state of reading through one part."""

    most_cells: int
    seen: int = 0  # cells, empty ones included
    rows: int = 0  # the rectangle so far
    columns: int = 0
    lost: list[LostCell] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)
    row: int = 0  # where we stand
    column: int = 0
    kind: str = ""
    held: set[str] = field(default_factory=set)  # elements inside the cell
    value: str = ""
    formula: str = ""
    reading: str = ""  # v, f or nothing

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._open(attributes)
        elif name == "row":
            self.row = self._row_number(attributes.get("r"))
            self.column = 0
        elif self.kind:
            self.held.add(name)
            self.reading = name if name in ("v", "f") else ""

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == self.reading:
            self.reading = ""
        elif name == "c" and self.kind:
            self._close()
            self.kind = ""

    def text(self, text: str) -> None:
        if self.reading == "v" and len(self.value) < LONGEST_VALUE:
            self.value += text
        elif self.reading == "f" and len(self.formula) < LONGEST_VALUE:
            self.formula += text

    def _row_number(self, text: str | None) -> int:
        if text is None:
            return self.row + 1
        if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= LAST_ROW):
            raise Unfit("broken", f"row {text}")
        return int(text)

    def _open(self, attributes: dict[str, str]) -> None:
        self.kind = attributes.get("t") or "n"
        self.seen += 1
        if self.seen > self.most_cells:
            raise Unfit("too-large", str(self.seen))
        self.held.clear()
        self.value = self.formula = ""
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            return
        found = _REFERENCE.match(reference)
        row, column = (int(found[2]), _column_number(found[1])) if found else (0, 0)
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise Unfit("broken", reference)
        self.row, self.column = row, column

    def _close(self) -> None:
        if not self.held:
            return
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        lack = self._lack()
        if lack is not None:
            seen = self.value or (f"={self.formula}" if self.formula else "")
            self.lost.append(LostCell(row=self.row, column=self.column, lack=lack, seen=seen[:80]))
        elif self.kind == "s" and self.value.strip().isdecimal() and len(self.value) <= 12:
            self.uses[int(self.value)] += 1

    def _lack(self) -> Lack | None:
        if self.kind == "e":
            return "error"
        if "f" in self.held and not self.value and self.kind != "str" and "is" not in self.held:
            return "not-computed"
        if self.kind == "n" and self.value and not _is_number(self.value):
            return "no-number"
        return None


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
