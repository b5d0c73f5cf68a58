"""What a check of a plan gives: problems with their places, and the facts whose lack weighs most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tongchou.kernel.errors import Problem, Severity, Where
from tongchou.kernel.finding import Text

FIRST_ROW = 2  # the header is row 1 of the file
MOST_WARNINGS = 50  # of one code; the rest are counted


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
    """Errors before warnings, else as found; of each kind of warning the first fifty, then how many more there are."""
    found = list(problems)
    errors = [each for each in found if each.severity == "error"]
    return (*errors, *_capped([each for each in found if each.severity == "warning"]))


def _capped(warnings: list[Problem]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    first: dict[str, Problem] = {}
    for each in warnings:
        seen[each.code] = seen.get(each.code, 0) + 1
        first.setdefault(each.code, each)
        if seen[each.code] <= MOST_WARNINGS:
            yield each
    for code, count in seen.items():
        if count > MOST_WARNINGS:
            more = count - MOST_WARNINGS
            kind = doubtful(
                code,
                f"同类提示还有{more}条:{first[code].zh}",
                f"{more} more of this kind: {first[code].en}",
                first[code].mend_zh,
                first[code].mend_en,
            )
            yield kind.at(table=first[code].where.table)
