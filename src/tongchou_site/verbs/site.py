"""公开站：把一个公开规划的全部公开页写成静态文件 / site: the public pages of an open plan as static files"""

from __future__ import annotations

import argparse
from pathlib import Path

from tongchou.cli.voice import language, say
from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou_site.setup import prepare


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("plan", help="规划编号 / id of the plan")
    parser.add_argument("--out", type=Path, required=True, help="输出文件夹 / folder to write")
    parser.add_argument("--home", type=Path, help="数据文件夹 / folder of the data (tongchou-data)")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")


def act(args: argparse.Namespace) -> int:
    """Write the whole site; any web server can then show it.

    Raises
    ------
    BadInput
        There is no such plan, or it is not open to the public.
    """
    prepare(home=args.home)
    from django.http import Http404

    from tongchou_site.public.static_export import export_site

    try:
        export_site(plan=args.plan, folder=args.out)
    except Http404:
        raise BadInput([_closed(args.plan)]) from None
    say(f"公开站已写到 {args.out}" if language(args.lang) == "zh" else f"the public site is in {args.out}")
    return 0


def _closed(plan: str) -> Problem:
    return Problem(
        code="not-open",
        where=Where(),
        zh="没有这个规划，或它没有公开",
        en="there is no such plan, or it is not open to the public",
        mend_zh="在工作台“管理”中公开它，再写一次。",
        mend_en="Open it under Administration in the workbench, then write again.",
        value=plan,
    )
