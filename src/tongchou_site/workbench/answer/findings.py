"""Findings as lines of a page, each with the bureau's reply beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tongchou.kernel.finding import Finding, Text
from tongchou.publish.problems import MARKS
from tongchou.publish.scene import Scene
from tongchou_site.records.queries.bureaus import Reply
from tongchou_site.workbench.answer.tasks import tasks_of_things

ORDER = {"red": 0, "yellow": 1, "grey": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding."""

    mark: str
    severity: str
    kind: str
    text: Text
    tasks: tuple[str, ...]
    reply: Reply | None


def finding_lines(
    *, findings: Iterable[Finding], scene: Scene, replies: Mapping[tuple[str, str], Reply]
) -> tuple[FindingLine, ...]:
    """These findings, the gravest first."""
    rows = sorted(findings, key=lambda each: ORDER[each.severity])
    tasks = tasks_of_things(scene=scene)
    return tuple(_line(each, tasks.get(each.where, ()), replies) for each in rows)


def _line(each: Finding, tasks: tuple[str, ...], replies: Mapping[tuple[str, str], Reply]) -> FindingLine:
    asked = [(task, activity) for activity in (each.where, "") for task in tasks]
    return FindingLine(
        mark=MARKS[each.severity],
        severity=each.severity,
        kind=each.kind,
        text=each.text,
        tasks=tasks,
        reply=next((replies[key] for key in asked if key in replies), None),
    )
