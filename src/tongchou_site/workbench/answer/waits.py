"""Who waits for whom: the links of the network that cross from one bureau to another."""

from __future__ import annotations

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
