"""Tasks as lines of a page: the light of the item, the forecast beside it, the way to the task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tongchou.cycle.outcome import TaskOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene
from tongchou_site.records.outcome import TaskForecast
from tongchou_site.records.queries.bureaus import ItemLight

ENOUGH = 3  # sourced milestones from which a chance is shown
MOST = 200  # tasks listed one by one; the ledger holds them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is looked up of a task: its forecast in the answer, and the light of its item where the reader may see it."""

    forecasts: Mapping[str, TaskForecast]
    lights: Callable[[tuple[str, ...]], Mapping[str, ItemLight]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task. `item` is None where its item is not the reader's to see: then nothing leads to it."""

    code: str
    title: Text
    lead: str
    lead_name: Text
    goals: tuple[tuple[Text, int], ...]  # (name, hue)
    item: ItemLight | None
    chance: float | None
    enough: bool
    p50: Figure | None
    p80: Figure | None
    missing: Text | None  # what a task without dated work lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """The first tasks of a kind, and how many more there are."""

    rows: tuple[TaskLine, ...]
    more: int


def task_list(*, tasks: tuple[TaskOutcome, ...], scene: Scene, known: Known) -> TaskList:
    """These tasks in their order, as many as are listed one by one."""
    shown = tasks[:MOST]
    lights = known.lights(tuple(each.id for each in shown))
    rows = (_line(each, scene, lights.get(each.id), known.forecasts[each.id]) for each in shown)
    return TaskList(rows=tuple(rows), more=len(tasks) - len(shown))


def _line(each: TaskOutcome, scene: Scene, item: ItemLight | None, known: TaskForecast) -> TaskLine:
    return TaskLine(
        code=each.id,
        title=each.title,
        lead=each.lead,
        lead_name=scene.body(each.lead),
        goals=tuple((scene.name(goal), scene.hues.get(goal, 5)) for goal in each.goals),
        item=item,
        chance=known.chance,
        enough=known.sourced >= ENOUGH,
        p50=_day(known.finish_p50),
        p80=_day(known.finish_p80),
        missing=each.missing if each.grey else None,
    )


def _day(on: object) -> Figure | None:
    return computed(name="finish", text=str(on)) if on is not None else None


def tasks_of_things(*, scene: Scene) -> dict[str, tuple[str, ...]]:
    """By the id of a task or an activity: the task itself; the activity's own, or those of its project."""
    works: dict[str, list[str]] = defaultdict(list)
    for task in scene.outcome.tasks:
        for work in task.projects:
            works[work].append(task.id)
    found = {
        each.id: (each.task,) if each.task else tuple(works.get(each.project, ()))
        for each in scene.outcome.activities
    }
    return found | {task.id: (task.id,) for task in scene.outcome.tasks}
