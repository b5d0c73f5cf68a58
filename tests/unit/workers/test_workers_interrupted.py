"""An interruption ends the parent and every worker at once, and quietly."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("sleepers.py")
LONGEST = 30.0  # seconds for two fresh processes to start on a busy machine


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def until(seconds: float, done: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.05)
    return False


def interrupted(folder: Path, how: signal.Signals, *, group: bool) -> tuple[int, str, float, list[int]]:
    """Exit code, standard error, seconds until the end, and the workers that outlive the parent by 5 s."""
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder)],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert until(LONGEST, lambda: len(list(folder.iterdir())) == 2)
        workers = [int(path.name) for path in folder.iterdir()]
        start = time.monotonic()
        (os.killpg if group else os.kill)(process.pid, how)
        code = process.wait(timeout=10)
        took = time.monotonic() - start
        until(5, lambda: not any(map(is_alive, workers)))
        left = [worker for worker in workers if is_alive(worker)]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a group of our own: whatever is left of it
        process.wait(timeout=10)
    assert process.stderr is not None
    with process.stderr as stream:
        said = stream.read()
    return code, said, took, left


@pytest.mark.parametrize(
    ("how", "group", "code"),
    [
        (signal.SIGINT, True, 130),  # Ctrl-C reaches the whole group
        (signal.SIGTERM, False, 143),
    ],
)
def test_an_interruption_ends_everything_quietly(
    how: signal.Signals, group: bool, code: int, tmp_path: Path
) -> None:
    ended, said, took, left = interrupted(tmp_path, how, group=group)
    assert (ended, said, left, took < 5) == (code, "", [], True)


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    *_, left = interrupted(tmp_path, signal.SIGKILL, group=False)
    assert left == []
