"""The sentence that counts futures, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from tongchou.kernel.finding import Text

HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The numbers a sentence is made of; shares are fractions of futures.

    `missed`: futures in which the goal is missed; `saved`: share of those that the lever alone saves; `next_saved`: the
    same for the best other single lever outside its class. `gain` and `next_gain`: weighted shares of all futures saved
    over all goals, by the lever and by the next one.
    """

    goal: Text
    lever: Text
    alike: int  # other levers of the same class
    days: float  # expected days removed
    in_all: bool  # from several activities together
    missed: float
    saved: float
    next_saved: float
    gain: float
    next_gain: float


ONE = Text(
    zh="每100种可能的未来里,有{missed}种不能按期实现“{goal}”。这样的未来每100种中,有{saved}种只要{lever}{in_all_zh}缩短{days}天就能避免;"
    "同等力度的其他单项不超过{next}种。",
    en="In {missed} of 100 futures the goal “{goal}” is missed. In {saved} of every 100 of those, shortening {lever} by "
    "{days} days{in_all_en} would have saved it; no other single lever of that effort saves more than {next}.",
)
OVER_ALL = Text(
    zh="每100种可能的未来里,有{missed}种不能按期实现“{goal}”。这样的未来每100种中,有{saved}种只要{lever}{in_all_zh}缩短{days}天就能避免;"
    "就各目标合计,它在每100种未来里多实现{gain}种,同等力度的其他单项不超过{next_gain}种。",
    en="In {missed} of 100 futures the goal “{goal}” is missed. In {saved} of every 100 of those, shortening {lever} by "
    "{days} days{in_all_en} would have saved it; over all goals together it saves {gain} of 100 futures, no other single "
    "lever of that effort more than {next_gain}.",
)
SEVERAL = Text(
    zh="每100种可能的未来里,有{missed}种不能按期实现“{goal}”。{levers}作用相近,分不出主次;各缩短至多{days}天,每100种失败的未来至多挽回{saved}种。",
    en="In {missed} of 100 futures the goal “{goal}” is missed. {levers} act alike and none can be put first; shortened by "
    "at most {days} days each, one of them saves at most {saved} of every 100 missed futures.",
)
SEVERAL_OVER_ALL = Text(
    zh="就各目标合计,{levers}作用相近,分不出主次;各缩短至多{days}天,每100种未来至多多实现{gain}种。",
    en="Over all goals together {levers} act alike and none can be put first; shortened by at most {days} days each, one of "
    "them saves at most {gain} of 100 futures.",
)
NONE = Text(
    zh="同等力度({days}天)下,没有哪一个单项能明显提高目标按期实现的可能性。",
    en="At this effort ({days} days) no single lever raises the chance of meeting the goals noticeably.",
)
PAIR = Text(
    zh="两项合用最好:{first}与{second},每100种未来多实现{gain}种。",
    en="Best together: {first} and {second}, {gain} more of 100 futures.",
)
ALIKE = Text(zh="(或同一链条上的另外{n}项)", en=" (or any of {n} other steps of the same chain)")
MORE_EFFORT = Text(
    zh="标准力度({standard}天)下没有哪个单项能明显见效;力度加到{days}天:{sentence}",
    en="At the standard effort ({standard} days) no single lever gains noticeably; at {days} days: {sentence}",
)
NOTHING_MISSED = Text(
    zh="所有能预测的目标在每一种未来里都能按期实现。",
    en="Every goal that can be forecast is met in every future.",
)
NO_GOALS = Text(zh="这一时期没有可以预测的目标。", en="No goal of this horizon can be forecast.")
NOT_FIRM = Text(
    zh="重抽假设后居首位的份额只有{share}%,低于60%,不单独点名。",
    en="With the assumptions drawn again it stays first in only {share} %, under 60 %, so none is named alone.",
)
DECIDING = Text(zh="最左右结论的假设:{names}。", en=" The assumptions that decide it: {names}.")
NOT_APART = Text(
    zh="前几项的差别没有超出抽样误差。", en="The first few differ by no more than sampling error."
)
TOO_LITTLE = Text(
    zh="没有单个抓手的增益达到1%,请看两项合用。", en="No single lever gains as much as 1 %: see the pair."
)


