"""Rows of the public tables, and what an address asks the list of tasks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from tongchou.kernel.finding import Text
from tongchou.publish.lights import Light
from tongchou.publish.scene import Scene
from tongchou_site.public import plainly
from tongchou_site.public.page import WorkView, goals_below, scene_of, works_by_owner
from tongchou_site.records.queries.public import PublicItem, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task as the list and its page show it."""

    code: str
    title: Text
    goals: tuple[tuple[str, Text, int], ...]
    lead: tuple[str, Text] | None
    due: Text
    state: Text
    light: Light
    forecast: Text
    finish: Text | None


def task_rows(*, items: Iterable[PublicItem], run: int) -> tuple[TaskView, ...]:
    """Tasks with names for ids and words for figures."""
    found = scene_of(run=run)
    return tuple(_task(each, found) for each in items)


def _task(item: PublicItem, found: Scene) -> TaskView:
    return TaskView(
        code=item.code,
        title=item.title,
        goals=tuple((goal, found.name(goal), found.hues.get(goal, 5)) for goal in item.goals),
        lead=(item.lead, found.body(item.lead)) if item.lead else None,
        due=plainly.due(on=item.due),
        state=plainly.state(item=item),
        light=plainly.light_of(item=item),
        forecast=plainly.task_forecast(item=item, on=found.outcome.on),
        finish=plainly.finish(p50=item.finish_p50, p80=item.finish_p80) if item.chance is not None else None,
    )


def leads(*, counts: Mapping[str, int], run: int) -> tuple[tuple[str, Text, int], ...]:
    """The bodies that answer for some tasks with how many, those with most first."""
    bodies = scene_of(run=run).bodies
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return tuple((key, bodies[key], n) for key, n in ranked if key in bodies)


def counted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """How many of each light, the worst first, and of all together under an empty name."""
    rows = tuple((colour, counts.get(colour, 0)) for colour in plainly.COLOURS)
    return (("", sum(counts.values())), *rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauRow:
    """A body of the list."""

    id: str
    title: Text
    tasks: int
    commitments: int
    works: int
    kept: Text | None  # None: nothing is known yet


def bureau_rows(*, run: int, tasks: Mapping[str, int]) -> tuple[BureauRow, ...]:
    """Every body of the plan, in its order."""
    found = scene_of(run=run)
    said = Counter(row.organisation for row in found.plan.commitments)
    works = works_by_owner(run=run)
    return tuple(
        BureauRow(
            id=key,
            title=title,
            tasks=tasks.get(key, 0),
            commitments=said[key],
            works=len(works.get(key, ())),
            kept=kept(works=works.get(key, ())),
        )
        for key, title in found.bodies.items()
    )


KEPT = Text(
    zh="有承诺日期且已知结果的 {n} 项，其中如期兑现 {kept} 项。",
    en="{n} promises with a known outcome, {kept} kept.",
)


def kept(*, works: Iterable[WorkView]) -> Text | None:
    """Of the works with a promise and a known end, how many came by the day first promised."""
    known = [each.kept for each in works if each.kept is not None]
    return KEPT.filled(n=len(known), kept=sum(known)) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for; unknown values ask for nothing."""

    bureau: str
    goal: str
    light: str
    after: int
    wanted: Wanted

    def address(self, *, after: int | None) -> str:
        """The same question from another position on."""
        pairs = {"bureau": self.bureau, "goal": self.goal, "light": self.light, "after": after}
        return urlencode({key: value for key, value in pairs.items() if value not in ("", None)})


def asked(*, query: Mapping[str, str], scene: Scene) -> Asked:
    """The question of an address; what it does not know it leaves out."""
    bureau, goal, light = (query.get(name, "") for name in ("bureau", "goal", "light"))
    bureau = bureau if bureau in scene.bodies else ""
    goal = goal if any(each.id == goal for each in scene.outcome.goals) else ""
    light = light if light in plainly.COLOURS else ""
    after = query.get("after", "")
    goals = goals_below(scene=scene, goal=goal) if goal else ()
    return Asked(
        bureau=bureau,
        goal=goal,
        light=light,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else -1,
        wanted=Wanted(bureau=bureau, goals=goals, light=light),
    )
