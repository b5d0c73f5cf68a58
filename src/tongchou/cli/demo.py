"""演示:运行雄安实例,打印简报,写出并展示报告 / demo: run the Xiong'an example, print the brief, show the report"""

from __future__ import annotations

import argparse
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tongchou.cli.options import outcome_of
from tongchou.cli.publish import write_everything
from tongchou.cli.voice import language, say
from tongchou.publish.brief import brief_text
from tongchou.workspace.source import read_any

EXAMPLE = Path("examples/xiongan-2021")
JUDGED_ON = date(2021, 8, 3)
ADDRESS = ("127.0.0.1", 8000)


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--plan", type=Path, default=EXAMPLE, help="规划文件夹 / plan folder")
    parser.add_argument(
        "--on", type=date.fromisoformat, default=JUDGED_ON, help="判断日期 / date of judgement"
    )
    parser.add_argument("--out", type=Path, default=Path("out"), help="输出文件夹 / folder to write")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="只写不开网页 / do not serve")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")
    parser.set_defaults(seed=1, trials=10240, workers="here", json=False)


def act(args: argparse.Namespace) -> int:
    """Run the example; serve the result on the loopback address unless told not to."""
    plan = read_any(path=args.plan)
    outcome = outcome_of(plan, args)
    lang = language(args.lang)
    say(brief_text(outcome=outcome, lang=lang))
    write_everything(plan=plan, outcome=outcome, out=args.out, sources=None)
    page = args.out / "index.html"
    say(f"报告:{page}" if lang == "zh" else f"report: {page}")
    if args.serve:
        serve(folder=args.out, lang=lang)
    return 0


def serve(*, folder: Path, lang: str) -> None:
    """Serve a folder on the loopback address until interrupted."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(ADDRESS, handler) as server:
        host, port = ADDRESS
        hint = "按 Ctrl+C 结束" if lang == "zh" else "Ctrl+C ends it"
        say(f"http://{host}:{port}  ({hint})")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
