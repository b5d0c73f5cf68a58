"""Checks on links: loops named as a path of activities, links that say nothing, activities nobody waits for."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tongchou.kernel.errors import Problem
from tongchou.plan.check.report import doubtful, wrong
from tongchou.plan.model import Plan
from tongchou.plan.template import kinds, template
from tongchou.plan.works import Link

ARROW = " → "
Graph = dict[int, list[int]]

LOOP = wrong(
    "loop",
    "搭接成环，环上事项互相等待",
    "links form a loop: the activities on it wait for one another",
    "请删除或改正环上的一条搭接。",
    "Delete or correct one link of the loop.",
)
DOUBLED_LINK = doubtful(
    "doubled-link",
    "两个事项之间的同类搭接重复",
    "a second link of this kind between the same two activities",
    "请只保留一条。",
    "Keep one of them.",
)
REDUNDANT_LINK = doubtful(
    "redundant-link",
    "这条搭接已由经过另一事项的两条搭接包含",
    "the link is implied by two others through another activity",
    "可以删去。",
    "It may be deleted.",
)
DANGLING_END = doubtful(
    "dangling-end",
    "这些事项之后没有任何事项、目标或指标等它们",
    "no activity, goal or indicator waits for these activities",
    "请补上后续搭接，或列为目标必须完成的事项；若本是终点，可不改。",
    "Link them to what follows, or require them in a goal; leave them where they are meant as ends.",
)
MOST_NAMED = 5  # activities named in one warning


def network_problems(*, plan: Plan) -> Iterator[Problem]:
    """Loops, doubled and redundant links, dangling ends. Links to unknown activities are reported elsewhere."""
    position = {row.id: place for place, row in enumerate(plan.activities)}
    usable = [
        (place, row) for place, row in enumerate(plan.links) if row.pred in position and row.succ in position
    ]
    links = [row for _, row in usable]
    for loop in loops(plan=plan, links=links, position=position):
        path = [plan.activities[each].id for each in loop]
        yield LOOP.at(table="links", column="pred", value=ARROW.join((*path, path[0])))
    yield from _doubled(usable)
    yield from _redundant(usable)
    yield from _dangling(plan, {row.pred for row in links})


@dataclass(frozen=True, slots=True)
class _Events:
    """The event graph: 2 i is the start of activity i, 2 i + 1 its finish."""

    ahead: Graph
    back: Graph


def loops(*, plan: Plan, links: list[Link], position: dict[str, int]) -> list[list[int]]:
    """One loop of each knot of activities that wait for one another, as positions in the order of the links."""
    own = sorted({position[row.pred] for row in links if row.pred == row.succ})
    events = _events(len(plan.activities), [row for row in links if row.pred != row.succ], position)
    left = _peeled(events.ahead, events.back, set(range(2 * len(plan.activities))))
    left = _peeled(events.back, events.ahead, left)
    found = [[place] for place in own]
    while left:
        start = min(left)
        loop = _loop_through(start, events.ahead, left)
        if loop:
            found.append(_activities(loop))
            left -= _knot(start, events, left)
        else:
            left.discard(start)
    return found


def _events(n_activities: int, links: list[Link], position: dict[str, int]) -> _Events:
    ahead: Graph = {2 * i: [2 * i + 1] for i in range(n_activities)}
    back: Graph = {2 * i + 1: [2 * i] for i in range(n_activities)}
    for row in links:
        tail = 2 * position[row.pred] + (row.kind[0] == "F")
        head = 2 * position[row.succ] + (row.kind[1] == "F")
        ahead.setdefault(tail, []).append(head)
        back.setdefault(head, []).append(tail)
    return _Events(ahead, back)


def _peeled(ahead: Graph, back: Graph, left: set[int]) -> set[int]:
    """What is left after taking away, again and again, the events that wait for nothing."""
    waits = {event: sum(each in left for each in back.get(event, ())) for event in left}
    ready = [event for event, count in waits.items() if not count]
    while ready:
        event = ready.pop()
        left.discard(event)
        for each in (each for each in ahead.get(event, ()) if each in left):
            waits[each] -= 1
            if not waits[each]:
                ready.append(each)
    return left


def _loop_through(start: int, ahead: Graph, left: set[int]) -> list[int]:
    """A shortest way from an event back to itself, without the return; empty where there is none."""
    came: dict[int, int] = {}
    queue = deque([start])
    while queue:
        event = queue.popleft()
        for each in ahead.get(event, ()):
            if each == start:
                return _way(start, event, came)
            if each in left and each not in came:
                came[each] = event
                queue.append(each)
    return []


def _way(start: int, last: int, came: dict[int, int]) -> list[int]:
    way = [last]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]


def _activities(events: list[int]) -> list[int]:
    path: list[int] = []
    for event in events:
        if not path or path[-1] != event // 2:
            path.append(event // 2)
    return path[:-1] if len(path) > 1 and path[0] == path[-1] else path


def _knot(start: int, events: _Events, left: set[int]) -> set[int]:
    return _reached(start, events.ahead, left) & _reached(start, events.back, left)


def _reached(start: int, graph: Graph, left: set[int]) -> set[int]:
    seen, stack = {start}, [start]
    while stack:
        for each in graph.get(stack.pop(), ()):
            if each in left and each not in seen:
                seen.add(each)
                stack.append(each)
    return seen


def _doubled(usable: list[tuple[int, Link]]) -> Iterator[Problem]:
    seen: set[tuple[str, str, str]] = set()
    for place, row in usable:
        key = (row.pred, row.succ, row.kind)
        if key in seen:
            yield DOUBLED_LINK.at(table="links", place=place, column="succ", value=row.id)
        seen.add(key)


def _redundant(usable: list[tuple[int, Link]]) -> Iterator[Problem]:
    """Finish-start links implied by two others in a row; longer ways around are not looked for here."""
    after: dict[str, dict[str, Link]] = defaultdict(dict)
    before: dict[str, dict[str, Link]] = defaultdict(dict)
    plain = [(place, row) for place, row in usable if row.kind == "FS" and row.pred != row.succ]
    for _, row in plain:
        after[row.pred][row.succ] = row
        before[row.succ][row.pred] = row
    for place, row in plain:
        first, second = after[row.pred], before[row.succ]
        middle = first.keys() & second.keys()
        if any(first[each].lag + second[each].lag >= row.lag for each in middle):
            yield REDUNDANT_LINK.at(table="links", place=place, column="succ", value=row.id)


def _dangling(plan: Plan, followed: set[str]) -> Iterator[Problem]:
    """One warning for each project with loose ends.

    A row of a template is loose only where a row that follows it in the template is in the project too: its link was
    lost. Else it is the natural end of what is planned, such as the filing of records.
    """
    if not plan.links:
        return
    awaited = followed | {each for goal in plan.goals for each in goal.required}
    awaited |= {row.activity for row in plan.effects}
    awaited |= {row.subject for row in plan.statements if row.kind == "actual" and row.aspect == "finish"}
    present = {(row.project, row.template) for row in plan.activities if row.template}
    loose: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(plan.activities):
        if row.id in awaited:
            continue
        after = _followers(row.template.partition("/")[0]).get(row.template)
        if after is None or any((row.project, each) in present for each in after):
            loose[row.project].append(place)
    for places in loose.values():
        names = [plan.activities[each].id for each in places[:MOST_NAMED]]
        more = f" (+{len(places) - MOST_NAMED})" if len(places) > MOST_NAMED else ""
        seen = ";".join(names) + more
        yield DANGLING_END.at(table="activities", place=places[0], column="id", value=seen)


@cache
def _followers(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Row of a template -> the rows that wait for it, all as ``kind/row``; empty where there is no such template."""
    if kind not in kinds():
        return {}
    after: dict[str, list[str]] = {f"{kind}/{row.id}": [] for row in template(kind).activities}
    for row in template(kind).activities:
        for pred, _, _ in row.after:
            after[f"{kind}/{pred}"].append(f"{kind}/{row.id}")
    return {row: tuple(found) for row, found in after.items()}
