"""The command as the reader can type it again: its name where the shell finds it, else the shortest path to it."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "tongchou"


def command() -> str:
    """The command this process was started with, ready for a shell.

    Its name where the shell finds it under that name; else its path from the working folder or from the root,
    whichever is shorter; a module started by Python is `python -m tongchou.cli.main`.
    """
    begun = sys.argv[0] if sys.argv else ""
    if begun.endswith(".py"):
        return f"{_typed(sys.executable)} -m tongchou.cli.main" if _is_ours(begun) else NAME
    return _typed(begun) if Path(begun).name.removesuffix(".exe") == NAME else NAME


def _is_ours(script: str) -> bool:
    path = Path(script)
    return (path.parent.name, path.name) == ("cli", "main.py")


def _typed(program: str) -> str:
    """A program on the path by its name, any other by the shorter of its two paths."""
    whole = os.path.abspath(shutil.which(program) or program)
    found = shutil.which(Path(whole).name)
    if found and os.path.abspath(found) == whole:
        return Path(whole).name
    return shlex.quote(min(_from_here(whole), whole, key=len))


def _from_here(whole: str) -> str:
    """The path from the working folder; a program in the folder itself needs its dot."""
    try:
        path = os.path.relpath(whole)
    except ValueError:  # another drive
        return whole
    return path if os.sep in path else os.path.join(os.curdir, path)


def as_typed(text: str) -> str:
    """A text of the library with its `tongchou compose` as the reader can type it."""
    return text.replace(f"{NAME} compose", f"{command()} compose")
