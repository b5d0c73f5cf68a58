"""What a check of a plan gives: problems with their places, and the facts whose lack weighs most."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tongchou.kernel.errors import Problem, Severity, Where
from tongchou.kernel.finding import Text

FIRST_ROW = 2  # the header is row 1 of the file
MOST_WARNINGS = 50  # of one kind in one column; the rest are counted
MOST_ERRORS = 1000  # likewise: who has more mends the cause, not the rows


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A fact that is not in the plan and would narrow its answer.

    `weight` is the structural sensitivity [days x share of the goals], only good for ranking; `subject` is the row
    the fact belongs to; `ask` the id of the organisation that should know, empty where nobody is named.
    """

    code: str
    subject: str
    weight: float
    text: Text
    ask: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything wrong with a plan, errors first, and at most ten missing facts, the heaviest first."""

    problems: tuple[Problem, ...]
    missing: tuple[MissingFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A kind of problem: its code, what is wrong, and the mend, in both languages."""

    code: str
    text: Text
    mend: Text
    severity: Severity = "error"

    def at(self, *, table: str, place: int | None = None, column: str = "", value: str = "") -> Problem:
        """The problem at one place; `place` counts the rows of the table from 0."""
        row = None if place is None else place + FIRST_ROW
        return Problem(
            code=self.code,
            where=Where(file=f"{table}.csv", table=table, row=row, column=column),
            zh=self.text.zh,
            en=self.text.en,
            mend_zh=self.mend.zh,
            mend_en=self.mend.en,
            value=value[:200],
            severity=self.severity,
        )


def wrong(code: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Wrong:
    """A kind of error."""
    return Wrong(code=code, text=Text(zh=zh, en=en), mend=Text(zh=mend_zh, en=mend_en))


def doubtful(code: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Wrong:
    """A kind of warning."""
    return Wrong(code=code, text=Text(zh=zh, en=en), mend=Text(zh=mend_zh, en=mend_en), severity="warning")


def ordered(*, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors before warnings, else as found; of each kind in one column the first ones, then how many more there are."""
    kept: dict[Severity, list[Problem]] = {"error": [], "warning": []}
    first: dict[tuple[str, str, str], Problem] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in problems:
        key = (each.code, each.where.table, each.where.column)
        first.setdefault(key, each)
        seen[key] += 1
        if seen[key] <= MOST[each.severity]:
            kept[each.severity].append(each)
    for key, each in first.items():
        more = seen[key] - MOST[each.severity]
        if more > 0:
            kept[each.severity].append(_more(each, more))
    return (*kept["error"], *kept["warning"])


MOST: dict[Severity, int] = {"error": MOST_ERRORS, "warning": MOST_WARNINGS}


def _more(first: Problem, count: int) -> Problem:
    return dataclasses.replace(
        first,
        where=dataclasses.replace(first.where, row=None),
        zh=f"同类问题还有{count}处：{first.zh}",
        en=f"{count} more of this kind: {first.en}",
        value="",
    )
