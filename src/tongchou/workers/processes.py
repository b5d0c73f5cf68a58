"""Processes of this machine, started fresh (spawned), so that no thread or lock is inherited."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from tongchou.forecast.simulate import Map


@contextmanager
def processes(count: int) -> Iterator[Map]:
    """A map over `count` spawned processes; tasks and results are pickled."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        yield pool.map
