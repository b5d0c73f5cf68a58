"""How figures are said: chances as whole numbers, days, widths of mixed Han and Latin text."""

from __future__ import annotations

import unicodedata
from datetime import date

from tongchou.cycle.outcome import GoalOutcome, Outcome
from tongchou.kernel.finding import Text

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
    while columns_wide(text=text) > width:
        text = text[:-2] + "…"
    return text + " " * (width - columns_wide(text=text))


def activity_names(*, outcome: Outcome) -> dict[str, Text]:
    """Activity id -> its name with its work's name before it, where a lever carries that; else its own name."""
    names = {each.id: each.title for each in outcome.activities}
    whole = {
        each.id.removeprefix("activity:"): each.title
        for each in outcome.levers
        if each.id.startswith("activity:")
    }
    return {**names, **whole}
