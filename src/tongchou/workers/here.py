"""Threads of this process; the kernels release the interpreter lock."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tongchou.forecast.simulate import Map


@contextmanager
def here(count: int) -> Iterator[Map]:
    """A map over `count` threads; with one, the plain map."""
    if count == 1:
        yield map
        return
    with ThreadPoolExecutor(max_workers=count) as pool:
        yield pool.map
