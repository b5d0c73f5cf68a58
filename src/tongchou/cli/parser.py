"""The parser of the command line: what is wrong with the words of a command, in both languages."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from tongchou.cli.typed import NAME, command
from tongchou.kernel.errors import BadInput

CHINESE = (
    (r"the following arguments are required: (.+)", r"缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可用：\3"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 应是整数，不能是 \2"),
    (r"argument (\S+): expected one argument", r"\1 后面缺少内容"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 后面不应有内容：\2"),
)


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in Chinese and English, and where help is."""

    def error(self, message: str) -> NoReturn:
        """Show what is wrong and end with the exit code of bad input."""
        chinese = next(
            (re.sub(pattern, said, message) for pattern, said in CHINESE if re.fullmatch(pattern, message)),
            "",
        )
        lines = [f"命令有误：{chinese} / {message}" if chinese else f"命令有误 / {message}"]
        prog = command() + self.prog.removeprefix(NAME)
        lines.append(f"用法请看 / for help: {prog} --help")
        sys.stderr.write("\n".join(lines) + "\n")
        sys.exit(BadInput.exit_code)
