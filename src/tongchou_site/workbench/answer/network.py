"""The network as layers: what comes first stands left; places are computed here, the page only draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome, LinkOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.gantt import INK, MERGE
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene

WIDTH, HEIGHT = 208.0, 48.0  # of one box
GAP_X, GAP_Y = 56.0, 16.0
EDGE = 16.0  # around the picture
MOST = 80  # boxes one picture can be read with
SWEEPS = 6
DECISIVE = 0.05  # criticality from which an activity is shown where no goal is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One activity."""

    x: float
    y: float
    title: Text
    project: str
    owner: Text
    p50: str
    merge: str
    ink: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One link, from the right side of a box to the left of another."""

    path: str
    ink: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """One drawn link, for the table."""

    pred: Text
    pred_project: str
    succ: Text
    succ_project: str
    kind: str
    lag: Figure | None
    driving: bool
    p50: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The picture and its table."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    lines: tuple[LinkLine, ...]
    left: int  # activities that belong here and are not drawn


def network(*, scene: Scene, goal: str) -> Network:
    """The open activities that can decide a goal (empty: any goal), at most so many as can be read, and their links.

    Raises
    ------
    KeyError
        The plan has no such goal.
    """
    leaves = {each.id for each in scene.leaves_under(goal)} if goal else {each.id for each in scene.leaves}
    if goal and goal not in {each.id for each in scene.outcome.goals}:
        raise KeyError(goal)
    shares = {
        each.id: max((share for name, share in each.criticality if name in leaves), default=0.0)
        for each in scene.outcome.activities
        if not each.done
    }
    least = 0.0 if goal else DECISIVE
    wanted = sorted((name for name in shares if shares[name] > least), key=lambda name: (-shares[name], name))
    drawn = set(wanted[:MOST])
    links = [each for each in scene.outcome.links if each.pred in drawn and each.succ in drawn]
    layers = layered(nodes=sorted(drawn), links=[(each.pred, each.succ) for each in links])
    places = _places(layers)
    ink = {name for name in drawn if shares[name] >= INK}
    tallest = max((len(layer) for layer in layers), default=0)
    return Network(
        width=2 * EDGE + len(layers) * (WIDTH + GAP_X) - GAP_X,
        height=2 * EDGE + tallest * (HEIGHT + GAP_Y) - GAP_Y,
        boxes=tuple(_box(scene.activities[name], places[name], name in ink, scene) for name in places),
        arrows=tuple(_arrow(each, places, ink) for each in links),
        lines=tuple(_line(each, scene) for each in sorted(links, key=lambda each: _key(each, scene))),
        left=len(wanted) - len(drawn),
    )


def layered(*, nodes: Sequence[str], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Nodes in layers, each right of everything it waits for; within a layer near its neighbours (barycentre).

    Nodes of a loop, which a sound plan has not, stand in the first layer.
    """
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for pred, succ in links:
        before[succ].append(pred)
        after[pred].append(succ)
    waiting = {name: len(before[name]) for name in nodes}
    depth = dict.fromkeys(nodes, 0)
    ready = [name for name in nodes if not waiting[name]]
    while ready:
        name = ready.pop(0)
        for other in after[name]:
            depth[other] = max(depth[other], depth[name] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in nodes:
        layers[0 if waiting[name] else depth[name]].append(name)
    layers = [layer for layer in layers if layer]
    for sweep in range(SWEEPS):
        _sweep(layers, before if sweep % 2 == 0 else after, sweep % 2 == 1)
    return layers


def _sweep(layers: list[list[str]], beside: dict[str, list[str]], backwards: bool) -> None:
    """Order every layer by the mean place of each node's neighbours; nodes without any keep theirs."""
    for layer in reversed(layers) if backwards else layers:
        place = {name: k / max(len(row), 1) for row in layers for k, name in enumerate(row)}
        layer.sort(
            key=lambda name: (
                sum(place[other] for other in beside[name]) / len(beside[name])
                if beside[name]
                else place[name]
            )
        )


def _places(layers: list[list[str]]) -> dict[str, tuple[float, float]]:
    tallest = max((len(layer) for layer in layers), default=0)
    return {
        name: (
            EDGE + column * (WIDTH + GAP_X),
            EDGE + (row + (tallest - len(layer)) / 2) * (HEIGHT + GAP_Y),
        )
        for column, layer in enumerate(layers)
        for row, name in enumerate(layer)
    }


def _box(each: ActivityOutcome, place: tuple[float, float], ink: bool, scene: Scene) -> Box:
    return Box(
        x=place[0],
        y=place[1],
        title=scene.name(each.id),
        project=each.project,
        owner=scene.body(each.owner),
        p50=each.finish_p50.isoformat(),
        merge=f"{each.merge_days:.0f}" if each.merge_days >= MERGE else "",
        ink=ink,
    )


def _arrow(link: LinkOutcome, places: dict[str, tuple[float, float]], ink: set[str]) -> Arrow:
    (x1, y1), (x2, y2) = places[link.pred], places[link.succ]
    x1, y1, y2 = x1 + WIDTH, y1 + HEIGHT / 2, y2 + HEIGHT / 2
    bend = GAP_X / 2
    return Arrow(
        path=f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}",
        ink=link.driving and {link.pred, link.succ} <= ink,
    )


def _key(link: LinkOutcome, scene: Scene) -> tuple[bool, str, str, str]:
    return (
        not link.driving,
        scene.activities[link.pred].finish_p50.isoformat(),
        link.pred,
        link.succ,
    )


def _line(link: LinkOutcome, scene: Scene) -> LinkLine:
    pred, succ = scene.activities[link.pred], scene.activities[link.succ]
    return LinkLine(
        pred=scene.name(pred.id),
        pred_project=pred.project,
        succ=scene.name(succ.id),
        succ_project=succ.project,
        kind=link.kind,
        lag=computed(name="dates", text=f"{link.lag:.0f}".replace("-", "\N{MINUS SIGN}"))
        if link.lag
        else None,
        driving=link.driving,
        p50=computed(name="finish", text=pred.finish_p50.isoformat()),
    )
