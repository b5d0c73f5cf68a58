"""`tongchou VERB …`: the verbs in the order of the story."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from types import ModuleType

from tongchou import __version__
from tongchou.cli import check, compose, explain, forecast, publish, run
from tongchou.cli.parser import Parser
from tongchou.cli.voice import complain, language
from tongchou.kernel.errors import BadInput, Problem, TongchouError, Unavailable, Where

INTERRUPTED = 130  # as shells have it: 128 and the number of the signal
TOO_LARGE = Unavailable(
    "这台机器的内存装不下这个规划：请减少 --workers，或把规划分开 / "
    "the plan does not fit into this machine's memory: use fewer --workers, or split the plan"
)
VERBS = (compose, check, run, forecast, explain, publish)
DOORS = "tongchou.verbs"  # entry points of the verbs that need the web


def parser() -> argparse.ArgumentParser:
    """The whole command line, also read by the documentation."""
    top = Parser(
        prog="tongchou",
        description="统筹：从规划到主要矛盾 / from a plan to the principal constraint",
    )
    top.add_argument("--version", action="version", version=f"tongchou {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, module in _named():
        summary = (module.__doc__ or name).strip().splitlines()[0]
        verb = verbs.add_parser(name, help=summary, description=summary)
        module.add(verb)
        verb.set_defaults(act=module.act)
    return top


def _named() -> list[tuple[str, ModuleType]]:
    """Every verb by name: our own in the order of the story, then those of the doors."""
    doors = sorted(entry_points(group=DOORS), key=lambda each: each.name)
    own = [(module.__name__.rsplit(".", 1)[-1], module) for module in VERBS]
    return own + [(each.name, each.load()) for each in doors]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; an anticipated error ends with its own exit code and no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese still gets an answer
    args = parser().parse_args(argv)
    try:
        code: int = args.act(args)
    except TongchouError as error:
        return complain(error, lang=language(args.lang), as_json=getattr(args, "json", False))
    except MemoryError:
        return complain(TOO_LARGE, lang=language(args.lang), as_json=getattr(args, "json", False))
    except BrokenPipeError:  # whoever read our output has closed it, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return complain(_unwritable(error), lang=language(args.lang), as_json=getattr(args, "json", False))
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断，没有写出任何文件 / interrupted, nothing was written\n")
        return INTERRUPTED
    return code


def _unwritable(error: OSError) -> BadInput:
    """What the system says of a file, as something a person can mend."""
    return BadInput(
        [
            Problem(
                code="file-trouble",
                where=Where(file=str(error.filename or "")),
                zh="文件读不了或写不了",
                en="the file cannot be read or written",
                mend_zh="请检查路径、权限和磁盘空间。",
                mend_en="See to the path, the rights and the space on the disk.",
                value=error.strerror or "",
            )
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
