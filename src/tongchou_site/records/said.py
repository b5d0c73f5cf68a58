"""What people say in the loop becomes statements of the plan, so that the next run knows it. Nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from tongchou_site.records import models

SOURCE = "loop"  # the one source row of a plan that these statements lead back to
SOURCE_TITLE = "承办单位在督办事项中的反馈 / reports of the organisations on their items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """A finish as it is said: of which work, promised or seen, on which day; "latest": by then, perhaps before."""

    subject: str
    kind: str
    day: date
    precision: str = "day"


def say(*, item: models.Item, finish: Finish, on: date, text: str) -> str:
    """A statement about the finish of a work or task, said on `on` by the item's organisation; its code.

    Inside the transaction of the act that says it.
    """
    rows = models.StatementRow.objects.filter(plan=item.plan_id)
    code = _free(item)
    models.StatementRow.objects.create(
        plan_id=item.plan_id,
        code=code,
        position=_next(rows),
        subject=finish.subject,
        aspect="finish",
        kind=finish.kind,
        value=finish.day.isoformat(),
        precision=finish.precision,
        said_by=_name(item),
        said_on=on,
        text=text,
        basis="statement",
        sources=(_source(item.plan_id),),
        confidence="B",
        reason="",
    )
    return code


def _free(item: models.Item) -> str:
    """A code that no statement of the plan has: those of a plan that came from elsewhere may look alike."""
    taken = models.StatementRow.objects.filter(plan=item.plan_id, code__startswith="loop.")
    known = set(taken.values_list("code", flat=True))
    number = len(known) + 1
    while f"loop.{number}" in known:
        number += 1
    return f"loop.{number}"


def _next(rows: QuerySet[models.PlanRow]) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _name(item: models.Item) -> str:
    known = models.OrganisationRow.objects.filter(plan=item.plan_id, code=item.owner)
    return known.values_list("title_zh", flat=True).first() or item.owner


def _source(plan: int) -> str:
    rows = models.ROWS["sources"].objects.filter(plan=plan)
    if not rows.filter(code=SOURCE).exists():
        models.ROWS["sources"].objects.create(
            plan_id=plan, code=SOURCE, position=_next(rows), title=SOURCE_TITLE, reliability="B"
        )
    return SOURCE
