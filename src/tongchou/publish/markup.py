"""Filters of the templates: texts in both languages, figures with their proof. Everything is escaped here."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from tongchou.kernel.finding import HAN, Text, in_two
from tongchou.kernel.packaged import read_yaml
from tongchou.publish.provenance import Figure
from tongchou.publish.words import TEMPLATES, chinese

HAS_HAN = re.compile(f"[{HAN}]")


@cache
def words() -> dict[str, Text]:
    """Every fixed word of the page by its key, in both languages."""
    table: dict[str, list[str]] = read_yaml(package=TEMPLATES, name="words.yaml")
    return {key: Text(zh=pair[0], en=pair[1]) for key, pair in table.items()}


def both(text: Text | str) -> Markup:
    """A text in both languages, of which the style shows one; a text with no translation as it is."""
    if isinstance(text, str):
        return asis(text)
    text = Text(zh=chinese(text=text.zh), en=chinese(text=text.zh) if text.en == text.zh else text.en)
    if text.zh == text.en or not (text.zh and text.en):
        return asis(text.zh or text.en)
    return Markup('<span class="zh" lang="zh-Hans">{}</span><span class="en" lang="en">{}</span>').format(
        text.zh, text.en
    )


def asis(text: str) -> Markup:
    """Words of others or of a table, in the language they have."""
    if HAS_HAN.search(text):
        return Markup('<span class="asis" lang="zh-Hans">{}</span>').format(text)
    return escape(text)


def remark(text: str) -> Markup:
    """A remark of a row: in both languages where it was written so, else as it is."""
    return both(in_two(text=text))


def say(key: str, **values: Any) -> Markup:
    """A fixed word of the page; its named places may hold figures and texts.

    Raises
    ------
    KeyError
        The page has no such word.
    """
    text = words()[key]
    text = Text(zh=chinese(text=text.zh), en=text.en)
    return Markup('<span class="zh" lang="zh-Hans">{}</span><span class="en" lang="en">{}</span>').format(
        *(_filled(pattern, lang, values) for pattern, lang in ((text.zh, "zh"), (text.en, "en")))
    )


def _filled(pattern: str, lang: str, values: dict[str, Any]) -> Markup:
    shown = {key: _value(value, lang) for key, value in values.items()}
    return Markup(escape(pattern)).format(**shown)


def _value(value: Any, lang: str) -> Any:
    if isinstance(value, Text):
        return chinese(text=value.zh) if lang == "zh" else value.in_language(lang)
    return fig(value, lang=lang) if isinstance(value, Figure) else value


def plain(text: Text | str) -> str:
    """Both languages in one line, for titles that cannot be switched."""
    if isinstance(text, str) or text.zh == text.en or not text.en:
        return text if isinstance(text, str) else text.zh
    return f"{chinese(text=text.zh)} / {text.en}"


def fig(figure: Figure | None, *, lang: str = "") -> Markup:
    """A figure as a link to where it comes from; a dash where there is none."""
    if figure is None:
        return Markup('<span class="none">—</span>')
    text = figure.text
    shown = both(text) if not lang or isinstance(text, str) else escape(text.in_language(lang))
    grade = Markup('<sup class="grade">{}</sup>').format(figure.grade) if figure.grade else Markup("")
    return Markup('<a class="fig {}" href="#{}">{}</a>{}').format(figure.kind, figure.anchor, shown, grade)


def svg(text: Text | str, *, at: str) -> Markup:
    """A text of a picture in both languages; `at` holds the attributes the template gives it."""
    given = Text(zh=text, en=text) if isinstance(text, str) else text
    if given.zh == given.en or not given.en:
        return Markup("<text {}>{}</text>").format(Markup(at), given.zh)
    form = '<text class="zh" lang="zh-Hans" {0}>{1}</text><text class="en" lang="en" {0}>{2}</text>'
    return Markup(form).format(Markup(at), chinese(text=given.zh), given.en)
