"""Options that several verbs share, and the run behind them."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tongchou.cli.voice import with_progress
from tongchou.cycle.outcome import Outcome
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.kernel.errors import BadInput
from tongchou.plan.check import sound
from tongchou.plan.check.bounds import FIRST_DAY, LAST_DAY
from tongchou.plan.model import Plan
from tongchou.workers import open_workers
from tongchou.workspace.convert import CellError, read_date
from tongchou.workspace.source import in_its_file, read_any


def add_plan(parser: argparse.ArgumentParser) -> None:
    """The plan to read."""
    parser.add_argument("plan", type=Path, help="规划文件夹或工作簿 / plan folder or workbook")


def add_language(parser: argparse.ArgumentParser) -> None:
    """Language and form of the answer."""
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")
    parser.add_argument("--json", action="store_true", help="以JSON输出 / print JSON")


def add_date(parser: argparse.ArgumentParser, *, zh: str, en: str) -> None:
    """The day from which things are seen; left out it is today, which only the shell knows."""
    parser.add_argument("--on", type=day, default=None, help=f"{zh} YYYY-MM-DD，默认今天 / {en} (today)")


def day(text: str) -> date:
    """A day as people write it, for an option.

    Raises
    ------
    argparse.ArgumentTypeError
        Not a day.
    """
    try:
        found = read_date(text=text.strip())
        if not FIRST_DAY <= found <= LAST_DAY:
            raise argparse.ArgumentTypeError(
                f"日期应在1900年到2200年之间：{text} / a day lies between 1900 and 2200: {text}"
            )
        return found
    except CellError:
        raise argparse.ArgumentTypeError(
            f"不是日期：{text}，应如 2021-08-03 / not a date: {text}, write it like 2021-08-03"
        ) from None


def add_run(parser: argparse.ArgumentParser) -> None:
    """What a run needs: plan, date, seed, trials, workers."""
    add_plan(parser)
    add_date(parser, zh="判断日期", en="date of judgement")
    parser.add_argument("--seed", type=int, default=1, help="随机种子 / seed (1)")
    parser.add_argument(
        "--trials", type=int, default=10240, help="模拟次数，512的倍数 / futures, a multiple of 512 (10240)"
    )
    parser.add_argument(
        "--workers", default="here", help="here, here:N, processes:N / where trials are computed"
    )
    add_language(parser)


def answer(args: argparse.Namespace) -> tuple[Plan, Outcome]:
    """Read the plan, refuse it where it has errors, and run it as the options say."""
    args.on = args.on or date.today()  # noqa: DTZ011  # the day on the wall where the officer sits
    plan = read_any(path=args.plan)
    try:
        sound(plan=plan, on=args.on)
    except BadInput as error:
        raise BadInput(in_its_file(problem=each, path=args.plan) for each in error.problems) from None
    return plan, outcome_of(plan, args)


def outcome_of(plan: Plan, args: argparse.Namespace) -> Outcome:
    """Run a plan as the options say."""
    with open_workers(args.workers) as map_:
        return run(
            snapshot=Snapshot(plan=plan),
            on=args.on,
            seed=args.seed,
            trials=args.trials,
            map_=with_progress(map_, quiet=args.json),
        )
