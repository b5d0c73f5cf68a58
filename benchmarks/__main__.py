"""`python -m benchmarks network|simulation|rescue|ledger [--quick] [--data FOLDER]`: one line of JSON a case."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.measure import say

NAMES = ("network", "simulation", "rescue", "ledger")


def main() -> int:
    """Run the named benchmarks; 0 when they ran, whatever they found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="+", choices=NAMES, metavar="|".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run, not how fast")
    parser.add_argument("--data", type=Path, default=None, metavar="FOLDER", help="instances fetched before")
    given = parser.parse_args()
    for name in dict.fromkeys(given.names):
        for case in import_module(f"benchmarks.{name}").cases(quick=given.quick, data=given.data):
            if case.note:
                say(f"{case.case}: {case.note}")
            sys.stdout.write(case.line() + "\n")
            sys.stdout.flush()
    return 0


sys.exit(main())
