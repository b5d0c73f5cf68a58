"""Every address, by every method, as every role: what the table of rights says is what happens.

The addresses come from the site itself, so that a new one is asked from the day it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.views.decorators.http import require_POST
from docs.permissions_page import Address, addresses, right_of
from tests.site.matrix_case import (
    BEYOND_OF_ROADS,
    POSTS,
    ROLE_OF,
    SAMPLES,
    build,
    forget_everything,
    form,
    not_ours,
)

from tongchou.plan.model import Plan
from tongchou_site.records import models
from tongchou_site.records.rights import RIGHTS, may
from tongchou_site.workbench.doors import door

pytestmark = pytest.mark.django_db  # so that the tables are made

GATE = {"home", "login", "logout", "enter", "password"}  # no right: who is not known yet comes in here
FORMS_OF_READERS = {"task-seen", "audit-verify"}  # having read something; looking closer
ALLOWED = {200, 204, 409, 422}  # answered, or answered that the form is not right
SIGN_IN, NO_RIGHT, NOTHING, NOT_SO = "sign in", 403, 404, 405
EVERYBODY = ("", *POSTS)
ALL = {each.name: each for each in addresses()}
GUARDED = sorted(set(ALL) - GATE)
METHODS = ("GET", "POST")

Sessions = dict[str, str]


@pytest.fixture(scope="module")
def sessions(small: Plan, django_db_setup: None, django_db_blocker: Any) -> Iterator[Sessions]:
    """The world, built once; each question is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(small)
        transaction.set_rollback(True)
    forget_everything()


def ask(sessions: Sessions, who: str, method: str, path: str) -> int | str:
    """The status, behind redirections within the site; `SIGN_IN` where the answer is to sign in."""
    client = Client(raise_request_exception=False)
    if who:
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    with transaction.atomic():
        response = client.post(path, form()) if method == "POST" else client.generic(method, path)
        read(response)
        if response.status_code == 302:
            assert urlsplit(response["Location"]).netloc == "", "leads elsewhere"
            response = client.get(response["Location"], follow=True)
            read(response)
        transaction.set_rollback(True)
    asked_to = response.resolver_match is not None and response.resolver_match.url_name == "login"
    return SIGN_IN if asked_to else response.status_code


def read(response: Any) -> None:
    """Take in what is streamed, so that its file is closed."""
    if response.streaming:
        list(response.streaming_content)


def at(address: Address, who: str, *, choose: str) -> str | None:
    """The path with a sample in every place: `there` (within reach of an officer), `beyond` or `nowhere` in the last one.

    None where an address has no such id.
    """
    values: dict[str, object] = {}
    places = address.places()
    for before, name in places:
        sample = SAMPLES[before]
        values[name] = sample.within.get(who, sample.there)
    if choose == "beyond":
        scoped = [(before, name) for before, name in places if who in SAMPLES[before].beyond]
        if not scoped or not RIGHTS[address.right].scoped:
            return None
        for before, name in scoped:
            values[name] = SAMPLES[before].beyond[who]
    if choose == "nowhere":
        before, name = places[-1] if places else ("", "")
        if not places or SAMPLES[before].nowhere is None:
            return None
        values[name] = SAMPLES[before].nowhere
    return reverse(address.name, kwargs=values)


def methods_of(sessions: Sessions, address: Address) -> set[str]:
    """The methods of an address, as it says itself when asked by one that does not exist; all where it does not."""
    who = next(name for name in POSTS if may(role=ROLE_OF[name], right=address.right))
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    with transaction.atomic():
        response = client.generic("PROBE", at(address, who, choose="there") or "")
        read(response)
        transaction.set_rollback(True)
    if response.status_code != NOT_SO:
        return set(METHODS)
    return {each.strip() for each in response["Allow"].split(",")}


def refusal(who: str, address: Address) -> int | str | None:
    """How somebody is kept out, by the table of rights; None where the person may come in."""
    if address.right == "public.read":
        return None
    if not who:
        return SIGN_IN
    if may(role=ROLE_OF[who], right=address.right):
        return None
    below_a_plan = ("p", "plan") in address.places()
    return NOTHING if who == "stranger" and below_a_plan else NO_RIGHT


