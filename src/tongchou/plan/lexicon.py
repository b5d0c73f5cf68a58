"""The words of ledgers: what kind of work a title speaks of, which milestone a promise, what a state says is done."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tongchou.kernel.packaged import read_yaml
from tongchou.plan.template import PACKAGE, Template, kinds, template

_CLAUSES = re.compile(r"[,;。、\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The kind of work, and the word of the title that told it; no word: the fallback, told by nothing."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a cell of progress says: steps done and steps running, each a tuple of template rows to try in turn."""

    done: tuple[tuple[str, ...], ...]
    running: tuple[tuple[str, ...], ...]
    understood: bool


@cache
def _words() -> Any:  # Any: as YAML gives it
    return read_yaml(package=PACKAGE, name="words.yaml")


@cache
def _kinds() -> Any:  # Any: as YAML gives it
    return read_yaml(package=PACKAGE, name="kinds.yaml")


@cache
def festivals() -> dict[str, tuple[int, int]]:
    """Days that are known by a name, as (month, day): 国庆, 七一 ..."""
    return {name: (int(day[:2]), int(day[3:])) for name, day in _words()["festivals"].items()}


def recognise(*, title: str) -> Recognised:
    """The kind of work a title speaks of.

    A word at the end of the title counts before one inside it, a longer one before a shorter: 学校建设管理办法 is a
    rule, not a school. Without a known word the fallback kind is given, with no word.
    """
    found = [
        (_end_of(title, word), len(word), -place, row["kind"], word)
        for place, row in enumerate(_kinds()["kinds"])
        for word in row["words"]
        if word in title
    ]
    if not found:
        return Recognised(kind=_kinds()["fallback"], word="")
    *_, kind, word = max(found)
    return Recognised(kind=kind, word=word)


def kind_named(*, text: str) -> str:
    """The kind a cell names: by its id, or by its Chinese or English name; empty for none."""
    word = text.strip().lower()
    return next(
        (
            kind
            for kind in kinds()
            for form in [template(kind)]
            if word in {kind, form.en.lower(), form.zh, *form.zh.split("、")}
        ),
        "",
    )


def _end_of(title: str, word: str) -> bool:
    """Whether the title ends on the word, leaving aside what is said to be done with it."""
    return any(title.rstrip("》”) ").removesuffix(verb).endswith(word) for verb in ("", *_kinds()["verbs"]))


def promise_word(*, text: str) -> str:
    """The word of a promise that names a milestone: of several, the one furthest along; empty for none."""
    found = [word for row in _words()["promise_words"] for word in row["words"] if word in text]
    return found[-1] if found else ""


def closing_word(*, title: str) -> str:
    """The promise word a title closes on, as in 某学校建成投用; empty for none."""
    found = promise_word(text=title)
    return found if found and title.strip().endswith(found) else ""


def milestone_of(*, word: str, template: Template) -> str:
    """The template row a promise word speaks of; where the kind lacks it, the next one along; else `open`."""
    order = [row["milestone"] for row in _words()["promise_words"]]
    meant = next((row for row in _words()["promise_words"] if word in row["words"]), None)
    if meant is None:
        return "open"
    tried = [meant["milestone"], *meant.get("or", ()), *order[order.index(meant["milestone"]) :]]
    return next((each for each in tried if template.has(each)), "open")


def read_state(*, text: str) -> State:
    """What a cell of progress says, clause by clause; clauses about what is still to come say nothing."""
    done: list[tuple[str, ...]] = []
    running: list[tuple[str, ...]] = []
    understood = not text.strip()
    for clause in _CLAUSES.split(unicodedata.normalize("NFKC", text)):
        read = _clause(clause.strip())
        if read is None:
            continue
        understood = True
        done += read.done
        running += read.running
    return State(done=tuple(done), running=tuple(running), understood=understood)


def _clause(text: str) -> State | None:
    """One clause, or None when no word of it is known."""
    words = _words()
    if not text:
        return None
    if text in words["all_done"]:
        return State(done=(("open",),), running=(), understood=True)
    if _any(words["nothing_yet"], text):
        return State(done=(), running=(), understood=True)
    for row in reversed(words["state_words"]):
        if _any(row["words"], text):
            return State(
                done=tuple((each,) for each in row["done"]) if "done" in row else (),
                running=tuple((each,) for each in row.get("running", ())),
                understood=True,
            )
    steps = tuple(tuple(row["rows"]) for row in words["step_words"] if _any(row["words"], text))
    if not steps:
        return None
    finished = _any(words["done_moods"], text) and not _any(words["running_moods"], text)
    return State(done=steps if finished else (), running=() if finished else steps, understood=True)


def _any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


def rows_of(*, steps: tuple[tuple[str, ...], ...], template: Template) -> tuple[str, ...]:
    """The template's own rows among those to try: of each step the first it has; steps it lacks are passed over."""
    found = [next((each for each in step if template.has(each)), "") for step in steps]
    return tuple(dict.fromkeys(each for each in found if each))
