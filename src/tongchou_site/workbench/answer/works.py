"""One project: what it is, where, for how much, what was promised of it and what the forecast says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text, in_two
from tongchou.plan.works import Project
from tongchou.publish.gantt import Work
from tongchou.publish.lights import Light
from tongchou.publish.page import Page
from tongchou.publish.provenance import Figure, computed, stated
from tongchou.publish.scene import Scene
from tongchou.publish.words import money, percent, unit_words
from tongchou_site.records.queries.bureaus import Reply
from tongchou_site.workbench.answer.findings import FindingLine, finding_lines
from tongchou_site.workbench.answer.promises import Promise, promises
from tongchou_site.workbench.answer.tasks import Known, TaskList, task_list

LEAST_MERGE = 0.5  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One activity of a project."""

    title: Text
    owner: str
    owner_name: Text
    light: Light
    state: str  # key of its word
    start: Figure
    p50: Figure
    p80: Figure | None
    critical: Figure | None
    merge: Figure | None
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """Everything a project's page shows."""

    code: str
    title: Text
    owner: tuple[str, Text] | None
    place: tuple[str, Text] | None
    size: Figure | None
    capacity: Figure | None
    investment: Figure | None
    cost: Figure | None  # low, middle and high
    programme: tuple[tuple[str, Text], ...]  # the other works that share people, money and fate
    picture: Work | None  # its bars, where anything is open
    steps: tuple[Step, ...]
    n_done: int
    promises: tuple[Promise, ...]
    findings: tuple[FindingLine, ...]
    tasks: TaskList
    sources: tuple[str, ...]


def work_page(
    *,
    code: str,
    scene: Scene,
    page: Page,
    known: Known,
    replies: Mapping[tuple[str, str], Reply],
) -> WorkPage | None:
    """The page of a project; None where the plan has no such project."""
    row = next((each for each in scene.plan.projects if each.id == code), None)
    if row is None:
        return None
    own = [each for each in scene.outcome.activities if each.project == code]
    ids = {each.id for each in own}
    pictures = (work for lane in page.gantt.lanes for work in lane.works)
    chosen = tuple(each for each in scene.outcome.tasks if code in each.projects)
    return WorkPage(
        code=code,
        title=both(row.title_zh, row.title_en),
        owner=(row.owner, scene.body(row.owner)) if row.owner else None,
        place=(row.place, place_name(code=row.place, scene=scene)) if row.place else None,
        size=stated(table="projects", row=row, text=in_two(text=row.size)) if row.size else None,
        capacity=_capacity(row),
        investment=stated(table="projects", row=row, text=money(cny=float(row.investment_cny)))
        if row.investment_cny is not None
        else None,
        cost=_cost(row),
        programme=_programme(row, scene),
        picture=next((work for work in pictures if work.id == code), None),
        steps=tuple(_step(each, scene) for each in _in_order(own)),
        n_done=sum(each.done for each in own),
        promises=promises(activities=own, scene=scene),
        findings=finding_lines(
            findings=(each for each in scene.outcome.findings if each.where in ids),
            scene=scene,
            replies=replies,
        ),
        tasks=task_list(tasks=chosen, scene=scene, known=known),
        sources=row.sources,
    )


def place_name(*, code: str, scene: Scene) -> Text:
    """The name of a place; its id where the plan does not name it."""
    row = next((each for each in scene.plan.places if each.id == code), None)
    return both(row.title_zh, row.title_en) if row else Text(zh=code, en=code)


def _capacity(row: Project) -> Figure | None:
    if row.capacity is None:
        return None
    unit, amount = unit_words(unit=row.capacity_unit), f"{row.capacity.normalize():f}"
    return stated(table="projects", row=row, text=Text(zh=f"{amount} {unit.zh}", en=f"{amount} {unit.en}"))


def _cost(row: Project) -> Figure | None:
    """Low, middle and high final cost as one figure; None where it is not recorded."""
    if row.cost_low is None or row.cost_high is None:
        return None
    middle = row.cost_mode if row.cost_mode is not None else row.investment_cny
    parts = [money(cny=float(each)) for each in (row.cost_low, middle, row.cost_high) if each is not None]
    words = Text(zh=" / ".join(each.zh for each in parts), en=" / ".join(each.en for each in parts))
    return stated(table="projects", row=row, text=words)


def _programme(row: Project, scene: Scene) -> tuple[tuple[str, Text], ...]:
    return tuple(
        (each.id, both(each.title_zh, each.title_en))
        for each in scene.plan.projects
        if row.programme and each.programme == row.programme and each.id != row.id
    )


def _in_order(rows: list[ActivityOutcome]) -> list[ActivityOutcome]:
    return sorted(rows, key=lambda each: (each.start_p50, each.finish_p50, each.id))


def _step(each: ActivityOutcome, scene: Scene) -> Step:
    share = max((value for _, value in each.criticality), default=0.0)
    return Step(
        title=each.title,
        owner=each.owner,
        owner_name=scene.body(each.owner),
        light=scene.lights[each.id],
        state="" if each.done else (f"{each.state}_{each.grounds}" if each.grounds else each.state),
        start=computed(name="finish", text=each.start_p50.isoformat()),
        p50=computed(name="finish", text=each.finish_p50.isoformat()),
        p80=None if each.done else computed(name="finish", text=each.finish_p80.isoformat()),
        critical=computed(name="criticality", text=f"{percent(share=share)} %") if share else None,
        merge=computed(name="merge", text=f"{each.merge_days:.1f}")
        if each.merge_days >= LEAST_MERGE
        else None,
        done=each.done,
    )
