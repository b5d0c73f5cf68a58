"""Places: the tree of areas, and one place with what is built, assigned and measured there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.plan.purpose import Place
from tongchou.plan.works import Project
from tongchou.publish.provenance import Figure, computed, stated
from tongchou.publish.scene import Scene
from tongchou.publish.words import grouped, money, unit_words
from tongchou_site.workbench.answer.tasks import Known, TaskList, task_list
from tongchou_site.workbench.answer.works import place_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One place in the list, or below another one."""

    code: str
    title: Text
    depth: int
    projects: int
    tasks: int
    readings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One project at a place: what is open of it, and when it ends."""

    code: str
    title: Text
    owner: Text
    place: Text
    investment: Figure | None
    n_open: Figure
    p50: Figure | None  # of its last activity
    p80: Figure | None
    promised: Figure | None  # the latest day promised for any of its open activities
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One indicator measured at a place, all its readings there."""

    title: Text
    unit: Text
    readings: tuple[tuple[str, Figure], ...]  # (measured on, value), latest first


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """Everything a place's page shows: its own and what lies below it."""

    code: str
    title: Text
    above: tuple[tuple[str, Text], ...]  # from the outermost in
    below: tuple[PlaceLine, ...]
    works: tuple[WorkLine, ...]
    tasks: TaskList
    readings: tuple[ReadingLine, ...]


def place_lines(*, scene: Scene) -> tuple[PlaceLine, ...]:
    """Every place, those below another one after it."""
    works = Counter(row.place for row in scene.plan.projects)
    tasks = Counter(row.place for row in scene.plan.tasks)
    read = Counter(row.place for row in scene.plan.readings)
    known = {row.id for row in scene.plan.places}
    below: dict[str, list[Place]] = defaultdict(list)
    for row in scene.plan.places:
        below[row.parent if row.parent in known else ""].append(row)
    found: list[PlaceLine] = []

    def add(parent: str, depth: int) -> None:
        for row in below[parent]:
            found.append(
                PlaceLine(
                    code=row.id,
                    title=both(row.title_zh, row.title_en),
                    depth=depth,
                    projects=works[row.id],
                    tasks=tasks[row.id],
                    readings=read[row.id],
                )
            )
            add(row.id, depth + 1)

    add("", 0)
    return tuple(found)


def place_page(*, code: str, scene: Scene, known: Known) -> PlacePage | None:
    """The page of a place; None where the plan has no such place."""
    rows = {row.id: row for row in scene.plan.places}
    if code not in rows:
        return None
    inside, lines = _inside(code, scene), place_lines(scene=scene)
    assigned = {row.id for row in scene.plan.tasks if row.place in inside}
    works = [row for row in scene.plan.projects if row.place in inside]
    above, parent = [], rows[code].parent
    while parent in rows and len(above) < len(rows):
        above.append((parent, place_name(code=parent, scene=scene)))
        parent = rows[parent].parent
    return PlacePage(
        code=code,
        title=place_name(code=code, scene=scene),
        above=tuple(reversed(above)),
        below=tuple(line for line in lines if rows[line.code].parent == code),
        works=_work_lines(works, scene),
        tasks=task_list(
            tasks=tuple(each for each in scene.outcome.tasks if each.id in assigned),
            scene=scene,
            known=known,
        ),
        readings=_readings(code, scene),
    )


def _inside(code: str, scene: Scene) -> set[str]:
    found = {code}
    while more := {row.id for row in scene.plan.places if row.parent in found} - found:
        found |= more
    return found


def _work_lines(rows: list[Project], scene: Scene) -> tuple[WorkLine, ...]:
    own: dict[str, list[ActivityOutcome]] = {row.id: [] for row in rows}
    for each in scene.outcome.activities:
        if each.project in own:
            own[each.project].append(each)
    return tuple(_work_line(row, own[row.id], scene) for row in rows)


def _work_line(row: Project, own: list[ActivityOutcome], scene: Scene) -> WorkLine:
    still = [each for each in own if not each.done]
    last = max(own, key=lambda each: (each.finish_p50, each.id), default=None)
    promised = [each.promised for each in still if each.promised is not None]
    return WorkLine(
        code=row.id,
        title=both(row.title_zh, row.title_en),
        owner=scene.body(row.owner),
        place=place_name(code=row.place, scene=scene) if row.place else Text(zh="—", en="—"),
        investment=stated(table="projects", row=row, text=money(cny=float(row.investment_cny)))
        if row.investment_cny is not None
        else None,
        n_open=computed(name="count", text=str(len(still))),
        p50=computed(name="finish", text=last.finish_p50.isoformat()) if last else None,
        p80=computed(name="finish", text=max(each.finish_p80 for each in still).isoformat())
        if still
        else None,
        promised=computed(name="promise", text=max(promised).isoformat()) if promised else None,
        done=bool(own) and not still,
    )


def _readings(code: str, scene: Scene) -> tuple[ReadingLine, ...]:
    found = []
    for row in scene.plan.indicators:
        rows = [each for each in scene.plan.readings if each.indicator == row.id and each.place == code]
        rows.sort(key=lambda each: each.measured_on, reverse=True)
        if rows:
            found.append(
                ReadingLine(
                    title=both(row.title_zh, row.title_en),
                    unit=unit_words(unit=row.unit),
                    readings=tuple(
                        (
                            each.measured_on.isoformat(),
                            stated(table="readings", row=each, text=grouped(text=each.value)),
                        )
                        for each in rows
                    ),
                )
            )
    return tuple(found)
