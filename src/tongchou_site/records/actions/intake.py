"""Plans are brought in: kept until somebody has looked at them, then stored as new or into the plan that is there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Max, Sum

from tongchou.kernel.finding import Text
from tongchou.plan.check import sound
from tongchou.plan.model import TABLES, Plan
from tongchou.plan.renew import Renewal, renew_by_ledger, renew_by_plan
from tongchou.plan.table import columns_of
from tongchou.workspace.files import write_whole
from tongchou_site.records import models, snapshot
from tongchou_site.records.actions.accounts import give_post
from tongchou_site.records.actions.plans import add_plan, open_items
from tongchou_site.records.conflict import Conflict, Difference, same_version
from tongchou_site.records.lines import draw_lines
from tongchou_site.records.queries.intake import uploads
from tongchou_site.records.trail import Actor, act

KEPT = timedelta(days=2)  # a file that nobody stored
MOST_NAMED = 50  # ids of one kind in an entry of the trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """A newer plan, whether it was made of a ledger, and the version of the plan it was compared with."""

    plan: Plan
    of_ledger: bool
    seen: int


def keep_upload(*, data: bytes, name: str, by: Actor, at: datetime) -> str:
    """Keep a file until its second step; its SHA-256. Files that nobody stored in two days go."""
    sha256 = hashlib.sha256(data).hexdigest()
    with act(action="upload.keep", by=by, at=at, subject=f"upload:{sha256}") as entry:
        write_whole(path=uploads() / sha256, data=data)
        (uploads() / sha256).chmod(0o600)
        for path in uploads().iterdir():
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - KEPT:
                path.unlink(missing_ok=True)
        entry.detail = {"name": name[:200], "size": len(data)}
    return sha256


def begin_plan(*, value: Plan, on: date, by: Actor, at: datetime) -> str:
    """A new plan; whoever brought it in without being an administrator is of its delivery office. Its key.

    Raises
    ------
    BadInput
        The plan is not sound, or its key is taken.
    """
    with act(action="plan.intake", by=by, at=at, plan=value.id) as entry:
        key = add_plan(value=value, on=on, fixed=False, by=by, at=at)
        person = models.User.objects.get(pk=by.user)
        if not person.is_administrator:
            give_post(user=person.pk, plan=key, role="office", organisation="", by=by, at=at)
        entry.detail = {"tasks": len(value.tasks)}
    return key


def renewed(*, old: Plan, newer: Newer) -> Renewal:
    """What a newer plan makes of the one that is there."""
    renew = renew_by_ledger if newer.of_ledger else renew_by_plan
    return renew(old=old, new=newer.plan)


def update_plan(*, plan: str, newer: Newer, on: date, by: Actor, at: datetime) -> Renewal:
    """The newer plan into the one that is there. Items keep their state, their reports and their proof.

    An item follows its task's lead and day only where nobody has handed it over or agreed another day.

    Raises
    ------
    Conflict
        The plan was changed since it was compared.
    BadInput
        What comes out is not sound.
    """
    head = models.Plan.objects.get(key=plan)
    same_version(seen=newer.seen, stored=head.version, differences=_differences(head, newer))
    before = _print_of(head.pk)  # what takes long is done before anybody else has to wait for it
    old = snapshot.plan_of(plan=head.pk)
    found = renewed(old=old, newer=newer)
    sound(plan=found.plan, on=on)
    with act(action="plan.update", by=by, at=at, plan=plan, wake=("run",)) as entry:
        head = models.Plan.objects.select_for_update().get(key=plan)
        if before != _print_of(head.pk):
            raise Conflict(differences=_differences(head, newer))
        _store(head.pk, old, found.plan)
        _store_tasks(head.pk, old, found.plan, at)
        opened = open_items(plan=head.pk, at=at)
        for name in ("title_zh", "title_en", "note_zh", "note_en"):
            setattr(head, name, getattr(found.plan, name))
        head.version, head.changed_at = head.version + 1, at
        head.save(update_fields=["title_zh", "title_en", "note_zh", "note_en", "version", "changed_at"])
        draw_lines(plan=head.pk)
        entry.detail = _detail(found, opened)
    return found


def _print_of(plan: int) -> tuple[object, ...]:
    """What changes when any row of the plan does: rows, the newest of them, and their versions, table by table."""
    heads = models.Plan.objects.values_list("version").get(pk=plan)
    tables = (
        models.ROWS[name].objects.filter(plan=plan).aggregate(n=Count("pk"), last=Max("pk"), v=Sum("version"))
        for name in TABLES
    )
    return (*heads, *(tuple(each.values()) for each in tables))


def _differences(head: models.Plan, newer: Newer) -> tuple[Difference, ...]:
    def say(version: int, title: str) -> Text:
        return Text(zh=f"第{version}版：{title}", en=f"version {version}: {title}")

    return (
        Difference(
            label=Text(zh="规划", en="plan"),
            theirs=say(head.version, head.title_zh),
            yours=say(newer.seen, newer.plan.title_zh),
        ),
    )


def _store(plan: int, old: Plan, new: Plan) -> None:
    """Every table but the tasks: what is not as before goes, what is new or changed comes."""
    for name in TABLES:
        if name == "tasks":
            continue
        before = {row.id: (place, row) for place, row in enumerate(old.table(name))}
        after = {row.id: (place, row) for place, row in enumerate(new.table(name))}
        stale = [code for code, known in before.items() if after.get(code) != known]
        fresh = [code for code, known in after.items() if before.get(code) != known]
        kind = models.ROWS[name]
        versions = _taken_off(kind, plan, stale)
        rows = [(*after[code], versions.get(code, 0) + 1) for code in fresh]
        snapshot.insert_rows(table=name, plan=plan, rows=rows)


def _taken_off(kind: type[models.PlanRow], plan: int, codes: list[str]) -> dict[str, int]:
    """Rows that go, and the version each had."""
    versions: dict[str, int] = {}
    for some in _in_parts(codes):
        rows = kind.objects.filter(plan=plan, code__in=some)
        versions |= dict(rows.values_list("code", "version"))
        rows.delete()
    return versions


def _in_parts(codes: list[str]) -> Iterable[list[str]]:
    return (codes[begin : begin + snapshot.BATCH] for begin in range(0, len(codes), snapshot.BATCH))


def _store_tasks(plan: int, old: Plan, new: Plan, at: datetime) -> None:
    """Tasks are changed where they stand, for their items hang on them; none goes."""
    before = {row.id: (place, row) for place, row in enumerate(old.tasks)}
    names = [column.name for column in columns_of(TABLES["tasks"]) if column.name != "id"]
    created = []
    for place, row in enumerate(new.tasks):
        if row.id not in before:
            created.append((place, row, 1))
        elif before[row.id] != (place, row):
            record = models.TaskRow.objects.get(plan=plan, code=row.id)
            for name in names:
                setattr(record, name, getattr(row, name))
            record.position, record.version = place, record.version + 1
            record.save()
            _follow(record, before[row.id][1].lead, before[row.id][1].deadline, at)
    snapshot.insert_rows(table="tasks", plan=plan, rows=created)


def _follow(task: models.TaskRow, lead: str, deadline: date | None, at: datetime) -> None:
    """The item of a task that was changed."""
    item = models.Item.objects.get(task=task)
    item.position = task.position
    if item.owner == lead != task.lead:
        item.owner, item.officer = task.lead, None  # an officer belongs to one organisation
    if item.due == deadline:
        item.due = task.deadline
    item.version, item.changed_at = item.version + 1, at
    item.save(update_fields=["position", "owner", "officer", "due", "version", "changed_at"])


def _detail(found: Renewal, opened: int) -> dict[str, object]:
    """What the trail keeps: the counts, and the ids as far as they are few."""
    changed = list(dict.fromkeys(each.task for each in found.changes))
    return {
        "opened": opened,
        "added": list(found.added[:MOST_NAMED]),
        "changed": len(changed),
        "changed_tasks": changed[:MOST_NAMED],
        "not_named_any_more": list(found.kept[:MOST_NAMED]),
        "removed": {name: len(codes) for name, codes in found.removed.items()},
    }
