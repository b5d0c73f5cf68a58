"""The facts whose lack weighs most, ranked by a structural sensitivity: no forecast is run.

A leaf goal's weight (equal shares where no weights stand) flows up the links from its required activities to
everything they wait for. What an activity or project is silent about weighs the sum of the weights that reach it times
the days the silence leaves open:

- a goal without a deadline or without a test: a year (nothing can be forecast at all);
- a task with goals but no project, activity or resolved state behind it: half a year, times its share of each goal;
- a project none of whose activities has a fact said of it: the most likely days of all its activities that count,
  unless the state of its task says that it has not begun, which is known and not missing;
- a step whose beginning or end is only assumed: its own most likely days, the heaviest one of each project;
- an indicator in a goal's test without a reading: half a year;
- a duration that is an assumption: high less low of the widest one in each project;
- no promised finish of anything in a project: half of the widest spread of the project;
- no owner: a quarter of that spread (no bureau's driver can be applied).

What lies upstream of something known to be finished is taken as finished and not asked for. Each fact names whom to
ask: the owner, else the lead of the task, else who spoke for the task, else the body above all others in the plan.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongchou.kernel.finding import Text
from tongchou.plan.check.purpose import leaves
from tongchou.plan.check.report import MissingFact
from tongchou.plan.compose.lexicon import read_state
from tongchou.plan.model import Plan
from tongchou.plan.works import Activity, Project, Statement

MOST_FACTS = 10
DAYS_PER_WORKDAY = 1.45  # 365 calendar days over about 251 working days
YEAR = 365.0
HALF_YEAR = 182.5
UNKNOWN_DURATION = 90.0  # days left open by an activity without any duration
DATE_SHARE = 0.5
OWNER_SHARE = 0.25

DEADLINE = Text(
    zh="目标“{zh}”没有期限：何日之前应达到？请问目标的制定者。",
    en="Goal {en!r} has no deadline: by which day is it to be met? Ask whoever set it.",
)
TEST = Text(
    zh="目标“{zh}”没有检验：哪些事项完成、哪个指标达到多少才算实现？",
    en="Goal {en!r} has no test: which activities must be finished, which indicator must reach what?",
)
READING = Text(
    zh="指标“{zh}”没有读数：最近一次测得多少，哪一天？",
    en="Indicator {en!r} has no reading: what was measured last, and on which day?",
)
TASK = Text(
    zh="任务“{zh}”没有项目或事项：做哪些事，各由谁做，何时完成？请问{who_zh}。",
    en="Task {en!r} has no project or activity: what is done, by whom, by when? Ask {who_en}.",
)
STATE = Text(
    zh="项目“{zh}”进展不明：哪一步已完成，哪一步在做？请问{who_zh}。",
    en="Nobody says how far {en!r} has come: which step is done, which is under way? Ask {who_en}.",
)
STAGE = Text(
    zh="“{zh}”走到哪一步只是假设：何时开始，还差多少？请问{who_zh}。",
    en="How far {en!r} has come is only assumed: when did it begin, how much is left? Ask {who_en}.",
)
DURATION = Text(
    zh="“{zh}”的工期只是假设（{low}至{high}天）：实际需要多久？请问{who_zh}。",
    en="The duration of {en!r} is assumed ({low} to {high} days): how long does it take? Ask {who_en}.",
)
DATES = Text(
    zh="“{zh}”没有承诺完成日期：何时完成？请问{who_zh}。",
    en="Nobody has promised when {en!r} will be finished. Ask {who_en}.",
)
OWNER = Text(
    zh="“{zh}”没有责任单位：由谁负责？请问{who_zh}。",
    en="{en!r} has no owner: who answers for it? Ask {who_en}.",
)


def missing_facts(*, plan: Plan, on: date) -> tuple[MissingFact, ...]:
    """The ten missing facts that would change the answer most, the heaviest first; statements after `on` are not seen.

    The weight is a structural sensitivity [days x share of the goals], described above; ties go by subject.
    """
    known = _Known.of(plan, on)
    facts = [*_of_goals(plan, known), *_of_tasks(plan, known), *_of_projects(plan, known)]
    weighty = [each for each in facts if each.weight > 0]
    return tuple(
        heapq.nsmallest(MOST_FACTS, weighty, key=lambda each: (-each.weight, each.code, each.subject))
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ranking looks up: goal shares, weight reaching each activity, what is known of which subject.

    `facts` have a fact said of them, `done` are finished or upstream of what is, `assumed` have only an assumed stage;
    `told` are all of these. `not_begun` are the tasks whose state says so.
    """

    shares: dict[str, float]
    reach: dict[str, float]
    facts: frozenset[str]
    done: frozenset[str]
    assumed: frozenset[str]
    told: frozenset[str]
    promises: frozenset[str]
    not_begun: frozenset[str]
    measured: frozenset[str]
    organisations: dict[str, Text]
    speakers: dict[str, str]

    @classmethod
    def of(cls, plan: Plan, on: date) -> _Known:
        said = [row for row in plan.statements if row.said_on <= on]
        actual = [row for row in said if row.kind == "actual"]
        told = [row for row in actual if row.basis != "assumption"]
        facts = frozenset(row.subject for row in told)
        done = _finished(plan, told)
        assumed = (_finished(plan, actual) | {row.subject for row in actual}) - facts - done
        shares = _shares(plan)
        return cls(
            shares=shares,
            reach=_reach(plan, shares),
            facts=facts,
            done=done,
            assumed=assumed,
            told=facts | done | assumed,
            promises=frozenset(
                row.subject for row in said if row.kind == "planned" and row.aspect == "finish"
            ),
            not_begun=frozenset(row.id for row in plan.tasks if read_state(text=row.state).not_begun),
            measured=frozenset(row.indicator for row in plan.readings if row.said_on <= on),
            organisations={row.id: Text(zh=row.title_zh, en=row.title_en) for row in plan.organisations},
            speakers=_speakers(plan),
        )

    def body(self, owner: str, tasks: tuple[str, ...]) -> str:
        """The organisation to ask: the owner, else who answers or speaks for one of the tasks, else the top body."""
        return owner or next((who for task in (*tasks, "") for who in [self.speakers.get(task)] if who), "")

    def ask(self, body: str) -> dict[str, str]:
        """The two names of whom to ask."""
        who = self.organisations.get(body, Text(zh=body, en=body))
        return {
            "who_zh": who.in_language("zh") or "规划编制单位",
            "who_en": who.in_language("en") or "whoever keeps the plan",
        }


