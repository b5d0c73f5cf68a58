"""A column 类别 whose values are headings: it groups the tasks, as a column of goals does, and names no kind of work."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from tongchou.plan.compose.lexicon import is_blank, kind_named
from tongchou.workspace.ledger.file import Cell
from tongchou.workspace.ledger.header import Header, plain

_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+\s*[、.]|\([一二三四五六七八九十]+\))\s*(.+)$")


def heading_in(*, text: str) -> str:
    """The heading behind a Chinese numeral, 一、城市建设; empty where the text is none."""
    found = _NUMBERED.match(text)
    return found[1] if found else ""


def names_no_kind(*, header: Header, grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether there is a column of kinds with values, and not one of them names a kind of work."""
    column = header.columns.get("kind")
    if column is None:
        return False
    cells = {plain(row[column]) for row in grid[header.row + 1 :]} - {header.words["kind"]}
    values = [text for text in cells if not is_blank(text=text)]
    return bool(values) and not any(kind_named(text=text) for text in values)


def as_groups(*, header: Header) -> Header:
    """The same header with the column of kinds as that of the goals; beside a column of goals it is left out."""
    columns, words = dict(header.columns), dict(header.words)
    column, word = columns.pop("kind"), words.pop("kind")
    columns.setdefault("goal", column)
    words.setdefault("goal", word)
    return dataclasses.replace(header, columns=columns, words=words)
