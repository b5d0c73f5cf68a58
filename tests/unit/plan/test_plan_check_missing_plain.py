"""The ranking of missing facts against a plain one that works everything out anew for every project."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tongchou.plan.check import MissingFact, missing, missing_facts
from tongchou.plan.compose.lexicon import read_state
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Organisation, Task
from tongchou.plan.works import Activity, Link, Project, Statement

ON = date(2021, 5, 1)
SEEDS = range(40)


def plain_facts(plan: Plan) -> tuple[MissingFact, ...]:
    known = missing._Known.of(plan, ON)
    facts = [*missing._of_goals(plan, known), *missing._of_tasks(plan, known), *plain_projects(plan, known)]
    weighty = [each for each in facts if each.weight > 0]
    return tuple(sorted(weighty, key=lambda each: (-each.weight, each.code, each.subject))[:10])


def plain_projects(plan: Plan, known: Any) -> Iterator[MissingFact]:
    projects = {row.id: row for row in plan.projects}
    groups: dict[str, list[Activity]] = defaultdict(list)
    for row in plan.activities:
        if known.reach.get(row.id, 0.0) > 0:
            groups[row.project if row.project in projects else f"activity {row.id}"].append(row)
    for name, rows in groups.items():
        yield from plain_group(plan, projects.get(name), rows, known)


def plain_group(
    plan: Plan, project: Project | None, rows: list[Activity], known: Any
) -> Iterator[MissingFact]:
    head = project or rows[0]
    tasks = project.tasks if project else (rows[0].task,)
    body = known.body(head.owner, tasks)
    yield from missing._stage(head, rows, known, body)
    told = known.facts | known.done | known.assumed
    open_rows = [row for row in rows if row.id not in told]
    if not open_rows:
        return
    subjects = {head.id, *(row.id for row in rows)}
    asked = {**missing._named(head.title_zh, head.title_en), **known.ask(body)}
    widest = max(open_rows, key=lambda row: (known.reach[row.id] * missing._spread(row), row.id))
    open_days = known.reach[widest.id] * missing._spread(widest)
    begun = not any(read_state(text=row.state).not_begun for row in plan.tasks if row.id in tasks)
    if begun and not subjects & (known.facts | known.assumed):
        days = sum(known.reach[row.id] * missing._typical(row) for row in rows)
        yield missing._fact("state", head.id, days, missing.STATE, asked, ask=body)
    if not subjects & known.promises:
        days = open_days * missing.DATE_SHARE
        yield missing._fact("promised-finish", head.id, days, missing.DATES, asked, ask=body)
    if not head.owner:
        yield missing._fact("owner", head.id, open_days * missing.OWNER_SHARE, missing.OWNER, asked, ask=body)
    if widest.basis == "assumption" and not widest.milestone:
        who = widest.owner or body
        words = {**missing._titles(head, widest), **known.ask(who)}
        words |= {"low": missing._days(widest.low), "high": missing._days(widest.high)}
        yield missing._fact("duration", widest.id, open_days, missing.DURATION, words, ask=who)


def random_plan(seed: int) -> Plan:
    dice = random.Random(seed)
    names = [f"A{number}" for number in range(dice.randint(3, 40))]
    homes = [f"P{number}" for number in range(dice.randint(1, 6))]
    tasks = [f"T{number}" for number in range(3)]
    return Plan(
        id="p",
        title_zh="规划",
        organisations=(
            Organisation(id="O1", title_zh="甲"),
            Organisation(id="O2", title_zh="乙", parent="O1"),
        ),
        goals=tuple(
            Goal(
                id=f"G{number}",
                title_zh="目标",
                weight=Decimal(dice.randint(0, 3)),
                deadline=dice.choice([None, ON + timedelta(days=100)]),
                required=tuple(dice.sample(names, k=min(len(names), dice.randint(0, 4)))),
            )
            for number in range(4)
        ),
        tasks=tuple(
            Task(
                id=name,
                title_zh=name,
                goals=(f"G{dice.randint(0, 3)}",),
                lead=dice.choice(["", "O2"]),
                state=dice.choice(["", "未启动", "已开工"]),
            )
            for name in tasks
        ),
        projects=tuple(
            Project(id=name, title_zh=name, owner=dice.choice(["", "O1"]), tasks=(dice.choice(tasks),))
            for name in homes
        ),
        activities=tuple(random_activity(name, [*homes, ""], dice) for name in names),
        links=tuple(
            Link(id=f"l{number}", pred=names[low], succ=names[high])
            for number in range(2 * len(names))
            for low, high in [sorted(dice.sample(range(len(names)), k=2))]
        ),
        statements=tuple(
            random_statement(number, [*names, *homes], dice) for number in range(dice.randint(0, 12))
        ),
    )


def random_activity(name: str, homes: list[str], dice: random.Random) -> Activity:
    low = dice.randint(0, 50)
    return Activity(
        id=name,
        title_zh=name,
        project=dice.choice(homes),
        owner=dice.choice(["", "O2"]),
        low=Decimal(low),
        mode=Decimal(low + 5),
        high=Decimal(low + dice.randint(5, 90)),
        unit=dice.choice(["wd", "cd"]),
        basis=dice.choice(["assumption", "computed"]),
        reason="usual",
    )


def random_statement(number: int, subjects: list[str], dice: random.Random) -> Statement:
    kind: Any = dice.choice(["planned", "actual", "actual"])
    return Statement(
        id=f"s{number}",
        subject=dice.choice(subjects),
        aspect=dice.choice(["start", "finish"]),
        kind=kind,
        value="2021-04-01",
        said_on=ON + timedelta(days=dice.choice([-30, 0, 30])),
        basis=dice.choice(["assumption", ""]),
        reason="usual",
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_facts_are_those_of_the_plain_ranking(seed: int) -> None:
    plan = random_plan(seed)
    assert missing_facts(plan=plan, on=ON) == plain_facts(plan)


def test_the_random_plans_lack_facts_of_every_kind() -> None:
    codes = {each.code for seed in SEEDS for each in missing_facts(plan=random_plan(seed), on=ON)}
    assert {"state", "promised-finish", "owner", "duration", "stage"} <= codes
