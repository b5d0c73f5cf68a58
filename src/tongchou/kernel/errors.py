"""Anticipated errors: what, where, why it matters, what to do; collected and shown together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place a person must go to: document, table or sheet, row (as counted in the file), column."""

    file: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""

    def zh(self) -> str:
        """The place in Chinese, leaving out what is not known."""
        row = f"第{self.row}行" if self.row is not None else ""
        column = f"“{self.column}”列" if self.column else ""
        return " ".join(part for part in (self.file, self.table, row + column) if part)

    def en(self) -> str:
        """The place in English, leaving out what is not known."""
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column!r}" if self.column else ""
        return ", ".join(part for part in (self.file, self.table, row, column) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in somebody's data, in both languages, with its place, value and mend.

    `code` is a stable word for tests and for the API, e.g. ``loop`` or ``unknown-owner``.
    """

    code: str
    where: Where
    zh: str
    en: str
    mend_zh: str
    mend_en: str
    value: str = ""
    severity: Severity = "error"

    def line(self, lang: str) -> str:
        """One line for a person: place, what is wrong, the value seen, what to do."""
        if lang == "zh":
            seen = f"（所见：{self.value}）" if self.value else ""
            place = self.where.zh()
            return (
                f"{place}：{self.zh}{seen}。{self.mend_zh}" if place else f"{self.zh}{seen}。{self.mend_zh}"
            )
        seen = f" (seen: {self.value})" if self.value else ""
        place = self.where.en()
        return f"{place}: {self.en}{seen}. {self.mend_en}" if place else f"{self.en}{seen}. {self.mend_en}"


class TongchouError(Exception):
    """An anticipated error: shown without a traceback; `exit_code` is what the command ends with."""

    exit_code = 1


class BadInput(TongchouError):
    """Input that cannot be used as it is. Carries every problem found, never only the first."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(problem.line("en") for problem in self.problems))


class Unavailable(TongchouError):
    """Something that is not installed or not reachable; the message says what to install or start."""

    exit_code = 3
