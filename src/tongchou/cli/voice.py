"""How the command line speaks: the language, errors without tracebacks, progress on a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from tongchou.cli.typed import as_typed
from tongchou.kernel.errors import BadInput, Problem, TongchouError

Item = TypeVar("Item")
Result = TypeVar("Result")
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


def language(chosen: str | None) -> str:
    """The language to speak: the one chosen, else by the locale; Chinese where nothing is said."""
    if chosen:
        return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"


def say(text: str) -> None:
    """Print to standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def problem_as_json(problem: Problem) -> dict[str, object]:
    """One problem as plain values for `--json`."""
    where = problem.where
    place = {"file": where.file, "table": where.table, "row": where.row, "column": where.column}
    return {
        "code": problem.code,
        "severity": problem.severity,
        "where": place,
        "value": problem.value,
        "zh": problem.zh,
        "en": problem.en,
        "mend_zh": problem.mend_zh,
        "mend_en": problem.mend_en,
    }


def complain(error: TongchouError, *, lang: str, as_json: bool) -> int:
    """Show an anticipated error to the person who can mend it; returns the exit code."""
    problems = error.problems if isinstance(error, BadInput) else ()
    if as_json:
        body = {"error": type(error).__name__, "problems": [problem_as_json(each) for each in problems]}
        if not problems:
            body["message"] = str(error)
        say(json.dumps(body, ensure_ascii=False, indent=1))
        return error.exit_code
    lines = [as_typed(each.line(lang)) for each in problems] or [str(error)]
    head = f"共 {len(lines)} 处需要改正：" if lang == "zh" else f"{len(lines)} to put right:"
    sys.stderr.write("\n".join([head, *(f"  {line}" for line in lines)]) + "\n")
    return error.exit_code


def with_progress(map_: Map, *, quiet: bool) -> Map:
    """The same map, counting finished blocks on standard error where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        return map_

    def counting(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        waiting = list(items)
        for number, result in enumerate(map_(task, waiting), start=1):
            sys.stderr.write(f"\r  {number}/{len(waiting)} ")
            sys.stderr.flush()
            yield result
        sys.stderr.write("\r" + " " * 20 + "\r")

    return counting
