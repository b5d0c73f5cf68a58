"""The schedule: every open activity as a bar in the lane of its bureau or goal; a page of it as a picture and table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tongchou.cycle.outcome import ActivityOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.gantt import HEAD, INK, LABEL, MERGE, RIGHT, ROW, WIDTH, GanttBar, Mark
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scale import Axis, Tick
from tongchou.publish.scene import Scene
from tongchou.publish.words import percent

MARGIN = timedelta(days=30)
MOST_LEAVES = 10  # with more tested goals the lanes are those of the cards
N_OTHER = 5  # the hue of what stands under no goal
NOBODY = Text(zh="未登记责任单位", en="no responsible body recorded")
NO_GOAL = Text(zh="其他工作", en="other works")
LANES = ("bureau", "goal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One open activity on the axis of days."""

    id: str
    title: Text
    owner: str
    owner_name: Text
    project: str
    task: str
    start: date
    p50: date
    p80: date
    late: date | None  # end of the float rail
    slack: float | None
    critical: float
    merge: float  # days lost where paths meet
    milestone: bool
    promised: date | None
    marks: tuple[tuple[date, bool], ...]  # (day, whether it has happened)

    @property
    def ink(self) -> bool:
        """Whether it decides a goal in half of the futures or more."""
        return self.critical >= INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The open activities of one bureau or goal, in order of their start."""

    key: str
    title: Text
    hue: int
    spans: tuple[Span, ...]
    late: Figure | None  # of them forecast later than promised
    p50: Figure
    p80: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table."""

    span: Span
    start: Figure
    p50: Figure
    p80: Figure
    promised: Figure | None
    slack: Figure | None
    critical: Figure | None
    merge: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The part of a lane that stands on one page of the schedule."""

    title: Text
    hue: int
    height: float
    bars: tuple[GanttBar, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of the schedule."""

    strips: tuple[Strip, ...]
    ticks: tuple[Tick, ...]
    today: float
    today_label: float
    first: int
    last: int
    n: int


def lanes(*, scene: Scene, by: str) -> tuple[Lane, ...]:
    """Every open activity, lane by lane; what belongs to no bureau or goal stands last.

    Parameters
    ----------
    by : "bureau" or "goal"
    """
    place = goal_of(scene=scene) if by == "goal" else _bureau_of
    tasks = {project: task.id for task in reversed(scene.outcome.tasks) for project in task.projects}
    found: dict[str, list[Span]] = defaultdict(list)
    for each in scene.outcome.activities:
        if not each.done:
            found[place(each)].append(_span(each, scene, each.task or tasks.get(each.project, "")))
    order = [goal.id for goal in scene.outcome.goals] if by == "goal" else _bodies(scene)
    rank = {key: k for k, key in enumerate(order)}
    keys = sorted(found, key=lambda key: (rank.get(key, len(rank) + (not key)), key))
    return tuple(_lane(key, found[key], by, scene) for key in keys)


def _bodies(scene: Scene) -> list[str]:
    return [row.id for row in scene.plan.organisations]


def _bureau_of(each: ActivityOutcome) -> str:
    return each.owner


def goal_of(*, scene: Scene) -> Callable[[ActivityOutcome], str]:
    """The lane of an activity by goals: one its project is required by, else one it decides, else by its tasks."""
    few = len(scene.leaves) <= MOST_LEAVES
    above = {leaf.id: leaf.id if few else top.id for top in scene.tops for leaf in scene.leaves_under(top.id)}
    projects: dict[str, str] = {}
    for task in scene.outcome.tasks:
        served = [leaf.id for goal in task.goals for leaf in scene.leaves_under(goal)]
        for project in task.projects if served else ():
            projects.setdefault(project, served[0])
    deciding: dict[str, tuple[float, str]] = {}
    for each in scene.outcome.activities:
        for goal, share in each.criticality:
            if each.project and (share, goal) > deciding.get(each.project, (0.0, "")):
                deciding[each.project] = (share, goal)
    required = {name: goal.id for goal in reversed(scene.leaves) for name, _ in goal.parts}
    asked = {
        scene.activities[name].project: goal for name, goal in required.items() if name in scene.activities
    }

    def lane(each: ActivityOutcome) -> str:
        decided = deciding.get(each.project, (0.0, ""))[1]
        found = required.get(each.id) or asked.get(each.project) or decided or projects.get(each.project, "")
        return above.get(found, "")

    return lane


