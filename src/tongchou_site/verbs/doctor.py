"""体检：检查环境、数据和后台，说明缺什么、怎么补 / doctor: what is missing, and what to do about it"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from tongchou.cli.voice import language, say
from tongchou.kernel.finding import Text
from tongchou_site.setup import home_of
from tongchou_site.verbs.archive import DATABASE

LEAST_FREE = 1 << 30  # bytes
NEEDS = {"django": "site", "gunicorn": "site", "docx": "reports", "typst": "reports"}
SIGNS = {"good": "●", "note": "▲", "wrong": "■"}
NOTHING = Text(zh="", en="")
WRONG = 3  # exit code: something does not work


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing looked at."""

    state: Literal["good", "note", "wrong"]
    what: Text
    mend: Text = NOTHING


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--home", type=Path, help="数据文件夹 / folder of the data (tongchou-data)")
    parser.add_argument("--json", action="store_true", help="以JSON输出 / print JSON")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")


def act(args: argparse.Namespace) -> int:
    """Look at everything, change nothing."""
    signs = examine(home=home_of(home=args.home))
    lang = language(args.lang)
    if args.json:
        rows = [
            {
                "state": each.state,
                "zh": each.what.zh,
                "en": each.what.en,
                "mend_zh": each.mend.zh,
                "mend_en": each.mend.en,
            }
            for each in signs
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for each in signs:
            say(f"{SIGNS[each.state]} {each.what.in_language(lang)}")
            if each.state != "good":
                say(f"    {each.mend.in_language(lang)}")
    return WRONG if any(each.state == "wrong" for each in signs) else 0


def examine(*, home: Path) -> list[Sign]:
    """Every sign, in the order a person would look: machine, packages, fonts, data, background."""
    looks: tuple[Callable[[Path], Iterator[Sign]], ...] = (_python, _packages, _fonts, _disk, _data, _jobs)
    return [sign for look in looks for sign in look(home)]


def _python(_home: Path) -> Iterator[Sign]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Sign(state="good", what=Text(zh=f"Python {version}", en=f"Python {version}"))


def _packages(_home: Path) -> Iterator[Sign]:
    missing = sorted({extra for module, extra in NEEDS.items() if find_spec(module) is None})
    if not missing:
        yield Sign(
            state="good",
            what=Text(zh="网页与公文所需的包都在", en="the packages of web and papers are there"),
        )
    for extra in missing:
        yield Sign(
            state="wrong",
            what=Text(zh=f"缺少一组包：{extra}", en=f"a group of packages is missing: {extra}"),
            mend=Text(zh=f"运行 pip install 'tongchou[{extra}]'", en=f"run pip install 'tongchou[{extra}]'"),
        )


def _fonts(_home: Path) -> Iterator[Sign]:
    found = _says("fc-list", ":lang=zh", "family")
    if found:
        yield Sign(state="good", what=Text(zh="有中文字体", en="a Chinese font is there"))
        return
    yield Sign(
        state="note",
        what=Text(
            zh="没有找到中文字体，PDF 简报不能排版", en="no Chinese font found: PDF briefings cannot be set"
        ),
        mend=Text(zh="安装 fonts-noto-cjk 一类的字体", en="install a font such as fonts-noto-cjk"),
    )


def _says(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _disk(home: Path) -> Iterator[Sign]:
    place = next(each for each in (home, *home.parents) if each.exists())
    free = shutil.disk_usage(place).free
    words = Text(zh=f"磁盘空余 {free / 1e9:.1f} GB", en=f"{free / 1e9:.1f} GB free on the disk")
    mend = Text(zh="清出空间，否则写入会被拒绝", en="make room, or writing will be refused")
    yield Sign(state="good" if free > LEAST_FREE else "wrong", what=words, mend=mend)
    if not os.access(place, os.W_OK):
        yield Sign(
            state="wrong",
            what=Text(zh=f"不能写入 {place}", en=f"{place} cannot be written to"),
            mend=Text(zh="检查文件夹的权限", en="see to the rights of the folder"),
        )


def _data(home: Path) -> Iterator[Sign]:
    if not (home / DATABASE).is_file():
        yield Sign(
            state="note",
            what=Text(zh=f"{home} 还没有数据", en=f"no data in {home} yet"),
            mend=Text(
                zh="运行 tongchou serve，会建立数据并给出管理员链接",
                en="run tongchou serve: it makes them and prints a link",
            ),
        )
        return
    if home.stat().st_mode & 0o077:
        yield Sign(
            state="note",
            what=Text(
                zh="本机其他用户可以读取数据文件夹", en="other users of this machine can read the data"
            ),
            mend=Text(zh=f"运行 chmod 700 {home}", en=f"run chmod 700 {home}"),
        )
    mode = (home / "secret").stat().st_mode & 0o077 if (home / "secret").exists() else 0
    if mode:
        yield Sign(
            state="wrong",
            what=Text(zh="签名密钥可被他人读取", en="the signing key can be read by others"),
            mend=Text(zh=f"运行 chmod 600 {home / 'secret'}", en=f"run chmod 600 {home / 'secret'}"),
        )
    answer = _quick_check(home)
    damaged = Text(zh=f"数据库损坏：{answer}", en=f"the database is damaged: {answer}")
    yield Sign(
        state="good" if answer == "ok" else "wrong",
        what=Text(zh="数据库完好", en="the database is sound") if answer == "ok" else damaged,
        mend=Text(zh="从最近的备份恢复", en="restore the latest backup"),
    )


def _quick_check(home: Path) -> str:
    """What the database says of itself: `ok`, or the first thing wrong with it."""
    try:
        with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as database:
            return str(database.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)


def _jobs(home: Path) -> Iterator[Sign]:
    if not (home / DATABASE).is_file() or find_spec("django") is None or _quick_check(home) != "ok":
        return
    from tongchou_site.setup import prepare

    prepare(home=home)
    from django.utils import timezone

    from tongchou_site.records.queries.runs import waiting_since
    from tongchou_site.records.trail import verify

    verdict = verify()
    broken = Text(
        zh=f"审计链在第 {verdict.broken_at} 条断开", en=f"the audit trail is broken at {verdict.broken_at}"
    )
    whole = Text(
        zh=f"审计链完整，{verdict.entries} 条", en=f"the audit trail is whole, {verdict.entries} entries"
    )
    yield Sign(
        state="wrong" if verdict.broken_at else "good",
        what=broken if verdict.broken_at else whole,
        mend=Text(zh="保留现场，与备份比对", en="keep everything as it is and compare it with a backup"),
    )
    since = waiting_since()
    minutes = round((timezone.now() - since).total_seconds() / 60) if since else 0
    late = minutes > 10
    yield Sign(
        state="note" if late else "good",
        what=Text(zh=f"后台有工作等了 {minutes} 分钟", en=f"background work has waited for {minutes} minutes")
        if late
        else Text(zh="后台没有积压", en="nothing waits in the background"),
        mend=Text(
            zh="用 tongchou serve 启动，网页和后台会一起运行",
            en="start with tongchou serve: it runs both web and worker",
        ),
    )
