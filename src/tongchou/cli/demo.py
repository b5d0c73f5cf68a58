"""演示:运行雄安实例,打印简报,写出并展示报告 / demo: run the Xiong'an example, print the brief, show the report"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tongchou.cli.options import day, outcome_of
from tongchou.cli.publish import write_everything
from tongchou.cli.voice import language, say
from tongchou.kernel.errors import Unavailable
from tongchou.publish.brief import brief_text
from tongchou.workspace.source import read_any

EXAMPLE = Path("examples/xiongan-2021")
JUDGED_ON = date(2021, 8, 3)
HOST = "127.0.0.1"
PORTS = range(8000, 8010)  # the first that is free


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--plan", type=Path, default=EXAMPLE, help="规划文件夹 / plan folder")
    parser.add_argument("--on", type=day, default=JUDGED_ON, help="判断日期 / date of judgement")
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
    with _server(handler) as server:
        host, port = HOST, server.server_port
        hint = "按 Ctrl+C 结束" if lang == "zh" else "Ctrl+C ends it"
        say(f"http://{host}:{port}  ({hint})")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")


def _server(handler: Callable[..., SimpleHTTPRequestHandler]) -> ThreadingHTTPServer:
    """A server on the first free port of the loopback address.

    Raises
    ------
    Unavailable
        All of them are taken.
    """
    for port in PORTS:
        try:
            return ThreadingHTTPServer((HOST, port), handler)
        except OSError:
            continue
    raise Unavailable(
        f"端口 {PORTS.start} 到 {PORTS.stop - 1} 都已被占用:请先关闭其他服务,或用 make demo SERVE=0 / "
        f"ports {PORTS.start} to {PORTS.stop - 1} are all taken: stop another server, or use make demo SERVE=0"
    )
