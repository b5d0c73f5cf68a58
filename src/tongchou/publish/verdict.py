"""What decides a goal, and whether it is met already by the evidence; names that need the outcome alone."""

from __future__ import annotations

from collections.abc import Mapping

from tongchou.cycle.outcome import ActivityOutcome, GoalOutcome, Outcome
from tongchou.kernel.finding import Text


def is_met(*, goal: GoalOutcome, activities: Mapping[str, ActivityOutcome]) -> bool:
    """Whether everything the goal asks for is done, by the evidence."""
    return bool(goal.parts) and all(
        activities[name].done if name in activities else chance >= 1.0 for name, chance in goal.parts
    )


def is_over(*, goal: GoalOutcome, activities: Mapping[str, ActivityOutcome]) -> bool:
    """Whether every activity the goal requires is done, whatever its indicators say."""
    return all(activities[name].done for name, _ in goal.parts if name in activities)


def deciding(*, goal: GoalOutcome, activities: Mapping[str, ActivityOutcome]) -> str:
    """The id of what decides a goal: its weakest part where that is an indicator and the rest is certain, else the
    activity that most often finishes last; empty where nothing does.
    """
    if goal.parts:
        name, chance = min(goal.parts, key=lambda part: (part[1], part[0]))
        certain = all(share >= 1.0 for part, share in goal.parts if part != name)
        if name not in activities and (certain or not goal.decided_by) and chance < 1.0:
            return name
    return goal.decided_by


def names_of(*, outcome: Outcome) -> dict[str, Text]:
    """Names of activities and tested targets by id."""
    named = {each.id: each.name for each in outcome.activities}
    return named | {target[0]: each.title for each in outcome.indicators for target in each.targets}
