"""审计：逐条验证审计链 / audit: verify the chain of the audit trail, entry by entry"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tongchou.cli.voice import language, say
from tongchou_site.setup import prepare

BROKEN = 3  # exit code: the trail was changed


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("what", choices=["verify"], help="verify: 验证 / verify the chain")
    parser.add_argument("--home", type=Path, help="数据文件夹 / folder of the data (tongchou-data)")
    parser.add_argument("--head", default="", help="应包含的哈希 / a hash the chain must contain")
    parser.add_argument("--json", action="store_true", help="以JSON输出 / print JSON")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")


def act(args: argparse.Namespace) -> int:
    """Recompute every hash; the exit code tells whether the chain is whole.

    A head written down earlier and given with `--head` shows a trail cut off at its end, which no chain shows by itself.
    """
    prepare(home=args.home)
    from tongchou_site.records.trail import contains, verify

    verdict = verify()
    known = not args.head or contains(head=args.head)
    whole = verdict.broken_at is None and known
    if args.json:
        body = {"entries": verdict.entries, "head": verdict.head, "broken_at": verdict.broken_at}
        say(json.dumps(body | {"head_known": known, "whole": whole}))
    else:
        say(_words(verdict.entries, verdict.head, verdict.broken_at, known, language(args.lang) == "zh"))
    return 0 if whole else BROKEN


def _words(entries: int, head: str, broken_at: int | None, known: bool, zh: bool) -> str:
    if broken_at is not None:
        return (
            f"审计链在第 {broken_at} 条断开：该条或其前一条被改动过。"
            if zh
            else f"the chain is broken at entry {broken_at}: it, or the one before, was changed."
        )
    if not known:
        return (
            "审计链中没有所给的哈希：末尾有记录被删。"
            if zh
            else "the chain does not contain the given hash: entries at its end were removed."
        )
    return (
        f"审计链完整：{entries} 条，末条哈希 {head}"
        if zh
        else f"the chain is whole: {entries} entries, last hash {head}"
    )
