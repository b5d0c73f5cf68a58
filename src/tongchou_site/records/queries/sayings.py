"""The dated sayings about works and tasks, each with who said it, when, and the texts it is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongchou.kernel.finding import Text
from tongchou_site.records import models

MOST_STATEMENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One dated saying: of what, promised or happened, which day, who said so when, and the texts it is from."""

    subject: Text
    kind: str
    aspect: str
    day: date
    precision: str
    said_by: str
    said_on: date
    sources: tuple[tuple[str, str], ...]
    assumed: bool


def sayings(*, plan: int, titles: Mapping[str, Text], on: date) -> tuple[SaidLine, ...]:
    """What was said by a day of the start and finish of some things, by their codes; the latest first."""
    rows = models.StatementRow.objects.filter(plan=plan, subject__in=list(titles), said_on__lte=on)
    found = list(rows.exclude(aspect="value").order_by("-said_on", "-position")[:MOST_STATEMENTS])
    wanted = {code for row in found for code in row.sources}
    sources = models.ROWS["sources"].objects.filter(plan=plan, code__in=wanted)
    where = {code: (title, url) for code, title, url in sources.values_list("code", "title", "url")}
    return tuple(
        SaidLine(
            subject=titles[row.subject],
            kind=row.kind,
            aspect=row.aspect,
            day=date.fromisoformat(row.value),
            precision=row.precision,
            said_by=row.said_by,
            said_on=row.said_on,
            sources=tuple(where[code] for code in row.sources if code in where),
            assumed=row.basis == "assumption",
        )
        for row in found
    )
