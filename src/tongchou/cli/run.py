"""运行：预测各目标并指出主要矛盾 / run a plan: chances of the goals and the principal constraint"""

from __future__ import annotations

import argparse
from pathlib import Path

from tongchou.cli.options import add_run, answer
from tongchou.cli.voice import language, say
from tongchou.cycle.canonical import outcome_json
from tongchou.cycle.outcome import SCHEMA
from tongchou.publish.brief import brief_text
from tongchou.workspace.files import refuse_unless_outcome, write_whole


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    add_run(parser)
    parser.add_argument("--out", type=Path, help="把结果JSON写入此文件 / write the outcome to this file")


def act(args: argparse.Namespace) -> int:
    """Run and print the brief, or the outcome as JSON; a place that is taken is refused before anything is computed."""
    if args.out:
        refuse_unless_outcome(path=args.out, schema=SCHEMA)
    _, outcome = answer(args)
    text = outcome_json(outcome=outcome)
    if args.out:
        refuse_unless_outcome(path=args.out, schema=SCHEMA)  # the run took its time
        write_whole(path=args.out, data=text.encode())
    say(text if args.json else brief_text(outcome=outcome, lang=language(args.lang)))
    return 0
