"""What was made of a ledger, counted: tasks, kinds, activities, and which rows lack a date, a lead or a state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tongchou.plan.compose.kind import How, kind_of
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.lexicon import is_blank
from tongchou.plan.compose.whole import names_no_milestone
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
    """What a composed plan holds.

    `assumed` is how many of its activities are assumptions: all that come of a template. `figures` are the tasks that
    set a figure to be reached and are no work.
    """

    tasks: int
    kinds: tuple[KindMade, ...]
    figures: tuple[str, ...]
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
    works = [pair for pair in pairs if kind_of(row=pair[1]).how != "figure"]
    parents = {goal.parent for goal in plan.goals}
    leaves = [goal for goal in plan.goals if goal.id not in parents]
    return Summary(
        tasks=len(plan.tasks),
        kinds=_kinds(works),
        figures=tuple(task for task, row in pairs if kind_of(row=row).how == "figure"),
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
            state=tuple(pair for pair in works if is_blank(text=pair[1].state)),
            milestone=tuple(pair for pair in works if names_no_milestone(row=pair[1])),
        ),
    )


def _kinds(pairs: Sequence[tuple[str, LedgerRow]]) -> tuple[KindMade, ...]:
    """Kinds by how many tasks they have, most first."""
    found: dict[str, list[tuple[str, How]]] = defaultdict(list)
    for task, row in pairs:
        kind = kind_of(row=row)
        found[kind.kind].append((task, kind.how))
    made = [_kind(kind, own) for kind, own in found.items()]
    return tuple(sorted(made, key=lambda each: (-len(each.tasks), each.kind)))


def _kind(kind: str, own: Sequence[tuple[str, How]]) -> KindMade:
    form, count = template(kind), Counter(how for _, how in own)
    return KindMade(
        kind=kind,
        zh=form.zh,
        en=form.en,
        tasks=tuple(task for task, _ in own),
        given=count["given"],
        told=count["told"],
        near=count["near"],
        guessed=count["guessed"],
        activities=len(own) * len(form.activities),
    )
