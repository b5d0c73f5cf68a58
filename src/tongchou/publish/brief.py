"""The brief: one page for the terminal and the same as Markdown; the answers of `forecast` and `explain`."""

from __future__ import annotations

from collections.abc import Iterable

from tongchou.cycle.outcome import GoalOutcome, LeverOutcome, Outcome, PrincipalOutcome
from tongchou.kernel.finding import Text
from tongchou.publish.verdict import deciding, is_met, is_over, names_of
from tongchou.publish.words import (
    chance_words,
    chinese,
    columns_wide,
    day,
    hundredths,
    padded,
    whole,
)

MOST_GOALS = 12
MOST_FINDINGS = 5
MOST_LEVERS = 8
MOST_ASSUMPTIONS = 3
HASH_SHOWN = 12

HEADER = Text(
    zh="判断日期 {on} · {trials} 种未来 · 种子 {seed} · 输入 {hash}",
    en="judged on {on} · {trials} futures · seed {seed} · input {hash}",
)
PRINCIPAL = Text(zh="主要矛盾", en="Principal constraint")
GOALS = Text(zh="目标", en="Goals")
LEVERS = Text(
    zh="抓手(同等力度：按日历共减 {days} 天)", en="Levers (equal effort: {days} elapsed days in all)"
)
ENDS = Text(
    zh="按期可能性之后的区间只反映推演了多少种未来，不反映假设是否属实；“±<0.5”指上下不足半个百分点。",
    en="The interval after a chance reflects only how many futures were played, not whether the assumptions hold; "
    "±<0.5 is less than half of one in a hundred either way.",
)
CHAIN = Text(zh="链条", en="Chain")
FINDINGS = Text(zh="问题", en="Findings")
GREY = Text(
    zh="另有 {n} 项任务没有带日期的工作，暂不能预测。",
    en="{n} more tasks have no dated work and cannot be forecast.",
)
MORE = Text(zh="……另有 {n} 条，见报告。", en="... and {n} more, see the report.")
ASSUMPTIONS = Text(zh="结论最依赖的假设", en="The assumptions the answer rests on most")
WHY_NONE = Text(zh="为何不点名：", en="Why none is named: ")
FIRMNESS = Text(
    zh="稳固度 {share} %(重抽假设后仍居首位的份额)",
    en="firmness {share} % (share of redraws of the assumptions in which it stays first)",
)
ATTAINMENT = Text(
    zh="达成度 {share} %(按权重合计的按期可能性)", en="attainment {share} % (weighted chance of the goals)"
)
FEW = Text(
    zh=",其中{n}个目标依据不足(共{all}个),须谨慎看待",
    en="; {n} of {all} goals have too little evidence, so read it with care",
)
SOME = Text(
    zh=";列出{all}个目标中依据较足、最难按期的{n}个",
    en="; shown are {n} of {all} goals, those with evidence that are least likely",
)
DECIDED = Text(zh="最左右它的事项", en="decided by")
DUE = Text(zh="期限", en="due")
CHANCE = Text(zh="按期可能性", en="chance")
ASSUMED = Text(zh="假设占比", en="assumed")
MEDIAN = Text(zh="完成中位数", en="median finish")
PAIR = Text(
    zh="两项合用最好：{first} + {second} = {gain}(单用之和 {sum})",
    en="Best together: {first} + {second} = {gain} (singles add to {sum})",
)
MET = Text(zh="已实现", en="met")
ALL_DONE = Text(zh="所需事项均已完成", en="everything required is done")
NONE = Text(zh="—", en="—")
COLON = Text(zh="\uff1a", en=": ")
UNIT = Text(zh="增益：每100种未来多实现的目标", en="gain: goals met in 100 futures, weighted")


def brief_text(*, outcome: Outcome, lang: str) -> str:
    """The one-page brief for a terminal, in `lang` ("zh" or "en")."""
    lines = [_say(outcome.title, lang), _header(outcome, lang), ""]
    lines += [f"【{_say(PRINCIPAL, lang)}】" if lang == "zh" else _say(PRINCIPAL, lang).upper()]
    lines += [*_principal_lines(outcome.principal, lang), ""]
    lines += [_attainment(outcome, lang), ""]
    lines += [*_table(_goal_rows(outcome, lang)), *_ends_note(_shown(outcome), lang), ""]
    lines += [_say(FINDINGS, lang), *(f"  {each}" for each in _findings(outcome, lang)), ""]
    lines += [_say(ASSUMPTIONS, lang), *(f"  {each}" for each in _assumptions(outcome, lang))]
    return "\n".join(lines) + "\n"


