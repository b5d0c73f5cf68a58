"""One run of the cycle in the background: frozen plan in, stored answer out, a reason where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks import task

from tongchou.cycle.outcome import Outcome
from tongchou.cycle.run import run as run_cycle
from tongchou.cycle.snapshot import Snapshot
from tongchou.kernel.errors import TongchouError
from tongchou.kernel.finding import Text
from tongchou.plan.check import sound
from tongchou.plan.model import Plan
from tongchou.workers import open_workers
from tongchou_site.records.actions.runs import beat, fail_run, finish_run, start_run
from tongchou_site.records.queries.runs import run_state
from tongchou_site.records.trail import MACHINE

WORKERS = "here"
BEAT_SECONDS = 2.0


@task()
def compute(run: int) -> None:
    """Compute one queued run and store its answer; nothing where it is not queued any more."""
    value = start_run(run=run, by=MACHINE, at=timezone.now())
    if value is None:
        return
    try:
        with _alive(run) as progress:
            outcome = _answer(run, value, progress)
    except TongchouError as error:
        fail_run(run=run, reason=Text(zh=str(error), en=str(error)), by=MACHINE, at=timezone.now())
        return
    except Exception as error:
        reason = Text(zh=f"计算出错：{error!r}", en=f"the computation failed: {error!r}")
        fail_run(run=run, reason=reason, by=MACHINE, at=timezone.now())
        raise
    finish_run(run=run, outcome=outcome, by=MACHINE, at=timezone.now())


@dataclass(slots=True)
class _Progress:
    """How far a run is, written by the one that computes and read by the one that beats."""

    blocks: int = 0


def _answer(run: int, value: Plan, progress: _Progress) -> Outcome:
    asked = run_state(run=run)
    sound(plan=value, on=asked.on)
    with open_workers(WORKERS) as map_:

        def counted(function: Callable[..., Any], items: Iterable[Any]) -> Iterator[Any]:
            for result in map_(function, items):
                progress.blocks += 1
                yield result

        return run_cycle(
            snapshot=Snapshot(plan=value),
            on=asked.on,
            seed=asked.seed,
            trials=asked.trials,
            map_=counted,
        )


@contextmanager
def _alive(run: int) -> Iterator[_Progress]:
    """While inside, a sign of life every two seconds from a thread of its own."""
    progress, over = _Progress(), Event()

    def beats() -> None:
        try:
            while not over.wait(BEAT_SECONDS):
                with suppress(DatabaseError):  # a missed beat is no reason to lose the run
                    beat(run=run, blocks=progress.blocks, at=timezone.now())
        finally:
            connection.close()

    thread = Thread(target=beats, daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        over.set()
        thread.join()
