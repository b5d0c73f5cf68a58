"""Kernels that number nodes topologically and gather arcs by the node they enter."""

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
def number_nodes(tail: Int32, head: Int32, n_nodes: int) -> Int32:
    """Topological order of nodes; not all are in it where there is a loop.

    A node follows the last of its predecessors as closely as possible, of several the one whose arc was given first:
    sources then lie near, which is what a pass over a large network lives on.
    """
    ptr, waiting = np.zeros(n_nodes + 1, np.int32), np.zeros(n_nodes, np.int32)
    for arc in range(len(tail)):
        ptr[np.uintp(tail[arc]) + np.uintp(1)] += 1
        waiting[np.uintp(head[arc])] += 1
    for node in range(n_nodes):
        ptr[node + 1] += ptr[node]
    free, others = ptr[:-1].copy(), np.empty(len(head), np.int32)
    for arc in range(len(tail)):
        u = np.uintp(tail[arc])
        others[np.uintp(free[u])] = head[arc]
        free[u] += 1
    stack, order, height, reached = np.empty(n_nodes, np.int32), np.empty(n_nodes, np.int32), 0, 0
    for node in range(n_nodes - 1, -1, -1):
        if waiting[node] == 0:
            stack[height] = node
            height += 1
    while height > 0:
        height -= 1
        u = np.uintp(stack[height])
        order[reached] = u
        reached += 1
        for place in range(ptr[u + np.uintp(1)] - 1, ptr[u] - 1, -1):
            other = np.uintp(others[np.uintp(place)])
            waiting[other] -= 1
            if waiting[other] == 0:
                stack[height] = other
                height += 1
    return order[:reached].copy()


@kernel
def invert(order: Int32) -> Int32:
    """The place of each value of a permutation."""
    place = np.empty(order.shape[0], np.int32)
    for position in range(order.shape[0]):
        place[order[position]] = position
    return place
