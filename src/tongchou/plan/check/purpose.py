"""Checks on goals, horizons, tasks and commitments: the tree, the weights, the deadlines, the quotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tongchou.kernel.errors import Problem
from tongchou.plan.check.report import doubtful, wrong
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Commitment, Goal

ARROW = " → "
WEIGHT_SLACK = Decimal("0.000001")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_SEVERAL = re.compile(r"[、,,;;/]")

NO_GOALS = wrong(
    "no-goals",
    "目标表是空的：没有目标，就没有可预测的",
    "the table of goals is empty: without a goal there is nothing to forecast",
    "请至少写一个目标，带期限和必须完成的事项。",
    "Give at least one goal with its deadline and the activities it requires.",
)
SEVERAL_ROOTS = wrong(
    "several-roots",
    "有多个没有上级的目标",
    "several goals have no parent",
    "请设一个总目标，其余写明上级目标。",
    "Keep one root and give the others a parent.",
)
TREE_LOOP = wrong(
    "tree-loop",
    "上下级成环",
    "parents form a loop",
    "请改正其中一个上级。",
    "Correct one of the parents.",
)
WEIGHT_ON_PARENT = wrong(
    "weight-on-parent",
    "权重只能写在没有下级的目标上",
    "only a goal without sub-goals carries a weight",
    "请把权重分给它的下级目标。",
    "Give the weight to its sub-goals.",
)
NEGATIVE_WEIGHT = wrong(
    "negative-weight", "权重为负", "a negative weight", "请填写0到1之间的数。", "Give a number from 0 to 1."
)
WEIGHTS_NOT_ONE = wrong(
    "weights-not-one",
    "末级目标的权重之和不等于1",
    "the weights of the leaf goals do not sum to 1",
    "请调整权重，使其和为1；没有权重的末级目标按0计。",
    "Adjust them to sum to 1; a leaf without a weight counts as 0.",
)
NO_WEIGHTS = doubtful(
    "no-weights",
    "末级目标都没有权重",
    "no leaf goal has a weight",
    "请填写权重，其和为1。",
    "Give weights that sum to 1.",
)
CHILD_AFTER_PARENT = doubtful(
    "deadline-after-parent",
    "期限晚于上级目标的期限",
    "the deadline is later than that of the goal above",
    "请核对两个期限。",
    "Check both deadlines.",
)
DEADLINE_BEFORE_START = wrong(
    "deadline-before-start",
    "期限早于必须完成的事项或其前置事项的最早开始日",
    "the deadline is before an activity the goal waits for may start",
    "请核对期限和“不早于”。",
    "Check the deadline and the activity's earliest day.",
)
GOAL_WITHOUT_TEST = doubtful(
    "goal-without-test",
    "末级目标既没有必须完成的事项，也没有目标值",
    "a leaf goal with neither required activities nor targets cannot be forecast",
    "请列出必须完成的事项或目标值。",
    "Give required activities or a target.",
)
END_BEFORE_START = wrong(
    "end-before-start", "止日早于起日", "it ends before it starts", "请核对起止日期。", "Check both days."
)
SEVERAL_OWNERS = wrong(
    "several-owners",
    "一项任务只能有一个牵头单位",
    "a task has one lead organisation",
    "请留一个牵头单位，其余移到配合单位。",
    "Keep one lead and move the others to supporting.",
)
LEAD_SUPPORTS_ITSELF = doubtful(
    "lead-supports-itself",
    "牵头单位又列为配合单位",
    "the lead is also named as supporting",
    "请从配合单位中删去。",
    "Take it out of supporting.",
)
BAD_SPAN = wrong(
    "bad-span",
    "原文位置不完整或首尾颠倒",
    "the span in the source is incomplete or ends before it starts",
    "请同时给出原文、起始、结束(0≤起始<结束)和哈希。",
    "Give source, start, end (0 <= start < end) and hash together.",
)
BAD_HASH = wrong(
    "bad-hash",
    "哈希不是64位小写十六进制",
    "the hash is not 64 lower-case hexadecimal digits",
    "请重新计算该段文字的SHA-256。",
    "Compute the SHA-256 of the span again.",
)


def purpose_problems(*, plan: Plan) -> Iterator[Problem]:
    """Everything wrong with goals, horizons, tasks, commitments and the trees of organisations and places."""
    for table in ("goals", "organisations", "places"):
        yield from _tree_loops(plan, table)
    if not plan.goals:
        yield NO_GOALS.at(table="goals")
    yield from _roots(plan)
    yield from _weights(plan)
    yield from _goal_dates(plan)
    for place, row in enumerate(plan.horizons):
        if row.end < row.start:
            yield END_BEFORE_START.at(table="horizons", place=place, column="end", value=str(row.end))
    yield from _leads(plan)
    for place, commitment in enumerate(plan.commitments):
        yield from _span(place, commitment)


def leaves(*, plan: Plan) -> tuple[Goal, ...]:
    """The goals no other goal serves."""
    parents = {row.parent for row in plan.goals}
    return tuple(row for row in plan.goals if row.id not in parents)


def _tree_loops(plan: Plan, table: str) -> Iterator[Problem]:
    parent: dict[str, str] = {row.id: row.parent for row in plan.table(table)}  # type: ignore[attr-defined]
    settled: set[str] = set()
    for first in list(parent):
        name = first
        path: list[str] = []
        seen: set[str] = set()
        while name in parent and name not in settled and name not in seen:
            path.append(name)
            seen.add(name)
            name = parent[name]
        if name in seen:
            loop = path[path.index(name) :]
            yield TREE_LOOP.at(table=table, column="parent", value=ARROW.join((*loop, name)))
        settled |= seen


def _roots(plan: Plan) -> Iterator[Problem]:
    roots = [(place, row) for place, row in enumerate(plan.goals) if not row.parent]
    for place, row in roots[1:]:
        yield SEVERAL_ROOTS.at(table="goals", place=place, column="parent", value=row.id)


def _weights(plan: Plan) -> Iterator[Problem]:
    ends = {row.id for row in leaves(plan=plan)}
    total, any_weight = Decimal(0), False
    for place, row in enumerate(plan.goals):
        if row.weight is None:
            continue
        value = str(row.weight)
        if row.weight < 0:
            yield NEGATIVE_WEIGHT.at(table="goals", place=place, column="weight", value=value)
        if row.id not in ends:
            yield WEIGHT_ON_PARENT.at(table="goals", place=place, column="weight", value=value)
            continue
        total, any_weight = total + row.weight, any_weight or row.weight != 0
    if any_weight and not abs(total - 1) <= WEIGHT_SLACK:
        yield WEIGHTS_NOT_ONE.at(table="goals", column="weight", value=str(total))
    if ends and not any_weight:
        yield NO_WEIGHTS.at(table="goals", column="weight")


def _goal_dates(plan: Plan) -> Iterator[Problem]:
    goals = {row.id: row for row in plan.goals}
    before = _before(plan)
    ends = {row.id for row in leaves(plan=plan)}
    tested = {row.goal for row in plan.targets}
    held = {row.id: row.earliest for row in plan.activities if row.earliest is not None}
    for place, row in enumerate(plan.goals):
        if row.id in ends and not row.required and row.id not in tested:
            yield GOAL_WITHOUT_TEST.at(table="goals", place=place, column="required", value=row.id)
        if row.deadline is None:
            continue
        above = goals.get(row.parent)
        if above is not None and above.deadline is not None and row.deadline > above.deadline:
            yield CHILD_AFTER_PARENT.at(
                table="goals", place=place, column="deadline", value=f"{row.deadline} > {above.deadline}"
            )
        for name, start in _too_late(row, before, held):
            yield DEADLINE_BEFORE_START.at(
                table="goals", place=place, column="deadline", value=f"{name}: {start} > {row.deadline}"
            )


def _before(plan: Plan) -> dict[str, list[str]]:
    """Activity -> those it waits for without a lead; what is known to be finished waits for nothing."""
    done = {row.subject for row in plan.statements if row.kind == "actual" and row.aspect == "finish"}
    before: dict[str, list[str]] = defaultdict(list)
    for link in plan.links:
        if link.lag >= 0 and link.succ not in done and link.pred not in done:
            before[link.succ].append(link.pred)
    return before


def _too_late(goal: Goal, before: dict[str, list[str]], held: dict[str, date]) -> Iterator[tuple[str, date]]:
    """Activities a goal waits for that may not start (`held`: not before a day) before its deadline has passed."""
    late = {name: day for name, day in held.items() if goal.deadline is not None and day > goal.deadline}
    seen = set(goal.required)
    stack = sorted(seen, reverse=True) if late else []
    while stack:
        name = stack.pop()
        if name in late:
            yield name, late[name]
        for each in before.get(name, ()):
            if each not in seen:
                seen.add(each)
                stack.append(each)


def _leads(plan: Plan) -> Iterator[Problem]:
    known = {row.id for row in plan.organisations}
    for place, row in enumerate(plan.tasks):
        if row.lead not in known and _SEVERAL.search(row.lead):
            yield SEVERAL_OWNERS.at(table="tasks", place=place, column="lead", value=row.lead)
        if row.lead and row.lead in row.supporting:
            yield LEAD_SUPPORTS_ITSELF.at(table="tasks", place=place, column="supporting", value=row.lead)
    for table in ("projects", "activities"):
        for place, each in enumerate(plan.table(table)):
            owner: str = each.owner  # type: ignore[attr-defined]  # both tables have an owner
            if owner not in known and _SEVERAL.search(owner):
                yield SEVERAL_OWNERS.at(table=table, place=place, column="owner", value=owner)


def _span(place: int, row: Commitment) -> Iterator[Problem]:
    given = (row.start is not None, row.end is not None, bool(row.sha256))
    if not any(given):
        return
    start, end = row.start, row.end
    if not (all(given) and row.source) or start is None or end is None or not 0 <= start < end:
        yield BAD_SPAN.at(table="commitments", place=place, column="start", value=f"{start}..{end}")
    if row.sha256 and not _SHA256.match(row.sha256):
        yield BAD_HASH.at(table="commitments", place=place, column="sha256", value=row.sha256)
