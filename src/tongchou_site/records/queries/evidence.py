"""One piece of evidence as a file, within the reach of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tongchou_site.records.files import IMAGES, PDF, place
from tongchou_site.records.queries.items import seen_item
from tongchou_site.records.queries.people import Here


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file on the disk and how it may be shown."""

    path: Path
    name: str
    media_type: str
    inline: bool
    sha256: str


def evidence_file(*, here: Here, code: str, evidence: int) -> EvidenceFile | None:
    """A piece of evidence of an item this person may read; None otherwise."""
    item = seen_item(here=here, code=code)
    row = item.evidence.filter(pk=evidence).first() if item else None
    if row is None:
        return None
    return EvidenceFile(
        path=place(folder=Path(settings.EVIDENCE), sha256=row.sha256),
        name=row.name,
        media_type=row.media_type,
        inline=row.media_type in (*IMAGES, PDF),
        sha256=row.sha256,
    )
