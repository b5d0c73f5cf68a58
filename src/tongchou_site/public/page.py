"""What the public pages show of one answer, as plain frozen values; made once, kept while it is among the latest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome
from tongchou.kernel.finding import Text
from tongchou.plan.purpose import Goal
from tongchou.plan.works import Statement
from tongchou.publish import provenance
from tongchou.publish.goals import Leaf, goals
from tongchou.publish.lights import Light, worst
from tongchou.publish.scene import Scene, scene
from tongchou_site.public import plainly
from tongchou_site.records.queries.public import public_answer

KEPT = 8
MOST_WORKS = 200  # works listed on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafView:
    """A tested goal in plain language."""

    id: str
    title: Text
    test: Text
    due: Text
    light: Light
    forecast: Text
    finish: Text | None
    decides: Text | None
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """A goal: what, why, how, how far, when; who follows from its tasks."""

    id: str
    title: Text
    hue: int
    what: Text
    why: Text
    how: Text
    working: bool
    light: Light
    leaves: tuple[LeafView, ...]
    below: tuple[str, ...]  # itself and every goal under it
    works: tuple[WorkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """A piece of work with its dates as they were said: first promised, now promised, actual; how the promise fared.

    `kept` is whether the first promise was kept, None where that is not known (yet).
    """

    id: str
    name: Text
    owner: str
    first: Text | None
    promised: Text | None  # None: as at first
    actual: Text | None
    kept: bool | None
    fared: Text
    light: Light
    by: date  # the day it is sorted by


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentView:
    """What a body said it will do, in our words."""

    id: str
    gist: Text
    said_on: date | None
    source: str
    goals: tuple[tuple[str, Text, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Evidence as the library's section shows it."""

    assumptions: tuple[provenance.AssumptionEntry, ...]
    calculations: tuple[provenance.Calculation, ...]
    statements: tuple[provenance.StatementEntry, ...]
    sources: tuple[provenance.SourceEntry, ...]
    files: tuple[tuple[str, int, str], ...]


@lru_cache(maxsize=KEPT)
def scene_of(*, run: int) -> Scene:
    """Everything the pages look up in one answer."""
    answer = public_answer(run=run)
    return scene(outcome=answer.outcome, plan=answer.plan)


@lru_cache(maxsize=KEPT)
def _leaves(*, run: int) -> dict[str, Leaf]:
    cards = goals(scene=scene_of(run=run)).cards
    return {leaf.id: leaf for card in cards for leaf in card.leaves}


@lru_cache(maxsize=KEPT)
def top_goals(*, run: int) -> tuple[GoalView, ...]:
    """The goals of the first page."""
    return tuple(_goal(each, run) for each in scene_of(run=run).tops)


def goal_view(*, run: int, goal: str) -> GoalView | None:
    """One goal; None where there is none."""
    found = next((each for each in scene_of(run=run).outcome.goals if each.id == goal), None)
    return _goal(found, run) if found else None


def _goal(goal: GoalOutcome, run: int) -> GoalView:
    found = scene_of(run=run)
    rows = {row.id: row for row in found.plan.goals}
    row = rows.get(goal.id)
    leaves = tuple(_leaf(each, run) for each in found.leaves_under(goal.id))
    below = goals_below(scene=found, goal=goal.id)
    return GoalView(
        id=goal.id,
        title=goal.title,
        hue=found.hues.get(goal.id, 1),
        what=_text(row, rows, "what"),
        why=_text(row, rows, "why"),
        how=_text(row, rows, "how"),
        working=any(each.test_kind == "working" for each in found.leaves_under(goal.id)),
        light=worst(lights=[each.light for each in leaves]),
        leaves=leaves,
        below=below,
        works=_works_of_goal(found, goal, below),
    )


def goals_below(*, scene: Scene, goal: str) -> tuple[str, ...]:
    """A goal and every goal under it, in the order of the plan."""
    below = {goal}
    for _ in scene.outcome.goals:
        below |= {each.id for each in scene.outcome.goals if each.parent in below}
    return tuple(each.id for each in scene.outcome.goals if each.id in below)


def _text(row: Goal | None, rows: dict[str, Goal], field: str) -> Text:
    """The words of a goal, or of the nearest goal above that has some."""
    while row is not None:
        zh, en = (str(getattr(row, f"{field}_{lang}")) for lang in ("zh", "en"))
        if zh or en:
            return Text(zh=zh or en, en=en or zh)
        row = rows.get(row.parent)
    return Text(zh="", en="")


def _leaf(goal: GoalOutcome, run: int) -> LeafView:
    leaf = _leaves(run=run)[goal.id]
    return LeafView(
        id=goal.id,
        title=goal.title,
        test=leaf.test,
        due=plainly.due(on=goal.due),
        light=replace(leaf.light, why=plainly.dated(leaf.light.why)),
        forecast=plainly.goal_forecast(goal=goal, met=leaf.met),
        finish=plainly.goal_finish(goal=goal, met=leaf.met),
        decides=None if leaf.met else leaf.decides,
        missing=leaf.missing,
    )


