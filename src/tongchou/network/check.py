"""What is wrong with a network, in the user's words: loops, links that say nothing, loose ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tongchou.kernel.errors import Problem, Where
from tongchou.network.jit import kernel
from tongchou.network.model import Int32, Network
from tongchou.network.numbering import group, invert

ARROW = " → "
NO_PATH = -(2**62)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DanglingEnds:
    """Activities nothing leads to and activities that lead to nothing, as ids in the caller's order.

    `starts`: no link enters the start or the finish. `finishes`: no link leaves the finish; delay at the end
    of such an activity is felt by nobody, even if a link leaves its start.
    """

    starts: tuple[str, ...]
    finishes: tuple[str, ...]


def dangling_ends(*, network: Network) -> DanglingEnds:
    """The loose ends of a network. First and last activities of a plan are loose by nature."""
    entered = np.zeros(network.n_activities, dtype=np.bool_)
    entered[network.activity_of[np.flatnonzero(np.diff(network.ptr))]] = True
    left = np.zeros(network.n_events, dtype=np.bool_)
    left[network.source] = True
    open_finish = np.flatnonzero(~left[network.finish_event])
    return DanglingEnds(
        starts=tuple(network.ids[a] for a in np.flatnonzero(~entered)),
        finishes=tuple(network.ids[a] for a in open_finish),
    )


def redundant_links(*, network: Network) -> Int32:
    """The caller's numbers, ascending, of links that say nothing: another path always asks for as much.

    A path counts with its lags and with durations of zero, so a link found here is redundant whatever the
    durations and calendars are. Of equal links between the same events all but the lowest number are found.
    Taking all found links away changes no date. Cost: for each event with several followers, the events up to
    its farthest one.
    """
    arcs = np.concatenate((network.source, network.start_event))
    heads = np.concatenate(
        (np.repeat(np.arange(network.n_events), np.diff(network.ptr)), network.finish_event)
    )
    ptr, order = group(arcs, network.n_events)
    lag = np.concatenate((network.lag, np.zeros(network.n_activities, dtype=np.int32)))[order]
    link = np.concatenate((network.link, np.full(network.n_activities, -1, dtype=np.int32)))[order]
    redundant = _redundant(Leaving(ptr, heads[order].astype(np.int32), lag, link))
    return np.sort(link[redundant])


class Leaving(NamedTuple):
    """Arcs by the event they leave, the duration arcs among them (lag 0, link -1)."""

    ptr: Int32
    head: Int32
    lag: Int32
    link: Int32


@kernel
def _redundant(arcs: Leaving) -> npt.NDArray[np.bool_]:
    """For each arc whether another path between its ends is at least as long."""
    n_events = len(arcs.ptr) - 1
    found = np.zeros(len(arcs.head), np.bool_)
    longest = np.full(n_events, NO_PATH, np.int64)
    around = np.full(n_events, NO_PATH, np.int64)
    for u in range(n_events):
        first, last = arcs.ptr[u], arcs.ptr[u + 1]
        if last - first < 2:
            continue
        farthest = u
        for place in range(first, last):
            v = arcs.head[place]
            farthest = max(farthest, v)
            longest[v] = max(longest[v], arcs.lag[place])
        for v in range(u + 1, farthest):
            _extend(arcs, v, longest[: farthest + 1], around)
        for place in range(first, last):
            outdone = around[arcs.head[place]] >= arcs.lag[place]
            found[place] = arcs.link[place] >= 0 and (outdone or _repeated(arcs, u, place))
        longest[u : farthest + 1] = NO_PATH
        around[u : farthest + 1] = NO_PATH
    return found


@kernel
def _extend(arcs: Leaving, v: int, longest: npt.NDArray[np.int64], around: npt.NDArray[np.int64]) -> None:
    """Carry the longest path that reaches `v` on to its followers within `longest`."""
    if longest[v] == NO_PATH:
        return
    for place in range(arcs.ptr[v], arcs.ptr[v + 1]):
        w = arcs.head[place]
        if w < len(longest):
            length = longest[v] + arcs.lag[place]
            around[w] = max(around[w], length)
            longest[w] = max(longest[w], length)


@kernel
def _repeated(arcs: Leaving, u: int, place: int) -> bool:
    """Whether another arc between the same events is longer, or as long with a lower link number."""
    for other in range(arcs.ptr[u], arcs.ptr[u + 1]):
        if other == place or arcs.head[other] != arcs.head[place]:
            continue
        longer = arcs.lag[other] > arcs.lag[place]
        if longer or (arcs.lag[other] == arcs.lag[place] and arcs.link[other] < arcs.link[place]):
            return True
    return False


def network_problems(*, network: Network) -> tuple[Problem, ...]:
    """Warnings about loose ends and links that say nothing, one an activity or link, in the user's words.

    A single first activity and a single last one are as it should be and are not reported.
    """
    ends = dangling_ends(network=network)
    problems = []
    if len(ends.starts) > 1:
        problems += [_loose(name, "open-start", "前置", "predecessor") for name in ends.starts]
    if len(ends.finishes) > 1:
        problems += [_loose(name, "open-finish", "后续", "successor") for name in ends.finishes]
    arc_of = invert(network.link)
    problems += [_says_nothing(network, int(arc_of[link])) for link in redundant_links(network=network)]
    return tuple(problems)


def _loose(name: str, code: str, zh: str, en: str) -> Problem:
    return Problem(
        code=code,
        where=Where(table="activities"),
        zh=f"事项没有{zh}搭接",
        en=f"the activity has no {en}",
        mend_zh="如确无关联可不理会,否则请补一条搭接。",
        mend_en="Add a link, unless it truly stands alone.",
        value=name,
        severity="warning",
    )


def _says_nothing(network: Network, arc: int) -> Problem:
    head = int(np.searchsorted(network.ptr, arc, side="right")) - 1
    pred = network.ids[network.activity_of[network.source[arc]]]
    succ = network.ids[network.activity_of[head]]
    return Problem(
        code="redundant-link",
        where=Where(table="links"),
        zh="搭接多余,其他路径已有同样要求",
        en="the link is redundant: another path already asks for as much",
        mend_zh="可以删除。",
        mend_en="It may be deleted.",
        value=f"{pred}{ARROW}{succ}",
        severity="warning",
    )
