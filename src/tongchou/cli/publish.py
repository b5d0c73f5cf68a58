"""发布：网页报告、简报和开放数据 / publish: the report, the brief and open data, each figure with its source"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tongchou.cli.options import add_run, answer
from tongchou.cli.voice import language, say
from tongchou.cycle.backtest import back_test
from tongchou.cycle.outcome import Outcome
from tongchou.plan.model import Plan
from tongchou.publish.brief import brief_markdown
from tongchou.publish.opendata import open_data
from tongchou.publish.report import report
from tongchou.workspace.files import write_files
from tongchou.workspace.quotes import find_quotes


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    add_run(parser)
    parser.add_argument("--out", type=Path, required=True, help="输出文件夹 / folder to write")
    parser.add_argument(
        "--sources",
        type=Path,
        help="来源原文所在文件夹 / folder with the sources' texts (for verbatim quotes)",
    )


def act(args: argparse.Namespace) -> int:
    """Run the plan and write everything that may be shown."""
    plan, outcome = answer(args)
    write_everything(plan=plan, outcome=outcome, out=args.out, sources=args.sources)
    if args.json:
        written = sorted(str(path.relative_to(args.out)) for path in args.out.rglob("*") if path.is_file())
        say(json.dumps({"out": str(args.out), "files": written}, ensure_ascii=False, indent=1))
        return 0
    say(f"已写入 {args.out}" if language(args.lang) == "zh" else f"written to {args.out}")
    return 0


def write_everything(*, plan: Plan, outcome: Outcome, out: Path, sources: Path | None) -> None:
    """Write the report, the briefs and the open data of one run into a folder."""
    quotes = find_quotes(plan=plan, folder=sources) if sources else {}
    page = report(outcome=outcome, plan=plan, backtest=back_test(outcome=outcome, plan=plan), quotes=quotes)
    files = {
        "index.html": page.encode(),
        "brief.zh.md": brief_markdown(outcome=outcome, lang="zh").encode(),
        "brief.en.md": brief_markdown(outcome=outcome, lang="en").encode(),
    }
    data = {f"data/{name}": body for name, body in open_data(outcome=outcome, plan=plan).items()}
    write_files(folder=out, files={**files, **data})
