"""Selectors: which activities a driver, a risk or a lever speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Project

KEYS = ("activity", "project", "programme", "owner", "permit", "phase", "kind", "place", "resource", "task")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What one activity can be selected by."""

    values: frozenset[str]  # "key:value" words


def owner_of(*, activity: Activity, project: Project | None) -> str:
    """Who does an activity: its own owner, else its project's."""
    return activity.owner or (project.owner if project else "")


def facets(*, plan: Plan) -> tuple[Facets, ...]:
    """The facets of every activity of the plan, in its order."""
    projects = {row.id: row for row in plan.projects}
    return tuple(Facets(values=frozenset(_words(row, projects.get(row.project)))) for row in plan.activities)


def _words(activity: Activity, project: Project | None) -> Iterator[str]:
    yield "all"
    pairs = [
        ("activity", activity.id),
        ("project", activity.project),
        ("owner", owner_of(activity=activity, project=project)),
        ("permit", activity.permit_class),
        ("phase", activity.phase),
        ("resource", activity.resource),
        ("task", activity.task),
    ]
    if project is not None:
        pairs += [("programme", project.programme), ("kind", project.kind), ("place", project.place)]
        pairs += [("task", task) for task in project.tasks]
    for key, value in pairs:
        if value:
            yield f"{key}:{value}"


def members(*, facets: tuple[Facets, ...], selectors: tuple[str, ...]) -> tuple[int, ...]:
    """Positions of the activities that any of the selectors picks; a ``+`` joins conditions that must all hold."""
    wanted = [frozenset(selector.split("+")) for selector in selectors]
    return tuple(
        position for position, facet in enumerate(facets) if any(want <= facet.values for want in wanted)
    )
