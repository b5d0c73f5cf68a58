"""Kernels that number events topologically and gather arcs by the event they enter.

Raw events: S_i is 2 i, F_i is 2 i + 1, in the caller's order of activities.
"""

from __future__ import annotations

import numpy as np

from tongchou.network.jit import kernel
from tongchou.network.model import Int32


@kernel
def group(keys: Int32, n_keys: int) -> tuple[Int32, Int32]:
    """Stable counting sort: (ptr, order), the places with key k stand at order[ptr[k]:ptr[k + 1]]."""
    ptr = np.zeros(n_keys + 1, np.int32)
    for key in keys:
        ptr[key + 1] += 1
    for key in range(n_keys):
        ptr[key + 1] += ptr[key]
    free = ptr[:-1].copy()
    order = np.empty(keys.shape[0], np.int32)
    for place in range(keys.shape[0]):
        key = keys[place]
        order[free[key]] = place
        free[key] += 1
    return ptr, order


@kernel
def number_events(tail: Int32, head: Int32, n_events: int) -> tuple[Int32, int]:
    """Topological order of raw events, and how many were reached (not all where there is a loop).

    An event follows the last of its predecessors as closely as possible, and F_i follows S_i where nothing
    else holds it back: sources then lie near, which is what a pass over a large network lives on.
    """
    ptr, order = group(tail, n_events)
    waiting = np.zeros(n_events, np.int32)
    for event in head:
        waiting[event] += 1
    for finish in range(1, n_events, 2):
        waiting[finish] += 1
    stack = np.empty(n_events, np.int32)
    height = 0
    for event in range(n_events - 1, -1, -1):
        if waiting[event] == 0:
            stack[height] = event
            height += 1
    result = np.empty(n_events, np.int32)
    reached = 0
    while height > 0:
        height -= 1
        event = stack[height]
        result[reached] = event
        reached += 1
        for place in range(ptr[event + 1] - 1, ptr[event] - 1, -1):
            other = head[order[place]]
            waiting[other] -= 1
            if waiting[other] == 0:
                stack[height] = other
                height += 1
        if event % 2 == 0:
            waiting[event + 1] -= 1
            if waiting[event + 1] == 0:
                stack[height] = event + 1
                height += 1
    return result[:reached].copy(), reached


@kernel
def invert(order: Int32) -> Int32:
    """The place of each value of a permutation."""
    place = np.empty(order.shape[0], np.int32)
    for position in range(order.shape[0]):
        place[order[position]] = position
    return place
