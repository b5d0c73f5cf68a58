"""Plans come in, are replaced, and are opened to the public."""

from __future__ import annotations

from datetime import date, datetime

from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.plan.check import sound
from tongchou.plan.model import Plan
from tongchou_site.records import models
from tongchou_site.records.lines import draw_lines
from tongchou_site.records.snapshot import BATCH, store_rows
from tongchou_site.records.trail import Actor, act


def add_plan(*, value: Plan, on: date, fixed: bool, by: Actor, at: datetime) -> str:
    """A new plan with an item for each of its tasks; its key.

    `on` is the day it is checked for; `fixed` makes that the day of judgement of every run (for examples of the past).

    Raises
    ------
    BadInput
        The plan has errors, or its key is taken or cannot stand in an address.
    """
    if set(value.id) <= {"."}:
        raise BadInput([_nowhere(value.id)])
    sound(plan=value, on=on)
    with act(action="plan.add", by=by, at=at, plan=value.id, wake=("run",)) as entry:
        if models.Plan.objects.filter(key=value.id).exists():
            raise BadInput([_taken(value.id)])
        plan = models.Plan.objects.create(
            key=value.id,
            title_zh=value.title_zh,
            title_en=value.title_en,
            note_zh=value.note_zh,
            note_en=value.note_en,
            judged_on=on if fixed else None,
            changed_at=at,
        )
        store_rows(plan=plan.pk, value=value)
        entry.detail = {"tasks": open_items(plan=plan.pk, at=at), "activities": len(value.activities)}
        draw_lines(plan=plan.pk)
    return plan.key


def _taken(key: str) -> Problem:
    return Problem(
        code="plan-taken",
        where=Where(),
        zh="已有同一编号的规划",
        en="a plan of this id is already there",
        mend_zh="请改用另一编号，或在原规划中更新。",
        mend_en="Give it another id, or update the plan that is there.",
        value=key,
    )


def _nowhere(key: str) -> Problem:
    return Problem(
        code="plan-nowhere",
        where=Where(),
        zh="规划编号只有点号，不能作网址",
        en="an id of nothing but dots cannot stand in an address",
        mend_zh="请用字母或数字。",
        mend_en="Use letters or digits.",
        value=key,
    )


def open_items(*, plan: int, at: datetime) -> int:
    """An item for every task that has none yet; how many were made."""
    tasks = models.TaskRow.objects.filter(plan=plan, item=None).order_by("position")
    items = [
        models.Item(
            plan_id=plan,
            task=task,
            code=task.code,
            position=task.position,
            owner=task.lead,
            due=task.deadline,
            changed_at=at,
        )
        for task in tasks
    ]
    models.Item.objects.bulk_create(items, batch_size=BATCH)
    return len(items)


def open_to_public(*, plan: str, open_: bool, by: Actor, at: datetime) -> None:
    """Show a plan on the public pages, or take it off."""
    with act(action="plan.publish", by=by, at=at, plan=plan) as entry:
        models.Plan.objects.filter(key=plan).update(open_to_public=open_, changed_at=at)
        entry.detail = {"open": open_}
