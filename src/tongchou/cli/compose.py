"""编制:把一份台账变成可计算的规划 / compose: turn an office's ledger into a plan that can be forecast"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tongchou.cli.options import add_language


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("ledger", type=Path, help="台账(XLSX或CSV) / the ledger (XLSX or CSV)")
    parser.add_argument("--out", type=Path, required=True, help="规划文件夹或.xlsx / plan folder or .xlsx")
    parser.add_argument(
        "--on", type=date.fromisoformat, required=True, help="台账日期 YYYY-MM-DD / the ledger's date"
    )
    add_language(parser)


def act(args: argparse.Namespace) -> int:
    """Read the ledger, compose the plan, write it, and say what was made of what."""
    raise NotImplementedError
