"""What changed, as entries of a feed: from one run to the next, and what was said on which day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from tongchou.kernel.finding import Text
from tongchou.plan.works import Statement
from tongchou.publish.scene import Scene
from tongchou_site.public import plainly
from tongchou_site.public.page import goals_below, scene_of
from tongchou_site.records.queries.public import OpenPlan, RunSummary, done_runs, run_summary

RUNS = 20  # compared, newest first
MOST = 60  # entries of one feed
MOST_LINES = 20  # of one entry
OFFICE = ZoneInfo("Asia/Shanghai")

CHANGED = Text(zh="预测更新(判断日{day})", en="Forecast of {day}")
FIRST = Text(zh="首次预测(判断日{day})", en="First forecast, of {day}")
MOVED = Text(
    zh="{goal}：每100种可能的未来里，按期的由{before}变为{after}。",
    en="{goal}: on time in {after} of 100 possible futures, before {before}.",
)
STANDS = Text(
    zh="{goal}：每100种可能的未来里，按期的有{after}。",
    en="{goal}: on time in {after} of 100 possible futures.",
)
WEAK = Text(zh="依据不足", en="too little evidence")
DONE = Text(zh="{work}：已完成。", en="{work}: finished.")
UNCHANGED = Text(
    zh="规划有更新，各目标的按期可能性没有变化。", en="The plan changed; the chances of the goals did not."
)
SAID = {
    ("planned", "start"): Text(zh="{thing}：计划开始时间为{value}", en="{thing}: start planned for {value}"),
    ("planned", "finish"): Text(
        zh="{thing}：承诺完成时间为{value}", en="{thing}: finish promised for {value}"
    ),
    ("actual", "start"): Text(zh="{thing}：已开始({value})", en="{thing}: begun ({value})"),
    ("actual", "finish"): Text(zh="{thing}：已完成({value})", en="{thing}: finished ({value})"),
    ("planned", "value"): Text(zh="{thing}：计划达到{value}", en="{thing}: {value} planned"),
    ("actual", "value"): Text(zh="{thing}：实际为{value}", en="{thing}: {value} reached"),
}
BY = Text(zh="来自{who},{day}。", en="From {who}, {day}.")
BY_NOBODY = Text(zh="{day}起为公众所知。", en="Known since {day}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its lasting id, when it became so, a title and lines."""

    id: str
    at: datetime
    title: Text
    lines: tuple[Text, ...]


def urn(*parts: str) -> str:
    """A lasting id made of words: the same words give the same id wherever it is computed."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "tongchou:" + "/".join(parts)).urn


def entries(*, plan: OpenPlan, goal: str = "", bureau: str = "") -> tuple[Entry, ...]:
    """The latest entries of a plan, of one goal with those under it, or of one bureau; newest first."""
    if plan.run is None:
        return ()
    found = scene_of(run=plan.run)
    goals = frozenset(goals_below(scene=found, goal=goal)) if goal else None
    subjects = _subjects(found, goals, bureau)
    runs = [run_summary(run=run) for run in done_runs(plan=plan.plan, most=RUNS + 1)]
    all_ = [*_of_runs(plan.key, runs, goals, bureau), *_of_statements(plan.key, found, subjects)]
    all_.sort(key=lambda each: (each.at, each.id), reverse=True)
    return tuple(all_[:MOST])


def _subjects(found: Scene, goals: frozenset[str] | None, bureau: str) -> frozenset[str] | None:
    """The things a feed speaks of; None: all."""
    if bureau:
        tasks = {each.id for each in found.outcome.tasks if each.lead == bureau}
        return frozenset(tasks | {each.id for each in found.outcome.activities if each.owner == bureau})
    if goals is None:
        return None
    asked = {name for each in found.outcome.goals if each.id in goals for name, _ in each.parts}
    tasks = [each for each in found.outcome.tasks if goals & set(each.goals)]
    ids, projects = {each.id for each in tasks}, {name for each in tasks for name in each.projects}
    works = {
        each.id
        for each in found.outcome.activities
        if each.task in ids or each.project in projects or each.id in asked
    }
    return frozenset(asked | ids | works)


def _of_runs(key: str, runs: list[RunSummary], goals: frozenset[str] | None, bureau: str) -> Iterator[Entry]:
    """Of every run that found something else than the one before, what it found."""
    for after, before in pairwise(runs):
        if after.input_hash == before.input_hash:
            continue
        lines = [*_moved(after, before, goals, bureau), *_finished(after, before, bureau)]
        if not lines and (goals is not None or bureau):
            continue
        yield _entry(key, after, CHANGED, lines or [UNCHANGED])
    if 0 < len(runs) <= RUNS and not bureau:  # else the first one is too long ago
        first = runs[-1]
        stands = [
            _filled(STANDS, goal=each.title, after=plainly.futures(each.chance))
            for each in first.goals
            if each.chance is not None and (goals is None or each.id in goals)
        ]
        yield from [_entry(key, first, FIRST, stands)] if stands else ()


def _entry(key: str, run: RunSummary, title: Text, lines: list[Text]) -> Entry:
    return Entry(
        id=urn(key, "run", run.input_hash, run.ended_at.isoformat()),
        at=run.ended_at,
        title=_filled(title, day=plainly.day_words(run.on)),
        lines=tuple(lines[:MOST_LINES]),
    )


def _moved(
    after: RunSummary, before: RunSummary, goals: frozenset[str] | None, bureau: str
) -> Iterator[Text]:
    known = {each.id: each.chance for each in before.goals}
    for each in () if bureau else after.goals:
        was, now = _futures(known.get(each.id)), _futures(each.chance)
        if (goals is None or each.id in goals) and was != now:
            yield _filled(MOVED, goal=each.title, before=was, after=now)


def _futures(chance: float | None) -> Text:
    return WEAK if chance is None else plainly.futures(chance)


def _finished(after: RunSummary, before: RunSummary, bureau: str) -> Iterator[Text]:
    known = {each.id for each in before.done}
    for each in after.done if bureau else ():
        if each.id not in known and each.owner == bureau:
            yield _filled(DONE, work=each.name)


def _of_statements(key: str, found: Scene, subjects: frozenset[str] | None) -> Iterator[Entry]:
    rows = [row for row in found.plan.statements if subjects is None or row.subject in subjects]
    for row in sorted(rows, key=lambda row: (row.said_on, row.id), reverse=True)[:MOST]:
        yield Entry(
            id=urn(key, "statement", row.id),
            at=datetime.combine(row.said_on, time(), OFFICE),
            title=_filled(
                SAID[row.kind, row.aspect],
                thing=found.name(row.subject),
                value=_value(row),
            ),
            lines=(_by(row),),
        )


def _value(row: Statement) -> Text:
    if row.aspect == "value":
        return plainly.dated(Text(zh=row.value, en=row.value))
    return plainly.said_day(on=date.fromisoformat(row.value), precision=row.precision)


def _by(row: Statement) -> Text:
    who, day = Text(zh=row.said_by, en=row.said_by), plainly.day_words(row.said_on)
    return _filled(BY, who=who, day=day) if row.said_by else _filled(BY_NOBODY, day=day)


def _filled(pattern: Text, **values: Text) -> Text:
    return Text(
        zh=pattern.zh.format(**{key: text.zh for key, text in values.items()}),
        en=pattern.en.format(**{key: text.in_language("en") for key, text in values.items()}),
    )
