"""Pages of a ledger of 100,000 tasks on SQLite under gunicorn with two workers, beside Django admin's list of the same.

Both are served by the same processes from the same database, and are asked in turn by two clients that keep their
connections. A page's time is from the request to the last byte of the answer, on the wall. Deep is the page that
begins at nine tenths of the ledger: ours by its key, admin's by its number. The goals page is that of the Xiong'an
example, which lies in the same database: 100,000 tasks have no forecast. It needs the project's extra `site`.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from threading import Barrier

from benchmarks.measure import Case, say

TASKS, DEEP = 100_000, 0.9
WORKERS, THREADS, CLIENTS = 2, 4, 2
REQUESTS, ROUNDS = 200, 4  # of each page, and the rounds in which they are asked
LIMIT_MS = 150.0  # p95 of the first page
EXAMPLE = Path("examples/xiongan-2021")
ON = date(2021, 8, 3)
PLAN = "large"
BUREAUS, GOALS = 60, 5
SETTINGS = "benchmarks.ledger_site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds of every request of one page, and the seconds in which all clients together had them answered."""

    each: tuple[float, ...]
    seconds: float

    @property
    def a_second(self) -> float:
        """Requests a second of all clients together."""
        return len(self.each) / self.seconds

    def with_more(self, other: Times) -> Times:
        """Another round of the same page added."""
        return Times(each=self.each + other.each, seconds=self.seconds + other.seconds)

    def at(self, share: float) -> float:
        """The time that a share of the requests stayed under."""
        return statistics.quantiles(self.each, n=100, method="inclusive")[round(share * 100) - 1]


def cases(*, quick: bool, data: Path | None) -> Iterator[Case]:
    """All pages; `quick` with few tasks and requests only shows that they run."""
    if find_spec("django") is None:
        yield Case(
            benchmark="ledger", case="-", measure="-", value=None, unit="ms", note="needs the extra `site`"
        )
        return
    count, requests = (2_000, 16) if quick else (TASKS, REQUESTS)
    with tempfile.TemporaryDirectory(prefix="tongchou.") as home:
        cookie = _filled(Path(home), count, data or EXAMPLE)
        with _served(Path(home)) as port:
            yield from _pages(port, cookie, count, requests, quick)


