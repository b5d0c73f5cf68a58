"""A stored briefing as the value that goes on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from tongchou.kernel.finding import Text
from tongchou.publish.briefing import Briefing, Grid, Section
from tongchou_site.records import models

NUMBER = Text(zh="第{number}期", en="No. {number}")


def paper_of(*, row: models.Briefing, on: date) -> Briefing:
    """A stored briefing as it goes on paper."""
    number = NUMBER.filled(number=row.number).in_language(row.language) if row.number else ""
    return Briefing(
        title=row.title,
        issuer=row.issuer,
        number=number,
        on=on,
        lang=row.language,
        sections=tuple(
            Section(heading=each["heading"], text=each["text"], table=_grid(each["table"]))
            for each in row.body
        ),
        ground=row.ground,
    )


def _grid(table: dict[str, Any] | None) -> Grid | None:
    if table is None:
        return None
    return Grid(head=tuple(table["head"]), rows=tuple(tuple(row) for row in table["rows"]))
