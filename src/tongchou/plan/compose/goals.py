"""The goals of a composed plan: one tree, whose leaves test that what was promised for a day is done by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongchou.kernel.finding import Text
from tongchou.plan.compose.promise import Promise
from tongchou.plan.purpose import Goal, Horizon

ROOT = "G0"
PLACES = Decimal("0.000001")
OF_ROOT = Text(zh="台账各项目标的总目标", en="root of the goals of a ledger").in_one()
OF_GROUP = Text(zh="台账任务的分组", en="group of the ledger's tasks").in_one()
OF_TEST = Text(
    zh="暂定检验：承诺的节点在承诺的日期前完成；各组权重相同",
    en="working test: the promised milestones by the promised days; groups weigh the same",
).in_one()
OF_YEAR = Text(zh="台账所在年份", en="the ledger's own year").in_one()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise with a day, and the activity it speaks of."""

    activity: str
    promise: Promise
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTree:
    """The goals, root first, and for each task the leaf goals it serves."""

    goals: tuple[Goal, ...]
    served: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """One leaf to be: its id and group, its deadline and what is required by then."""

    id: str
    group: str
    deadline: date | None
    required: tuple[str, ...]


def goal_tree(*, groups: Sequence[str], promised: Sequence[tuple[Promised, ...]], title: str) -> GoalTree:
    """A root, a goal for each group, and below it a leaf for each day something was promised for.

    A group with one day only is itself the leaf. Groups weigh the same, and within a group each day by the promises
    that fall on it. A group without any promised day is a leaf of no weight: it cannot be forecast, and says so.

    Parameters
    ----------
    groups : the group of every task
    promised : what every task promised
    title : of the plan, for the root
    """
    names = {name: f"G{number}" for number, name in enumerate(dict.fromkeys(groups), start=1)}
    leaves = [leaf for name in names for leaf in _leaves(name, names[name], groups, promised)]
    weights = _weights(leaves)
    goals = [_root(title)]
    for name, code in names.items():
        own = [leaf for leaf in leaves if leaf.group == name]
        if len(own) > 1:
            goals.append(_parent(name, code))
        goals += [_leaf(leaf, weights[leaf.id], code if len(own) > 1 else ROOT) for leaf in own]
    asking = _asking(leaves)
    served = [_served(names[group], said, asking) for group, said in zip(groups, promised, strict=True)]
    return GoalTree(goals=tuple(goals), served=tuple(served))


def _leaves(
    name: str, code: str, groups: Sequence[str], promised: Sequence[tuple[Promised, ...]]
) -> list[_Leaf]:
    """The leaves of one group, by day; what a later day requires of the same activity still counts."""
    by_day: dict[date, list[str]] = {}
    for group, said in zip(groups, promised, strict=True):
        for each in said if group == name else ():
            by_day.setdefault(each.day, []).append(each.activity)
    if not by_day:
        return [_Leaf(id=code, group=name, deadline=None, required=())]
    single = len(by_day) == 1
    return [
        _Leaf(
            id=code if single else f"{code}-{day:%Y%m%d}",
            group=name,
            deadline=day,
            required=tuple(dict.fromkeys(by_day[day])),
        )
        for day in sorted(by_day)
    ]


def _weights(leaves: list[_Leaf]) -> dict[str, Decimal]:
    """Weights that sum to 1 exactly: the rounding goes to the last leaf that has a promise.

    Where nothing promises a day all groups weigh the same.
    """
    dated = [leaf for leaf in leaves if leaf.required] or leaves
    groups = {leaf.group for leaf in dated}
    size = {name: sum(_size(leaf) for leaf in dated if leaf.group == name) for name in groups}
    weights = {leaf.id: Decimal(0) for leaf in leaves}
    for leaf in dated:
        share = Decimal(_size(leaf)) / (size[leaf.group] * len(groups))
        weights[leaf.id] = share.quantize(PLACES)
    if dated:
        weights[dated[-1].id] += 1 - sum(weights.values())
    return weights


def _size(leaf: _Leaf) -> int:
    return len(leaf.required) or 1


def _asking(leaves: list[_Leaf]) -> dict[str, list[str]]:
    """For every activity required, the leaves that require it."""
    found: dict[str, list[str]] = {}
    for leaf in leaves:
        for activity in leaf.required:
            found.setdefault(activity, []).append(leaf.id)
    return found


def _served(code: str, said: tuple[Promised, ...], asking: dict[str, list[str]]) -> tuple[str, ...]:
    """The leaves that require something of the task; a task without a day serves its group."""
    found = dict.fromkeys(leaf for each in said for leaf in asking.get(each.activity, ()))
    return tuple(found) or (code,)


def _root(title: str) -> Goal:
    return Goal(
        id=ROOT,
        title_zh=title,
        title_en="all that the ledger promises",
        basis="assumption",
        reason=OF_ROOT,
    )


def _parent(name: str, code: str) -> Goal:
    return Goal(id=code, parent=ROOT, title_zh=name, basis="assumption", reason=OF_GROUP)


def _leaf(leaf: _Leaf, weight: Decimal, parent: str) -> Goal:
    whole = parent == ROOT
    if leaf.deadline is None:
        return Goal(
            id=leaf.id,
            parent=parent,
            title_zh=leaf.group,
            weight=weight,
            test="working",
            test_zh="台账没有给出有时限的工作，暂不能检验",
            test_en="the ledger gives no work with a promised day, so nothing can be tested yet",
            basis="assumption",
            reason=OF_GROUP,
        )
    count, day = len(leaf.required), leaf.deadline
    return Goal(
        id=leaf.id,
        parent=parent,
        title_zh=leaf.group if whole else f"{leaf.group}：{day.year}年{day.month}月{day.day}日前",
        title_en="" if whole else f"promised by {day}",
        weight=weight,
        deadline=day,
        required=leaf.required,
        test="working",
        test_zh=f"台账承诺在{day.year}年{day.month}月{day.day}日前完成的{count}项全部完成",
        test_en=f"what the ledger promises for {day} is all done by then (n = {count})",
        basis="assumption",
        reason=OF_TEST,
    )


def year_horizon(*, goals: Sequence[Goal], on: date) -> tuple[Horizon, ...]:
    """The year's work, when a goal is due in the ledger's year."""
    if not any(goal.deadline is not None and goal.deadline.year == on.year for goal in goals):
        return ()
    return (
        Horizon(
            id="year",
            title_zh="本年重点工作",
            title_en="the year's work",
            start=date(on.year, 1, 1),
            end=date(on.year, 12, 31),
            basis="assumption",
            reason=OF_YEAR,
        ),
    )
