"""Where blocks of trials are computed: threads here, processes; the answer is the same bytes."""

from tongchou.workers.choose import open_workers

__all__ = ["open_workers"]
