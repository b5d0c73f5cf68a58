"""The words of ledgers: what kind of work a title speaks of, which milestone a promise, what a state says is done."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from tongchou.kernel.packaged import read_yaml
from tongchou.plan.template import PACKAGE, Template, kinds, template

_CLAUSES = re.compile(r"[,;。、\n]+|(?<=\D)\.(?=\D|$)")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
_BARE_SHARE = re.compile(r"(?:0?\.\d+|[01](?:\.0+)?)")
LONGEST_END = 200  # characters of a title looked at for its end
_CLOSING = re.compile(r"(?:\([^()]*\)|[》”)\s])$")
_BRACKETS = re.compile(r"\([^()]*\)")
_YEARLY = ("年度", "年计划", "当年", "全年", "今年")  # a share of these is no share of the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The kind of work, and the word of the title that told it; no word: the fallback, told by nothing."""

    kind: str
    word: str
    near: bool = False  # the kind has no template of its own: this one comes nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a cell of progress says: steps done and steps running, each a tuple of template rows to try in turn.

    `all_done`: everything promised is done. `share`: the part of the whole that is done, 0 to 1, where nothing but a
    percentage is said. `begun`: under way, and no more is known. `stopped`: it stands still or was dropped. `not_begun`:
    it is said not to have begun, and nothing else is.
    """

    done: tuple[tuple[str, ...], ...] = ()
    running: tuple[tuple[str, ...], ...] = ()
    understood: bool = True
    all_done: bool = False
    share: Decimal | None = None
    begun: bool = False
    stopped: bool = False
    not_begun: bool = False


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
    ends = _ends_of(title)
    found = [
        (any(end.endswith(word) for end in ends), len(word), -place, row["kind"], word, bool(row.get("near")))
        for place, row in enumerate(_kinds()["kinds"])
        for word in row["words"]
        if word in title
    ]
    for place, row in enumerate(_kinds()["ends"]):
        match = next(filter(None, (re.search(row["pattern"], end) for end in ends)), None)
        if match is not None:
            found.append((True, len(match[0]), -place, row["kind"], match[0], False))
    if not found:
        return Recognised(kind=_kinds()["fallback"], word="")
    *_, kind, word, near = max(found)
    return Recognised(kind=kind, word=word, near=near)


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


def _ends_of(title: str) -> tuple[str, ...]:
    """The title, and what is left of it as brackets and what is said to be done are taken from its end, one by one."""
    ends = [unicodedata.normalize("NFKC", title).strip()[-LONGEST_END:]]
    verbs = sorted(_kinds()["verbs"], key=len, reverse=True)
    while True:
        last = ends[-1]
        shorter = _CLOSING.sub("", last)
        if shorter == last:
            shorter = last.removesuffix(next((verb for verb in verbs if last.endswith(verb)), ""))
        if shorter in (last, ""):
            return tuple(ends)
        ends.append(shorter)


def sets_a_figure(*, title: str, told: bool) -> bool:
    """Whether a title sets a figure to be reached, such as 收入增长6%: no work to be done.

    Parameters
    ----------
    told : whether the title names a kind of work; of such a title only a firm sign counts
    """
    figures, text = _kinds()["figures"], unicodedata.normalize("NFKC", title).strip()[-LONGEST_END:]
    return bool(re.search(figures["firm"], text) or (not told and re.search(figures["loose"], text)))


def promise_word(*, text: str) -> str:
    """The word of a promise that names a milestone: of several, the one furthest along; empty for none."""
    for long, short in _words()["same_as"].items():
        text = text.replace(long, short)
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


def is_blank(*, text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, 无 ..."""
    return not text.strip() or text.strip().lower() in _words()["blanks"]


def read_state(*, text: str) -> State:
    """What a cell of progress says, clause by clause; clauses about what is still to come say nothing.

    A percentage counts for the steps its clause names; with none named, and not of a year's plan, for the whole.
    """
    if is_blank(text=text):
        return State()
    plain = _without_brackets(text)
    read = read_clauses(text=text)
    done = tuple(step for each in read for step in each.done)
    running = tuple(step for each in read for step in each.running)
    shares = [each.share for each in read if each.share is not None]
    named = bool(done or running)
    return State(
        done=done,
        running=running,
        understood=bool(read),
        all_done=any(each.all_done for each in read) and not any(each.running for each in read),
        share=shares[-1] if shares and not named else None,
        begun=any(each.begun for each in read) and not named and not shares,
        stopped=any(each.stopped for each in read),
        not_begun=any(each.not_begun for each in read)
        and all(each in (State(), State(not_begun=True)) for each in read)
        and _state_word(_without_not_begun(plain)) is None,
    )


