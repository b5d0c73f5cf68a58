"""The language of one page: words by key, texts, figures with their proof. Everything is escaped here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from tongchou.kernel.finding import Text, in_two
from tongchou.kernel.packaged import read_yaml
from tongchou.publish.markup import words as words_of_pages
from tongchou.publish.provenance import Figure
from tongchou.publish.words import chinese, clipped

WORDS = "tongchou_site.ui.words"


@cache
def words() -> dict[str, Text]:
    """Every fixed word of the doors and of the report's pages, by its key.

    Raises
    ------
    ValueError
        Two rooms use one key.
    """
    found = dict(words_of_pages())
    known = set(found)
    for name in sorted(each.name for each in files(WORDS).iterdir() if each.name.endswith(".yaml")):
        table: dict[str, list[str]] = read_yaml(package=WORDS, name=name) or {}
        if twice := known & set(table):
            raise ValueError(f"{name}: {', '.join(sorted(twice))} is said elsewhere too")
        known |= set(table)
        found |= {key: Text(zh=zh, en=en) for key, (zh, en) in table.items()}
    return found


@pass_context
def both(context: Context, text: Text | str | None) -> Markup:
    """A text in the language of the page."""
    if text is None:
        return Markup("")
    if isinstance(text, str):
        return escape(text)
    return escape(_in(context, text))


def _in(context: Context, text: Text) -> str:
    lang = context["lang"]
    return (
        chinese(text=text.in_language(lang)) if lang == "zh" or text.zh == text.en else text.in_language(lang)
    )


@pass_context
def remark(context: Context, text: str) -> Markup:
    """A remark of a row, in the language of the page where it was written in both."""
    return escape(_in(context, in_two(text=text)))


@pass_context
def say(context: Context, key: str, **values: Any) -> Markup:
    """A fixed word of the page with its named places filled by texts and figures."""
    pattern = _in(context, words()[key])
    shown = {name: _value(context, value) for name, value in values.items()}
    return Markup(escape(pattern)).format(**shown)


def _value(context: Context, value: Any) -> Any:
    if isinstance(value, Text):
        return _in(context, value)
    return fig(context, value) if isinstance(value, Figure) else value


@pass_context
def plain(context: Context, text: Text | str) -> str:
    """A text in the language of the page, for attributes and titles."""
    return text if isinstance(text, str) else _in(context, text)


@pass_context
def fig(context: Context, figure: Figure | str | None, lang: str = "") -> Markup:
    """A figure as a link to where it comes from; a dash where there is none."""
    if figure is None:
        return Markup('<span class="none">—</span>')
    if isinstance(figure, str):
        return escape(figure)
    text = figure.text if isinstance(figure.text, str) else _in(context, figure.text)
    grade = Markup('<sup class="grade">{}</sup>').format(figure.grade) if figure.grade else Markup("")
    form = '<a class="fig {}" href="{}#{}">{}</a>{}'
    return Markup(form).format(figure.kind, context.get("proof", ""), figure.anchor, text, grade)


@pass_context
def svg(context: Context, text: Text | str, *, at: str) -> Markup:
    """A text of a picture; `at` holds the attributes the template gives it."""
    return Markup("<text {}>{}</text>").format(Markup(at), plain(context, text))


@pass_context
def sentence(context: Context, text: Text, value: Figure | None) -> Markup:
    """A finding with its one figure filled in."""
    shown = fig(context, value) if value is not None else ""
    return Markup(escape(_in(context, text))).format(days=shown, day=shown)


def clip(text: Text, columns: int) -> Text:
    """A text cut where it takes more than so many columns; a full-width sign takes two."""
    return Text(zh=clipped(text=text.zh, width=columns), en=clipped(text=text.en, width=columns))