def brief_markdown(*, outcome: Outcome, lang: str) -> str:
    """The same brief as Markdown."""
    lines = [f"# {_plain(_say(outcome.title, lang))}", "", _header(outcome, lang), ""]
    lines += [f"## {_say(PRINCIPAL, lang)}", ""]
    for each in _principal_lines(outcome.principal, lang):
        lines += [_plain(each), ""]
    lines += [f"## {_say(GOALS, lang)}", ""]
    lines += [_attainment(outcome, lang), ""]
    head, *rows = _goal_rows(outcome, lang)
    lines += [_bar(head), _bar(["---"] * len(head)), *(_bar(row) for row in rows), ""]
    lines += [line for each in _ends_note(_shown(outcome), lang) for line in (_plain(each), "")]
    lines += [
        f"## {_say(FINDINGS, lang)}",
        "",
        *(f"- {_plain(each)}" for each in _findings(outcome, lang)),
        "",
    ]
    lines += [f"## {_say(ASSUMPTIONS, lang)}", ""]
    lines += [f"- {_plain(each)}" for each in _assumptions(outcome, lang)]
    return "\n".join(lines) + "\n"


def forecast_text(*, outcome: Outcome, lang: str) -> str:
    """The goals with their chances, and what cannot be forecast with the reason."""
    lines = [_say(outcome.title, lang), _header(outcome, lang), ""]
    lines += [_attainment(outcome, lang), ""]
    lines += _table(_goal_rows(outcome, lang, all_goals=True))
    lines += _ends_note(_leaves(outcome), lang)
    for goal in _leaves(outcome):
        lines += [
            "  " + _say(goal.title, lang) + _say(COLON, lang) + _say(each, lang) for each in goal.missing
        ]
    return "\n".join(lines) + "\n"


def principal_text(*, outcome: Outcome, principal: PrincipalOutcome, lang: str) -> str:
    """One horizon's principal constraint: sentence, reason, levers, pair and the chain of steps behind it."""
    lines = [_say(outcome.title, lang), _header(outcome, lang), "", *_principal_lines(principal, lang), ""]
    lines += [_say(LEVERS, lang).format(days=f"{principal.effort:g}"), _say(UNIT, lang)]
    lines += _table(_lever_rows(principal, lang))
    lines += _pair_lines(principal, lang)
    names = names_of(outcome=outcome)
    if principal.chain:
        steps = " → ".join(_say(names[each], lang) for each in principal.chain if each in names)
        lines += ["", _say(CHAIN, lang) + _say(COLON, lang) + steps]
    return "\n".join(lines) + "\n"


def _say(text: Text, lang: str) -> str:
    return chinese(text=text.zh) if lang == "zh" else text.in_language(lang)


def _header(outcome: Outcome, lang: str) -> str:
    return _say(HEADER, lang).format(
        on=outcome.on.isoformat(),
        trials=outcome.trials,
        seed=outcome.seed,
        hash=outcome.input_hash[:HASH_SHOWN],
    )


def _attainment(outcome: Outcome, lang: str) -> str:
    leaves = _leaves(outcome)
    few = sum(not each.enough for each in leaves)
    head = _say(ATTAINMENT, lang).format(share=whole(share=outcome.attainment))
    if len(leaves) > MOST_GOALS:
        head += _say(SOME, lang).format(n=MOST_GOALS, all=len(leaves))
    return head + (_say(FEW, lang).format(n=few, all=len(leaves)) if few else "")


def _principal_lines(principal: PrincipalOutcome, lang: str) -> list[str]:
    lines = [_say(principal.sentence, lang)]
    if principal.reason is not None and principal.reason != principal.sentence:
        lines.append(_say(WHY_NONE, lang) + _say(principal.reason, lang))
    if principal.firmness is not None:
        lines.append(_say(FIRMNESS, lang).format(share=whole(share=principal.firmness)))
    return lines


def _leaves(outcome: Outcome) -> list[GoalOutcome]:
    parents = {each.parent for each in outcome.goals}
    return [each for each in outcome.goals if each.id not in parents]


