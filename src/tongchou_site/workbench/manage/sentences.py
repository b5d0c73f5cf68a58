"""An entry of the audit trail as a plain sentence, from the words of its action."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from tongchou.kernel.finding import Text
from tongchou_site.records.lights import day_en, day_zh
from tongchou_site.records.loop import STATES
from tongchou_site.records.queries.audit import Act
from tongchou_site.records.rights import ROLES
from tongchou_site.ui.speech import words

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 120  # signs of one value in a sentence


class _Values(dict[str, str]):
    """The values of a sentence; what an older entry does not have is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


@cache
def names() -> tuple[tuple[str, Text], ...]:
    """Every action by its code and its name, to choose from."""
    return tuple((key.removeprefix("did_"), text) for key, text in words().items() if key.startswith("did_"))


def sentence(act: Act) -> Text:
    """What was done, in both languages; an action without words is told by its code."""
    key = f"act_{act.action}"
    refused = act.detail.get("refused") is True and f"{key}_refused" in words()
    pattern = words().get(f"{key}_refused" if refused else key)
    if pattern is None:
        return Text(zh=f"{act.action} {act.subject}".strip(), en=f"{act.action} {act.subject}".strip())
    zh, en = _values(act, "zh"), _values(act, "en")
    return Text(zh=pattern.zh.format_map(zh).rstrip("： "), en=pattern.en.format_map(en).rstrip(": "))


def _values(act: Act, lang: str) -> Mapping[str, str]:
    found = {name: _said(name, value, lang) for name, value in act.detail.items()}
    return _Values(found | {"about": _about(act, lang)})


def _about(act: Act, lang: str) -> str:
    kind, _, code = act.subject.partition(":")
    if kind in {"run", "briefing", "decision"}:
        return words()[f"audit_{kind}"].in_language(lang).format(n=code)
    title = act.about.in_language(lang) if act.about.zh else ""
    if kind == "user":
        around = ("（", "）") if lang == "zh" else (" (", ")")
        return f"{title}{around[0]}{code}{around[1]}" if title and title != code else code
    return f"{code} {title}".strip()


def _said(name: str, value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return words()["audit_yes" if value else "audit_no"].in_language(lang)
    text = "" if value is None else str(value)
    if DAY.fullmatch(text):
        return (day_zh if lang == "zh" else day_en)(date.fromisoformat(text))
    if name == "choice" and f"choice_{text}" in words():
        return words()[f"choice_{text}"].in_language(lang)
    table = {"role": ROLES, "before": STATES, "after": STATES}.get(name, {})
    if text in table:
        return table[text].in_language(lang)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
