"""Server and worker are killed while eight people write: what was acknowledged is there, and the trail is whole."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from tests.site.serving_case import TONGCHOU, serving

ROUNDS = 3  # kills in a row, on the same home
WRITE_SECONDS = 4.0


class Writer(Thread):
    """One officer who reports again and again, and keeps in mind what the server has acknowledged."""

    def __init__(self, *, number: int, address: str, over: Event, cookies: http.cookiejar.CookieJar) -> None:
        super().__init__(daemon=True)
        self.page = f"{address}/p/eight/tasks/T{number}"
        self.number, self.over = number, over
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        self.acknowledged: list[str] = []

    def run(self) -> None:
        """Write until told to stop; a request that got no answer is not acknowledged."""
        while not self.over.is_set():
            text = f"writer {self.number} at {time.monotonic_ns()}"
            try:
                form = fields(self.get(self.page)) | {"text": text}
                self.post(f"{self.page}/progress", form)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            self.acknowledged.append(text)

    def get(self, address: str) -> str:
        """A page."""
        with self.opener.open(address, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, address: str, form: dict[str, str]) -> None:
        """A form sent; an answer of 400 or more raises."""
        request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address})
        with self.opener.open(request, timeout=20) as answer:
            answer.read()


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms that every act needs."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert token is not None
    return {"csrfmiddlewaretoken": token[1], "version": version[1] if version else ""}


def signed_in(address: str, token: str) -> http.cookiejar.CookieJar:
    """The cookies of a person who came in by a one-time link."""
    cookies = http.cookiejar.CookieJar()
    writer = Writer(number=0, address=address, over=Event(), cookies=cookies)
    writer.post(f"{address}/enter/{token}", fields(writer.get(f"{address}/enter/{token}")))
    return cookies


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_everything_is_killed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = subprocess.run(
        [sys.executable, "-m", "tests.site.survival_case", str(home)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tongchou_site.settings"},
    )
    tokens, cookies, acknowledged = made.stdout.split(), [], []
    for _ in range(ROUNDS):
        over = Event()
        with serving(home, kill=True) as served:
            cookies = cookies or [signed_in(served.address, token) for token in tokens]
            writers = [
                Writer(number=k, address=served.address, over=over, cookies=jar)
                for k, jar in enumerate(cookies)
            ]
            for each in writers:
                each.start()
            time.sleep(WRITE_SECONDS)
        over.set()
        for each in writers:
            each.join(timeout=30)
        acknowledged += [text for each in writers for text in each.acknowledged]
    verdict = subprocess.run([*TONGCHOU, "audit", "verify", "--home", str(home)], check=False)
    with closing(sqlite3.connect(home / "tongchou.sqlite3")) as database:
        stored = {text for (text,) in database.execute("SELECT text FROM records_report")}
    assert len(acknowledged) > ROUNDS * len(tokens)
    assert set(acknowledged) <= stored
    assert verdict.returncode == 0
