"""What was made of a ledger, counted: tasks, kinds, activities, and which rows lack a date, a lead or a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.lexicon import is_blank
from tongchou.plan.compose.whole import GUESSED_KIND, KIND_GIVEN, KIND_NEAR, names_no_milestone
from tongchou.plan.model import Plan
from tongchou.plan.template import template


@dataclass(frozen=True, slots=True, kw_only=True)
class KindMade:
    """One kind of work: its tasks, and how many of them were told by their title, said by the ledger, or guessed."""

    kind: str
    zh: str
    en: str
    tasks: tuple[str, ...]
    given: int
    told: int
    near: int
    guessed: int
    activities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Rows that lack something: the tasks' ids, with the rows as counted in the file.

    `milestone`: a day is promised, and neither its words nor the title say what for; the opening is taken.
    """

    date: tuple[tuple[str, LedgerRow], ...]
    lead: tuple[tuple[str, LedgerRow], ...]
    state: tuple[tuple[str, LedgerRow], ...]
    milestone: tuple[tuple[str, LedgerRow], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a composed plan holds. `assumed` is how many of its activities are assumptions: all that come of a template."""

    tasks: int
    kinds: tuple[KindMade, ...]
    activities: int
    assumed: int
    links: int
    promises: int
    facts: int
    goals: int
    dated_goals: int
    organisations: int
    lacking: Lacking


def summarise(*, rows: Sequence[LedgerRow], plan: Plan) -> Summary:
    """Count what `compose` made of these rows; tasks stand in the order of the rows."""
    pairs = [(task.id, row) for task, row in zip(plan.tasks, rows, strict=True)]
    parents = {goal.parent for goal in plan.goals}
    leaves = [goal for goal in plan.goals if goal.id not in parents]
    return Summary(
        tasks=len(plan.tasks),
        kinds=_kinds(plan),
        activities=len(plan.activities),
        assumed=sum(row.basis == "assumption" for row in plan.activities),
        links=len(plan.links),
        promises=sum(row.kind == "planned" for row in plan.statements),
        facts=sum(row.kind == "actual" and row.basis == "statement" for row in plan.statements),
        goals=len(leaves),
        dated_goals=sum(goal.deadline is not None for goal in leaves),
        organisations=len(plan.organisations),
        lacking=Lacking(
            date=tuple(pair for pair in pairs if not pair[1].promises),
            lead=tuple(pair for pair in pairs if not pair[1].lead),
            state=tuple(pair for pair in pairs if is_blank(text=pair[1].state)),
            milestone=tuple(pair for pair in pairs if names_no_milestone(row=pair[1])),
        ),
    )


def _kinds(plan: Plan) -> tuple[KindMade, ...]:
    """Kinds by how many tasks they have, most first."""
    made = []
    for kind in dict.fromkeys(project.kind for project in plan.projects):
        own = [project for project in plan.projects if project.kind == kind]
        given = sum(each.reason.startswith(KIND_GIVEN) for each in own)
        near = sum(each.reason.startswith(KIND_NEAR) for each in own)
        guessed = sum(each.reason.startswith(GUESSED_KIND) for each in own)
        form = template(kind)
        made.append(
            KindMade(
                kind=kind,
                zh=form.zh,
                en=form.en,
                tasks=tuple(each.id for each in own),
                given=given,
                told=len(own) - given - near - guessed,
                near=near,
                guessed=guessed,
                activities=len(own) * len(form.activities),
            )
        )
    return tuple(sorted(made, key=lambda each: (-len(each.tasks), each.kind)))