def one_sentence(*, story: Story) -> Text:
    """The principal constraint in one sentence."""
    alike = ALIKE.filled(n=story.alike) if story.alike else Text(zh="", en="")
    lever = Text(zh=f"「{story.lever.zh}」{alike.zh}", en=f"“{story.lever.en}”{alike.en}")
    return _fill(ONE if story.saved >= story.next_saved else OVER_ALL, story, lever)


def at_more_effort(*, sentence: Text, standard: float, days: float) -> Text:
    """The sentence, led by the remark that it holds only at more than the standard effort [days]."""
    first, last = days_words(days=standard), days_words(days=days)
    zh = MORE_EFFORT.zh.format(standard=first, days=last, sentence=sentence.zh)
    return Text(zh=zh, en=MORE_EFFORT.en.format(standard=first, days=last, sentence=sentence.en))


def several_sentence(*, story: Story, levers: tuple[Text, ...], more: int, one_goal: bool) -> Text:
    """Levers that cannot be told apart; `one_goal` where all of them move the goal of the story."""
    rest = Text(zh=f"等{more + len(levers)}项", en=f" and {more} more") if more else Text(zh="", en="")
    lever = Text(
        zh="、".join(f"「{each.zh}」" for each in levers) + rest.zh,
        en=", ".join(f"“{each.en}”" for each in levers) + rest.en,
    )
    return _fill(SEVERAL if one_goal else SEVERAL_OVER_ALL, story, lever)


def _fill(form: Text, story: Story, lever: Text) -> Text:
    values = {
        "missed": count(share=story.missed),
        "saved": count(share=story.saved),
        "next": count(share=story.next_saved),
        "days": days_words(days=story.days),
        "gain": count(share=story.gain),
        "next_gain": count(share=story.next_gain),
        "in_all_zh": "合计" if story.in_all else "",
        "in_all_en": " in all" if story.in_all else "",
    }
    return Text(
        zh=form.zh.format(goal=story.goal.zh, lever=lever.zh, levers=lever.zh, **values),
        en=form.en.format(goal=story.goal.en, lever=lever.en, levers=lever.en, **values),
    )


def not_firm(*, firmness: float, deciding: tuple[Text, ...]) -> Text:
    """Why none is named alone though one comes first, and on which assumptions that hangs."""
    head = NOT_FIRM.filled(share=round(HUNDRED * firmness))
    if not deciding:
        return head
    names = Text(zh="、".join(each.zh for each in deciding), en=", ".join(each.en for each in deciding))
    return Text(
        zh=head.zh + DECIDING.zh.format(names=names.zh), en=head.en + DECIDING.en.format(names=names.en)
    )


def none_sentence(*, days: float, pair: tuple[Text, Text] | None, gain: float) -> Text:
    """Nothing alone helps; the pair, if one does."""
    head = NONE.filled(days=days_words(days=days))
    if pair is None:
        return head
    tail = Text(
        zh=PAIR.zh.format(first=f"「{pair[0].zh}」", second=f"「{pair[1].zh}」", gain=count(share=gain)),
        en=PAIR.en.format(first=f"“{pair[0].en}”", second=f"“{pair[1].en}”", gain=count(share=gain)),
    )
    return Text(zh=head.zh + tail.zh, en=f"{head.en} {tail.en}")


def count(*, share: float) -> str:
    """A share as futures of a hundred: whole numbers, one digit below ten, `<0.1` for a trace."""
    value = HUNDRED * share
    if value == 0:
        return "0"
    if value < 0.1:
        return "<0.1"
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"


def days_words(*, days: float) -> str:
    """Days without a needless decimal."""
    return f"{days:.1f}".removesuffix(".0")