def read_clauses(*, text: str) -> tuple[State, ...]:
    """What each clause of a cell of progress says; clauses no word of which is known are left out."""
    plain = _without_brackets(text)
    if _BARE_SHARE.fullmatch(plain):
        plain = f"{Decimal(plain) * 100}%"
    return tuple(
        each for part in _CLAUSES.split(plain) for each in [_clause(part.strip())] if each is not None
    )


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).strip()


def _clause(text: str) -> State | None:
    """One clause, or None when no word of it is known."""
    words = _words()
    if not text:
        return None
    if _all_done().fullmatch(text):
        return State(all_done=True)
    if _any(words["not_begun"], text):
        return _not_begun(text)
    if _any(words["nothing_yet"], text) or text.startswith(tuple(words["to_come"])):
        return State()
    percent = _SHARE.search(text)
    share = Decimal(percent[1]) / 100 if percent is not None else None
    mood = _done_mood(text) if share is None else share >= 1
    named = _named_steps(text, mood)
    if named is not None:
        return named
    if share is not None and not _any(_YEARLY, text):
        return State(all_done=True) if share >= 1 else State(share=share)
    if _any(words["stopped"], text):
        return State(stopped=True)
    if share is not None or _any(words["begun"], text):
        return State(begun=True)
    return None


def _not_begun(text: str) -> State:
    """A clause that says of works that they have not begun; what else it names may be known, or at least under way."""
    rest = _without_not_begun(text)
    known = _state_word(rest)
    if known is not None:
        return known
    return State(not_begun=_named_steps(rest, done=False) is None)


def _without_not_begun(text: str) -> str:
    return re.sub("|".join(_words()["not_begun"]), "", text)


def _state_word(text: str) -> State | None:
    """The state a clause gives in one word; None where it gives none."""
    for row in reversed(_words()["state_words"]):
        if _any(row["words"], text):
            return State(
                done=tuple((each,) for each in row.get("done", ())),
                running=tuple((each,) for each in row.get("running", ())),
            )
    return None


def _named_steps(text: str, done: bool) -> State | None:
    """The steps a clause names, done or running; None where it names none."""
    known = _state_word(text)
    if known is not None:
        return known
    steps = tuple(tuple(row["rows"]) for row in _words()["step_words"] if _any(row["words"], text))
    if not steps:
        return None
    return State(done=steps) if done else State(running=steps)


@cache
def _all_done() -> re.Pattern[str]:
    """已于5月20日全部完成: a day and words of praise around one word that says all is done, and nothing else."""
    words = "|".join(_words()["all_done"])
    before = r"(?:(?:本|该)?(?:项目|工程|任务|工作|事项)?(?:均|已|已经)*(?:于?[\d年月日号./-]+)?)"
    return re.compile(
        rf"{before}(?:全部|全面|圆满|如期|按期|按时|顺利)*(?:{words})+(?:任务|工作|整改|目标)*(?:100%)?|100%"
    )


def _done_mood(text: str) -> bool:
    words = _words()
    return _any(words["done_moods"], text) and not _any(words["running_moods"], text)


def _any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


def rows_of(*, steps: tuple[tuple[str, ...], ...], template: Template) -> tuple[str, ...]:
    """The template's own rows among those to try: of each step the first it has; steps it lacks are passed over.

    A row named ``campaign/base`` is meant in that kind alone, ``building/test`` in work that ends with an acceptance:
    another kind calls something else by its name.
    """
    kinds_of = f"(?:{template.kind}{'|building' if template.has('accept') else ''})/"
    own = [[re.sub(f"^{kinds_of}", "", each) for each in step] for step in steps]
    found = [next((each for each in step if template.has(each)), "") for step in own]
    return tuple(dict.fromkeys(each for each in found if each))
