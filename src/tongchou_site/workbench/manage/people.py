"""The people of a plan: who they are, their posts, their links, whether they may come in."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongchou.kernel.finding import Text
from tongchou_site.records.actions import accounts
from tongchou_site.records.actions.accounts import LINK_HOURS, Newcomer, Position, Seen
from tongchou_site.records.queries.people import Here, Member, bodies, held_items, member, members
from tongchou_site.records.rights import ROLES
from tongchou_site.workbench.doors import door, show

RIGHT = "people.manage"
LONGEST_SEARCH = 64


@require_safe
@door(RIGHT)
def people(request: HttpRequest, here: Here) -> HttpResponse:
    """Who has to do with this plan, and the form of somebody new."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    return show(
        request,
        here,
        "manage/people.html",
        room="manage",
        found=members(plan=here.plan, text=text),
        text=text,
        bodies=bodies(plan=here.plan),
        titles=_titles(here),
        role_words=ROLES,
    )


def _titles(here: Here) -> dict[str, Text]:
    return {body.code: body.title for body in bodies(plan=here.plan)}


@never_cache
@require_POST
@door(RIGHT)
def add(request: HttpRequest, here: Here) -> HttpResponse:
    """Somebody new; the answer shows the one-time link, once."""
    form = request.POST
    newcomer = Newcomer(
        username=form.get("username", "").strip(),
        name=form.get("name", "").strip(),
        email=form.get("email", "").strip(),
    )
    token = accounts.bring_in(
        newcomer=newcomer, plan=here.key, position=_position(request), by=here.actor, at=timezone.now()
    )
    return _link_shown(request, here, _member(here, newcomer.username), token)


def _position(request: HttpRequest) -> Position | None:
    """`office`, or `officer:` with an organisation; nothing for no post."""
    role, _, organisation = request.POST.get("post", "").partition(":")
    return Position(role=role, organisation=organisation) if role else None


def _member(here: Here, username: str) -> Member:
    found = member(plan=here.plan, username=username)
    if found is None:
        raise Http404
    return found


def _link_shown(request: HttpRequest, here: Here, person: Member, token: str) -> HttpResponse:
    return show(
        request,
        here,
        "manage/link.html",
        room="manage",
        person_=person,
        link=request.build_absolute_uri(reverse("enter", kwargs={"token": token})),
        until=timezone.now() + timedelta(hours=LINK_HOURS),
    )


@require_safe
@door(RIGHT)
def person(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """One person with everything that may be changed."""
    found = _member(here, username)
    return show(
        request,
        here,
        "manage/person.html",
        room="manage",
        person_=found,
        held=held_items(plan=here.plan, user=found.id),
        bodies=bodies(plan=here.plan),
        titles=_titles(here),
        role_words=ROLES,
    )


def _seen(request: HttpRequest, here: Here, username: str) -> Seen:
    """The person in the version the form was made from; one without a version was made from none."""
    version = request.POST.get("version", "")
    known = version.isdecimal() and len(version) < 10
    return Seen(username=_member(here, username).username, version=int(version) if known else 0)


def _back(here: Here, username: str) -> HttpResponse:
    return redirect("person", plan=here.key, username=username)


@require_POST
@door(RIGHT)
def change(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """Name and address of mail."""
    seen = _seen(request, here, username)
    name, email = request.POST.get("name", ""), request.POST.get("email", "")
    accounts.change_person(seen=seen, name=name, email=email, by=here.actor, at=timezone.now())
    return _back(here, username)


@require_POST
@door(RIGHT)
def post(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """Give a post in this plan, or another one."""
    seen, position = _seen(request, here, username), _position(request) or Position(role="")
    accounts.put_in_post(seen=seen, plan=here.key, position=position, by=here.actor, at=timezone.now())
    return _back(here, username)


@require_POST
@door(RIGHT)
def leave(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """End the post in this plan."""
    seen = _seen(request, here, username)
    if _member(here, username).role:
        accounts.end_post(seen=seen, plan=here.key, by=here.actor, at=timezone.now())
    return _back(here, username)


@never_cache
@require_POST
@door(RIGHT)
def link(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """A fresh one-time link, shown on this answer only."""
    found = _member(here, username)
    token = accounts.make_link(user=found.id, by=here.actor, at=timezone.now())
    return _link_shown(request, here, found, token)


@require_POST
@door(RIGHT)
def active(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """Deactivate, or let in again."""
    seen = _seen(request, here, username)
    accounts.set_active(seen=seen, active=_yes(request), by=here.actor, at=timezone.now())
    return _back(here, username)


@require_POST
@door(RIGHT)
def administrator(request: HttpRequest, here: Here, username: str) -> HttpResponse:
    """Make an administrator, or no more."""
    seen = _seen(request, here, username)
    accounts.set_administrator(seen=seen, administrator=_yes(request), by=here.actor, at=timezone.now())
    return _back(here, username)


def _yes(request: HttpRequest) -> bool:
    return request.POST.get("yes", "") == "1"
