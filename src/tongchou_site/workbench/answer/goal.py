"""One goal: what, why and how, where it stands, when it is met, who answers, and what decides it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome, TaskOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.plan.measures import Target
from tongchou.plan.purpose import Goal
from tongchou.publish.chart import Distribution
from tongchou.publish.goals import Leaf
from tongchou.publish.lights import Light, light_of_target
from tongchou.publish.page import Page
from tongchou.publish.provenance import AssumptionEntry, Figure, computed, stated
from tongchou.publish.scene import Scene
from tongchou.publish.tasks import CommitmentCard
from tongchou.publish.words import money, percent
from tongchou_site.workbench.answer.tasks import Known, TaskList, task_list
from tongchou_site.workbench.answer.trajectory import Trajectory, trajectories

MOST_DECIDING = 8
MOST_ASSUMPTIONS = 8
LEAST_CRITICAL = 0.01  # share of futures under which an activity is not said to decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing the test asks for: an activity to be finished, or an indicator's target."""

    title: Text
    project: str
    owner: Text
    light: Light
    promised: Figure | None
    p50: Figure | None
    p80: Figure | None
    chance: Figure | None
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """An activity that finishes last in a share of the futures."""

    title: Text
    project: str
    owner: Text
    share: Figure
    p50: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The planned money of one work under the goal."""

    project: str
    title: Text
    amount: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPage:
    """Everything a goal's page shows."""

    id: str
    title: Text
    hue: int
    working: bool
    what: Text
    why: Text
    how: Text
    above: tuple[str, Text] | None
    below: tuple[tuple[str, Text], ...]
    leaves: tuple[Leaf, ...]
    parts: tuple[tuple[Text, tuple[Part, ...]], ...]  # by tested goal
    distributions: tuple[Distribution, ...]
    trajectories: tuple[Trajectory, ...]
    owners: tuple[tuple[str, Text, int], ...]  # (code, name, tasks led)
    unowned: int
    tasks: TaskList
    commitments: tuple[CommitmentCard, ...]
    money: tuple[Money, ...]
    money_total: Figure | None
    deciders: tuple[Decider, ...]
    assumptions: tuple[AssumptionEntry, ...]


def goal_page(*, goal: str, scene: Scene, page: Page, known: Known) -> GoalPage | None:
    """The page of a goal; None where the plan has no such goal."""
    found = next((each for each in scene.outcome.goals if each.id == goal), None)
    if found is None:
        return None
    leaves = scene.leaves_under(goal)
    ids = tuple(each.id for each in leaves)
    row = next((each for each in scene.plan.goals if each.id == goal), None)
    under = _family(goal, scene)
    chosen = tuple(each for each in scene.outcome.tasks if under & set(each.goals))
    tasks = task_list(tasks=chosen, scene=scene, known=known)
    spoken = {each.id for each in scene.plan.commitments if under & set(each.goals)}
    sums, total = _money(chosen_works={work for each in chosen for work in each.projects}, scene=scene)
    return GoalPage(
        id=goal,
        title=found.title,
        hue=scene.hues.get(goal, 5),
        working=any(each.test_kind == "working" for each in leaves),
        what=_text(row, "what"),
        why=_text(row, "why"),
        how=_text(row, "how"),
        above=(found.parent, scene.name(found.parent)) if found.parent else None,
        below=tuple((each.id, each.title) for each in scene.outcome.goals if each.parent == goal),
        leaves=tuple(leaf for card in page.goals.cards for leaf in card.leaves if leaf.id in ids),
        parts=tuple((each.title, _parts(each, scene)) for each in leaves if each.parts),
        distributions=tuple(each for each in page.distributions if each.id in ids),
        trajectories=trajectories(goals=ids, scene=scene),
        owners=_owners(chosen, scene),
        unowned=sum(not each.lead for each in chosen),
        tasks=tasks,
        commitments=tuple(each for each in page.tasks.commitments if each.id in spoken),
        money=sums,
        money_total=total,
        deciders=_deciders(leaves, scene),
        assumptions=_heaviest(leaves, scene, page),
    )


def _text(row: Goal | None, field: str) -> Text:
    return both(*(str(getattr(row, f"{field}_{lang}", "")) for lang in ("zh", "en")))


def _family(goal: str, scene: Scene) -> set[str]:
    """The goal and every goal under it."""
    found = {goal}
    for _ in scene.outcome.goals:
        found |= {each.id for each in scene.outcome.goals if each.parent in found}
    return found


