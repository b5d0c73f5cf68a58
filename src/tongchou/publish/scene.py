"""Everything the sections of a page look things up in: the outcome, the plan as known that day, names, lights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome, Outcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.plan.asof import as_of
from tongchou.plan.model import Plan
from tongchou.plan.works import Statement
from tongchou.publish import provenance
from tongchou.publish.lights import Light, light

N_HUES = 5


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The outcome with its look-ups. `plan` holds only what was known on the day of the outcome."""

    outcome: Outcome
    plan: Plan

    @cached_property
    def names(self) -> dict[str, Text]:
        """Names of activities (after their work's name), works, tasks, goals and targets."""
        found = {each.id: each.title for each in self.outcome.goals}
        found |= {each.id: each.title for each in self.outcome.activities}
        return found | provenance.subject_names(plan=self.plan)

    @cached_property
    def bodies(self) -> dict[str, Text]:
        """Names of organisations."""
        return {row.id: both(row.title_zh, row.title_en) for row in self.plan.organisations}

    @cached_property
    def activities(self) -> dict[str, ActivityOutcome]:
        """Activities of the outcome by id."""
        return {each.id: each for each in self.outcome.activities}

    @cached_property
    def said(self) -> Mapping[str, tuple[Statement, ...]]:
        """What was said of each thing, in the order it was said."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for row in sorted(self.plan.statements, key=lambda row: (row.said_on, row.id)):
            found[row.subject].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def lights(self) -> dict[str, Light]:
        """The light of every activity on the day of judgement."""
        return {
            each.id: light(statements=self.said.get(each.id, ()), done=each.done, on=self.outcome.on)
            for each in self.outcome.activities
        }

    @cached_property
    def leaves(self) -> tuple[GoalOutcome, ...]:
        """Goals that have no goals under them."""
        parents = {each.parent for each in self.outcome.goals}
        return tuple(each for each in self.outcome.goals if each.id not in parents)

    @cached_property
    def tops(self) -> tuple[GoalOutcome, ...]:
        """The goals shown as cards: the children of a lone root, else the roots; a lone root without children itself."""
        roots = [each for each in self.outcome.goals if not each.parent]
        if len(roots) == 1:
            children = tuple(each for each in self.outcome.goals if each.parent == roots[0].id)
            return children or tuple(roots)
        return tuple(roots)

    @cached_property
    def hues(self) -> dict[str, int]:
        """The hue of every goal, 1 to 5, by the card it stands under."""
        found = {each.id: k % N_HUES + 1 for k, each in enumerate(self.tops)}
        for _ in self.outcome.goals:
            found |= {each.id: found[each.parent] for each in self.outcome.goals if each.parent in found}
        return found

    def leaves_under(self, goal: str) -> tuple[GoalOutcome, ...]:
        """The leaf goals below a goal; itself where it is one."""
        below = {goal}
        for _ in self.outcome.goals:
            below |= {each.id for each in self.outcome.goals if each.parent in below}
        return tuple(each for each in self.leaves if each.id in below)

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
    return Scene(outcome=outcome, plan=as_of(plan=plan, on=outcome.on))
