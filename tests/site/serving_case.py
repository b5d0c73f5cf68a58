"""`tongchou serve` on a home, as a person starts it: its address and what it printed; ended gently or killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TONGCHOU = [sys.executable, "-m", "tongchou.cli.main"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running workbench."""

    process: subprocess.Popen[str]
    address: str
    links: tuple[str, ...]  # one-time links it printed


@contextmanager
def serving(home: Path, *, kill: bool = False) -> Iterator[Served]:
    """Start it and wait until it answers; at the end stop it as Ctrl+C does, or kill all of it at once."""
    command = [*TONGCHOU, "serve", "--home", str(home), "--workers", "2", "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    seen = ""
    while "Ctrl+C" not in seen:
        seen += process.stdout.readline()
        assert process.poll() is None
    *links, address = re.findall(r"http://\S+", seen)
    try:
        _wait(address)
        yield Served(process=process, address=address, links=tuple(links))
    finally:
        for each in descendants(process.pid) if kill else []:
            os.kill(each, signal.SIGKILL)
        (process.kill if kill else process.terminate)()
        process.wait(timeout=60)
        process.stdout.close()


def descendants(pid: int) -> list[int]:
    """All processes below one, deepest last."""
    lines = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in lines.splitlines())}
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/open/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