def _finished(plan: Plan, said: list[Statement]) -> frozenset[str]:
    """What is said to be finished, and what must have been finished before it."""
    before: dict[str, list[str]] = defaultdict(list)
    for link in plan.links:
        before[link.succ].append(link.pred)
    return frozenset(_upstream([row.subject for row in said if row.aspect == "finish"], before))


def _speakers(plan: Plan) -> dict[str, str]:
    """Task -> its lead, else the organisation that spoke for it; under "" the body most others stand under."""
    found = {task: row.organisation for row in plan.commitments for task in row.tasks if row.organisation}
    found |= {row.id: row.lead for row in plan.tasks if row.lead}
    above = Counter(row.parent for row in plan.organisations if row.parent)
    if above:
        found[""] = max(sorted(above), key=lambda name: above[name])
    return found


def _shares(plan: Plan) -> dict[str, float]:
    """Leaf goal -> its share of the whole; equal shares where the weights say nothing."""
    ends = leaves(plan=plan)
    weights = {row.id: max(float(row.weight or 0), 0.0) for row in ends}
    total = sum(weights.values())
    if not 0 < total < float("inf"):
        return {row.id: 1 / len(ends) for row in ends}
    return {name: weight / total for name, weight in weights.items()}


def _reach(plan: Plan, shares: dict[str, float]) -> dict[str, float]:
    """Activity -> the weight of the goals that wait for it, directly or through links and effects."""
    before: dict[str, list[str]] = defaultdict(list)
    for link in plan.links:
        before[link.succ].append(link.pred)
    movers: dict[str, list[str]] = defaultdict(list)
    for effect in plan.effects:
        movers[effect.indicator].append(effect.activity)
    wanted: dict[str, list[str]] = {row.id: list(row.required) for row in plan.goals if row.id in shares}
    for target in plan.targets:
        if target.goal in wanted:
            wanted[target.goal] += movers[target.indicator]
    reach: dict[str, float] = defaultdict(float)
    for goal, names in wanted.items():
        for name in _upstream(names, before):
            reach[name] += shares[goal]
    return reach


def _upstream(names: list[str], before: dict[str, list[str]]) -> set[str]:
    seen = set(names)
    stack = list(seen)
    while stack:
        for each in before.get(stack.pop(), ()):
            if each not in seen:
                seen.add(each)
                stack.append(each)
    return seen


def _of_goals(plan: Plan, known: _Known) -> Iterator[MissingFact]:
    tested = {row.goal for row in plan.targets if row.operator != "text"}
    for goal in plan.goals:
        share = known.shares.get(goal.id, 0.0)
        if goal.deadline is None:
            yield _fact(
                "goal-deadline", goal.id, share * YEAR, DEADLINE, _named(goal.title_zh, goal.title_en)
            )
        if not goal.required and goal.id not in tested:
            yield _fact("goal-test", goal.id, share * YEAR, TEST, _named(goal.title_zh, goal.title_en))
    indicators = {row.id: row for row in plan.indicators}
    weights: dict[str, float] = defaultdict(float)
    for target in plan.targets:
        if target.indicator in indicators and target.indicator not in known.measured:
            weights[target.indicator] += known.shares.get(target.goal, 0.0)
    for name, weight in weights.items():
        row = indicators[name]
        yield _fact("reading", name, weight * HALF_YEAR, READING, _named(row.title_zh, row.title_en))


