"""备份：把工作台的全部数据写入一个文件 / back up: all data of the workbench in one file"""

from __future__ import annotations

import argparse
from pathlib import Path

from tongchou.cli.voice import language, say
from tongchou_site.setup import home_of
from tongchou_site.verbs.archive import back_up


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("file", type=Path, help="备份文件 / the backup file to write")
    parser.add_argument("--home", type=Path, help="数据文件夹 / folder of the data (tongchou-data)")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")


def act(args: argparse.Namespace) -> int:
    """Write the backup; people may go on working."""
    kept = back_up(home=home_of(home=args.home), target=args.file)
    if language(args.lang) == "zh":
        say(f"已备份 {kept.files} 个文件，{kept.size:,} 字节，数据库 SHA-256 {kept.database}")
    else:
        say(f"{kept.files} files, {kept.size:,} bytes; SHA-256 of the database {kept.database}")
    return 0
