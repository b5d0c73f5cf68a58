"""The closed loop (督查督办) as data: what may be done with an item in which state, by whom, and what that needs.

Two people close an item, not three: who completes or closes it is never the one who reported it, but a delivery
office of one person can still do both. The database holds the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tongchou.kernel.errors import Problem, Where
from tongchou.kernel.finding import Text
from tongchou_site.records.rights import may

STATES: Mapping[str, Text] = MappingProxyType(
    {
        "proposed": Text(zh="立项", en="opened"),
        "assigned": Text(zh="交办", en="handed out"),
        "accepted": Text(zh="签收", en="accepted"),
        "working": Text(zh="办理", en="under way"),
        "reported": Text(zh="反馈", en="reported"),
        "reviewing": Text(zh="复核", en="under review"),
        "completed": Text(zh="办结", en="completed"),
        "closed": Text(zh="销号", en="closed"),
    }
)
FIRST, LAST = "proposed", "closed"
AT_WORK = ("assigned", "accepted", "working")  # it lies with the organisation that answers for it
AT_OFFICE = ("reported", "reviewing", "completed")  # it lies with the delivery office
OPEN = ("proposed", *AT_WORK, *AT_OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One act: its words as a button and as a line of the trail, where it may be done, and what it needs.

    `to` is the state after it; empty where the state stays. `note`: a reason or text is needed; `proof`: at least one
    piece of evidence; `another`: a person other than the one who reported.
    """

    verb: str
    words: Text
    done: Text
    froms: tuple[str, ...]
    to: str
    right: str
    note: bool = False
    proof: bool = False
    another: bool = False

    def after(self, state: str) -> str:
        """The state after the act."""
        return self.to or state


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        verb="assign",
        words=Text(zh="交办", en="Hand out"),
        done=Text(zh="交办", en="handed out"),
        froms=("proposed",),
        to="assigned",
        right="item.assign",
    ),
    Transition(
        verb="accept",
        words=Text(zh="签收", en="Accept"),
        done=Text(zh="签收", en="accepted"),
        froms=("assigned",),
        to="accepted",
        right="item.work",
    ),
    Transition(
        verb="start",
        words=Text(zh="开始办理", en="Begin work"),
        done=Text(zh="开始办理", en="began work"),
        froms=("accepted",),
        to="working",
        right="item.work",
    ),
    Transition(
        verb="progress",
        words=Text(zh="反馈进展", en="Report progress"),
        done=Text(zh="反馈进展", en="reported progress"),
        froms=("accepted", "working"),
        to="working",
        right="item.work",
        note=True,
    ),
    Transition(
        verb="report",
        words=Text(zh="反馈并报请复核", en="Report as finished"),
        done=Text(zh="反馈并报请复核", en="reported as finished"),
        froms=("accepted", "working"),
        to="reported",
        right="item.work",
        note=True,
    ),
    Transition(
        verb="review",
        words=Text(zh="开始复核", en="Begin review"),
        done=Text(zh="开始复核", en="began the review"),
        froms=("reported",),
        to="reviewing",
        right="item.judge",
        another=True,
    ),
    Transition(
        verb="return",
        words=Text(zh="退回", en="Return"),
        done=Text(zh="退回", en="returned"),
        froms=AT_OFFICE,
        to="working",
        right="item.judge",
        note=True,
    ),
    Transition(
        verb="complete",
        words=Text(zh="办结", en="Complete"),
        done=Text(zh="办结", en="completed"),
        froms=("reviewing",),
        to="completed",
        right="item.judge",
        another=True,
    ),
    Transition(
        verb="close",
        words=Text(zh="销号", en="Close"),
        done=Text(zh="销号", en="closed"),
        froms=("completed",),
        to="closed",
        right="item.judge",
        proof=True,
        another=True,
    ),
    Transition(
        verb="hand-over",
        words=Text(zh="转办", en="Hand over"),
        done=Text(zh="转办", en="handed over"),
        froms=AT_WORK,
        to="assigned",
        right="item.assign",
        note=True,
    ),
    Transition(
        verb="ask-extension",
        words=Text(zh="申请延期", en="Ask for an extension"),
        done=Text(zh="申请延期", en="asked for an extension"),
        froms=AT_WORK,
        to="",
        right="item.work",
        note=True,
    ),
    Transition(
        verb="grant-extension",
        words=Text(zh="同意延期", en="Grant the extension"),
        done=Text(zh="同意延期", en="granted the extension"),
        froms=AT_WORK,
        to="",
        right="item.judge",
    ),
    Transition(
        verb="refuse-extension",
        words=Text(zh="不同意延期", en="Refuse the extension"),
        done=Text(zh="不同意延期", en="refused the extension"),
        froms=AT_WORK,
        to="",
        right="item.judge",
        note=True,
    ),
    Transition(
        verb="urge",
        words=Text(zh="催办", en="Remind"),
        done=Text(zh="催办", en="sent a reminder"),
        froms=AT_WORK,
        to="",
        right="item.assign",
    ),
    Transition(
        verb="reply",
        words=Text(zh="说明情况", en="Reply"),
        done=Text(zh="说明情况", en="replied"),
        froms=OPEN,
        to="",
        right="item.work",
        note=True,
    ),
    Transition(
        verb="prove",
        words=Text(zh="上传佐证", en="Add evidence"),
        done=Text(zh="上传佐证", en="added evidence"),
        froms=("accepted", "working", "reported", "reviewing", "completed"),
        to="",
        right="item.work",
    ),
)
RULES: Mapping[str, Transition] = MappingProxyType({each.verb: each for each in TRANSITIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the loop asks of an item: its state, who reported it, how many pieces of evidence it has."""

    state: str
    reported_by: int | None = None
    evidence: int = 0


def open_to(*, standing: Standing, role: str, person: int | None) -> tuple[Transition, ...]:
    """The acts somebody may do now, in the order of the table; a reason still to be written does not count."""
    return tuple(
        rule
        for rule in TRANSITIONS
        if not objections(verb=rule.verb, standing=standing, role=role, person=person, note="-")
    )


def objections(
    *, verb: str, standing: Standing, role: str, person: int | None, note: str
) -> tuple[Problem, ...]:
    """Everything that speaks against an act; empty where it may be done.

    Raises
    ------
    KeyError
        There is no such act.
    """
    rule = RULES[verb]
    found = []
    if not may(role=role, right=rule.right):
        found.append(_problem("no-right", rule, NO_RIGHT))
    if standing.state not in rule.froms:
        found.append(_problem("wrong-state", rule, WRONG_STATE, standing.state))
    if rule.note and not note.strip():
        found.append(_problem("no-reason", rule, NO_REASON))
    if rule.proof and not standing.evidence:
        found.append(_problem("no-evidence", rule, NO_EVIDENCE))
    if rule.another and (standing.reported_by is None or standing.reported_by == person):
        found.append(_problem("same-person", rule, SAME_PERSON))
    return tuple(found)


_Said = tuple[Text, Text]
NO_RIGHT: _Said = (
    Text(zh="您的身份不能做这件事", en="your role may not do this"),
    Text(zh="请由有此权限的人办理。", en="Leave it to somebody who has the right."),
)
WRONG_STATE: _Said = (
    Text(zh="事项现处于“{state}”环节，不能做这件事", en="the item is {state}: this cannot be done now"),
    Text(zh="请刷新页面，看现在该做什么。", en="Reload the page to see what comes next."),
)
NO_REASON: _Said = (
    Text(zh="没有写明内容或理由", en="no text or reason was given"),
    Text(zh="请写一两句话。", en="Write a sentence or two."),
)
NO_EVIDENCE: _Said = (
    Text(zh="没有佐证材料，不能销号", en="there is no evidence, so it cannot be closed"),
    Text(zh="请先上传至少一份佐证。", en="Add at least one piece of evidence first."),
)
SAME_PERSON: _Said = (
    Text(
        zh="反馈人不能复核、办结或销号自己反馈的事项",
        en="who reported an item may not review, complete or close it",
    ),
    Text(zh="请由另一人办理。", en="Leave it to another person."),
)


def _problem(code: str, rule: Transition, said: _Said, state: str = "") -> Problem:
    words = STATES.get(state, Text(zh="", en=""))
    what, mend = said
    return Problem(
        code=code,
        where=Where(),
        zh=what.zh.format(state=words.zh),
        en=what.en.format(state=words.en),
        mend_zh=mend.zh,
        mend_en=mend.en,
        value=rule.words.in_one(),
    )
