"""Processes of this machine, started fresh (spawned), so that no thread or lock is inherited.

An interruption is the parent's affair: the workers never see Ctrl-C, the parent ends them at once, and a worker whose
parent is gone, however it went, ends by itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import FrameType
from typing import Any

from tongchou.forecast.simulate import Map

PATIENCE = 2.0  # seconds a worker has to end before it is killed


@contextmanager
def processes(count: int) -> Iterator[Map]:
    """A map over `count` spawned processes; tasks and results are pickled."""
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with _ends_in_order():
        pool = ProcessPoolExecutor(max_workers=count, mp_context=context, initializer=_live_with_parent)
        try:
            yield _map_of(pool)
        except BaseException:
            _end(set(multiprocessing.active_children()) - others)
            pool.shutdown()  # it finds its workers gone and puts its queues away
            raise
        pool.shutdown()


def _map_of(pool: ProcessPoolExecutor) -> Map:
    """The pool's own map cancels what waits when it is left, on which a pool without workers stumbles; this does not."""

    def map_(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:  # Any: any task and result
        with _no_interruption():  # workers start here and inherit that
            waiting = deque(pool.submit(task, item) for item in items)
        while waiting:
            yield waiting.popleft().result()

    return map_


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Ctrl-C waits until the end of the block; processes started within never receive it."""
    if not hasattr(signal, "pthread_sigmask"):  # a system without masks: workers ignore it once they run
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _ends_in_order() -> Iterator[None]:
    """A request to terminate unwinds like an exit, so that workers and their queues are put away."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def _end(workers: Iterable[multiprocessing.process.BaseProcess]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(PATIENCE)
        if worker.is_alive():
            worker.kill()


def _live_with_parent() -> None:
    """In a worker: no interruption reaches it, and it ends when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
