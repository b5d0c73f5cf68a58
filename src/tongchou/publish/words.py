"""How figures are said: chances as whole numbers, days, widths of mixed Han and Latin text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tongchou.cycle.outcome import GoalOutcome
from tongchou.kernel.finding import HAN, Text

TEMPLATES = "tongchou.publish.templates"
HUNDRED = 100
NARROWEST = 0.01  # an interval narrower than this is not written with its ends
NARROW = "±<0.5"
TRACE = 0.0005  # a gain that would be written as nothing
NOT_ENOUGH = Text(zh="依据不足", en="too little evidence")

_SIGNS = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
_NEAR = rf"[{HAN}\u2018-\u201d\u300a-\u300f\uff08\uff09]"
_AFTER_HAN = re.compile(rf"(?<={_NEAR})\s?([,:;?!])\s?")
_BEFORE_HAN = re.compile(rf"([,:;?!])\s?(?={_NEAR})")
_BRACKETS = re.compile(rf"(?<=[{HAN}\u201d\u300d])\(([^()]*)\)|\(([^()]*[{HAN}][^()]*)\)")


def chinese(*, text: str) -> str:
    """Chinese prose with full-width punctuation: narrow signs beside a Han character are widened, brackets in pairs."""
    text = _BRACKETS.sub(lambda found: f"\uff08{found[1] if found[1] is not None else found[2]}\uff09", text)
    text = _AFTER_HAN.sub(lambda found: _SIGNS[found[1]], text)
    return _BEFORE_HAN.sub(lambda found: _SIGNS[found[1]], text)


def whole(*, share: float) -> str:
    """A share that was not sampled, as a whole number of hundredths; <1 only for what is not nothing."""
    return "<1" if 0 < share < 0.005 else str(round(HUNDRED * share))


def percent(*, share: float) -> str:
    """A share as a whole number of hundredths; never 0 or 100 where the futures cannot exclude the rest."""
    whole = round(HUNDRED * share)
    if whole <= 0:
        return "<1"
    return ">99" if whole >= HUNDRED else str(whole)


def hundredths(*, share: float) -> str:
    """A gain in futures of a hundred, one decimal."""
    return f"{HUNDRED * share:.1f}"


def per_hundred(*, share: float) -> str:
    """A gain in futures of a hundred, one decimal; a trace is not written as nothing, and nothing has no decimal."""
    if not share:
        return "0"
    if abs(share) < TRACE:
        return "<0.1" if share > 0 else ">−0.1"
    return f"{HUNDRED * share:.1f}".replace("-", "−")


def chance_words(*, goal: GoalOutcome, lang: str) -> str:
    """The chance of a goal with its interval, or that there is too little evidence for a number."""
    if not goal.enough or goal.chance is None:
        return NOT_ENOUGH.in_language(lang)
    ends = interval(goal=goal)
    return f"{percent(share=goal.chance)} %" + (f" ({ends})" if ends else "")


def interval(*, goal: GoalOutcome) -> str:
    """The interval of a goal's chance in hundredths, as whole as the chance beside it, which therefore lies in it.

    Narrower than one of a hundred it reads ±<0.5, and nothing beside a chance of <1 or >99, which says as much.
    """
    low, high = goal.low or 0.0, goal.high or 0.0
    if high - low >= NARROWEST:
        return f"{percent(share=low)}–{percent(share=high)}"
    return NARROW if percent(share=goal.chance or 0.0).isdigit() else ""


def day(*, on: date | None) -> str:
    """A date as ISO, or a dash."""
    return on.isoformat() if on else "—"


def columns_wide(*, text: str) -> int:
    """How many terminal columns a text takes: a full-width sign takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def padded(*, text: str, width: int) -> str:
    """The text filled with spaces to `width` terminal columns, cut with … where it is wider."""
    text = clipped(text=text, width=width)
    return text + " " * (width - columns_wide(text=text))


def clipped(*, text: str, width: int) -> str:
    """The text cut with … where it takes more than `width` terminal columns."""
    if columns_wide(text=text) <= width:
        return text
    while columns_wide(text=text) >= width:
        text = text[:-1]
    return text + "…"


def money(*, cny: float) -> Text:
    """An amount of yuan in 亿元 or 万元, and in English in millions or billions."""
    if abs(cny) >= 1e8:
        english = f"CNY {cny / 1e9:,.2f} bn" if abs(cny) >= 1e9 else f"CNY {cny / 1e6:,.0f} m"
        return Text(zh=f"{cny / 1e8:,.2f} 亿元".replace(".00 ", " "), en=english)
    return Text(zh=f"{cny / 1e4:,.0f} 万元", en=f"CNY {cny / 1e6:,.2f} m")


def grouped(*, text: str) -> str:
    """A whole number of five digits or more with its thousands set apart; anything else as it is."""
    return f"{int(text):,}" if text.isascii() and text.isdigit() and len(text) > 4 else text


def unit_words(*, unit: str) -> Text:
    """A unit in both languages; one that is not in the list stays as it is."""
    return UNITS.get(unit, Text(zh=unit, en=unit))


UNITS = {
    "倍": Text(zh="倍", en="times"),
    "个": Text(zh="个", en="projects"),
    "km2": Text(zh="km²", en="km²"),
    "m3": Text(zh="m³", en="m³"),
    "件": Text(zh="件", en="items"),
    "年": Text(zh="年", en="years"),
    "张": Text(zh="张", en="beds"),
    "人/km2": Text(zh="人/km²", en="people/km²"),
    "m2": Text(zh="m²", en="m²"),
    "km/km2": Text(zh="km/km²", en="km/km²"),
    "ug/m3": Text(zh="μg/m³", en="μg/m³"),
    "working days": Text(zh="个工作日", en="working days"),
    "items": Text(zh="项", en="items"),
    "steps before start": Text(zh="个开工前环节", en="steps before start"),
    "years of residence": Text(zh="年居住", en="years of residence"),
    "% of general public budget expenditure": Text(
        zh="% 一般公共预算支出", en="% of general public budget expenditure"
    ),
    "places": Text(zh="个学位", en="places"),
    "beds": Text(zh="张床位", en="beds"),
    "flats": Text(zh="套", en="flats"),
    "wd": Text(zh="个工作日", en="working days"),
    "cd": Text(zh="天", en="days"),
}
