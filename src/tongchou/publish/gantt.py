"""The schedule as a picture: lanes by goal, a strip for each open work, its open activities inside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from tongchou.cycle.outcome import ActivityOutcome
from tongchou.kernel.finding import Text
from tongchou.plan.works import Activity
from tongchou.publish.provenance import Figure, computed, duration_words, stated
from tongchou.publish.scale import Axis, Tick
from tongchou.publish.scene import Scene
from tongchou.publish.words import percent

WIDTH = 800.0
RIGHT = 792.0
ROW = 24.0
HEAD = 24.0
INK = 0.5  # criticality from which a bar is drawn in ink
KEY = 0.05  # criticality from which an activity is shown before the rest
MERGE = 0.5  # days from which a merge point is marked
MARGIN = timedelta(days=30)
LABEL = 64.0  # half the width of the label of the day of judgement
MOST_LANES = 10  # with more leaf goals the lanes are those of the cards
OTHER = Text(zh="其他工作", en="other works")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A statement as a diamond: hollow promised, filled actual."""

    x: float
    filled: bool
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttBar:
    """One activity or work: bar to P50, tail to P80, float rail, diamonds, merge triangle. Pixels of its own axis."""

    y: float
    title: Text
    left: float
    right: float
    tail: float
    rail: float | None
    ink: bool
    milestone: bool
    merge: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One open work: its strip on the common axis, its activities on an axis of its own."""

    id: str
    title: Text
    owner: Text
    strip: GanttBar
    count: Figure
    p50: Figure
    p80: Figure
    opened: bool
    ticks: tuple[Tick, ...]
    today: float
    height: float
    bars: tuple[GanttBar, ...]
    rest_height: float
    rest: tuple[GanttBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The works of one goal."""

    title: Text
    hue: int
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One open activity, for the table."""

    title: Text
    owner: Text
    state: str  # key of its word
    duration: Figure | None
    unit: str
    start: Figure
    finishes: tuple[Figure, ...]  # P10, P50, P80, P90
    early: Figure
    late: Figure | None
    float_days: Figure | None
    critical: Figure
    merge: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """The schedule section."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float
    today_label: float  # where its label stands, within the picture
    on: str
    late: Figure  # works whose required activities are forecast after the goal's deadline
    required: Figure
    n_open: Figure
    n_done: Figure
    left: Figure | None  # open activities that are not shown one by one
    groups: tuple[tuple[Text, tuple[ActivityRow, ...]], ...]


def gantt(*, scene: Scene) -> Gantt:
    """The schedule of everything open on the day of judgement."""
    works: dict[str, list[ActivityOutcome]] = defaultdict(list)
    for each in scene.outcome.activities:
        if not each.done and each.id in scene.shown:
            works[each.project].append(each)
    axis = _axis([each for rows in works.values() for each in rows], scene)
    first, late = _opened(scene), _late(works, scene)
    lanes: dict[str, list[Work]] = defaultdict(list)
    for project, rows in works.items():
        lanes[_lane_of(project, rows, scene)].append(_work(project, rows, axis, scene, project == first))
    order = [*(each.id for each in (scene.leaves if _by_leaf(scene) else scene.tops)), ""]
    n_open = sum(not each.done for each in scene.outcome.activities)
    left = n_open - sum(len(rows) for rows in works.values())
    return Gantt(
        lanes=tuple(
            Lane(
                title=scene.name(goal) if goal else OTHER,
                hue=scene.hues.get(goal, N_OTHER),
                works=tuple(lanes[goal]),
            )
            for goal in order
            if lanes.get(goal)
        ),
        ticks=axis.ticks(),
        today=axis.x(scene.outcome.on),
        today_label=min(max(axis.x(scene.outcome.on), LABEL), WIDTH - LABEL),
        late=computed(name="late-days", text=str(sum(late))),
        required=computed(name="count", text=str(len(late))),
        on=scene.outcome.on.isoformat(),
        n_open=computed(name="count", text=str(n_open)),
        n_done=computed(name="count", text=str(len(scene.outcome.activities) - n_open)),
        left=computed(name="count", text=str(left)) if left else None,
        groups=_groups(works, scene),
    )


