"""开工作台：网页与后台一起启动 / open the workbench: the web and its background worker on one machine"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tongchou.cli.voice import language, say
from tongchou.kernel.errors import Unavailable
from tongchou_site.setup import prepare

PORTS = range(8000, 8010)  # the first that is free
GRACE_SECONDS = 30


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--home", type=Path, help="数据文件夹 / folder of the data (tongchou-data)")
    parser.add_argument("--host", default="127.0.0.1", help="地址 / address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="端口 / port (the first free one from 8000)")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数 / processes of the web (2)")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")


def act(args: argparse.Namespace) -> int:
    """Serve until interrupted; on an empty home first make an administrator and print the one-time link."""
    prepare(home=args.home)
    zh = language(args.lang) == "zh"
    with listening(host=args.host, port=args.port) as door:
        address = f"http://{args.host}:{door.getsockname()[1]}"
        for line in welcome(address=address, zh=zh):
            say(line)
        say(f"{address}  ({'按 Ctrl+C 结束' if zh else 'Ctrl+C ends it'})")
        return serve(door=door, workers=args.workers)


def welcome(*, address: str, zh: bool) -> list[str]:
    """The one-time link of the first administrator, where nobody is there yet."""
    from django.utils import timezone

    from tongchou_site.records.actions.accounts import add_person, make_link
    from tongchou_site.records.queries.people import anybody
    from tongchou_site.records.trail import MACHINE

    if anybody():
        return []
    now = timezone.now()
    name = "管理员" if zh else "Administrator"
    user = add_person(username="admin", name=name, administrator=True, by=MACHINE, at=now)
    link = f"{address}/enter/{make_link(user=user, by=MACHINE, at=now)}"
    words = "首次使用，管理员一次性链接（24小时内有效，只能用一次）："
    return [words if zh else "First run: the administrator's link (valid once, for 24 hours):", f"  {link}"]


@contextmanager
def listening(*, host: str, port: int | None) -> Iterator[socket.socket]:
    """A listening socket on the port asked for, or on the first free one.

    Raises
    ------
    Unavailable
        The port is taken, or all of them are.
    """
    for each in [port] if port is not None else PORTS:
        door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, each))
        except OSError:
            door.close()
            continue
        with door:
            door.listen(64)
            yield door
        return
    asked = port if port is not None else f"{PORTS.start}-{PORTS.stop - 1}"
    raise Unavailable(
        f"端口 {asked} 已被占用：请关闭其他服务或用 --port 另选 / "
        f"port {asked} is taken: stop the other server or choose one with --port"
    )


def serve(*, door: socket.socket, workers: int) -> int:
    """The web and the worker until one of them ends or a signal comes; both are asked to stop and given time."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tongchou_site.settings"}
    door.set_inheritable(True)
    web = [sys.executable, "-m", "gunicorn", "tongchou_site.wsgi", "--bind", f"fd://{door.fileno()}"]
    web += ["--workers", str(workers), "--threads", "4", "--preload", "--log-level", "warning"]
    web += ["--graceful-timeout", str(GRACE_SECONDS - 5), "--no-control-socket"]
    jobs = [sys.executable, "-m", "tongchou_site.jobs.worker"]
    handlers = {each: signal.signal(each, _interrupt) for each in (signal.SIGTERM, signal.SIGINT)}
    running = [
        subprocess.Popen(web, env=environment, pass_fds=[door.fileno()], start_new_session=True),
        subprocess.Popen(jobs, env=environment, start_new_session=True),
    ]
    try:
        while all(each.poll() is None for each in running):
            time.sleep(0.5)
        return 1  # one of them ended by itself
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(running)
        for each, handler in handlers.items():
            signal.signal(each, handler)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for each in running:
        if each.poll() is None:
            each.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for each in running:
        try:
            each.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(each.pid, signal.SIGKILL)  # a run in hand is taken up again at the next start