def _span(each: ActivityOutcome, scene: Scene, task: str) -> Span:
    rows = [row for row in scene.said.get(each.id, ()) if row.aspect == "finish"]
    return Span(
        id=each.id,
        title=scene.name(each.id),
        owner=each.owner,
        owner_name=scene.body(each.owner),
        project=each.project,
        task=task,
        start=each.start_p50,
        p50=each.finish_p50,
        p80=each.finish_p80,
        late=each.late_finish if each.late_finish and each.late_finish > each.finish_p50 else None,
        slack=each.total_float,
        critical=max((share for _, share in each.criticality), default=0.0),
        merge=each.merge_days if each.merge_days >= MERGE else 0.0,
        milestone=each.milestone,
        promised=each.promised,
        marks=tuple((date.fromisoformat(row.value), row.kind == "actual") for row in rows),
    )


def _lane(key: str, spans: list[Span], by: str, scene: Scene) -> Lane:
    late = sum(each.promised is not None and each.p50 > each.promised for each in spans)
    nameless = NO_GOAL if by == "goal" else NOBODY
    return Lane(
        key=key,
        title=(scene.name(key) if by == "goal" else scene.body(key)) if key else nameless,
        hue=scene.hues.get(key, N_OTHER) if by == "goal" else 1,
        spans=tuple(sorted(spans, key=lambda each: (each.start, each.p50, each.id))),
        late=computed(name="count", text=str(late)) if late else None,
        p50=computed(name="finish", text=max(each.p50 for each in spans).isoformat()),
        p80=computed(name="finish", text=max(each.p80 for each in spans).isoformat()),
    )


def sheet(*, lanes: tuple[Lane, ...], first: int, most: int, on: date) -> Sheet:
    """The bars from place `first` (from 0), `most` of them, in the order of the lanes."""
    spans = [(lane, each) for lane in lanes for each in lane.spans][first : first + most]
    axis = axis_of(spans=[each for _, each in spans], on=on)
    strips = []
    for lane in lanes:
        own = [each for held, each in spans if held is lane]
        if own:
            strips.append(
                Strip(
                    title=lane.title,
                    hue=lane.hue,
                    height=HEAD + ROW * len(own) + 4,
                    bars=tuple(_bar(k, each, axis) for k, each in enumerate(own)),
                    lines=tuple(_line(each) for each in own),
                )
            )
    today = axis.x(on)
    return Sheet(
        strips=tuple(strips),
        ticks=axis.ticks(),
        today=today,
        today_label=min(max(today, LABEL), WIDTH - LABEL),
        first=first + 1,
        last=first + len(spans),
        n=sum(len(lane.spans) for lane in lanes),
    )


def axis_of(*, spans: Iterable[Span], on: date) -> Axis:
    """From the earliest start or saying to the latest P80, with a month at each end."""
    days = [on]
    for each in spans:
        days += [each.start, each.p80, *(day for day, _ in each.marks)]
    return Axis(start=min(days) - MARGIN, end=max(days) + MARGIN, left=8.0, right=RIGHT)


def _bar(place: int, each: Span, axis: Axis) -> GanttBar:
    return GanttBar(
        y=HEAD + ROW * place,
        title=each.title,
        left=axis.x(each.start),
        right=axis.x(each.p50),
        tail=axis.x(each.p80),
        rail=axis.x(each.late) if each.late else None,
        ink=each.ink,
        milestone=each.milestone,
        merge=f"{each.merge:.0f}" if each.merge else "",
        marks=tuple(Mark(x=axis.x(day), filled=done, label=day.isoformat()) for day, done in each.marks),
    )


def _line(each: Span) -> Line:
    slack = f"{each.slack:.0f}".replace("-", "\N{MINUS SIGN}") if each.slack is not None else ""
    return Line(
        span=each,
        start=computed(name="finish", text=each.start.isoformat()),
        p50=computed(name="finish", text=each.p50.isoformat()),
        p80=computed(name="finish", text=each.p80.isoformat()),
        promised=computed(name="promise", text=each.promised.isoformat()) if each.promised else None,
        slack=computed(name="dates", text=slack) if slack else None,
        critical=computed(name="criticality", text=f"{percent(share=each.critical)} %")
        if each.critical
        else None,
        merge=computed(name="merge", text=f"{each.merge:.1f}") if each.merge else None,
    )
