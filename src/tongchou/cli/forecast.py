"""预测：各目标按期的可能性 / forecast: the chance of each goal, with its interval and finish dates"""

from __future__ import annotations

import argparse
import json

from tongchou.cli.options import add_run, answer
from tongchou.cli.voice import language, say
from tongchou.cycle.canonical import outcome_json
from tongchou.publish.brief import forecast_text


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    add_run(parser)


def act(args: argparse.Namespace) -> int:
    """Run and print the goals."""
    _, outcome = answer(args)
    if args.json:
        whole = json.loads(outcome_json(outcome=outcome))
        kept = ("schema", "plan", "on", "seed", "trials", "input_hash", "attainment", "goals", "coupling")
        say(json.dumps({key: whole[key] for key in kept}, ensure_ascii=False, indent=1))
        return 0
    say(forecast_text(outcome=outcome, lang=language(args.lang)))
    return 0
