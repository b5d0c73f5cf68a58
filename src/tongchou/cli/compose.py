"""编制:把一份台账变成可计算的规划 / compose: turn an office's ledger into a plan that can be forecast"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path

from tongchou.cli.options import add_language
from tongchou.cli.voice import language, problem_as_json, say
from tongchou.kernel.errors import BadInput, Problem
from tongchou.kernel.provenance import stable_hash
from tongchou.plan.check import check
from tongchou.plan.compose import compose
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.summary import Lacking, Summary, summarise
from tongchou.plan.model import Plan
from tongchou.workspace.ledger import Ledger, read_ledger
from tongchou.workspace.target import refuse_unless_free, write_to

MOST_SHOWN = 12  # problems of one code, and rows that lack one thing; the rest are counted (--json lists all)


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
    refuse_unless_free(path=args.out)
    ledger = read_ledger(path=args.ledger, on=args.on)
    if any(problem.severity == "error" for problem in ledger.problems):
        raise BadInput(_errors_first(ledger.problems))
    plan = compose(
        rows=ledger.rows,
        on=args.on,
        plan_id=f"ledger-{stable_hash(ledger.title) & 0xFFFFFFFF:08x}",
        title=ledger.title,
        file=args.ledger.name,
    )
    wrong = [problem for problem in check(plan=plan, on=args.on).problems if problem.severity == "error"]
    if wrong:
        raise BadInput([*wrong, *ledger.problems])
    write_to(plan=plan, path=args.out)
    made = summarise(rows=ledger.rows, plan=plan)
    say(_as_json(args, ledger, plan, made) if args.json else _as_text(args, ledger, plan, made))
    return 0


def _errors_first(problems: tuple[Problem, ...]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.severity != "error")


def _as_json(args: argparse.Namespace, ledger: Ledger, plan: Plan, made: Summary) -> str:
    lacking = {
        name: [
            {"task": task, "sheet": row.sheet, "row": row.row, "title": row.title}
            for task, row in getattr(made.lacking, name)
        ]
        for name in Lacking.__dataclass_fields__
    }
    counts = "tasks activities assumed links promises facts goals dated_goals organisations"  # names of the summary
    body = {
        "ledger": args.ledger.name,
        "sheet": ledger.sheet,
        "on": args.on.isoformat(),
        "plan": plan.id,
        "out": str(args.out),
        "counts": {name: getattr(made, name) for name in counts.split()},
        "kinds": [
            {
                "kind": each.kind,
                "zh": each.zh,
                "en": each.en,
                "tasks": list(each.tasks),
                "given": each.given,
                "told": each.told,
                "near": each.near,
                "guessed": each.guessed,
                "activities": each.activities,
            }
            for each in made.kinds
        ],
        "lacking": lacking,
        "problems": [problem_as_json(each) for each in ledger.problems],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def _as_text(args: argparse.Namespace, ledger: Ledger, plan: Plan, made: Summary) -> str:
    zh = language(args.lang) == "zh"
    lines = [*_head(args, ledger, plan, made, zh), "", *_kinds(made, zh), "", *_lacking(made.lacking, zh)]
    if ledger.problems:
        count = len(ledger.problems)
        lines += ["", f"读台账时的提示 {count} 条：" if zh else f"{count} remarks from reading the ledger:"]
        lines += _remarks(ledger.problems, zh)
    verbs = f"tongchou check {args.out} --on {args.on}", f"tongchou run {args.out} --on {args.on} --seed 1"
    return "\n".join([*lines, "", "下一步：" if zh else "Next:", *(f"  {verb}" for verb in verbs)])


def _head(args: argparse.Namespace, ledger: Ledger, plan: Plan, made: Summary, zh: bool) -> list[str]:
    sheet = f" · {ledger.sheet}" if ledger.sheet else ""
    if zh:
        return [
            f"《{plan.title_zh}》（{args.ledger.name}{sheet}）→ {args.out}",
            f"{made.tasks} 项任务，{made.organisations} 个单位；生成 {made.activities} 个事项、{made.links} 条搭接，"
            f"全部为模板假设（{made.assumed} 个）。",
            f"台账说了 {made.promises} 个时限、{made.facts} 项进展；"
            f"目标 {made.goals} 个，其中 {made.dated_goals} 个有期限。",
        ]
    return [
        f"{plan.title_zh} ({args.ledger.name}{sheet}) -> {args.out}",
        f"{made.tasks} tasks of {made.organisations} organisations; {made.activities} activities and {made.links} links"
        f" generated, all of them assumptions of the templates ({made.assumed}).",
        f"The ledger says {made.promises} dates and {made.facts} steps of progress; {made.goals} goals, "
        f"{made.dated_goals} of them with a deadline.",
    ]


def _kinds(made: Summary, zh: bool) -> list[str]:
    """A line a kind: its tasks, and how many were not told by their title but said, brought near, or guessed."""
    lines = [
        "类别（按名称判断，另有说明的除外）：" if zh else "Kinds (told by the title unless said otherwise):"
    ]
    for each in made.kinds:
        shown = ", ".join(each.tasks[:MOST_SHOWN]) + (" ..." if len(each.tasks) > MOST_SHOWN else "")
        named = (
            (each.given, "台账写明", "given"),
            (each.near, "取最接近的模板", "nearest template"),
            (each.guessed, "看不出、暂定", "guessed"),
        )
        ways = [
            f"{word_zh} {count}" if zh else f"{count} {word_en}" for count, word_zh, word_en in named if count
        ]
        how = "" if not ways else f"（{'，'.join(ways)}）" if zh else f" ({', '.join(ways)})"
        lines.append(f"  {each.zh if zh else each.en} {len(each.tasks)}{how}{'：' if zh else ': '}{shown}")
    return lines


def _lacking(lacking: Lacking, zh: bool) -> list[str]:
    names = {
        "date": ("缺完成时限", "without a date"),
        "lead": ("缺牵头单位", "without a lead"),
        "state": ("缺进展", "without a state"),
        "milestone": (
            "时限没有写明是开工、完工还是投用，按投用计",
            "whose date names no milestone, taken as the opening:",
        ),
    }
    lines = []
    for field, (word_zh, word_en) in names.items():
        pairs: tuple[tuple[str, LedgerRow], ...] = getattr(lacking, field)
        lines.append(f"{word_zh} {len(pairs)} 项" if zh else f"{len(pairs)} {word_en}")
        for task, row in pairs[:MOST_SHOWN]:
            place = row.place_in_file.in_language("zh" if zh else "en")
            lines.append(f"  {task} {place}{'：' if zh else ': '}{row.title}")
        if len(pairs) > MOST_SHOWN:
            lines.append(f"  …… 共 {len(pairs)} 项" if zh else f"  ... {len(pairs)} in all")
    return lines


def _remarks(problems: tuple[Problem, ...], zh: bool) -> list[str]:
    """One line a problem, of each code the first few; then how many more there are."""
    lines = []
    seen: Counter[str] = Counter()
    for each in problems:
        seen[each.code] += 1
        if seen[each.code] <= MOST_SHOWN:
            lines.append(f"  ▲ {each.line('zh' if zh else 'en')}")
    for code, count in seen.items():
        if count > MOST_SHOWN:
            more = count - MOST_SHOWN
            lines.append(
                f"  ▲ 同类提示还有 {more} 条（{code}）" if zh else f"  ▲ {more} more of this kind ({code})"
            )
    return lines
