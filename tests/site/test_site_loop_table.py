"""The closed loop as data: which act is allowed in which state and to whom, held against a list written out by hand."""

from __future__ import annotations

import pytest

from tongchou_site.records import loop
from tongchou_site.records.models.items import STATES
from tongchou_site.records.rights import RIGHTS, ROLES

LEGAL = {  # written out by hand: verb -> (states it starts from, state it ends in)
    "assign": ("proposed", "assigned"),
    "accept": ("assigned", "accepted"),
    "start": ("accepted", "working"),
    "progress": ("accepted working", "working"),
    "report": ("accepted working", "reported"),
    "review": ("reported", "reviewing"),
    "return": ("reported reviewing completed", "working"),
    "complete": ("reviewing", "completed"),
    "close": ("completed", "closed"),
    "hand-over": ("assigned accepted working", "assigned"),
    "ask-extension": ("assigned accepted working", ""),
    "grant-extension": ("assigned accepted working", ""),
    "refuse-extension": ("assigned accepted working", ""),
    "urge": ("assigned accepted working", ""),
    "reply": ("proposed assigned accepted working reported reviewing completed", ""),
    "prove": ("accepted working reported reviewing completed", ""),
}
WORKERS, JUDGES, GIVERS = {"office", "officer"}, {"office"}, {"administrator", "office"}
WHO = {
    **dict.fromkeys(("accept", "start", "progress", "report", "ask-extension", "reply", "prove"), WORKERS),
    **dict.fromkeys(("review", "return", "complete", "close", "grant-extension", "refuse-extension"), JUDGES),
    **dict.fromkeys(("assign", "hand-over", "urge"), GIVERS),
}
EVERYTHING = [(verb, state, role) for verb in LEGAL for state in loop.STATES for role in ROLES]


def test_the_table_holds_exactly_the_acts_written_here() -> None:
    assert {each.verb: (" ".join(each.froms), each.to) for each in loop.TRANSITIONS} == LEGAL


@pytest.mark.parametrize(("verb", "state", "role"), EVERYTHING)
def test_an_act_is_allowed_exactly_in_its_states_and_to_its_roles(verb: str, state: str, role: str) -> None:
    standing = loop.Standing(state=state, reported_by=1, evidence=1)
    found = loop.objections(verb=verb, standing=standing, role=role, person=2, note="why")
    assert (not found) == (state in LEGAL[verb][0].split() and role in WHO[verb])


def test_nothing_can_be_done_with_a_closed_item() -> None:
    standing = loop.Standing(state="closed", reported_by=1, evidence=1)
    assert all(not loop.open_to(standing=standing, role=role, person=2) for role in ROLES)


@pytest.mark.parametrize("verb", ["progress", "report", "return", "hand-over", "ask-extension", "reply"])
def test_an_act_that_needs_words_is_refused_without_them(verb: str) -> None:
    standing = loop.Standing(state=loop.RULES[verb].froms[0], reported_by=1)
    found = loop.objections(verb=verb, standing=standing, role="office", person=2, note="  ")
    assert [each.code for each in found] == ["no-reason"]


def test_closing_without_evidence_is_refused() -> None:
    standing = loop.Standing(state="completed", reported_by=1, evidence=0)
    found = loop.objections(verb="close", standing=standing, role="office", person=2, note="")
    assert [each.code for each in found] == ["no-evidence"]


@pytest.mark.parametrize(
    ("verb", "state"), [("review", "reported"), ("complete", "reviewing"), ("close", "completed")]
)
def test_who_reported_an_item_does_not_judge_it(verb: str, state: str) -> None:
    standing = loop.Standing(state=state, reported_by=1, evidence=1)
    found = loop.objections(verb=verb, standing=standing, role="office", person=1, note="")
    assert [each.code for each in found] == ["same-person"]


def test_models_and_machine_name_the_same_states() -> None:
    assert tuple(loop.STATES) == STATES


def test_every_right_of_the_loop_is_in_the_table_of_rights() -> None:
    assert {each.right for each in loop.TRANSITIONS} <= set(RIGHTS)
