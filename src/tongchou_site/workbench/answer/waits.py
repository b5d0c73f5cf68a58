"""Who waits for whom: the links of the network that cross from one bureau to another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome, LinkOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One activity of a bureau beside one of another that it waits for, or that waits for it."""

    own: Text
    own_project: str
    other: Text
    other_project: str
    body: str  # the other bureau; empty where none is recorded
    body_name: Text
    kind: str  # FS, SS, FF or SF
    driving: bool
    p50: Figure  # of the activity waited for
    merge: Figure | None  # days lost on average where the paths meet, at the activity that waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one body still has to do of a task that another one leads."""

    task: str
    title: Text
    body: str  # empty where none is recorded
    body_name: Text
    n_open: Figure
    late: Figure | None  # of them forecast later than promised
    p50: Figure  # of the last
    p80: Figure


def carried(*, body: str, scene: Scene) -> tuple[Carried, ...]:
    """Of every task a bureau leads, the open activities of other bodies, body by body."""
    led = {each.id: each for each in scene.outcome.tasks if each.lead == body}
    works = {work: each.id for each in led.values() for work in each.projects}
    found: dict[tuple[str, str], list[ActivityOutcome]] = defaultdict(list)
    for each in scene.outcome.activities:
        task = each.task or works.get(each.project, "")
        if task in led and each.owner != body and not each.done:
            found[task, each.owner].append(each)
    return tuple(
        _carried(led[task].title, task, owner, rows, scene) for (task, owner), rows in sorted(found.items())
    )


def _carried(title: Text, task: str, owner: str, rows: list[ActivityOutcome], scene: Scene) -> Carried:
    late = sum(each.promised is not None and each.finish_p50 > each.promised for each in rows)
    return Carried(
        task=task,
        title=title,
        body=owner,
        body_name=scene.body(owner),
        n_open=computed(name="count", text=str(len(rows))),
        late=computed(name="count", text=str(late)) if late else None,
        p50=computed(name="finish", text=max(each.finish_p50 for each in rows).isoformat()),
        p80=computed(name="finish", text=max(each.finish_p80 for each in rows).isoformat()),
    )


def waits_for(*, body: str, scene: Scene) -> tuple[Wait, ...]:
    """What a bureau's open activities wait for in other bureaus; the links that drive first."""
    found = [
        _wait(link, scene.activities[link.succ], scene.activities[link.pred], scene)
        for link in _open_links(scene)
        if _owner(link.succ, scene) == body != _owner(link.pred, scene)
    ]
    return _ranked(found)


def waited_for(*, body: str, scene: Scene) -> tuple[Wait, ...]:
    """Which open activities of other bureaus wait for a bureau's; the links that drive first."""
    found = [
        _wait(link, scene.activities[link.pred], scene.activities[link.succ], scene)
        for link in _open_links(scene)
        if _owner(link.pred, scene) == body != _owner(link.succ, scene)
    ]
    return _ranked(found)


def _open_links(scene: Scene) -> list[LinkOutcome]:
    """The links whose two ends are both still open: a wait that is over is none."""
    return [
        link
        for link in scene.outcome.links
        if not scene.activities[link.succ].done and not scene.activities[link.pred].done
    ]


def _owner(activity: str, scene: Scene) -> str:
    return scene.activities[activity].owner


def _wait(link: LinkOutcome, own: ActivityOutcome, other: ActivityOutcome, scene: Scene) -> Wait:
    awaited, waiting = scene.activities[link.pred], scene.activities[link.succ]
    return Wait(
        own=scene.name(own.id),
        own_project=own.project,
        other=scene.name(other.id),
        other_project=other.project,
        body=other.owner,
        body_name=scene.body(other.owner),
        kind=link.kind,
        driving=link.driving,
        p50=computed(name="finish", text=awaited.finish_p50.isoformat()),
        merge=computed(name="merge", text=f"{waiting.merge_days:.1f}") if waiting.merge_days >= 0.5 else None,
    )


def _ranked(rows: list[Wait]) -> tuple[Wait, ...]:
    return tuple(sorted(rows, key=lambda row: (not row.driving, str(row.p50.text), row.own.zh, row.other.zh)))
