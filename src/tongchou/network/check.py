"""What is wrong with a network, in the user's words: loops, links that say nothing, loose ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tongchou.kernel.errors import Problem, Where
from tongchou.network.jit import kernel
from tongchou.network.model import Int32
from tongchou.network.numbering import group

ARROW = " → "


def loops(*, ids: Sequence[str], tail: Int32, head: Int32) -> tuple[tuple[str, ...], ...]:
    """A shortest loop in each knot of activities that wait for one another, as ids in the order of the links.

    Parameters
    ----------
    ids : sequence of str, length n_activities
    tail, head : int32 arrays, shape (n_links,)
        Raw events (S_i is 2 i, F_i is 2 i + 1) each link leaves and enters: `Links.tail`, `Links.head`.

    Each loop begins at its smallest id; loops are sorted. A link of an activity to itself is a loop of one.
    """
    own = sorted({ids[event // 2] for event in tail[tail // 2 == head // 2]})
    others = tail // 2 != head // 2
    n_activities = len(ids)
    duration = 2 * np.arange(n_activities, dtype=np.int32)
    tails = np.concatenate((tail[others], duration)).astype(np.int32)
    heads = np.concatenate((head[others], duration + 1)).astype(np.int32)
    ptr, order = group(tails, 2 * n_activities)
    heads = heads[order]
    knot = _knots(ptr, heads)
    found = [_shortest_loop(members, ptr, heads, knot, ids) for members in _members(knot)]
    return tuple(sorted([*((name,) for name in own), *found]))


def loop_problems(*, ids: Sequence[str], tail: Int32, head: Int32) -> tuple[Problem, ...]:
    """A problem (code ``loop``) for each of `loops`, its value the path of activities."""
    return tuple(
        Problem(
            code="loop",
            where=Where(table="links"),
            zh="搭接成环,环上事项互相等待",
            en="links form a loop: the activities on it wait for one another",
            mend_zh="请删除或改正环上的一条搭接。",
            mend_en="Delete or correct one link of the loop.",
            value=ARROW.join((*loop, loop[0])),
        )
        for loop in loops(ids=ids, tail=tail, head=head)
    )


def _members(knot: Int32) -> list[Int32]:
    ptr, order = group(knot, int(knot.max(initial=-1)) + 1)
    return [order[ptr[k] : ptr[k + 1]] for k in np.flatnonzero(np.diff(ptr) > 1)]


def _shortest_loop(
    members: Int32, ptr: Int32, heads: Int32, knot: Int32, ids: Sequence[str]
) -> tuple[str, ...]:
    """A shortest loop through the smallest id of the knot that lies on one of its arcs."""
    first = min(members.tolist(), key=lambda event: (ids[event // 2], event))
    came_from: dict[int, int] = {}
    queue = [first]
    for event in queue:
        followers = [int(v) for v in heads[ptr[event] : ptr[event + 1]] if knot[v] == knot[first]]
        for follower in sorted(followers, key=lambda v: (ids[v // 2], v)):
            if follower not in came_from:
                came_from[follower] = event
                queue.append(follower)
        if first in came_from:
            break
    path = [first]
    while came_from[path[-1]] != first:
        path.append(came_from[path[-1]])
    names = [ids[event // 2] for event in (first, *reversed(path[1:]))]
    return tuple(name for place, name in enumerate(names) if name != names[place - 1])


@kernel
def _knots(ptr: Int32, heads: Int32) -> Int32:
    """The number of the strongly connected part each event belongs to (Tarjan 1972, without recursion)."""
    n_events = ptr.shape[0] - 1
    knot = np.full(n_events, -1, np.int32)
    index = np.full(n_events, -1, np.int32)
    low = np.zeros(n_events, np.int32)
    place = ptr[:-1].copy()
    trail = np.empty(n_events, np.int32)
    stack = np.empty(n_events, np.int32)
    seen, held, n_knots = 0, 0, 0
    for root in range(n_events):
        if index[root] >= 0:
            continue
        depth = 0
        trail[0] = root
        index[root] = low[root] = seen
        seen += 1
        stack[held] = root
        held += 1
        while depth >= 0:
            event = trail[depth]
            if place[event] < ptr[event + 1]:
                other = heads[place[event]]
                place[event] += 1
                if index[other] < 0:
                    depth += 1
                    trail[depth] = other
                    index[other] = low[other] = seen
                    seen += 1
                    stack[held] = other
                    held += 1
                elif knot[other] < 0:
                    low[event] = min(low[event], index[other])
                continue
            depth -= 1
            if depth >= 0:
                low[trail[depth]] = min(low[trail[depth]], low[event])
            if low[event] == index[event]:
                while knot[event] < 0:
                    held -= 1
                    knot[stack[held]] = n_knots
                n_knots += 1
    return knot
