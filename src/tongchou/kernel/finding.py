"""Messages in two languages, and what a domain or the network found wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["bottleneck", "shortfall", "hard-point"]  # 瓶颈、短板、难点
Severity = Literal["red", "yellow", "grey"]

HAN = r"\u3400-\u9fff"
BETWEEN = " / "  # the two languages of a remark that has one cell
_CHINESE = re.compile(f"[{HAN}]")
_ENGLISH = re.compile(rf"[^{HAN}]*|(?:[^{HAN}\u201c\u201d]|\u201c[^\u201c\u201d]*\u201d)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One message in both languages."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        """The message in `lang` ("zh" or "en"), or in the other one where it is empty."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    def filled(self, **values: object) -> Text:
        """The message with its named places filled in."""
        return Text(zh=self.zh.format(**values), en=self.en.format(**values))

    def in_one(self) -> str:
        """Both languages in one cell, "Chinese / English"; the one there is where the other is empty or the same."""
        if not self.zh or not self.en or self.zh == self.en:
            return self.zh or self.en
        return f"{self.zh}{BETWEEN}{self.en}"


def in_two(*, text: str) -> Text:
    """A remark written as "Chinese / English" as a text in both languages; another one is the same in both.

    The English may hold Chinese words in curled quotation marks: a ledger's own, a column's name.
    """
    first = _CHINESE.search(text)
    cut = text.find(BETWEEN, first.end()) if first is not None else -1
    while cut >= 0:
        english = text[cut + len(BETWEEN) :]
        if _ENGLISH.fullmatch(english):
            return Text(zh=text[:cut], en=english)
        cut = text.find(BETWEEN, cut + 1)
    return Text(zh=text, en=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where something is wrong, how bad it is, by which clause, which task it hurts and which lever moves it."""

    kind: FindingKind
    where: str
    severity: Severity
    text: Text
    clause: str = ""
    task: str = ""
    lever: str = ""

    def __post_init__(self) -> None:
        if not (self.text.zh and self.text.en):
            raise ValueError(f"a finding speaks both languages: {self.where}")
