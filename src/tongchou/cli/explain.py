"""解释：主要矛盾及其依据 / explain: the principal constraint of each horizon, its levers, its chain of steps"""

from __future__ import annotations

import argparse
import json

from tongchou.cli.options import add_run, answer
from tongchou.cli.voice import language, say
from tongchou.cycle.canonical import outcome_json
from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.publish.brief import principal_text


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    add_run(parser)
    parser.add_argument(
        "--horizon", default="", help="时期编号，空为全部 / horizon id; empty: the whole plan"
    )


def act(args: argparse.Namespace) -> int:
    """Run and print the principal constraint of one horizon."""
    _, outcome = answer(args)
    offered = {"": outcome.principal, **{each.horizon: each for each in outcome.horizons}}
    if args.horizon not in offered:
        raise BadInput([_unknown(args.horizon, [name for name in offered if name])])
    if args.json:
        whole = json.loads(outcome_json(outcome=outcome))
        everything = {"": whole["principal"], **{each["horizon"]: each for each in whole["horizons"]}}
        say(json.dumps(everything[args.horizon], ensure_ascii=False, indent=1))
        return 0
    say(principal_text(outcome=outcome, principal=offered[args.horizon], lang=language(args.lang)))
    return 0


def _unknown(name: str, offered: list[str]) -> Problem:
    names = "、".join(offered) or "(无)"
    return Problem(
        code="unknown-horizon",
        where=Where(column="--horizon"),
        zh="规划中没有这个时期",
        en="the plan has no such horizon",
        mend_zh=f"可用：{names}。",
        mend_en=f"Offered: {', '.join(offered) or 'none'}.",
        value=name,
    )