def faults(sessions: Sessions, address: Address, method: str) -> list[str]:
    """Where what happens is not what the table says."""
    found, methods = [], methods_of(sessions, address)
    for who in EVERYBODY:
        kept_out = refusal(who, address)
        for choose in ("there", "beyond", "nowhere"):
            path = at(address, who, choose=choose)
            if path is None:
                continue
            got = ask(sessions, who, method, path)
            wanted = ALLOWED if choose == "there" else {NOTHING}
            if kept_out is not None:
                wanted = {NOTHING if path.startswith("/p/nothing/") and who else kept_out}
            if method not in methods:
                wanted = {NOT_SO, *(wanted if kept_out is not None else set())}
            if got not in wanted:
                found.append(f"{who or 'nobody'} {method} {path}: {got} instead of {wanted}")
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", GUARDED)
def test_an_address_lets_in_whom_the_table_of_rights_says(sessions: Sessions, name: str, method: str) -> None:
    assert faults(sessions, ALL[name], method) == []


@pytest.mark.parametrize("name", [each for each in GUARDED if ("open", "plan") in ALL[each].places()])
def test_nothing_of_a_plan_that_is_not_public_is_there_for_anybody(sessions: Sessions, name: str) -> None:
    with transaction.atomic():
        models.Plan.objects.update(open_to_public=False)
        got = {who: ask(sessions, who, "GET", at(ALL[name], who, choose="there") or "") for who in EVERYBODY}
        transaction.set_rollback(True)
    assert set(got.values()) == {NOTHING}


@pytest.mark.parametrize("name", [each for each in GUARDED if RIGHTS[ALL[each].right].scoped])
def test_a_page_within_reach_does_not_tell_of_a_task_beyond_it(sessions: Sessions, name: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["roads"]
    with transaction.atomic():
        response = client.get(at(ALL[name], "roads", choose="there") or "", follow=True)
        text = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    assert BEYOND_OF_ROADS.encode() not in text


@pytest.mark.parametrize("name", GUARDED)
def test_a_page_runs_and_loads_nothing_but_our_own_files(sessions: Sessions, name: str) -> None:
    who = next(name_ for name_ in ("office", *POSTS) if may(role=ROLE_OF[name_], right=ALL[name].right))
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    with transaction.atomic():
        response = client.get(at(ALL[name], who, choose="there") or "", follow=True)
        read(response)
        transaction.set_rollback(True)
    html = "" if response.streaming else response.content.decode(errors="replace")
    policy = response.headers["Content-Security-Policy"]
    assert ("unsafe" in policy, "default-src 'none'" in policy, not_ours(html)) == (False, True, [])


def test_every_address_names_its_right_or_is_of_the_gate() -> None:
    assert [each.name for each in addresses() if each.right not in RIGHTS and each.name not in GATE] == []


def test_every_address_has_a_name_of_its_own() -> None:
    assert len(ALL) == len(addresses())


def test_every_place_of_an_address_has_its_samples() -> None:
    places = {before for name in GUARDED for before, _place in ALL[name].places()}
    assert sorted(places - set(SAMPLES)) == []


def test_no_sample_is_kept_for_a_place_that_is_gone() -> None:
    places = {before for name in GUARDED for before, _place in ALL[name].places()}
    assert sorted(set(SAMPLES) - places) == []


@pytest.mark.parametrize("name", GUARDED)
def test_what_takes_forms_alone_asks_for_a_right_to_act(sessions: Sessions, name: str) -> None:
    if methods_of(sessions, ALL[name]) == {"POST"} and name not in FORMS_OF_READERS:
        assert not ALL[name].right.endswith(".read")


@pytest.mark.parametrize("right", RIGHTS)
def test_every_right_opens_some_address(right: str) -> None:
    assert [each.name for each in addresses() if each.right == right] != []


def test_an_officer_without_the_right_to_an_item_is_not_let_in_by_another_plan_that_is_not_there(
    sessions: Sessions,
) -> None:
    assert ask(sessions, "edu", "GET", "/p/nothing/ledger") == NOTHING


def test_no_view_is_spared_the_check_of_forms() -> None:
    assert [each.name for each in addresses() if getattr(each.view, "csrf_exempt", False)] == []


# the test itself sees what it must see


def view(_request: HttpRequest, **_where: Any) -> HttpResponse:
    return HttpResponse("")


def test_a_view_behind_no_door_has_no_right() -> None:
    assert right_of(view) == ""


def test_the_right_is_found_behind_other_decorators() -> None:
    guarded = door("audit.read")(view)

    @wraps(guarded)
    def around(request: HttpRequest, **where: Any) -> HttpResponse:
        return guarded(request, **where)

    del around.right
    assert [right_of(require_POST(guarded)), right_of(around)] == ["audit.read"] * 2


def test_a_door_that_stands_open_is_caught(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongchou_site.records.queries.people.may", _everybody)
    found = faults(sessions, ALL["person"], "GET")
    assert "office GET /p/small/manage/people/edu: 200 instead of {403}" in found


def _everybody(*, role: str, right: str) -> bool:
    return bool(role and right)
