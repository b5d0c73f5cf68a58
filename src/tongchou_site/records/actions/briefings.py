"""Briefings (简报) are drafted from an answer, edited, and issued: numbered within the year and frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from tongchou.kernel.errors import BadInput, Problem, Unavailable, Where
from tongchou.kernel.finding import Text
from tongchou.publish.briefing import Briefing, Section
from tongchou.publish.paper import as_docx, as_pdf
from tongchou_site.records import models
from tongchou_site.records.conflict import Difference, same_version
from tongchou_site.records.papers import paper_of
from tongchou_site.records.trail import Actor, act

TITLE, ISSUER = Text(zh="标题", en="Title"), Text(zh="印发单位", en="Issued by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A draft as an officer wants it: sections as (heading, text, whether its table stays)."""

    title: str
    issuer: str
    sections: tuple[tuple[str, str, bool], ...]

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BadInput([_untitled()])


def _untitled() -> Problem:
    return Problem(
        code="no-title",
        where=Where(column="title"),
        zh="简报没有标题",
        en="the briefing has no title",
        mend_zh="请填写标题。",
        mend_en="Give it a title.",
    )


def draft_briefing(*, plan: int, run: int, draft: Briefing, by: Actor, at: datetime) -> int:
    """Keep a draft made from the answer of a run."""
    with act(action="briefing.draft", by=by, at=at, plan=_key(plan)) as entry:
        row = models.Briefing.objects.create(
            plan_id=plan,
            run_id=run,
            title=draft.title,
            issuer=draft.issuer,
            ground=draft.ground,
            language=draft.lang,
            body=[_section(each) for each in draft.sections],
            made_by_id=by.user,
            made_at=at,
        )
        entry.subject, entry.detail = f"briefing:{row.pk}", {"run": run}
    return row.pk


def _key(plan: int) -> str:
    return str(models.Plan.objects.values_list("key", flat=True).get(pk=plan))


def _section(section: Section) -> dict[str, Any]:
    table = section.table
    return {
        "heading": section.heading,
        "text": section.text,
        "table": None if table is None else {"head": table.head, "rows": table.rows},
    }


def edit_briefing(*, plan: int, briefing: int, version: int, edit: Edit, by: Actor, at: datetime) -> None:
    """Change a draft. Tables hold figures of the answer: they stay as they are, or go.

    Raises
    ------
    Conflict
        Somebody changed it meanwhile.
    """
    with act(action="briefing.edit", by=by, at=at, plan=_key(plan), subject=f"briefing:{briefing}"):
        row = _draft(plan, briefing)
        same_version(seen=version, stored=row.version, differences=_differences(row, edit))
        tables = [each["table"] for each in row.body] + [None] * len(edit.sections)
        row.body = [
            {"heading": heading, "text": text, "table": table if keep else None}
            for (heading, text, keep), table in zip(edit.sections, tables, strict=False)
            if heading.strip() or text.strip()
        ]
        row.title, row.issuer, row.version = edit.title, edit.issuer, row.version + 1
        row.save(update_fields=["title", "issuer", "body", "version"])


def _draft(plan: int, briefing: int) -> models.Briefing:
    """A draft of this plan.

    Raises
    ------
    BadInput
        It was issued already, or is not there.
    """
    row = models.Briefing.objects.select_for_update().filter(pk=briefing, plan=plan, number=None).first()
    if row is None:
        raise BadInput([_frozen()])
    return row


def _frozen() -> Problem:
    return Problem(
        code="briefing-frozen",
        where=Where(),
        zh="这一期已经印发，不能再改",
        en="this briefing was issued and stays as it is",
        mend_zh="请另起一期。",
        mend_en="Draft another one.",
    )


def _differences(row: models.Briefing, edit: Edit) -> tuple[Difference, ...]:
    found = [
        Difference(label=TITLE, theirs=_same(row.title), yours=_same(edit.title)),
        Difference(label=ISSUER, theirs=_same(row.issuer), yours=_same(edit.issuer)),
    ]
    for stored, (heading, text, _) in zip(row.body, edit.sections, strict=False):
        found.append(Difference(label=_same(heading), theirs=_same(stored["text"]), yours=_same(text)))
    return tuple(found)


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def issue_briefing(*, plan: int, briefing: int, version: int, on: date, by: Actor, at: datetime) -> int:
    """Issue a draft: the next number of the year, its DOCX and PDF, and their hash; from now on it never changes.

    Raises
    ------
    Conflict
        Somebody changed it meanwhile.
    """
    with act(action="briefing.issue", by=by, at=at, plan=_key(plan), subject=f"briefing:{briefing}") as entry:
        row = _draft(plan, briefing)
        same_version(seen=version, stored=row.version, differences=())
        last = models.Briefing.objects.filter(plan=plan, year=on.year).aggregate(last=Max("number"))["last"]
        row.number, row.year = (last or 0) + 1, on.year
        paper = paper_of(row=row, on=on)
        row.docx, row.pdf = as_docx(briefing=paper), _pdf(paper)
        row.sha256 = hashlib.sha256(row.docx).hexdigest()
        row.issued_by_id, row.issued_at = by.user, at
        row.save()
        entry.detail = {"number": row.number, "year": row.year, "sha256": row.sha256}
    return row.number


def _pdf(paper: Briefing) -> bytes | None:
    """The PDF; none on a machine that cannot set one (no Chinese font), which its doctor says."""
    try:
        return as_pdf(briefing=paper)
    except Unavailable:
        return None


def discard_briefing(*, plan: int, briefing: int, by: Actor, at: datetime) -> None:
    """Throw a draft away; an issued one stays."""
    with act(action="briefing.discard", by=by, at=at, plan=_key(plan), subject=f"briefing:{briefing}"):
        _draft(plan, briefing).delete()