def _owners(tasks: tuple[TaskOutcome, ...], scene: Scene) -> tuple[tuple[str, Text, int], ...]:
    led = Counter(each.lead for each in tasks if each.lead)
    return tuple(
        (code, scene.body(code), n) for code, n in sorted(led.items(), key=lambda row: (-row[1], row[0]))
    )


def _parts(goal: GoalOutcome, scene: Scene) -> tuple[Part, ...]:
    targets = {row.id: row for row in scene.plan.targets}
    rows = []
    for name, share in goal.parts:
        chance = computed(name="chance", text=f"{percent(share=share)} %") if goal.enough else None
        activity = scene.activities.get(name)
        if activity is not None:
            rows.append(_activity_part(activity, scene, chance))
        elif name in targets:
            shown = light_of_target(target=targets[name], plan=scene.plan, on=scene.outcome.on)
            rows.append(
                Part(
                    title=scene.name(name),
                    project="",
                    owner=scene.body(""),
                    light=shown,
                    promised=_due(targets[name]),
                    p50=None,
                    p80=None,
                    chance=chance,
                    done=share >= 1.0,
                )
            )
    return tuple(rows)


def _due(row: Target) -> Figure | None:
    return stated(table="targets", row=row, text=row.due.isoformat()) if row.due else None


def _activity_part(each: ActivityOutcome, scene: Scene, chance: Figure | None) -> Part:
    return Part(
        title=scene.name(each.id),
        project=each.project,
        owner=scene.body(each.owner),
        light=scene.lights[each.id],
        promised=computed(name="promise", text=each.promised.isoformat()) if each.promised else None,
        p50=computed(name="finish", text=each.finish_p50.isoformat()),
        p80=None if each.done else computed(name="finish", text=each.finish_p80.isoformat()),
        chance=None if each.done else chance,
        done=each.done,
    )


def _deciders(leaves: tuple[GoalOutcome, ...], scene: Scene) -> tuple[Decider, ...]:
    """The activities that most often finish last, by the greatest share over these goals."""
    ids = {each.id for each in leaves}
    shares = {
        each.id: max((share for goal, share in each.criticality if goal in ids), default=0.0)
        for each in scene.outcome.activities
        if not each.done
    }
    ranked = sorted(shares, key=lambda name: (-shares[name], name))[:MOST_DECIDING]
    return tuple(
        Decider(
            title=scene.name(name),
            project=scene.activities[name].project,
            owner=scene.body(scene.activities[name].owner),
            share=computed(name="criticality", text=f"{percent(share=shares[name])} %"),
            p50=computed(name="finish", text=scene.activities[name].finish_p50.isoformat()),
        )
        for name in ranked
        if shares[name] >= LEAST_CRITICAL
    )


def _money(*, chosen_works: set[str], scene: Scene) -> tuple[tuple[Money, ...], Figure | None]:
    rows = [row for row in scene.plan.projects if row.id in chosen_works and row.investment_cny is not None]
    total = sum((row.investment_cny or 0 for row in rows), start=0)
    lines = tuple(
        Money(
            project=row.id,
            title=both(row.title_zh, row.title_en),
            amount=stated(table="projects", row=row, text=money(cny=float(row.investment_cny or 0))),
        )
        for row in sorted(rows, key=lambda row: (-(row.investment_cny or 0), row.id))
    )
    return lines, computed(name="money", text=money(cny=float(total))) if len(rows) > 1 else None


def _heaviest(leaves: tuple[GoalOutcome, ...], scene: Scene, page: Page) -> tuple[AssumptionEntry, ...]:
    """Of the assumptions that carry most of the whole answer, those that touch what these goals wait for."""
    ids = {each.id for each in leaves}
    parts = {name for each in leaves for name, _ in each.parts}
    touching = {each.id for each in scene.outcome.activities if ids & {goal for goal, _ in each.criticality}}
    touching |= parts
    works = {scene.activities[name].project for name in touching if name in scene.activities}
    groups = {row.programme for row in scene.plan.projects if row.id in works and row.programme}
    selectors = {f"project:{work}" for work in works} | {f"programme:{name}" for name in groups}
    drivers = {row.id for row in scene.plan.drivers if selectors & set(row.applies_to)}
    wanted = touching | drivers
    rows = [each for each in page.assumptions if each.share and each.anchor.split(".", 1)[1] in wanted]
    return tuple(rows[:MOST_ASSUMPTIONS])