def _of_tasks(plan: Plan, known: _Known) -> Iterator[MissingFact]:
    served = {row.task for row in plan.activities} | {task for row in plan.projects for task in row.tasks}
    count: dict[str, int] = defaultdict(int)
    for task in plan.tasks:
        for goal in set(task.goals):
            count[goal] += 1
    for task in plan.tasks:
        if task.id in served:
            continue
        share = sum(known.shares.get(goal, 0.0) / count[goal] for goal in sorted(set(task.goals)))
        body = known.body(task.lead, (task.id,))
        words = {**_named(task.title_zh, task.title_en), **known.ask(body)}
        yield _fact("task-works", task.id, share * HALF_YEAR, TASK, words, ask=body)


def _of_projects(plan: Plan, known: _Known) -> Iterator[MissingFact]:
    projects = {row.id: row for row in plan.projects}
    groups: dict[str, list[Activity]] = defaultdict(list)
    for row in plan.activities:
        if known.reach.get(row.id, 0.0) > 0:
            groups[row.project if row.project in projects else f"activity {row.id}"].append(row)
    for name, rows in groups.items():
        yield from _of_group(projects.get(name), rows, known)


def _of_group(project: Project | None, rows: list[Activity], known: _Known) -> Iterator[MissingFact]:
    """What is missing about one project, or about one activity that belongs to none."""
    head = project or rows[0]
    tasks = project.tasks if project else (rows[0].task,)
    body = known.body(head.owner, tasks)
    yield from _stage(head, rows, known, body)
    open_rows = [row for row in rows if row.id not in known.told]
    if not open_rows:
        return
    subjects = [head.id, *(row.id for row in rows)]
    asked = {**_named(head.title_zh, head.title_en), **known.ask(body)}
    widest = max(open_rows, key=lambda row: (known.reach[row.id] * _spread(row), row.id))
    open_days = known.reach[widest.id] * _spread(widest)
    unknown = known.facts.isdisjoint(subjects) and known.assumed.isdisjoint(subjects)
    if unknown and known.not_begun.isdisjoint(tasks):
        days = sum(known.reach[row.id] * _typical(row) for row in rows)
        yield _fact("state", head.id, days, STATE, asked, ask=body)
    if known.promises.isdisjoint(subjects):
        yield _fact("promised-finish", head.id, open_days * DATE_SHARE, DATES, asked, ask=body)
    if not head.owner:
        yield _fact("owner", head.id, open_days * OWNER_SHARE, OWNER, asked, ask=body)
    if widest.basis == "assumption" and not widest.milestone:
        who = widest.owner or body
        words = {
            **_titles(head, widest),
            **known.ask(who),
            "low": _days(widest.low),
            "high": _days(widest.high),
        }
        yield _fact("duration", widest.id, open_days, DURATION, words, ask=who)


def _stage(head: Project | Activity, rows: list[Activity], known: _Known, body: str) -> Iterator[MissingFact]:
    """The step of a project whose assumed beginning or end leaves most days open."""
    guessed = [row for row in rows if row.id in known.assumed]
    if guessed:
        row = max(guessed, key=lambda row: (known.reach[row.id] * _typical(row), row.id))
        who = row.owner or body
        words = {**_titles(head, row), **known.ask(who)}
        yield _fact("stage", row.id, known.reach[row.id] * _typical(row), STAGE, words, ask=who)


def _titles(head: Project | Activity, row: Activity) -> dict[str, str]:
    return _named(_joined(head, row, "zh"), _joined(head, row, "en"))


def _joined(head: Project | Activity, row: Activity, lang: str) -> str:
    own = Text(zh=row.title_zh, en=row.title_en).in_language(lang)
    if head is row:
        return own
    return f"{Text(zh=head.title_zh, en=head.title_en).in_language(lang)} · {own}"


def _spread(row: Activity) -> float:
    """Days between the least and the longest duration."""
    if row.milestone:
        return 0.0
    if row.low is None or row.high is None:
        return UNKNOWN_DURATION if row.mode is None else 0.0
    return max(float(row.high) - float(row.low), 0.0) * _unit(row)


def _typical(row: Activity) -> float:
    if row.milestone:
        return 0.0
    given = row.mode if row.mode is not None else row.high if row.high is not None else row.low
    return UNKNOWN_DURATION if given is None else max(float(given), 0.0) * _unit(row)


def _unit(row: Activity) -> float:
    return DAYS_PER_WORKDAY if row.unit == "wd" else 1.0


def _days(value: Decimal | None) -> str:
    return "?" if value is None else f"{float(value):g}"


def _named(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh or en, "en": en or zh}


def _fact(
    code: str, subject: str, weight: float, text: Text, words: dict[str, str], ask: str = ""
) -> MissingFact:
    return MissingFact(code=code, subject=subject, weight=weight, text=text.filled(**words), ask=ask)