def _pages(port: int, cookie: str, count: int, requests: int, quick: bool) -> Iterator[Case]:
    def timed(address: str) -> Times:
        return _timed(port, cookie, address, requests // ROUNDS)

    ledger, admin = f"/p/{PLAN}/ledger", "/admin/records/item/"
    deep = _deep(port, cookie, ledger, int(count * DEEP))
    pages = (
        ("first page", ledger, admin),
        (
            "filtered by light and bureau",
            f"{ledger}?light=red&bureau=o7",
            f"{admin}?light__exact=red&owner=o7",
        ),
        ("two-character word", f"{ledger}?q=湿地", f"{admin}?q=湿地"),
        ("deep page", deep, f"{admin}?p={int(count * DEEP) // 50 + 1}"),
    )
    found: dict[str, Times] = {}
    for _ in range(ROUNDS):  # in turn, so that other work on the machine falls on all of them alike
        for name, *both in pages:
            for whose, address in zip(("ours", "theirs"), both, strict=True):
                taken, key = timed(address), f"{whose} {name}"
                found[key] = found[key].with_more(taken) if key in found else taken
    for name, _, _ in pages:
        yield from _said(name, count, found[f"ours {name}"], found[f"theirs {name}"])
    first = found["ours first page"]
    yield _case(
        "first page", count, "p95 over 150 ms", first.at(0.95), peer="150 ms", theirs=LIMIT_MS,
        reach=None if quick else "<= 1",
    )  # fmt: skip
    yield _case(
        "deep page", count, "p50 over that of the first page", found["ours deep page"].at(0.5), peer="first page",
        theirs=first.at(0.5), reach=None if quick else "<= 2",
    )  # fmt: skip
    goals = timed(f"/p/{EXAMPLE.name}/goals")
    for _ in range(ROUNDS - 1):
        goals = goals.with_more(timed(f"/p/{EXAMPLE.name}/goals"))
    for share in (0.5, 0.95):
        yield _case("goals page", count, f"p{share * 100:.0f}", goals.at(share))
    yield _case("goals page", count, "requests a second", goals.a_second, unit="1/s")


def _said(name: str, count: int, mine: Times, other: Times) -> Iterator[Case]:
    peer = "Django admin's list of the same rows"
    for share in (0.5, 0.95):
        measure = f"p{share * 100:.0f}, over the peer's"
        yield _case(name, count, measure, mine.at(share), peer=peer, theirs=other.at(share))
    yield _case(
        name,
        count,
        "requests a second, over the peer's",
        mine.a_second,
        unit="1/s",
        peer=peer,
        theirs=other.a_second,
    )


def _case(
    name: str, count: int, measure: str, value: float, *, unit: str = "ms", peer: str | None = None,
    theirs: float | None = None, reach: str | None = None,
) -> Case:  # fmt: skip
    return Case(
        benchmark="ledger",
        case=f"{name}, {count:,} tasks",
        measure=measure,
        value=value,
        unit=unit,
        peer=peer,
        peer_value=theirs,
        ratio=None if theirs is None else value / theirs,
        reach=reach,
    )


def _filled(home: Path, count: int, example: Path) -> str:
    """A home with the large plan, the example with its answer, and an administrator; the cookie of a session."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    from tongchou_site.setup import prepare

    prepare(home=home)
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from tongchou.cycle.run import run
    from tongchou.cycle.snapshot import Snapshot
    from tongchou.workspace.source import read_any
    from tongchou_site.records import models
    from tongchou_site.verbs.demo import load

    say(f"filling a home with {count:,} tasks")
    now = timezone.now()
    user = models.User.objects.create(username="b", name="b", is_administrator=True, joined_at=now)
    _large(count)
    plan = read_any(path=example)
    load(value=plan, outcome=run(snapshot=Snapshot(plan=plan), on=ON, seed=1, trials=1024, map_=map))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _large(count: int) -> None:
    """A plan of tasks without works: sixty bureaus, five goals, one light in four of each colour."""
    from django.utils import timezone

    from tongchou.plan.purpose import Goal, Organisation, Task
    from tongchou_site.records import models
    from tongchou_site.records.actions.plans import open_items
    from tongchou_site.records.lines import draw_lines
    from tongchou_site.records.snapshot import insert_rows

    drawn, now = random.Random(1), timezone.now()
    plan = models.Plan.objects.create(key=PLAN, title_zh="大规划", changed_at=now).pk
    bureaus = [Organisation(id=f"o{k}", title_zh=f"第{k}局") for k in range(BUREAUS)]
    goals = [Goal(id="G0", title_zh="总目标")]
    goals += [Goal(id=f"G{k}", parent="G0", title_zh=f"第{k}目标") for k in range(1, GOALS + 1)]
    kinds = ("学校", "道路", "医院", "公园", "安置房", "湿地", "管网")
    tasks = [
        Task(
            id=f"T{k:06d}",
            title_zh=f"完成第{drawn.randrange(9999)}号{drawn.choice(kinds)}及配套工程",
            goals=(f"G{drawn.randrange(1, GOALS + 1)}",),
            lead=f"o{drawn.randrange(BUREAUS)}",
            supporting=(f"o{drawn.randrange(BUREAUS)}",),
            person="张三",
            deadline=ON + timedelta(days=drawn.randrange(1400)),
            state="正在施工",
        )
        for k in range(count)
    ]
    for table, rows in (("organisations", bureaus), ("goals", goals), ("tasks", tasks)):
        insert_rows(table=table, plan=plan, rows=[(place, row, 1) for place, row in enumerate(rows)])
    open_items(plan=plan, at=now)
    for place, light in enumerate(("green", "yellow", "red", "grey")):
        some = [k for k in range(count) if k % 4 == place]
        for begin in range(0, len(some), 5000):
            models.Item.objects.filter(plan=plan, position__in=some[begin : begin + 5000]).update(light=light)
    draw_lines(plan=plan)


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """The site as `tongchou serve` starts it, on a free port, warm."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tongchou_site.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--preload", "--log-level", "warning"]
    command += ["--keep-alive", "30", "--no-control-socket"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS, "TONGCHOU_HOME": str(home)}
    server = subprocess.Popen(command, env=environment)
    try:
        _until(lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close())
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _until(call: Callable[[], None], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            return call()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _fetched(link: http.client.HTTPConnection, cookie: str, address: str) -> bytes:
    quoted = re.sub(
        r"[^\x00-\x7f]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), address
    )
    link.request("GET", quoted, headers={"Cookie": cookie})
    answer = link.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise ConnectionError(f"{address}: {answer.status}")
    return body


def _deep(port: int, cookie: str, ledger: str, position: int) -> str:
    """The address behind the link to the next page of the page that ends right before a position."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    page = _fetched(link, cookie, f"{ledger}?after=_{position - 51}").decode()
    link.close()
    found = re.search(r'rel="next" href="([^"]+)"', page)
    if found is None:
        raise ValueError("the page has no link to the next one")
    return found[1].replace("&amp;", "&")


def _timed(port: int, cookie: str, address: str, requests: int) -> Times:
    """Requests of all clients together, after a few each that do not count."""

    warm = Barrier(CLIENTS)

    def client(_number: int) -> tuple[list[float], float, float]:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for _ in range(3):
            _fetched(link, cookie, address)
        warm.wait()
        taken, begin = [], time.perf_counter()
        for _ in range(requests // CLIENTS):
            one = time.perf_counter()
            _fetched(link, cookie, address)
            taken.append((time.perf_counter() - one) * 1000)
        end = time.perf_counter()
        link.close()
        return taken, begin, end

    with ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(client, range(CLIENTS)))
    each = tuple(one for taken, _, _ in found for one in taken)
    span = max(end for _, _, end in found) - min(begin for _, begin, _ in found)
    return Times(each=each, seconds=span)