def _works_of_goal(found: Scene, goal: GoalOutcome, below: tuple[str, ...]) -> tuple[WorkView, ...]:
    """What the tests of a goal ask for, work by work."""
    asked = [
        name for each in found.outcome.goals if each.id in below for name, _ in each.parts
    ]  # the goal itself among them
    return _works(
        found, (found.activities[name] for name in dict.fromkeys(asked) if name in found.activities)
    )


@lru_cache(maxsize=KEPT)
def works_by_owner(*, run: int) -> dict[str, tuple[WorkView, ...]]:
    """Of every body its works of which a finish was said, by the day promised."""
    found, owned = scene_of(run=run), dict[str, list[ActivityOutcome]]()
    for each in found.outcome.activities:
        if _dated(each, found):
            owned.setdefault(each.owner, []).append(each)
    return {owner: _works(found, rows) for owner, rows in owned.items()}


@lru_cache(maxsize=KEPT)
def works_by_task(*, run: int) -> dict[str, tuple[WorkView, ...]]:
    """Of every task its works of which a finish was said."""
    found, owned = scene_of(run=run), dict[str, list[ActivityOutcome]]()
    projects: dict[str, list[str]] = {}
    for task in found.outcome.tasks:
        for project in task.projects:
            projects.setdefault(project, []).append(task.id)
    for each in found.outcome.activities:
        if _dated(each, found):
            for task in {each.task, *projects.get(each.project, ())} - {""}:
                owned.setdefault(task, []).append(each)
    return {task: _works(found, rows) for task, rows in owned.items()}


def _dated(each: ActivityOutcome, found: Scene) -> bool:
    return any(row.aspect == "finish" for row in found.said.get(each.id, ()))


def _works(found: Scene, rows: Iterable[ActivityOutcome]) -> tuple[WorkView, ...]:
    views = sorted((_work(each, found) for each in rows), key=lambda view: (view.by, view.id))
    return tuple(views[:MOST_WORKS])


def _work(each: ActivityOutcome, found: Scene) -> WorkView:
    said = [row for row in found.said.get(each.id, ()) if row.aspect == "finish"]
    promises = [row for row in said if row.kind == "planned"]
    actuals = [row for row in said if row.kind == "actual"]
    first, last, actual = (
        rows[at] if rows else None for rows, at in ((promises, 0), (promises, -1), (actuals, -1))
    )
    kept = _kept(first, actual)
    shown = found.lights[each.id]
    return WorkView(
        id=each.id,
        name=found.name(each.id),
        owner=each.owner,
        first=_day(first),
        promised=_day(last) if first and last and last.value != first.value else None,
        actual=_day(actual),
        kept=kept,
        fared=_fared(first=first, actual=actual, kept=kept, done=each.done, on=found.outcome.on),
        light=replace(shown, why=plainly.dated(shown.why)),
        by=max((date.fromisoformat(row.value) for row in (last or actual,) if row), default=date.max),
    )


def _day(row: Statement | None) -> Text | None:
    return plainly.said_day(on=date.fromisoformat(row.value), precision=row.precision) if row else None


def _kept(first: Statement | None, actual: Statement | None) -> bool | None:
    """Whether a promise was kept; not known where its work is only known to be finished by a later day."""
    if first is None or actual is None:
        return None
    in_time = actual.value <= first.value
    return True if in_time else None if actual.precision == "latest" else False


def _fared(
    *, first: Statement | None, actual: Statement | None, kept: bool | None, done: bool, on: date
) -> Text:
    """How the first promise fared."""
    if first is None:
        return Text(zh="没有公布承诺日期", en="no date was promised")
    if kept:
        return Text(zh="如期兑现", en="kept")
    if actual is not None and kept is False:
        late = (date.fromisoformat(actual.value) - date.fromisoformat(first.value)).days
        return Text(zh="已完成，晚 {n} 天", en="finished, {n} days late").filled(n=late)
    if done:
        return Text(zh="已完成，是否如期未公布", en="finished; whether in time is not published")
    if date.fromisoformat(first.value) < on:
        return Text(zh="已到期，未见完成的证据", en="due, no evidence of its finish")
    return Text(zh="未到期", en="not yet due")


def commitments_of(*, run: int, bureau: str) -> tuple[CommitmentView, ...]:
    """What a body said it will do, in the order of the plan."""
    found = scene_of(run=run)
    return tuple(
        CommitmentView(
            id=row.id,
            gist=Text(zh=row.gist_zh or row.gist_en, en=row.gist_en or row.gist_zh),
            said_on=row.said_on,
            source=row.source,
            goals=tuple((goal, found.name(goal), found.hues.get(goal, 5)) for goal in row.goals),
        )
        for row in found.plan.commitments
        if row.organisation == bureau
    )


@lru_cache(maxsize=KEPT)
def proof_of(*, run: int) -> Proof:
    """The evidence behind an answer."""
    found = scene_of(run=run)
    outcome, plan = found.outcome, found.plan
    return Proof(
        assumptions=provenance.assumptions(outcome=outcome, plan=plan, shown=found.shown),
        calculations=provenance.calculations(outcome=outcome),
        statements=provenance.statements(plan=plan),
        sources=provenance.sources(plan=plan, on=outcome.on),
        files=(),  # they have a page of their own
    )
