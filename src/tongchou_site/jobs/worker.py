"""The background process of one machine: a thread that looks at the clock, and the worker of the task queue."""

from __future__ import annotations

import logging
import os
import socket
from threading import Event, Thread

from tongchou_site.setup import prepare

log = logging.getLogger("tongchou.jobs")
TICK_SECONDS = 2.0


def main() -> None:
    """Work until told to stop; the task in hand is finished first."""
    prepare(home=None)
    over = Event()
    clock = Thread(target=_watch, args=(over,), daemon=True)
    clock.start()
    try:
        _work()
    finally:
        over.set()
        clock.join(timeout=10)


def _watch(over: Event) -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from tongchou_site.jobs.ticker import tick

    last = None
    while not over.wait(TICK_SECONDS):
        close_old_connections()
        now = timezone.now()
        try:
            tick(at=now, last=last)
        except Exception:  # the next tick tries again; what is due stays due
            log.exception("a tick failed")
            continue
        last = now


def _work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["default"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


if __name__ == "__main__":
    main()
