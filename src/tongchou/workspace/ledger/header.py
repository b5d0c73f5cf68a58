"""Where a ledger's header stands, and which column is which: one or two rows, merged, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tongchou.kernel.packaged import read_yaml
from tongchou.plan.template import PACKAGE
from tongchou.workspace.ledger.file import Cell, Sheet

DEEPEST = 30  # rows of titles that may stand above the header
FEWEST = 2  # columns that make a header
SHORTEST_NEAR = 3  # signs of a usual header that another one may be meant for


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header's last row (from 0), the column number and the words of each known column, and what stands above.

    `title` is the first text that fills a row above by itself.
    """

    row: int
    columns: dict[str, int]
    words: dict[str, str]
    titles: tuple[str, ...]
    title: str
    unknown: tuple[str, ...]


@cache
def ledger_words() -> Any:  # Any: as YAML gives it
    """The words of headers, totals and remarks."""
    return read_yaml(package=PACKAGE, name="columns.yaml")


def plain(cell: Cell) -> str:
    """A cell as one line of text, full-width signs narrowed, whole numbers without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip()


def filled(sheet: Sheet) -> list[list[Cell]]:
    """The cells with every merged rectangle filled by its first cell, all rows of one length."""
    width = max((len(row) for row in sheet.cells), default=0)
    grid: list[list[Cell]] = [[*row, *([None] * (width - len(row)))] for row in sheet.cells]
    for top, left, bottom, right in sheet.merged:
        if top >= len(grid) or left >= width:
            continue
        value = grid[top][left]
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [value] * (min(right, width - 1) - left + 1)
    return grid


def find_header(*, grid: Sequence[Sequence[Cell]]) -> Header | None:
    """The header: the row, or pair of rows, in which most columns are known and a task column is among them.

    The upper row of a pair must itself name two columns: a title above may hold one header's word too.
    """
    best: Header | None = None
    for row in range(min(len(grid), DEEPEST)):
        for height in (1, 2):
            found = _header(grid, row, height)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _header(grid: Sequence[Sequence[Cell]], row: int, height: int) -> Header | None:
    if row + height > len(grid):
        return None
    columns, words, unknown = _placed(grid[row : row + height])
    if "title" not in columns and "content" in columns:
        columns["title"], words["title"] = columns.pop("content"), words.pop("content")
    if (
        "title" not in columns
        or len(columns) < FEWEST
        or (height == 2 and not _is_pair(grid[row], grid[row + 1]))
    ):
        return None
    above = [{plain(cell) for cell in cells} - {""} for cells in grid[:row]]
    titles = dict.fromkeys(plain(cell) for cells in grid[:row] for cell in cells)
    return Header(
        row=row + height - 1,
        columns=columns,
        words=words,
        titles=tuple(each for each in titles if each),
        title=next((text for only in above if len(only) == 1 for text in only if len(text) > 3), ""),
        unknown=tuple(unknown),
    )


def _placed(rows: Sequence[Sequence[Cell]]) -> tuple[dict[str, int], dict[str, str], list[str]]:
    """Which column is which, the words of each, and the headers that are not known. The best fit has a column.

    Of two columns of leads, such as 牵头单位 and 责任单位, the second one supports.
    """
    columns: dict[str, int] = {}
    words: dict[str, str] = {}
    fits: dict[str, tuple[int, int]] = {}
    unknown: list[str] = []
    spare: list[tuple[str, int, str]] = []
    for number in range(len(rows[0])):
        parts = list(dict.fromkeys(plain(cells[number]) for cells in rows))
        name, exact = _named(parts)
        shown = " ".join(part for part in parts if part)
        fit = (exact, sum(word in shown for word in ledger_words()["first_leads"]))
        if not name:
            unknown += [shown] if shown else []
        elif fit > fits.get(name, (-1, 0)):
            spare += [(name, columns[name], words[name])] if name in columns else []
            columns[name], words[name], fits[name] = number, shown, fit
        else:
            spare.append((name, number, shown))
    for name, number, shown in spare:
        if name == "lead" and "supporting" not in columns:
            columns["supporting"], words["supporting"] = number, shown
        else:
            unknown.append(shown)
    return columns, words, unknown


def near_header(*, text: str) -> str:
    """The usual header that a header is one sign off from: 完成时现 is nearly 完成时限. Empty for none.

    A sign too many, one too few or one exchanged; headers of two signs are too short to tell.
    """
    bare = _bare(text)
    words = (word for words in ledger_words()["columns"].values() for word in words)
    return next((word for word in words if len(word) >= SHORTEST_NEAR and _one_off(bare, word)), "")


def _one_off(text: str, word: str) -> bool:
    same = next(
        (n for n, (a, b) in enumerate(zip(text, word, strict=False)) if a != b), min(len(text), len(word))
    )
    rests = ((1, 1), (1, 0), (0, 1))  # signs left out of each
    return text != word and any(text[same + a :] == word[same + b :] for a, b in rests)


def _is_pair(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether two rows make one header: the upper names two columns, and all that stands in the lower are headers."""
    seen = [plain(cell) for cell in lower if plain(cell)]
    named = {_one(plain(cell))[0] for cell in upper} - {""}
    return len(named) > 1 and bool(seen) and all(_one(word)[0] for word in seen)


def _named(parts: Sequence[str]) -> tuple[str, int]:
    """The column a header cell means, lower row first, and how well it fits."""
    for part in (*reversed(parts), "".join(parts)):
        name, fit = _one(part)
        if name:
            return name, fit
    return "", 0


@cache
def _one(text: str) -> tuple[str, int]:
    bare = _bare(text)
    if not bare or len(bare) > 20:
        return "", 0
    best = ("", 0)
    for name, words in ledger_words()["columns"].items():
        for word in words:
            fit = 100 if word.lower() == bare else len(word) if len(word) > 1 and word.lower() in bare else 0
            if fit > best[1]:
                best = (name, fit)
    return best


def _bare(text: str) -> str:
    return re.sub(r"\([^)]*\)|[\s:*]", "", text).lower()
