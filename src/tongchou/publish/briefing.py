"""A briefing (简报) drafted from an outcome: sections of text and tables that an officer edits before issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongchou.kernel.finding import Text
from tongchou.publish.goals import Leaf, goals
from tongchou.publish.principal import horizons
from tongchou.publish.provenance import Figure
from tongchou.publish.scene import Scene
from tongchou.publish.words import chinese, whole

MOST_LEVERS = 5
MOST_LATE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of a briefing: a head and its rows, all as text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section: a heading, paragraphs of text parted by line ends, and perhaps a table."""

    heading: str
    text: str
    table: Grid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A whole briefing as it goes on paper. `number` is empty before it is issued."""

    title: str
    issuer: str
    number: str
    on: date
    lang: str
    sections: tuple[Section, ...]
    ground: str  # last line: what it was computed from


TITLE = Text(zh="{plan}落实情况简报", en="Briefing on the delivery of {plan}")
OVERALL = Text(zh="一、总体判断", en="1. Overall")
BY_GOAL = Text(zh="二、各目标情况", en="2. The goals")
CONSTRAINT = Text(zh="三、主要矛盾与抓手", en="3. Principal constraint and levers")
LATE = Text(zh="四、绿灯但预测难以按期的事项", en="4. Green lights whose forecast is late")
NO_LATE = Text(
    zh="没有绿灯而预测中位数晚于承诺的事项。",
    en="No green light has a median forecast later than its promise.",
)
RED = Text(zh="五、承诺日期已过而无完成证据的事项", en="5. Promises past without evidence")
NO_RED = Text(
    zh="没有承诺日期已过而无完成证据的事项。", en="No promise has passed without evidence of its finish."
)
ATTAINMENT = Text(
    zh="按权重合计，各目标按期的可能性为 {share} %，其中 {few} 个目标依据不足（共 {all} 个）。",
    en="Weighted over all goals the chance of being on time is {share} %; {few} of {all} goals have too little evidence.",
)
GOAL_HEAD = (
    Text(zh="目标", en="Goal"),
    Text(zh="期限", en="Due"),
    Text(zh="灯", en="Light"),
    Text(zh="按期可能性", en="Chance"),
    Text(zh="最左右它的事项", en="Decided most by"),
)
LEVER_HEAD = (
    Text(zh="抓手", en="Lever"),
    Text(zh="每100种未来多实现的目标", en="Goals gained in 100 futures"),
    Text(zh="区间", en="Interval"),
)
LATE_HEAD = (
    Text(zh="事项", en="Activity"),
    Text(zh="责任单位", en="Responsible"),
    Text(zh="承诺", en="Promised"),
    Text(zh="预测中位数", en="Median forecast"),
    Text(zh="守约可能性", en="Chance kept"),
)
RED_HEAD = (
    Text(zh="事项", en="Activity"),
    Text(zh="责任单位", en="Responsible"),
    Text(zh="灯的依据", en="Why the light"),
)
NOT_ENOUGH = Text(zh="依据不足", en="too little evidence")
MET = Text(zh="已实现", en="met")
WHY_NONE = Text(zh="未点名的原因：", en="Why none is named: ")
AND = Text(zh="、", en="; ")
COLON = Text(zh="：", en=": ")
GROUND = Text(
    zh="判断日期 {on}；推演 {trials} 种未来，种子 {seed}，输入 {hash}。灯只看说法和证据，预测另列。",
    en="Judged on {on}; {trials} futures, seed {seed}, input {hash}. Lights see only statements and evidence.",
)
HASH_SHOWN = 12


def draft(*, scene: Scene, lang: str, issuer: str) -> Briefing:
    """The first draft of a briefing in `lang` ("zh" or "en"); every figure in it stands in the outcome."""
    outcome = scene.outcome
    plan = _say(outcome.title, lang)
    return Briefing(
        title=_say(TITLE.filled(plan=plan), lang),
        issuer=issuer,
        number="",
        on=outcome.on,
        lang=lang,
        sections=(
            _overall(scene, lang),
            _by_goal(scene, lang),
            _constraint(scene, lang),
            _late(scene, lang),
            _red(scene, lang),
        ),
        ground=_say(
            GROUND.filled(
                on=outcome.on, trials=outcome.trials, seed=outcome.seed, hash=outcome.input_hash[:HASH_SHOWN]
            ),
            lang,
        ),
    )


def _say(text: Text | str | None, lang: str) -> str:
    if text is None:
        return "—"
    if isinstance(text, str):
        return text
    return chinese(text=text.zh) if lang == "zh" else text.in_language(lang)


def _figure(figure: Figure | None, lang: str) -> str:
    return "—" if figure is None else _say(figure.text, lang)


def _head(words: tuple[Text, ...], lang: str) -> tuple[str, ...]:
    return tuple(_say(each, lang) for each in words)


def _overall(scene: Scene, lang: str) -> Section:
    outcome = scene.outcome
    few = sum(not each.enough for each in scene.leaves)
    share = ATTAINMENT.filled(share=whole(share=outcome.attainment), few=few, all=len(scene.leaves))
    return Section(heading=_say(OVERALL, lang), text=_say(share, lang))


def _by_goal(scene: Scene, lang: str) -> Section:
    leaves = [leaf for card in goals(scene=scene).cards for leaf in card.leaves]
    rows = tuple(
        (
            _say(leaf.title, lang),
            _figure(leaf.due, lang),
            f"{leaf.light.shape} {_say(leaf.light.word, lang)}",
            _chance(leaf, lang),
            _say(leaf.decides, lang),
        )
        for leaf in leaves
    )
    return Section(heading=_say(BY_GOAL, lang), text="", table=Grid(head=_head(GOAL_HEAD, lang), rows=rows))


def _chance(leaf: Leaf, lang: str) -> str:
    if leaf.met:
        return _say(MET, lang)
    return _figure(leaf.badge.chance, lang) if leaf.badge.chance else _say(NOT_ENOUGH, lang)


def _constraint(scene: Scene, lang: str) -> Section:
    answers = horizons(scene=scene)
    groups: dict[tuple[str, str], list[str]] = {}
    for each in answers:
        said = (_say(each.sentence, lang), _say(each.reason, lang) if each.reason else "")
        groups.setdefault(said, []).append(_say(each.title, lang))
    lines = [line for said, titles in groups.items() for line in _sentences(said, titles, lang)]
    rows = tuple(
        (_say(row.title, lang), _figure(row.gain, lang), _figure(row.interval, lang))
        for row in answers[0].rows[:MOST_LEVERS]
    )
    table = Grid(head=_head(LEVER_HEAD, lang), rows=rows) if rows else None
    return Section(heading=_say(CONSTRAINT, lang), text="\n".join(lines), table=table)


def _sentences(said: tuple[str, str], titles: list[str], lang: str) -> list[str]:
    """What is said of horizons with one and the same answer, and why none is named where none is."""
    sentence, reason = said
    lines = [f"{_say(AND, lang).join(titles)}{_say(COLON, lang)}{sentence}"]
    return [*lines, f"{_say(WHY_NONE, lang)}{reason}"] if reason else lines


def _late(scene: Scene, lang: str) -> Section:
    late = goals(scene=scene).late[:MOST_LATE]
    if not late:
        return Section(heading=_say(LATE, lang), text=_say(NO_LATE, lang))
    rows = tuple(
        (
            _say(each.title, lang),
            _say(each.owner, lang),
            _figure(each.promised, lang),
            _figure(each.p50, lang),
            _figure(each.kept, lang),
        )
        for each in late
    )
    return Section(heading=_say(LATE, lang), text="", table=Grid(head=_head(LATE_HEAD, lang), rows=rows))


def _red(scene: Scene, lang: str) -> Section:
    red = [each for each in scene.outcome.activities if scene.lights[each.id].colour == "red"][:MOST_LATE]
    if not red:
        return Section(heading=_say(RED, lang), text=_say(NO_RED, lang))
    rows = tuple(
        (_say(each.name, lang), _say(scene.body(each.owner), lang), _say(scene.lights[each.id].why, lang))
        for each in red
    )
    return Section(heading=_say(RED, lang), text="", table=Grid(head=_head(RED_HEAD, lang), rows=rows))
