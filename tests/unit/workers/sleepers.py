"""A program for a test to interrupt: two workers that say who they are and then sleep far longer than the test."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tongchou.workers import open_workers

BLOCKS = 40
LARGE = 1_000_000  # bytes of one task, far more than a pipe holds


def sleep(task: tuple[str, bytes]) -> int:
    """Leave a file named by the number of the process, then sleep."""
    (Path(task[0]) / str(os.getpid())).touch()
    time.sleep(60)
    return 0


def main() -> int:
    """End with 130 on Ctrl-C, as the command line does."""
    try:
        with open_workers("processes:2") as map_:
            return sum(map_(sleep, [(sys.argv[1], bytes(LARGE))] * BLOCKS))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
