"""Plain words for figures: chances as futures of a hundred, days, where a task stands."""

from __future__ import annotations

import re
from datetime import date

from tongchou.cycle.outcome import GoalOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.lights import Colour, Light
from tongchou.publish.words import interval, percent
from tongchou_site.records.queries.public import ENOUGH, PublicItem

COLOURS = ("red", "yellow", "green", "grey")  # as the list counts them
MET = Text(zh="所需事项均已完成。", en="Everything required is done.")
TOO_LITTLE = Text(
    zh="依据不足：有来源的节点 {n} 个，不足 {enough} 个，不给出数字。",
    en="Too little evidence: {n} sourced milestones, fewer than {enough}, so no number is given.",
)
OF_GOAL = Text(
    zh="每100种可能的未来里，有{n}能按期实现", en="Of every 100 possible futures, it is met on time in {n}"
)
OF_TASK = Text(
    zh="每100种可能的未来里，有{n}能按期完成。",
    en="Of every 100 possible futures, it is finished on time in {n}.",
)
ENDS = Text(zh="(推演的误差范围 {ends} 种)。", en=" (sampling range {ends}).")
STOP = Text(zh="。", en=".")
FINISH = Text(
    zh="一半的未来里不晚于{p50}完成，五分之四的未来里不晚于{p80}。",
    en="Finished by {p50} in half of the futures, by {p80} in four of five.",
)
PRECISIONS = {  # of a statement; a day is written as it is
    "month": Text(zh="{y}年{m}月", en="{month} {y}"),
    "quarter": Text(zh="{y}年第{q}季度", en="Q{q} {y}"),
    "half": Text(zh="{y}年{h}", en="H{H} {y}"),
    "year": Text(zh="{y}年内", en="within {y}"),
    "about": Text(zh="约{day}", en="about {day}"),
    "latest": Text(zh="不晚于{day}", en="by {day}"),
}
ALL_DONE = Text(zh="已知的事项均已完成。", en="All its known works are finished.")
NO_FORECAST = Text(zh="还没有预测。", en="No forecast yet.")
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
NO_DAY = Text(zh="没有公布期限。", en="No deadline is published.")
DUE = Text(zh="期限{day}。", en="Deadline {day}.")

LISTED = Text(zh="已列入规划", en="in the plan")
ASSIGNED = Text(zh="已交办", en="handed to its lead")
WORKING = Text(zh="正在办理", en="under way")
REVIEW = Text(zh="已报请办结，正在复核", en="reported as finished, under review")
COMPLETE = Text(zh="已办结，等待销号", en="completed, to be closed")
CLOSED = Text(zh="已销号：经另一人核实办结", en="closed: a second person has confirmed its completion")
STATES = {
    "proposed": LISTED,
    "assigned": ASSIGNED,
    "accepted": WORKING,
    "working": WORKING,
    "reported": REVIEW,
    "reviewing": REVIEW,
    "completed": COMPLETE,
    "closed": CLOSED,
}


def day_words(on: date) -> Text:
    """A day in both languages."""
    return Text(zh=f"{on.year}年{on.month}月{on.day}日", en=f"{on.day} {on:%b %Y}")


def said_day(*, on: date, precision: str) -> Text:
    """A day as exactly as it was said: a period is kept as its last day and read as the period."""
    form = PRECISIONS.get(precision)
    if form is None:
        return day_words(on)
    quarter, half = (on.month + 2) // 3, "上半年" if on.month <= 6 else "下半年"
    values = {"y": on.year, "m": on.month, "q": quarter, "h": half, "H": 1 if on.month <= 6 else 2}
    day = day_words(on)
    return Text(
        zh=form.zh.format(day=day.zh, **values), en=form.en.format(day=day.en, month=f"{on:%b}", **values)
    )


def _in_both(pattern: Text, **values: Text) -> Text:
    return Text(
        zh=pattern.zh.format(**{key: text.zh for key, text in values.items()}),
        en=pattern.en.format(**{key: text.en for key, text in values.items()}),
    )


def futures(share: float) -> Text:
    """How many of a hundred futures; never none or all where the futures cannot exclude the rest."""
    shown = percent(share=share)
    if shown == "<1":
        return Text(zh="不到1种", en="fewer than 1")
    if shown == ">99":
        return Text(zh="99种以上", en="more than 99")
    return Text(zh=f"{shown}种", en=shown)


def goal_forecast(*, goal: GoalOutcome, met: bool) -> Text:
    """Whether a goal will be met, in words; without enough evidence no number."""
    if met:
        return MET
    if not goal.enough or goal.chance is None:
        return TOO_LITTLE.filled(n=goal.milestones_sourced, enough=ENOUGH)
    ends = interval(goal=goal)
    tail = ENDS.filled(ends=ends) if ends and ends[0].isdigit() else STOP
    words = _in_both(OF_GOAL, n=futures(goal.chance))
    return Text(zh=words.zh + tail.zh, en=words.en + tail.en)


def goal_finish(*, goal: GoalOutcome, met: bool) -> Text | None:
    """When a goal will be reached, in words; None without enough evidence."""
    if met or not goal.enough:
        return None
    return finish(p50=goal.finish_p50, p80=goal.finish_p80)


def finish(*, p50: date | None, p80: date | None) -> Text | None:
    """Median and four of five, in words."""
    if p50 is None or p80 is None:
        return None
    return _in_both(FINISH, p50=day_words(p50), p80=day_words(p80))


def task_forecast(*, item: PublicItem, on: date) -> Text:
    """Whether a task will be finished by its day, in words; without a promised day, when it may be finished.

    Parameters
    ----------
    on : the day of judgement; quantiles before it are of works that are done
    """
    if item.sourced < ENOUGH:
        return TOO_LITTLE.filled(n=item.sourced, enough=ENOUGH)
    if item.finish_p80 is not None and item.finish_p80 < on:
        return ALL_DONE
    if item.chance is not None:
        return _in_both(OF_TASK, n=futures(item.chance))
    return finish(p50=item.finish_p50, p80=item.finish_p80) or NO_FORECAST


def dated(text: Text) -> Text:
    """A text with its ISO days as people write them."""
    found = {day: day_words(date.fromisoformat(day)) for day in ISO_DAY.findall(f"{text.zh} {text.en}")}
    for day, words in found.items():
        text = Text(zh=text.zh.replace(day, words.zh), en=text.en.replace(day, words.en))
    return text


def due(*, on: date | None) -> Text:
    """A deadline in words."""
    return _in_both(DUE, day=day_words(on)) if on else NO_DAY


def state(*, item: PublicItem) -> Text:
    """Where a task stands, in words."""
    return STATES[item.state]


def light_of(*, item: PublicItem) -> Light:
    """The light of a task with its word."""
    colour: Colour = item.light  # type: ignore[assignment]  # the database knows four colours
    return Light(colour=colour, word=item.word, why=item.why)
