"""Tasks with what can be said of them, and the commitments of the bureaus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongchou.cycle.outcome import TaskOutcome
from tongchou.cycle.recorded import both
from tongchou.kernel.finding import Text
from tongchou.plan.purpose import Commitment, Task
from tongchou.publish.provenance import Figure, computed, stated
from tongchou.publish.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task; grey where no dated work stands under it."""

    id: str
    title: Text
    goals: tuple[tuple[Text, int], ...]
    lead: Text
    works: tuple[Text, ...]
    activities: Figure
    sourced: Figure
    grey: bool
    missing: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentCard:
    """One commitment: a gist in our words, where the words stand, and the words where the source is at hand."""

    id: str
    speaker: str
    post: str
    body: Text
    gist: Text
    words: str
    said_on: Figure | None
    source: str
    start: int | None
    end: int | None
    sha256: str
    goals: tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """The section of tasks and commitments."""

    rows: tuple[TaskRow, ...]
    n: Figure
    n_grey: Figure
    commitments: tuple[CommitmentCard, ...]
    n_words: int  # commitments whose words are shown
    notes: tuple[Text, ...]


def tasks(*, scene: Scene, quotes: Mapping[str, str]) -> Tasks:
    """Every task and every commitment known on the day of judgement.

    Parameters
    ----------
    quotes : commitment id -> its words, hash-checked
    """
    known = {row.id: row for row in scene.plan.tasks}
    rows = tuple(_task(each, known.get(each.id), scene) for each in scene.outcome.tasks)
    cards = tuple(_commitment(row, scene, quotes) for row in scene.plan.commitments)
    return Tasks(
        rows=rows,
        n=computed(name="count", text=str(len(rows))),
        n_grey=computed(name="count", text=str(sum(row.grey for row in rows))),
        commitments=cards,
        n_words=sum(bool(card.words) for card in cards),
        notes=scene.outcome.notes,
    )


def _task(each: TaskOutcome, row: Task | None, scene: Scene) -> TaskRow:
    return TaskRow(
        id=each.id,
        title=each.title,
        goals=_chips(each.goals, scene),
        lead=scene.body(each.lead),
        works=tuple(scene.name(work) for work in each.projects),
        activities=computed(name="count", text=str(each.activities)),
        sourced=computed(name="count", text=str(each.sourced)),
        grey=each.grey,
        missing=each.missing,
        sources=row.sources if row else (),
    )


def _chips(goals: tuple[str, ...], scene: Scene) -> tuple[tuple[Text, int], ...]:
    return tuple((scene.name(goal), scene.hues.get(goal, 5)) for goal in goals)


def _commitment(row: Commitment, scene: Scene, quotes: Mapping[str, str]) -> CommitmentCard:
    return CommitmentCard(
        id=row.id,
        speaker=row.speaker,
        post=row.post,
        body=scene.body(row.organisation),
        gist=both(row.gist_zh, row.gist_en),
        words=quotes.get(row.id, ""),
        said_on=stated(table="commitments", row=row, text=row.said_on.isoformat()) if row.said_on else None,
        source=row.source,
        start=row.start,
        end=row.end,
        sha256=row.sha256,
        goals=_chips(row.goals, scene),
    )
