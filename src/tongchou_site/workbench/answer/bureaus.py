"""The bureaus: a line each for the list, and everything one bureau's page shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongchou.cycle.outcome import ActivityOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.publish.page import Page
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene
from tongchou.publish.tasks import CommitmentCard
from tongchou_site.records.queries.bureaus import Reply
from tongchou_site.workbench.answer.findings import FindingLine, finding_lines
from tongchou_site.workbench.answer.promises import Promise, promises
from tongchou_site.workbench.answer.tasks import Known, TaskList, task_list
from tongchou_site.workbench.answer.waits import Carried, Wait, carried, waited_for, waits_for

MOST_MONTHS = 24  # of the picture of the load


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauLine:
    """One bureau in the list."""

    code: str
    name: Text
    depth: int  # under how many bodies it stands
    commitments: int
    tasks: int
    open_activities: Figure
    late: Figure | None  # open activities whose median is later than promised
    findings: int
    waits: int
    waited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many activities are under way or forecast to be in one month."""

    label: str
    n: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauPage:
    """Everything a bureau's page shows."""

    code: str
    name: Text
    above: tuple[str, Text] | None
    below: tuple[tuple[str, Text], ...]
    commitments: tuple[CommitmentCard, ...]
    promises: tuple[Promise, ...]  # open
    kept: tuple[Promise, ...]  # finished
    findings: tuple[FindingLine, ...]
    n_open: int
    last_p50: Figure | None
    last_p80: Figure | None
    months: tuple[Month, ...]
    waits_for: tuple[Wait, ...]
    carried: tuple[Carried, ...]  # by others, of the tasks it leads
    waited_for: tuple[Wait, ...]
    led: TaskList
    supported: TaskList  # it supports them, or its activities belong to them


def bureau_lines(*, scene: Scene) -> tuple[BureauLine, ...]:
    """Every bureau of the plan, those below another one after it."""
    works = _by_owner(scene)
    led = Counter(each.lead for each in scene.outcome.tasks)
    spoken = Counter(row.organisation for row in scene.plan.commitments)
    concerns = _concerns(scene)
    wrong = Counter(concerns.get(each.where, "") for each in scene.outcome.findings)
    crossing = [
        (scene.activities[link.pred].owner, scene.activities[link.succ].owner)
        for link in scene.outcome.links
        if not scene.activities[link.pred].done and not scene.activities[link.succ].done
    ]
    return tuple(
        BureauLine(
            code=code,
            name=scene.body(code),
            depth=depth,
            commitments=spoken[code],
            tasks=led[code],
            open_activities=computed(name="count", text=str(len(works.get(code, [])))),
            late=_late(works.get(code, [])),
            findings=wrong[code],
            waits=sum(succ == code != pred for pred, succ in crossing),
            waited=sum(pred == code != succ for pred, succ in crossing),
        )
        for code, depth in _tree(scene)
    )


def _by_owner(scene: Scene) -> dict[str, list[ActivityOutcome]]:
    found: dict[str, list[ActivityOutcome]] = {}
    for each in scene.outcome.activities:
        if not each.done:
            found.setdefault(each.owner, []).append(each)
    return found


def _late(rows: list[ActivityOutcome]) -> Figure | None:
    n = sum(each.promised is not None and each.finish_p50 > each.promised for each in rows)
    return computed(name="count", text=str(n)) if n else None


def _concerns(scene: Scene) -> dict[str, str]:
    """The bureau a finding concerns, by where it is: who does the activity, or leads the task."""
    leads = {each.id: each.lead for each in scene.outcome.tasks}
    return leads | {each.id: each.owner for each in scene.outcome.activities}


def _tree(scene: Scene) -> list[tuple[str, int]]:
    """Every organisation with its depth, each after the one above it."""
    known = {row.id for row in scene.plan.organisations}
    below: dict[str, list[str]] = defaultdict(list)
    for row in scene.plan.organisations:
        below[row.parent if row.parent in known else ""].append(row.id)
    found: list[tuple[str, int]] = []

    def add(parent: str, depth: int) -> None:
        for code in below[parent]:
            found.append((code, depth))
            add(code, depth + 1)

    add("", 0)
    return found


def bureau_page(
    *,
    code: str,
    scene: Scene,
    page: Page,
    known: Known,
    replies: Mapping[tuple[str, str], Reply],
) -> BureauPage | None:
    """The page of a bureau; None where the plan has no such organisation."""
    row = next((each for each in scene.plan.organisations if each.id == code), None)
    if row is None:
        return None
    own = [each for each in scene.outcome.activities if each.owner == code]
    still = [each for each in own if not each.done]
    said = promises(activities=own, scene=scene)
    works = {each.project for each in own if each.project}
    helped = {each.id for each in scene.plan.tasks if code in each.supporting}
    helped |= {each.id for each in scene.outcome.tasks if works & set(each.projects)}
    helped |= {each.task for each in own}
    led = task_list(
        tasks=tuple(each for each in scene.outcome.tasks if each.lead == code), scene=scene, known=known
    )
    spoken = {each.id for each in scene.plan.commitments if each.organisation == code}
    concerns = _concerns(scene)
    concerned = [each for each in scene.outcome.findings if concerns.get(each.where) == code]
    return BureauPage(
        code=code,
        name=scene.body(code),
        above=(row.parent, scene.body(row.parent)) if row.parent else None,
        below=tuple(
            (each.id, both(each.title_zh, each.title_en))
            for each in scene.plan.organisations
            if each.parent == code
        ),
        commitments=tuple(each for each in page.tasks.commitments if each.id in spoken),
        promises=tuple(each for each in said if not each.done),
        kept=tuple(each for each in said if each.done),
        findings=finding_lines(findings=concerned, scene=scene, replies=replies),
        n_open=len(still),
        last_p50=_latest([each.finish_p50 for each in still]),
        last_p80=_latest([each.finish_p80 for each in still]),
        months=_months(still, scene.outcome.on),
        waits_for=waits_for(body=code, scene=scene),
        carried=carried(body=code, scene=scene),
        waited_for=waited_for(body=code, scene=scene),
        led=led,
        supported=task_list(
            tasks=tuple(each for each in scene.outcome.tasks if each.id in helped and each.lead != code),
            scene=scene,
            known=known,
        ),
    )


def _latest(days: list[date]) -> Figure | None:
    return computed(name="finish", text=max(days).isoformat()) if days else None


BAR, GAP, BASE, TALLEST = 20.0, 10.0, 96.0, 72.0  # pixels of the picture of the load


def _months(rows: list[ActivityOutcome], on: date) -> tuple[Month, ...]:
    """From the month of judgement on: activities whose median span touches the month."""
    if not rows:
        return ()
    first = on.year * 12 + on.month - 1
    last = max(each.finish_p50.year * 12 + each.finish_p50.month - 1 for each in rows)
    counts = []
    for month in range(first, min(last, first + MOST_MONTHS - 1) + 1):
        begins, ends = date(month // 12, month % 12 + 1, 1), date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        n = sum(each.start_p50 < ends and each.finish_p50 >= begins for each in rows)
        counts.append((f"{begins:%Y-%m}", n))
    most = max((n for _, n in counts), default=0) or 1
    return tuple(
        Month(
            label=label,
            n=n,
            x=GAP + place * (BAR + GAP),
            y=round(BASE - TALLEST * n / most, 1),
            height=round(TALLEST * n / most, 1),
        )
        for place, (label, n) in enumerate(counts)
    )
