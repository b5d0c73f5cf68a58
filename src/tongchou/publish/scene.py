"""Everything the sections of a page look things up in: the outcome, the plan as known that day, names, lights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome, Outcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.plan.asof import as_of
from tongchou.plan.model import Plan
from tongchou.plan.works import Statement
from tongchou.publish.lights import Light, light
from tongchou.publish.provenance import subject_names

N_HUES = 5
MOST_SHOWN = 1500  # activities shown one by one; the open data hold them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The outcome with its look-ups. `plan` holds only what was known on the day of the outcome."""

    outcome: Outcome
    plan: Plan
    names: Mapping[str, Text]  # of activities (after their work's name), works, tasks, goals, targets
    bodies: Mapping[str, Text]
    activities: Mapping[str, ActivityOutcome]
    said: Mapping[str, tuple[Statement, ...]]  # of each thing, in the order it was said
    lights: Mapping[str, Light]  # of every activity on the day of judgement
    leaves: tuple[GoalOutcome, ...]  # goals without goals under them
    tops: tuple[GoalOutcome, ...]  # goals shown as cards
    shown: frozenset[str]  # activities shown one by one
    cards: Mapping[str, str]  # of every goal under a card, or one itself: the id of the card
    hues: Mapping[str, int]  # of the same goals, 1 to 5, by the card
    below: Mapping[str, tuple[GoalOutcome, ...]]  # leaf goals by every goal above them, and by themselves

    def leaves_under(self, goal: str) -> tuple[GoalOutcome, ...]:
        """The leaf goals below a goal; itself where it is one."""
        return self.below.get(goal, ())

    def name(self, thing: str) -> Text:
        """The name of anything by its id; the id where it has none."""
        return self.names.get(thing) or Text(zh=thing, en=thing)

    def body(self, organisation: str) -> Text:
        """The name of an organisation; a dash where none is given."""
        if not organisation:
            return Text(zh="—", en="—")
        return self.bodies.get(organisation) or Text(zh=organisation, en=organisation)


def scene(*, outcome: Outcome, plan: Plan) -> Scene:
    """The scene of an outcome; what was said after its day is left out of the plan."""
    known = as_of(plan=plan, on=outcome.on)
    said, parents = _said(known), {each.parent for each in outcome.goals}
    names = {each.id: each.title for each in outcome.goals}
    names |= {each.id: each.title for each in outcome.activities}
    tops, above = _tops(outcome), {each.id: each.parent for each in outcome.goals}
    leaves = tuple(each for each in outcome.goals if each.id not in parents)
    cards = _cards(above, {each.id for each in tops})
    hues = {each.id: k % N_HUES + 1 for k, each in enumerate(tops)}
    return Scene(
        outcome=outcome,
        plan=known,
        names=names | subject_names(plan=known),
        bodies={row.id: both(row.title_zh, row.title_en) for row in known.organisations},
        activities={each.id: each for each in outcome.activities},
        said=said,
        lights={
            each.id: light(statements=said.get(each.id, ()), done=each.done, on=outcome.on)
            for each in outcome.activities
        },
        leaves=leaves,
        tops=tops,
        shown=_shown(outcome, said),
        cards=cards,
        hues={goal: hues[card] for goal, card in cards.items()},
        below=_below(above, leaves),
    )


def _said(plan: Plan) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in sorted(plan.statements, key=lambda row: (row.said_on, row.id)):
        found[row.subject].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _shown(outcome: Outcome, said: Mapping[str, tuple[Statement, ...]]) -> frozenset[str]:
    """Every activity; of very many those that decide a goal, are spoken of or wait longest at a merge."""

    def weight(each: ActivityOutcome) -> tuple[bool, float, bool, float, str]:
        decides = max((share for _, share in each.criticality), default=0.0)
        return (each.done, -decides, each.id not in said, -each.merge_days, each.id)

    return frozenset(each.id for each in sorted(outcome.activities, key=weight)[:MOST_SHOWN])


def _tops(outcome: Outcome) -> tuple[GoalOutcome, ...]:
    """The children of a lone root, else the roots; a lone root without children itself."""
    roots = [each for each in outcome.goals if not each.parent]
    if len(roots) == 1:
        children = tuple(each for each in outcome.goals if each.parent == roots[0].id)
        return children or tuple(roots)
    return tuple(roots)


def _way_up(goal: str, above: Mapping[str, str]) -> Iterator[str]:
    """The goal and those above it, nearest first; each once, should they go round."""
    seen: set[str] = set()
    while goal in above and goal not in seen:
        seen.add(goal)
        yield goal
        goal = above[goal]


def _cards(above: Mapping[str, str], tops: set[str]) -> dict[str, str]:
    found = {goal: next((each for each in _way_up(goal, above) if each in tops), "") for goal in above}
    return {goal: card for goal, card in found.items() if card}


def _below(above: Mapping[str, str], leaves: tuple[GoalOutcome, ...]) -> dict[str, tuple[GoalOutcome, ...]]:
    """One walk up from every leaf: as many steps as the leaves are deep, however many goals there are."""
    found: dict[str, list[GoalOutcome]] = defaultdict(list)
    for leaf in leaves:
        for goal in _way_up(leaf.id, above):
            found[goal].append(leaf)
    return {goal: tuple(each) for goal, each in found.items()}