def _shown(outcome: Outcome) -> list[GoalOutcome]:
    """The goals a page has room for: those with enough evidence, least likely first, then others; in their order."""
    leaves = _leaves(outcome)
    ranked = sorted(
        leaves, key=lambda each: (not each.enough, each.chance if each.chance is not None else 1.0)
    )
    chosen = {each.id for each in ranked[:MOST_GOALS]}
    return [each for each in leaves if each.id in chosen]


def _goal_rows(outcome: Outcome, lang: str, *, all_goals: bool = False) -> list[list[str]]:
    names = names_of(outcome=outcome)
    rows = [[_say(each, lang) for each in (GOALS, DUE, CHANCE, ASSUMED, MEDIAN, DECIDED)]]
    activities = {each.id: each for each in outcome.activities}
    for goal in _leaves(outcome) if all_goals else _shown(outcome):
        decided = names.get(deciding(goal=goal, activities=activities))
        met, over = (test(goal=goal, activities=activities) for test in (is_met, is_over))
        rows.append(
            [
                _say(goal.title, lang),
                day(on=goal.due),
                _say(MET, lang) if met and goal.enough else chance_words(goal=goal, lang=lang),
                _assumed_share(goal, lang),
                day(on=goal.finish_p50 if met or not over else None),
                _say(ALL_DONE if met else decided or NONE, lang),
            ]
        )
    return rows


def _ends_note(shown: list[GoalOutcome], lang: str) -> list[str]:
    """What an interval means, once, where the table shows any."""
    return [_say(ENDS, lang)] if any("(" in chance_words(goal=each, lang=lang) for each in shown) else []


def _assumed_share(goal: GoalOutcome, lang: str) -> str:
    """How much of the answer on a goal rests on assumptions; a dash where nothing in it is uncertain."""
    return _say(NONE, lang) if goal.assumption_share is None else f"{whole(share=goal.assumption_share)} %"


def _lever_rows(principal: PrincipalOutcome, lang: str) -> list[list[str]]:
    return [
        [
            "■" if each.class_id in principal.classes else "·",
            _say(each.title, lang),
            hundredths(share=each.gain),
            f"{hundredths(share=each.low)}–{hundredths(share=each.high)}",
            " ".join(goal for goal, _ in each.goals),
        ]
        for each in _firsts(principal.levers)[:MOST_LEVERS]
    ]


def _firsts(levers: Iterable[LeverOutcome]) -> list[LeverOutcome]:
    """One lever a class, in order."""
    seen: dict[str, LeverOutcome] = {}
    for each in levers:
        seen.setdefault(each.class_id, each)
    return list(seen.values())


def _pair_lines(principal: PrincipalOutcome, lang: str) -> list[str]:
    found = {each.id: each for each in principal.levers}
    if principal.pair is None or principal.pair_gain is None:
        return []
    first, second = (found[each] for each in principal.pair)
    line = _say(PAIR, lang).format(
        first=_say(first.title, lang),
        second=_say(second.title, lang),
        gain=hundredths(share=principal.pair_gain),
        sum=hundredths(share=first.gain + second.gain),
    )
    return ["", line]


def _findings(outcome: Outcome, lang: str) -> list[str]:
    late = [each for each in outcome.findings if each.severity != "grey"]
    names = names_of(outcome=outcome)
    lines = []
    for each in late[:MOST_FINDINGS]:
        mark = "■" if each.severity == "red" else "▲"
        work = names.get(each.where)
        told = _say(each.text, lang)
        place = f" ({_say(work, lang)})" if work and _say(work, lang) not in told else ""
        lines.append(f"{mark} {told}{place}")
    if len(late) > MOST_FINDINGS:
        lines.append(_say(MORE, lang).format(n=len(late) - MOST_FINDINGS))
    grey = len(outcome.findings) - len(late)
    return lines + ([f"○ {_say(GREY, lang).format(n=grey)}"] if grey else [])


def _assumptions(outcome: Outcome, lang: str) -> list[str]:
    return [
        f"{whole(share=each.weight)} %  {_say(each.text, lang)}"
        for each in outcome.assumptions[:MOST_ASSUMPTIONS]
    ]


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(columns_wide(text=row[k]) for row in rows) for k in range(len(rows[0]))] if rows else []
    return [
        "  ".join(padded(text=cell, width=width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _bar(cells: list[str]) -> str:
    return "| " + " | ".join(_plain(each) for each in cells) + " |"


def _plain(text: str) -> str:
    """Text that Markdown and HTML readers take literally."""
    for sign in ("\\", "|", "*", "_", "`", "[", "]", "#"):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