N_OTHER = 5


def _axis(rows: list[ActivityOutcome], scene: Scene) -> Axis:
    """From the earliest start or statement shown to the latest P80."""
    days = [scene.outcome.on, *(each.finish_p80 for each in rows), *(each.start_p50 for each in rows)]
    days += [day for each in rows for day, _ in _said(each, scene)]
    return Axis(start=min(days) - MARGIN, end=max(days) + MARGIN, left=8.0, right=RIGHT)


def _said(activity: ActivityOutcome, scene: Scene) -> list[tuple[date, bool]]:
    rows = [row for row in scene.said.get(activity.id, ()) if row.aspect == "finish"]
    return [(date.fromisoformat(row.value), row.kind == "actual") for row in rows]


def _opened(scene: Scene) -> str:
    """The work shown open: the principal chain's, else that of the activity deciding the least likely goal."""
    chain = scene.outcome.principal.chain
    if chain:
        return scene.activities[chain[-1]].project
    open_goals = [
        each
        for each in scene.leaves
        if each.decided_by in scene.activities and not scene.activities[each.decided_by].done
    ]
    open_goals.sort(key=lambda each: (not each.enough, each.chance if each.chance is not None else 1.0))
    return scene.activities[open_goals[0].decided_by].project if open_goals else ""


def _late(works: dict[str, list[ActivityOutcome]], scene: Scene) -> list[bool]:
    """For every open work that a goal requires: whether the median forecast is later than the deadline."""
    due: dict[str, date] = {}
    for goal in scene.leaves:
        for name, _ in goal.parts if goal.due else ():
            due[name] = min(goal.due or date.max, due.get(name, date.max))
    found = [[each for each in rows if each.id in due] for rows in works.values()]
    return [any(each.finish_p50 > due[each.id] for each in rows) for rows in found if rows]


def _by_leaf(scene: Scene) -> bool:
    return len(scene.leaves) <= MOST_LANES


def _lane_of(project: str, rows: list[ActivityOutcome], scene: Scene) -> str:
    """The goal in whose lane a work is drawn: its leaf goal, or the card above it where there are many."""
    leaf = _goal_of(project, rows, scene)
    if not leaf or _by_leaf(scene):
        return leaf
    return scene.cards.get(leaf, "")


def _goal_of(project: str, rows: list[ActivityOutcome], scene: Scene) -> str:
    """The leaf goal a work stands under: one that requires it, else one it can decide, else by its tasks."""
    ids = {each.id for each in rows}
    for goal in scene.leaves:
        if ids & {name for name, _ in goal.parts}:
            return goal.id
    deciding = {goal: share for each in rows for goal, share in each.criticality}
    if deciding:
        return max(deciding, key=lambda goal: (deciding[goal], goal))
    return _by_tasks(project, scene)


def _by_tasks(project: str, scene: Scene) -> str:
    row = next((row for row in scene.plan.projects if row.id == project), None)
    tasks = {task.id: task for task in scene.plan.tasks}
    goals = [goal for task in (row.tasks if row else ()) if task in tasks for goal in tasks[task].goals]
    leaves = [leaf.id for goal in goals for leaf in scene.leaves_under(goal)]
    return leaves[0] if leaves else ""


def _work(project: str, rows: list[ActivityOutcome], axis: Axis, scene: Scene, opened: bool) -> Work:
    own = _axis(rows, scene)
    rows = sorted(rows, key=lambda each: (each.start_p50, each.finish_p50, each.id))
    chosen = [each for each in rows if _is_key(each, scene)]
    if len(chosen) < 3:
        chosen = rows
    rest = [each for each in rows if each not in chosen]
    last = max(rows, key=lambda each: (each.finish_p50, each.id))
    row = next((row for row in scene.plan.projects if row.id == project), None)
    title = scene.name(project) if row else scene.name(rows[0].id)
    return Work(
        id=project or "none",
        title=title,
        owner=scene.body(row.owner if row else rows[0].owner),
        strip=_strip(rows, title, axis, scene),
        count=computed(name="count", text=str(len(rows))),
        p50=computed(name="finish", text=last.finish_p50.isoformat()),
        p80=computed(name="finish", text=max(each.finish_p80 for each in rows).isoformat()),
        opened=opened,
        ticks=own.ticks(),
        today=own.x(scene.outcome.on),
        height=HEAD + ROW * len(chosen) + 4,
        bars=tuple(_bar(k, each, own, scene) for k, each in enumerate(chosen)),
        rest_height=HEAD + ROW * len(rest) + 4,
        rest=tuple(_bar(k, each, own, scene) for k, each in enumerate(rest)),
    )


