"""The page of the principal constraint: one horizon, its levers with what may be tried, and the form of a decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongchou.cycle.outcome import LeverOutcome, PrincipalOutcome
from tongchou.kernel.finding import Text
from tongchou.plan.select import owner_of
from tongchou.publish.page import Page
from tongchou.publish.principal import Horizon
from tongchou.publish.provenance import Figure, computed
from tongchou.publish.scene import Scene
from tongchou.publish.words import per_hundred

MOST_ACTIVITIES = 200  # offered as what a decision leads to
LARGE_EFFORT = 40  # days from which the slider goes in steps of five


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A lever that can be tried or decided upon."""

    id: str
    title: Text
    kind: str
    gain: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An activity a decision may lead to."""

    id: str
    title: Text
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What stands around one horizon's answer."""

    horizon: Horizon
    permits: tuple[Choice, ...]  # permit classes outside the ranking's first rows
    others: tuple[Choice, ...]  # every other lever that can be tried
    most: int  # days at the end of a slider
    step: int
    given: dict[str, str]  # days already given, by lever
    decided: str  # the lever the form of a decision starts with
    levers: tuple[Choice, ...]  # of that form
    activities: tuple[Offered, ...]


def workshop(
    *, page: Page, scene: Scene, horizon: str, given: dict[str, str], decide: str
) -> Workshop | None:
    """The page of one horizon; None where the plan has no such horizon."""
    shown = next((each for each in page.horizons if each.id == horizon), None)
    if shown is None:
        return None
    answer = next(
        each for each in (scene.outcome.principal, *scene.outcome.horizons) if each.horizon == horizon
    )
    rows = {row.id for row in shown.rows}
    permits = tuple(each for each in answer.levers if each.kind == "permit_class" and each.id not in rows)
    named = rows | {each.id for each in permits}
    ids = [each.id for each in answer.levers]
    first = decide if decide in ids else next((each for each in answer.classes), ids[0] if ids else "")
    effort = round(answer.effort)
    return Workshop(
        horizon=shown,
        permits=_choices(permits),
        others=_choices(each for each in answer.levers if each.id not in named),
        most=2 * effort,
        step=1 if effort <= LARGE_EFFORT else 5,
        given=given,
        decided=first,
        levers=_choices(answer.levers),
        activities=_activities(scene, answer, first),
    )


def _choices(levers: Iterable[LeverOutcome]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=each.id,
            title=each.title,
            kind=each.kind,
            gain=computed(name="gain", text=per_hundred(share=each.gain)) if each.gain > 0 else None,
        )
        for each in levers
    )


def _activities(scene: Scene, answer: PrincipalOutcome, lever: str) -> tuple[Offered, ...]:
    """Those the lever holds first, then the chain, then the open ones that most often decide a goal."""
    held = members_of(scene=scene, lever=lever)
    rows = [each for each in scene.outcome.activities if not each.done and not each.milestone]
    weight = {each.id: max((share for _, share in each.criticality), default=0.0) for each in rows}
    order = sorted(weight, key=lambda name: (name not in held, name not in answer.chain, -weight[name], name))
    return tuple(
        Offered(id=name, title=scene.name(name), chosen=name in held)
        for name in order[:MOST_ACTIVITIES]
        if name in held or name in answer.chain or weight[name] > 0
    )


def members_of(*, scene: Scene, lever: str) -> frozenset[str]:
    """The open activities a lever holds, where it names them: an activity, a permit class, an organisation."""
    kind, _, name = lever.partition(":")
    projects = {row.id: row for row in scene.plan.projects}
    found = {
        "activity": lambda row: row.id == name,
        "permit": lambda row: row.permit_class == name,
        "owner": lambda row: owner_of(activity=row, project=projects.get(row.project)) == name,
    }.get(kind)
    if found is None:
        return frozenset()
    open_ = {each.id for each in scene.outcome.activities if not each.done and not each.milestone}
    return frozenset(row.id for row in scene.plan.activities if row.id in open_ and found(row))
