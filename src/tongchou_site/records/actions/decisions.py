"""A decision about a lever becomes a row of the plan, resting on the answer its author had before the eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tongchou.cycle.outcome import LeverOutcome, Outcome
from tongchou.kernel.errors import BadInput, Problem, Where
from tongchou.kernel.finding import Text
from tongchou_site.records import models
from tongchou_site.records import outcome as outcomes
from tongchou_site.records.trail import Actor, act

CHOICES = ("chosen", "refused")
MOST_NOTE = 2000  # characters
DIGITS = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody decides: on the answer of `run` in one horizon ("" is the whole plan), about a lever, and why."""

    run: int
    horizon: str
    lever: str
    choice: str
    note: str
    activities: tuple[str, ...] = field(default=())


def record_decision(*, plan: str, draft: Draft, on: date, by: Actor, at: datetime) -> str:
    """Write a decision into the plan; its id. The gain expected is what that answer says of the lever.

    `on` is the plan's own day: of a plan judged on a fixed day of the past, that day.

    Raises
    ------
    BadInput
        No such answer, lever or activity; no reason given; the same was decided before on the same forecast.
    """
    with act(action="decision.record", by=by, at=at, plan=plan, wake=("run",)) as entry:
        head = models.Plan.objects.select_for_update().get(key=plan)
        outcome = _outcome(head.pk, draft.run)
        lever = _lever(outcome, draft)
        problems = tuple(_problems(head.pk, draft, outcome, lever))
        if problems or lever is None or outcome is None:
            raise BadInput(problems)
        row = models.DecisionRow.objects.create(
            plan=head,
            code=_free_code(head.pk),
            position=models.DecisionRow.objects.filter(plan=head).count(),
            lever=lever.id,
            choice=draft.choice,
            by=models.User.objects.get(pk=by.user).name if by.user else "",
            on=on,
            input_hash=outcome.input_hash,
            gain_expected=Decimal(str(lever.gain)).quantize(DIGITS),
            activities=draft.activities,
            basis="computed",
            reason=draft.note.strip(),
        )
        models.Plan.objects.filter(pk=head.pk).update(changed_at=at)
        entry.subject = f"decision:{row.code}"
        entry.detail = {
            "lever": lever.id,
            "choice": draft.choice,
            "run": draft.run,
            "horizon": draft.horizon,
            "input_hash": outcome.input_hash,
        }
    return str(row.code)


def _outcome(plan: int, run: int) -> Outcome | None:
    row = models.Run.objects.filter(plan=plan, pk=run, state="done").first()
    return outcomes.unpacked(data=bytes(row.outcome_data)) if row else None


def _lever(outcome: Outcome | None, draft: Draft) -> LeverOutcome | None:
    """The lever as that horizon has it."""
    if outcome is None:
        return None
    answers = {each.horizon: each for each in (outcome.principal, *outcome.horizons)}
    answer = answers.get(draft.horizon)
    return next((each for each in answer.levers if each.id == draft.lever), None) if answer else None


def _free_code(plan: int) -> str:
    """The next of D1, D2, ... that is not taken."""
    taken = set(models.DecisionRow.objects.filter(plan=plan).values_list("code", flat=True))
    number = len(taken) + 1
    while f"D{number}" in taken:
        number += 1
    return f"D{number}"


NO_ANSWER = (
    Text(zh="没有这次预测", en="there is no such forecast"),
    Text(zh="请返回主要矛盾页重新选择。", en="Go back to the principal constraint and choose again."),
)
NO_LEVER = (
    Text(zh="这次预测里没有这个抓手", en="that forecast has no such lever"),
    Text(zh="请从列表中选。", en="Choose one of the list."),
)
NO_CHOICE = (
    Text(zh="没有写明采用还是不采用", en="it does not say whether the lever is chosen or refused"),
    Text(zh="请选其一。", en="Choose one of the two."),
)
NO_NOTE = (
    Text(zh="没有写理由，或理由过长", en="no reason is given, or it is too long"),
    Text(
        zh=f"请用一两句话写明理由，不超过{MOST_NOTE}字。",
        en=f"Say why in a sentence or two, {MOST_NOTE} signs at most.",
    ),
)
NO_ACTIVITY = (
    Text(zh="规划中没有这个事项", en="the plan has no such activity"),
    Text(zh="请从列表中选。", en="Choose of the list."),
)
AGAIN = (
    Text(zh="根据同一预测已有同样的决定", en="the same was decided on the same forecast"),
    Text(
        zh="请看决策页；情况有变时待新的预测。",
        en="See the page of decisions; if things change, wait for a new forecast.",
    ),
)


def _problems(
    plan: int, draft: Draft, outcome: Outcome | None, lever: LeverOutcome | None
) -> Iterator[Problem]:
    if outcome is None:
        yield _problem("no-answer", NO_ANSWER, str(draft.run))
        return
    if lever is None:
        yield _problem("unknown-lever", NO_LEVER, draft.lever)
    if draft.choice not in CHOICES:
        yield _problem("no-choice", NO_CHOICE, draft.choice)
    if not 0 < len(draft.note.strip()) <= MOST_NOTE:
        yield _problem("no-reason", NO_NOTE, "")
    known = set(
        models.ROWS["activities"]
        .objects.filter(plan=plan, code__in=draft.activities)
        .values_list("code", flat=True)
    )
    for name in draft.activities:
        if name not in known:
            yield _problem("unknown-activity", NO_ACTIVITY, name)
    same = models.DecisionRow.objects.filter(
        plan=plan, lever=draft.lever, choice=draft.choice, input_hash=outcome.input_hash
    )
    if same.exists():
        yield _problem("decided-before", AGAIN, draft.lever)


def _problem(code: str, said: tuple[Text, Text], value: str) -> Problem:
    what, mend = said
    return Problem(
        code=code,
        where=Where(table="decisions"),
        zh=what.zh,
        en=what.en,
        mend_zh=mend.zh,
        mend_en=mend.en,
        value=value[:80],
    )
