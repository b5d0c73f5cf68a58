"""How figures are said: chances as whole numbers, days, widths of mixed Han and Latin text."""

from __future__ import annotations

import unicodedata
from datetime import date

from tongchou.cycle.outcome import GoalOutcome, Outcome
from tongchou.kernel.finding import Text

TEMPLATES = "tongchou.publish.templates"
HUNDRED = 100
NOT_ENOUGH = Text(zh="依据不足", en="too little evidence")
NONE_SAID = Text(zh="—", en="—")


def percent(*, share: float) -> str:
    """A share as a whole number of hundredths; never 0 or 100 where the futures cannot exclude the rest."""
    whole = round(HUNDRED * share)
    if whole <= 0:
        return "<1"
    return ">99" if whole >= HUNDRED else str(whole)


def hundredths(*, share: float) -> str:
    """A gain in futures of a hundred, one decimal."""
    return f"{HUNDRED * share:.1f}"


def chance_words(*, goal: GoalOutcome, lang: str) -> str:
    """The chance of a goal with its interval, or that there is too little evidence for a number."""
    if not goal.enough or goal.chance is None:
        return NOT_ENOUGH.in_language(lang)
    low, high = interval(goal=goal)
    return f"{percent(share=goal.chance)} % ({low}–{high})"


def interval(*, goal: GoalOutcome) -> tuple[str, str]:
    """Both ends of the interval of a goal's chance, as whole hundredths."""
    return str(round(HUNDRED * (goal.low or 0.0))), str(round(HUNDRED * (goal.high or 0.0)))


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


def activity_names(*, outcome: Outcome) -> dict[str, Text]:
    """Activity id -> its name with its work's name before it, where a lever carries that; else its own name."""
    names = {each.id: each.title for each in outcome.activities}
    whole = {
        each.id.removeprefix("activity:"): each.title
        for each in outcome.levers
        if each.id.startswith("activity:")
    }
    return {**names, **whole}


def money(*, cny: float) -> Text:
    """An amount of yuan in 亿元 or 万元, and in English in millions or billions."""
    if abs(cny) >= 1e8:
        english = f"CNY {cny / 1e9:,.2f} bn" if abs(cny) >= 1e9 else f"CNY {cny / 1e6:,.0f} m"
        return Text(zh=f"{cny / 1e8:,.2f} 亿元".replace(".00 ", " "), en=english)
    return Text(zh=f"{cny / 1e4:,.0f} 万元", en=f"CNY {cny / 1e6:,.2f} m")


def unit_words(*, unit: str) -> Text:
    """A unit in both languages; one that is not in the list stays as it is."""
    return UNITS.get(unit, Text(zh=unit, en=unit))


UNITS = {
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
