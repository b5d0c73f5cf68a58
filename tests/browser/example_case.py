"""A home with the Xiong'an example, its answer and sample people; prints the one-time link of each person."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.workers import open_workers
from tongchou.workspace.source import read_any
from tongchou_site.setup import prepare
from tongchou_site.verbs.demo import load

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiongan-2021"
FUTURES = 2048


def main(home: Path) -> None:
    """Make the home and print the links."""
    value = read_any(path=EXAMPLE)
    with open_workers("here") as map_:
        outcome = run(snapshot=Snapshot(plan=value), on=date(2021, 8, 3), seed=1, trials=FUTURES, map_=map_)
    prepare(home=home)
    for name, token in load(value=value, outcome=outcome):
        print(name, token)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
