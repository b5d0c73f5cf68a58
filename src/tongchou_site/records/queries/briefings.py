"""Briefings as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tongchou.publish.briefing import Briefing
from tongchou_site.records import models
from tongchou_site.records.papers import paper_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingEntry:
    """One briefing in the list."""

    id: int
    title: str
    number: int | None
    year: int | None
    made_by: str
    made_at: datetime
    issued_by: str
    issued_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPage:
    """One briefing whole."""

    entry: BriefingEntry
    version: int
    run: int
    paper: Briefing
    sha256: str
    has_pdf: bool


def briefings(*, plan: int) -> tuple[BriefingEntry, ...]:
    """All briefings of a plan, newest first."""
    rows = models.Briefing.objects.filter(plan=plan).defer("docx", "pdf", "body")
    return tuple(_entry(row) for row in rows.select_related("made_by", "issued_by").order_by("-id"))


def _entry(row: models.Briefing) -> BriefingEntry:
    return BriefingEntry(
        id=row.pk,
        title=row.title,
        number=row.number,
        year=row.year,
        made_by=row.made_by.name,
        made_at=row.made_at,
        issued_by=row.issued_by.name if row.issued_by else "",
        issued_at=row.issued_at,
    )


def briefing(*, plan: int, briefing: int, on: date) -> BriefingPage | None:
    """One briefing of a plan; None where there is none. A draft carries the day `on`."""
    row = (
        models.Briefing.objects.select_related("made_by", "issued_by").filter(pk=briefing, plan=plan).first()
    )
    if row is None:
        return None
    day = row.issued_at.date() if row.issued_at else on
    return BriefingPage(
        entry=_entry(row),
        version=row.version,
        run=row.run_id,
        paper=paper_of(row=row, on=day),
        sha256=row.sha256,
        has_pdf=row.pdf is not None,
    )


def issued_file(*, plan: int, briefing: int, kind: str) -> bytes | None:
    """The bytes of an issued briefing, "docx" or "pdf"; None where there is no such file."""
    row = models.Briefing.objects.filter(pk=briefing, plan=plan).values_list(kind, flat=True).first()
    return None if row is None else bytes(row)
