"""One run of the cycle in the background: frozen plan in, stored answer out, a reason where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task

from tongchou.cycle.run import run as run_cycle
from tongchou.cycle.snapshot import Snapshot
from tongchou.kernel.errors import TongchouError
from tongchou.kernel.finding import Text
from tongchou.plan.check import sound
from tongchou.workers import open_workers
from tongchou_site.records.actions.runs import beat, fail_run, finish_run, start_run
from tongchou_site.records.queries.runs import run_state
from tongchou_site.records.trail import MACHINE

WORKERS = "here"
BEAT_SECONDS = 1.0


@task()
def compute(run: int) -> None:
    """Compute one queued run and store its answer."""
    value = start_run(run=run, by=MACHINE, at=timezone.now())
    if value is None:
        return
    asked = run_state(run=run)
    try:
        sound(plan=value, on=asked.on)
        with open_workers(WORKERS) as map_:
            outcome = run_cycle(
                snapshot=Snapshot(plan=value),
                on=asked.on,
                seed=asked.seed,
                trials=asked.trials,
                map_=_beating(map_, run),
            )
    except TongchouError as error:
        fail_run(run=run, reason=Text(zh=str(error), en=str(error)), by=MACHINE, at=timezone.now())
        return
    except Exception as error:
        reason = Text(zh=f"计算出错：{error!r}", en=f"the computation failed: {error!r}")
        fail_run(run=run, reason=reason, by=MACHINE, at=timezone.now())
        raise
    finish_run(run=run, outcome=outcome, by=MACHINE, at=timezone.now())


def _beating(map_: Callable[..., Iterable[Any]], run: int) -> Callable[..., Iterable[Any]]:
    """The map function with a sign of life now and then."""
    last: list[datetime] = [timezone.now()]

    def beating(function: Callable[..., Any], items: Iterable[Any]) -> Iterator[Any]:
        held = list(items)
        for done, result in enumerate(map_(function, held), start=1):
            now = timezone.now()
            if (now - last[0]).total_seconds() >= BEAT_SECONDS:
                last[0] = now
                beat(run=run, share=min(done / len(held), 1.0), at=now)
            yield result

    return beating
