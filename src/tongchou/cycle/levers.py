"""The levers a plan offers: its open activities, lags, organisations, permit classes, drivers and risks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tongchou.bottleneck.levers import EVERY_DAY, Lever, LeverKind
from tongchou.cycle.recorded import both, full_titles
from tongchou.forecast.model import Model
from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import read_yaml
from tongchou.network.compile import Compiled
from tongchou.network.model import Int32
from tongchou.plan.model import Plan
from tongchou.plan.select import owner_of


def offered(*, plan: Plan, compiled: Compiled, model: Model) -> tuple[Lever, ...]:
    """Every lever that can move a goal: its members are open, take time and lie upstream of some goal's test."""
    movable = _upstream(model) & np.array(
        [
            state != "done" and not row.milestone and (each.shape != "fixed" or each.mode > 0)
            for row, state, each in zip(plan.activities, compiled.states, model.durations, strict=True)
        ],
        dtype=np.bool_,
    )
    levers = [*_activities(plan, movable), *_links(plan, compiled, model), *_groups(plan, movable)]
    levers += _causes(plan, model, movable)
    paces = _paces(compiled)
    return tuple(replace(lever, pace=paces[lever.members]) for lever in levers)


def _paces(compiled: Compiled) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Ticks of its own calendar that every activity works in an elapsed tick, in 65,536ths: the mean over its calendar."""
    worked = compiled.network.calendars.worked
    days = worked.shape[1] - 1
    pace = np.maximum(worked[:, -1].astype(np.int64) * EVERY_DAY // days, 1)
    return np.asarray(pace[compiled.network.calendar])


def _upstream(model: Model) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which activities some goal's test waits for."""
    network = model.network
    wanted = np.zeros(network.n_events, dtype=np.bool_)
    for goal in model.goals:
        wanted[network.finish_event[goal.required]] = True
        for test in goal.tests:
            for effect in test.effects:
                wanted[network.finish_event[effect.activity]] = True
    for v in range(network.n_events - 1, -1, -1):
        if wanted[v]:
            begin = network.start_event[network.activity_of[v]]
            wanted[begin] |= begin != v
            wanted[network.source[network.ptr[v] : network.ptr[v + 1]]] = True
    return np.asarray(wanted[network.finish_event])


def _activities(plan: Plan, movable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Iterator[Lever]:
    titles = full_titles(plan=plan)
    for place, row in enumerate(plan.activities):
        if not movable[place]:
            continue
        yield Lever(
            id=f"activity:{row.id}",
            kind="activity",
            title=titles[row.id],
            members=_array([place]),
            resource=row.resource,
        )


def _links(plan: Plan, compiled: Compiled, model: Model) -> Iterator[Lever]:
    names = full_titles(plan=plan)
    network = model.network
    for arc in range(len(network.source)):
        row = plan.links[compiled.kept[network.link[arc]]]
        if network.lag[arc] <= 0 or compiled.states[compiled.position[row.succ]] == "done":
            continue
        first, last = names[row.pred], names[row.succ]
        title = Text(zh=f"{first.zh}到{last.zh}的间隔", en=f"lag from {first.en} to {last.en}")
        yield Lever(id=f"link:{row.id}", kind="link", title=title, members=_array([]), arc=arc)


def _groups(plan: Plan, movable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Iterator[Lever]:
    """Organisations and permit classes with at least two open activities (one alone is its activity)."""
    projects = {row.id: row for row in plan.projects}
    by_owner, by_permit = defaultdict(list), defaultdict(list)
    for place, row in enumerate(plan.activities):
        if movable[place]:
            by_owner[owner_of(activity=row, project=projects.get(row.project))].append(place)
            by_permit[row.permit_class].append(place)
    organisations = {row.id: both(row.title_zh, row.title_en) for row in plan.organisations}
    permits = _permit_titles()
    yield from _of_groups(by_owner, "organisation", organisations)
    yield from _of_groups(by_permit, "permit_class", permits)


def _of_groups(groups: dict[str, list[int]], kind: LeverKind, titles: dict[str, Text]) -> Iterator[Lever]:
    prefix, resource = {"organisation": ("owner", "people"), "permit_class": ("permit", "mechanism")}[kind]
    for name in sorted(groups):
        if name and len(groups[name]) > 1:
            yield Lever(
                id=f"{prefix}:{name}",
                kind=kind,
                title=titles.get(name, Text(zh=name, en=name)),
                members=_array(groups[name]),
                resource=resource,
            )


def _permit_titles() -> dict[str, Text]:
    rows = read_yaml(package="tongchou.plan.templates", name="permit_classes.yaml")["permit_classes"]
    return {row["id"]: Text(zh=row["zh"], en=row["en"]) for row in rows}


def _causes(
    plan: Plan, model: Model, movable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> Iterator[Lever]:
    titles = {row.id: both(row.title_zh, row.title_en) for row in plan.drivers}
    titles |= {row.id: both(row.title_zh, row.title_en) for row in plan.risks}
    kinds: tuple[tuple[LeverKind, tuple[tuple[str, Int32], ...]], ...] = (
        ("driver", tuple((each.id, each.members) for each in model.drivers)),
        ("risk", tuple((each.id, each.members) for each in model.risks)),
    )
    for kind, causes in kinds:
        for name, members in causes:
            able = members[movable[members]]
            if len(able) > 1:
                title = titles.get(name, Text(zh=name, en=name))
                yield Lever(id=f"{kind}:{name}", kind=kind, title=title, members=able)


def _array(places: list[int]) -> Int32:
    return np.array(places, dtype=np.int32)
