"""检查：一次列出规划中的全部问题 / check a plan: everything wrong together, and the ten missing facts"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date

from tongchou.cli.options import add_language, add_plan, day
from tongchou.cli.voice import language, problem_as_json, say
from tongchou.kernel.errors import BadInput
from tongchou.plan.check import Report, check
from tongchou.workspace.source import in_its_file, read_any


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    add_plan(parser)
    parser.add_argument("--on", type=day, default=date.max, help="只看此日已知 / as known on this day")
    add_language(parser)


def act(args: argparse.Namespace) -> int:
    """Print the report; errors end with 2, warnings alone with 0."""
    found = check(plan=read_any(path=args.plan), on=args.on)
    report = replace(
        found, problems=tuple(in_its_file(problem=each, path=args.plan) for each in found.problems)
    )
    wrong = [each for each in report.problems if each.severity == "error"]
    lang = language(args.lang)
    say(_as_json(report) if args.json else _as_text(report, lang))
    return BadInput.exit_code if wrong else 0


def _as_json(report: Report) -> str:
    body = {
        "problems": [problem_as_json(each) for each in report.problems],
        "missing": [{"zh": each.text.zh, "en": each.text.en} for each in report.missing],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def _as_text(report: Report, lang: str) -> str:
    marks = {"error": "■", "warning": "▲"}
    lines = [f"{marks[each.severity]} {each.line(lang)}" for each in report.problems]
    if not lines:
        lines = ["没有发现问题。" if lang == "zh" else "Nothing wrong was found."]
    if report.missing:
        lines += [
            "",
            "最能改变答案的缺失事实："
            if lang == "zh"
            else "Missing facts that would change the answer most:",
        ]
        lines += [f"{n:>2}. {each.text.in_language(lang)}" for n, each in enumerate(report.missing, start=1)]
    return "\n".join(lines)