def _strip(rows: list[ActivityOutcome], title: Text, axis: Axis, scene: Scene) -> GanttBar:
    marks = sorted({mark for each in rows for mark in _said(each, scene)})
    return GanttBar(
        y=0.0,
        title=title,
        left=axis.x(min(each.start_p50 for each in rows)),
        right=axis.x(max(each.finish_p50 for each in rows)),
        tail=axis.x(max(each.finish_p80 for each in rows)),
        rail=None,
        ink=any(_is_ink(each) for each in rows),
        milestone=False,
        merge="",
        marks=tuple(Mark(x=axis.x(day), filled=filled, label=day.isoformat()) for day, filled in marks),
    )


def _bar(place: int, each: ActivityOutcome, axis: Axis, scene: Scene) -> GanttBar:
    rail = None
    if each.late_finish is not None and each.late_finish > each.finish_p50:
        rail = axis.x(each.late_finish)
    return GanttBar(
        y=HEAD + ROW * place,
        title=each.title,
        left=axis.x(each.start_p50),
        right=axis.x(each.finish_p50),
        tail=axis.x(each.finish_p80),
        rail=rail,
        ink=_is_ink(each),
        milestone=each.milestone,
        merge=f"{each.merge_days:.0f}" if each.merge_days >= MERGE else "",
        marks=tuple(
            Mark(x=axis.x(day), filled=filled, label=day.isoformat()) for day, filled in _said(each, scene)
        ),
    )


def _is_ink(each: ActivityOutcome) -> bool:
    return max((share for _, share in each.criticality), default=0.0) >= INK


def _is_key(each: ActivityOutcome, scene: Scene) -> bool:
    decides = max((share for _, share in each.criticality), default=0.0)
    return decides >= KEY or each.merge_days >= MERGE or bool(scene.said.get(each.id))


def _groups(
    works: dict[str, list[ActivityOutcome]], scene: Scene
) -> tuple[tuple[Text, tuple[ActivityRow, ...]], ...]:
    plan_rows = {row.id: row for row in scene.plan.activities}
    return tuple(
        (
            scene.name(project) if project else OTHER,
            tuple(_table_row(each, plan_rows.get(each.id), scene) for each in rows),
        )
        for project, rows in works.items()
    )


def _table_row(each: ActivityOutcome, row: Activity | None, scene: Scene) -> ActivityRow:
    days = duration_words(row=row).split(" ") if row is not None else [""]
    finishes = (each.finish_p10, each.finish_p50, each.finish_p80, each.finish_p90)
    share = max((value for _, value in each.criticality), default=0.0)
    slack = each.total_float
    return ActivityRow(
        title=each.title,
        owner=scene.body(each.owner),
        state=f"{each.state}_{each.grounds}" if each.grounds else each.state,
        duration=stated(table="activities", row=row, text=days[0]) if row is not None and days[0] else None,
        unit=days[1] if len(days) > 1 else "",
        start=computed(name="finish", text=each.start_p50.isoformat()),
        finishes=tuple(computed(name="finish", text=day.isoformat()) for day in finishes),
        early=computed(name="dates", text=each.early_finish.isoformat()),
        late=computed(name="dates", text=each.late_finish.isoformat()) if each.late_finish else None,
        float_days=computed(name="dates", text=f"{slack:.0f}".replace("-", "−"))
        if slack is not None
        else None,
        critical=computed(name="criticality", text=f"{percent(share=share)} %" if share else "0 %"),
        merge=computed(name="merge", text=f"{each.merge_days:.1f}") if each.merge_days >= MERGE else None,
    )
