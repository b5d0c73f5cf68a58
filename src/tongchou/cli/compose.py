"""编制：把一份台账变成可计算的规划 / compose: turn an office's ledger into a plan that can be forecast"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shlex
from collections import Counter
from datetime import date
from pathlib import Path

from tongchou.cli.options import add_language
from tongchou.cli.typed import command
from tongchou.cli.voice import language, problem_as_json, say
from tongchou.kernel.errors import Problem
from tongchou.kernel.finding import Text
from tongchou.plan.compose.ledger import LedgerRow
from tongchou.plan.compose.summary import Lacking, Summary
from tongchou.plan.model import Plan
from tongchou.publish.words import chinese
from tongchou.workspace.composing import compose_ledger
from tongchou.workspace.ledger import DatedLedger, Ledger, LedgerDay, read_by_its_day, read_ledger
from tongchou.workspace.target import refuse_unless_free, write_to

SAID_BY = {
    "given": Text(zh="按所给日期", en="as given"),
    "title": Text(zh="据标题", en="from its title"),
    "sheet": Text(zh="据工作表名", en="from its sheet's name"),
    "file": Text(zh="据文件名", en="from its file's name"),
    "today": Text(zh="台账未注明，取今天", en="it names none: today"),
}
MOST_SHOWN = 12  # problems of one code, and rows that lack one thing; the rest are counted (--json lists all)


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("ledger", type=Path, help="台账(XLSX或CSV) / the ledger (XLSX or CSV)")
    parser.add_argument("--out", type=Path, required=True, help="规划文件夹或.xlsx / plan folder or .xlsx")
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        default=None,
        help="台账日期 YYYY-MM-DD，默认取台账标题、表名或文件名中的日期，都没有则取今天 / "
        "the ledger's date (the one in its title, sheet's or file's name, else today)",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="那里已有改动过的规划时也替换，其中的改动会丢失 / "
        "replace a plan there even if it was changed; the changes are lost",
    )
    add_language(parser)


def act(args: argparse.Namespace) -> int:
    """Read the ledger, compose the plan, write it, and say what was made of what."""
    refuse_unless_free(path=args.out, replace=args.replace)
    dated = _read(args)
    composed = compose_ledger(dated=dated, file=args.ledger.name)
    plan, made = composed.plan, composed.made
    write_to(plan=plan, path=args.out, replace=args.replace)
    say(_as_json(args, dated, plan, made) if args.json else _as_text(args, dated, plan, made))
    return 0


def _read(args: argparse.Namespace) -> DatedLedger:
    """The ledger as of the day asked for, else of the day it names itself, else of today."""
    if args.on is not None:
        ledger = read_ledger(path=args.ledger, on=args.on)
        return DatedLedger(ledger=ledger, day=LedgerDay(on=args.on, said_by="given"))
    today = date.today()  # noqa: DTZ011  # the day on the wall where the officer sits
    return read_by_its_day(path=args.ledger, today=today)


def _as_json(args: argparse.Namespace, dated: DatedLedger, plan: Plan, made: Summary) -> str:
    ledger = dated.ledger
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
        "on": dated.day.on.isoformat(),
        "on_said_by": dated.day.said_by,
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
        "figures": list(made.figures),
        "lacking": lacking,
        "problems": [problem_as_json(each) for each in ledger.problems],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def _as_text(args: argparse.Namespace, dated: DatedLedger, plan: Plan, made: Summary) -> str:
    zh, ledger, on = language(args.lang) == "zh", dated.ledger, dated.day.on
    lost = tuple(each for each in ledger.problems if each.code.startswith("no-column"))
    others = tuple(each for each in ledger.problems if each not in lost)
    lines = [*_head(args, ledger, plan, made, zh), _day(dated.day, zh), *_remarks(lost, zh)]
    lines += ["", *_kinds(made, zh), "", *_lacking(made.lacking, zh)]
    if others:
        count = len(others)
        lines += [
            "",
            f"读台账时的提示 {count} 条：" if zh else f"{_counted(count, 'remark')} from reading the ledger:",
        ]
        lines += _remarks(others, zh)
    out = shlex.quote(str(args.out))
    ours = command()
    verbs = f"{ours} check {out} --on {on}", f"{ours} run {out} --on {on} --seed 1"
    return "\n".join([*lines, "", "下一步：" if zh else "Next:", *(f"  {verb}" for verb in verbs)])


def _day(day: LedgerDay, zh: bool) -> str:
    said_by = SAID_BY[day.said_by].in_language("zh" if zh else "en")
    return f"台账日期 {day.on}（{said_by}）。" if zh else f"Date of the ledger {day.on} ({said_by})."


def _head(args: argparse.Namespace, ledger: Ledger, plan: Plan, made: Summary, zh: bool) -> list[str]:
    sheet = f" · {ledger.sheet}" if ledger.sheet else ""
    if zh:
        return [
            f"《{chinese(text=plan.title_zh)}》（{args.ledger.name}{sheet}）→ {args.out}",
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
        shown = _shown(each.tasks, zh)
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
    if made.figures:
        count, shown = len(made.figures), _shown(made.figures, zh)
        lines.append(
            f"  指标 {count}（没有可排程的工作）：{shown}" if zh else f"  figures {count} (no work): {shown}"
        )
    return lines


def _shown(tasks: tuple[str, ...], zh: bool) -> str:
    between, more = ("、", " ……") if zh else (", ", " ...")
    return between.join(tasks[:MOST_SHOWN]) + (more if len(tasks) > MOST_SHOWN else "")


def _lacking(lacking: Lacking, zh: bool) -> list[str]:
    names = {
        "date": ("缺完成时限", "without a date"),
        "lead": ("缺牵头单位", "without a lead"),
        "state": ("缺进展", "without a state"),
        "milestone": (
            "时限没有写明是开工、完工还是投用，按投用计",
            "whose date names no milestone, taken as that of the opening",
        ),
    }
    lines = []
    for field, (word_zh, word_en) in names.items():
        pairs: tuple[tuple[str, LedgerRow], ...] = getattr(lacking, field)
        lines.append(f"{word_zh} {len(pairs)} 项" if zh else f"{_counted(len(pairs), 'task')} {word_en}")
        for task, row in pairs[:MOST_SHOWN]:
            place = row.place_in_file.in_language("zh" if zh else "en")
            title = chinese(text=row.title) if zh else row.title
            lines.append(f"  {task} {place}{'：' if zh else ': '}{title}")
        if len(pairs) > MOST_SHOWN:
            lines.append(f"  …… 共 {len(pairs)} 项" if zh else f"  ... {len(pairs)} in all")
    return lines


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _remarks(problems: tuple[Problem, ...], zh: bool) -> list[str]:
    """One line a problem, of each code the first few; then how many more there are."""
    lines = []
    seen: Counter[str] = Counter()
    words = {each.code: each.zh if zh else each.en for each in problems}
    for each in problems:
        seen[each.code] += 1
        if seen[each.code] <= MOST_SHOWN:
            lines.append(f"  ▲ {_remark(each, zh)}")
    for code, count in seen.items():
        if count > MOST_SHOWN:
            more, what = count - MOST_SHOWN, words[code]
            lines.append(f"  ▲ 同类提示还有 {more} 条：{what}。" if zh else f"  ▲ {more} more: {what}.")
    return lines


def _remark(problem: Problem, zh: bool) -> str:
    """The problem as one line; in Chinese the value seen has full-width signs, as in the ledger."""
    if not zh:
        return problem.line("en")
    return dataclasses.replace(problem, value=chinese(text=problem.value)).line("zh")
