"""恢复：从备份文件恢复到空文件夹 / restore: unpack a backup into an empty folder"""

from __future__ import annotations

import argparse
from pathlib import Path

from tongchou.cli.voice import language, say
from tongchou_site.setup import home_of
from tongchou_site.verbs.archive import restore


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("file", type=Path, help="备份文件 / the backup file to read")
    parser.add_argument("--home", type=Path, help="恢复到的文件夹 / folder to restore to (tongchou-data)")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")


def act(args: argparse.Namespace) -> int:
    """Unpack the backup; nothing is touched where something is there already."""
    home = home_of(home=args.home)
    kept = restore(source=args.file, home=home)
    if language(args.lang) == "zh":
        say(f"已恢复 {kept.files} 个文件到 {home}。下一步:tongchou audit verify --home {home}")
    else:
        say(f"{kept.files} files restored to {home}. Next: tongchou audit verify --home {home}")
    return 0
