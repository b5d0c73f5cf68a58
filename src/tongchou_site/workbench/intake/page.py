"""What is shown of a file before it is stored: what was read, what is lacking, what would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongchou.kernel.errors import Problem
from tongchou.kernel.finding import Text
from tongchou.plan.check import check
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.summary import KindMade, Summary
from tongchou.plan.model import TABLES, TITLES_ZH, Plan
from tongchou.plan.purpose import Task
from tongchou.plan.renew import Change, Renewal
from tongchou.plan.table import columns_of
from tongchou.workspace.intake import HandedIn

MOST_SHOWN = 30  # rows of one list; the rest are counted
COUNTED = ("tasks", "organisations", "goals", "projects", "activities", "links", "statements")
LACKING = ("date", "lead", "state", "milestone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Rows that lack one thing: how many, and the first of them with their places in the file."""

    name: str
    count: int
    rows: tuple[tuple[str, Text, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A cell of a task that would change, in words."""

    task: str
    column: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What the plan that is there would become."""

    version: int
    added: tuple[str, ...]
    altered: tuple[Altered, ...]
    altered_count: int
    kept: tuple[str, ...]
    removed: tuple[tuple[Text, int, str], ...]
    title: Text | None

    @property
    def nothing(self) -> bool:
        """Whether everything is there already."""
        return not (self.added or self.altered or self.kept or self.removed or self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The page of a file that waits to be stored."""

    name: str
    token: str
    form: str
    key: str
    title: str
    on: date
    said_by: str
    counts: tuple[tuple[Text, int], ...]
    assumed: int
    activities: int
    kinds: tuple[KindMade, ...]
    figures: int
    lacking: tuple[Lacking, ...]
    problems: tuple[Problem, ...]
    problems_count: int
    differences: Differences | None

    @property
    def share(self) -> str:
        """Assumed steps of a hundred; empty where there are no steps."""
        return f"{100 * self.assumed / self.activities:.0f} %" if self.activities else ""


def preview(
    *, handed: HandedIn, name: str, token: str, today: date, differences: Differences | None
) -> Preview:
    """Everything a person looks at before the second step."""
    plan, composed = handed.plan, handed.composed
    read = composed.dated.ledger.problems if composed else ()
    warnings = tuple(each for each in check(plan=plan, on=today).problems if each.severity == "warning")
    made = composed.made if composed else None
    problems = (*read, *warnings)
    return Preview(
        name=name,
        token=token,
        form=handed.form,
        key=plan.id,
        title=plan.title_zh,
        on=composed.dated.day.on if composed else today,
        said_by=composed.dated.day.said_by if composed else "",
        counts=tuple((_table(table), len(plan.table(table))) for table in COUNTED if plan.table(table)),
        assumed=sum(row.basis == "assumption" for row in plan.activities),
        activities=len(plan.activities),
        kinds=made.kinds if made else (),
        figures=len(made.figures) if made else 0,
        lacking=tuple(_lacking(made)) if made else (),
        problems=problems[:MOST_SHOWN],
        problems_count=len(problems),
        differences=differences,
    )


def differences(*, renewal: Renewal, old: Plan, version: int) -> Differences:
    """What would change, with names for ids."""
    names = _names(old) | _names(renewal.plan)
    altered = tuple(_altered(each, names) for each in renewal.changes)
    titled = {row.id: f"{row.id} {row.title_zh}" for row in (*old.tasks, *renewal.plan.tasks)}
    return Differences(
        version=version,
        added=tuple(titled[each] for each in renewal.added),
        altered=altered[:MOST_SHOWN],
        altered_count=len(altered),
        kept=tuple(titled[each] for each in renewal.kept),
        removed=tuple(
            (_table(name), len(codes), "、".join(codes[:8])) for name, codes in renewal.removed.items()
        ),
        title=Text(zh=renewal.plan.title_zh, en=renewal.plan.title_en or renewal.plan.title_zh)
        if renewal.plan.title_zh != old.title_zh
        else None,
    )


def _table(name: str) -> Text:
    return Text(zh=TITLES_ZH[name], en=name)


def _names(plan: Plan) -> dict[str, Text]:
    rows = [row for table in ("organisations", "places", "goals") for row in plan.table(table)]
    return {row.id: Text(zh=row.title_zh, en=row.title_en or row.title_zh) for row in rows}


def _altered(change: Change, names: dict[str, Text]) -> Altered:
    column = next(each for each in columns_of(Task) if each.name == change.column)
    refers = column.refers in TABLES

    def said(value: str) -> Text:
        if not refers:
            return Text(zh=value, en=value)
        found = [names.get(each, Text(zh=each, en=each)) for each in value.split("、") if each]
        return Text(zh="、".join(each.zh for each in found), en=", ".join(each.en for each in found))

    return Altered(
        task=change.task,
        column=Text(zh=column.zh, en=column.name.replace("_zh", "")),
        before=said(change.before),
        after=said(change.after),
    )


def _lacking(made: Summary) -> Iterator[Lacking]:
    for name in LACKING:
        pairs: tuple[tuple[str, LedgerRow], ...] = getattr(made.lacking, name)
        if pairs:
            rows = tuple((task, row.place_in_file, row.title) for task, row in pairs[:MOST_SHOWN])
            yield Lacking(name=name, count=len(pairs), rows=rows)
