"""People, their posts, and the links by which they first come in. Nobody is ever deleted: a person is deactivated."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tongchou.kernel.errors import BadInput, Problem
from tongchou.kernel.finding import Text
from tongchou_site.records import models
from tongchou_site.records.actions.refusals import LONGEST_NAME, problem
from tongchou_site.records.conflict import Difference, same_version
from tongchou_site.records.rights import ROLES
from tongchou_site.records.trail import MACHINE, Actor, Entry, act

LINK_HOURS = 24
USERNAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
Wish = Callable[[models.User], tuple[Difference, ...]]
YES, NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A person as the form saw one: who, and in which version."""

    username: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A person as a form tells of one who is not known yet."""

    username: str
    name: str
    email: str = ""
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What somebody is in a plan: of the delivery office, or an officer of one of its organisations."""

    role: str
    organisation: str = ""


def add_person(
    *, username: str, name: str, administrator: bool, by: Actor, at: datetime, email: str = ""
) -> int:
    """A person who may not sign in yet: there is no password until the person chooses one by a one-time link.

    Raises
    ------
    BadInput
        The user name is taken or malformed, the name is empty, the address is none.
    """
    with act(action="person.add", by=by, at=at, subject=f"user:{username}"[:128]) as entry:
        found = [*_wrong_username(username), *_wrong_person(name, email)]
        if found:
            raise BadInput(found)
        user = models.User(
            username=username,
            name=name.strip(),
            email=email.strip(),
            is_administrator=administrator,
            joined_at=at,
        )
        user.set_unusable_password()
        user.save()
        entry.detail = {"name": user.name, "administrator": administrator}
    return user.pk


def _wrong_username(username: str) -> list[Problem]:
    if not USERNAME.fullmatch(username) or set(username) <= {"."}:  # dots alone cannot stand in an address
        return [problem("bad-username", username)]
    taken = models.User.objects.filter(username__iexact=username).exists()
    return [problem("username-taken", username)] if taken else []


def _wrong_person(name: str, email: str) -> list[Problem]:
    found = []
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        found.append(problem("no-name", name))
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            found.append(problem("bad-email", email))
    return found


def bring_in(*, newcomer: Newcomer, plan: str, position: Position | None, by: Actor, at: datetime) -> str:
    """A new person with a post in this plan (None: without one) and a one-time link, all or nothing; the token.

    Raises
    ------
    BadInput
        As `add_person` and `put_in_post` do.
    """
    with transaction.atomic():
        user = add_person(
            username=newcomer.username,
            name=newcomer.name,
            email=newcomer.email,
            administrator=newcomer.administrator,
            by=by,
            at=at,
        )
        if position is not None:
            seen = Seen(username=newcomer.username, version=1)
            put_in_post(seen=seen, plan=plan, position=position, by=by, at=at)
        return make_link(user=user, by=by, at=at)


@contextmanager
def _changing(
    *, action: str, seen: Seen, wish: Wish, by: Actor, at: datetime, plan: str = ""
) -> Iterator[tuple[models.User, Entry]]:
    """One act on a person as a form saw one; the version moves. `wish`: what stands there beside what the form wants.

    Raises
    ------
    User.DoesNotExist
        There is no such person.
    Conflict
        The person was changed since the form was made.
    """
    with act(action=action, by=by, at=at, plan=plan, subject=f"user:{seen.username}") as entry:
        person = models.User.objects.select_for_update().get(username=seen.username)
        same_version(seen=seen.version, stored=person.version, differences=wish(person))
        yield person, entry
        person.version += 1
        person.save(update_fields=["name", "email", "is_active", "is_administrator", "version"])


def change_person(*, seen: Seen, name: str, email: str, by: Actor, at: datetime) -> None:
    """Another name or address of mail; the user name stays for good.

    Raises
    ------
    BadInput
        The name is empty, the address is none; else as every act on a person.
    """

    def wish(now: models.User) -> tuple[Difference, ...]:
        return (
            _difference("姓名", "name", now.name, name),
            _difference("邮箱", "e-mail", now.email, email),
        )

    with _changing(action="person.change", seen=seen, wish=wish, by=by, at=at) as (person, entry):
        if found := _wrong_person(name, email):
            raise BadInput(found)
        entry.detail = {"name": name.strip(), "before": person.name}
        person.name, person.email = name.strip(), email.strip()


def give_post(*, user: int, plan: str, role: str, organisation: str, by: Actor, at: datetime) -> None:
    """What a person is in a plan from now on; an officer in one of its organisations.

    Raises
    ------
    BadInput
        There is no such post, or the person is an administrator.
    """
    person = models.User.objects.get(pk=user)
    seen = Seen(username=person.username, version=person.version)
    put_in_post(seen=seen, plan=plan, position=Position(role=role, organisation=organisation), by=by, at=at)


def put_in_post(*, seen: Seen, plan: str, position: Position, by: Actor, at: datetime) -> None:
    """Give a person a post in a plan, or another one than before.

    Raises
    ------
    BadInput
        There is no such post in this plan, or the person is an administrator; else as every act on a person.
    """

    def wish(now: models.User) -> tuple[Difference, ...]:
        return (_difference("岗位", "post", _post_in(now, plan), _said(position)),)

    with _changing(action="person.post", seen=seen, wish=wish, by=by, at=at, plan=plan) as (person, entry):
        head = models.Plan.objects.get(key=plan)
        if found := _wrong_post(person, head.pk, position):
            raise BadInput(found)
        models.Post.objects.update_or_create(
            user=person, plan=head, defaults={"role": position.role, "organisation": position.organisation}
        )
        entry.detail = {"role": position.role, "organisation": position.organisation}


def _wrong_post(person: models.User, plan: int, position: Position) -> list[Problem]:
    found = []
    known = models.OrganisationRow.objects.filter(plan=plan, code=position.organisation)
    fits = {"office": not position.organisation, "officer": known.exists()}
    if not fits.get(position.role, False):
        found.append(problem("no-such-post", position.organisation or position.role))
    if person.is_administrator:
        found.append(problem("administrator-holds-no-post", person.username))
    return found


def end_post(*, seen: Seen, plan: str, by: Actor, at: datetime) -> None:
    """Take a person out of a plan; what was done stays under the person's name.

    Raises
    ------
    Post.DoesNotExist
        The person has none here; else as every act on a person.
    """

    def wish(now: models.User) -> tuple[Difference, ...]:
        return (_difference("岗位", "post", _post_in(now, plan), "—"),)

    with _changing(action="person.leave", seen=seen, wish=wish, by=by, at=at, plan=plan) as (person, entry):
        post = models.Post.objects.get(user=person, plan__key=plan)
        entry.detail = {"role": post.role, "organisation": post.organisation}
        post.delete()


def set_active(*, seen: Seen, active: bool, by: Actor, at: datetime) -> None:
    """Let a person in again, or no more: a session that is open ends with the next page.

    Raises
    ------
    BadInput
        It is the last administrator, or the person who acts; else as every act on a person.
    """

    def wish(now: models.User) -> tuple[Difference, ...]:
        return (_difference("可以登录", "may sign in", _word(now.is_active), _word(active)),)

    action = "person.reactivate" if active else "person.deactivate"
    with _changing(action=action, seen=seen, wish=wish, by=by, at=at) as (person, _entry):
        if not active:
            _spare(person, by)
            models.OneTimeLink.objects.filter(user=person, used_at=None).delete()
        person.is_active = active


def set_administrator(*, seen: Seen, administrator: bool, by: Actor, at: datetime) -> None:
    """Make a person an administrator, or take it away.

    Raises
    ------
    BadInput
        It is the last administrator, the person who acts, or one who has a post; else as every act on a person.
    """

    def wish(now: models.User) -> tuple[Difference, ...]:
        return (_difference("管理员", "administrator", _word(now.is_administrator), _word(administrator)),)

    action = "person.promote" if administrator else "person.demote"
    with _changing(action=action, seen=seen, wish=wish, by=by, at=at) as (person, _entry):
        if administrator and person.posts.exists():
            raise BadInput([problem("administrator-holds-no-post", person.username)])
        if not administrator:
            _spare(person, by)
        person.is_administrator = administrator


def _spare(person: models.User, by: Actor) -> None:
    """Never the last administrator, and nobody shuts the own door by mistake."""
    if person.pk == by.user:
        raise BadInput([problem("not-yourself", person.username)])
    others = models.User.objects.select_for_update().filter(is_administrator=True, is_active=True)
    if person.is_administrator and not others.exclude(pk=person.pk).exists():
        raise BadInput([problem("last-administrator", person.username)])


def make_link(*, user: int, by: Actor, at: datetime) -> str:
    """A token that lets a person in once within a day; shown only here, kept only as its hash. Earlier ones end.

    Raises
    ------
    BadInput
        The person is deactivated.
    """
    token = secrets.token_urlsafe(32)
    with act(action="person.link", by=by, at=at) as entry:
        person = models.User.objects.get(pk=user)
        if not person.is_active:
            raise BadInput([problem("not-active", person.username)])
        models.OneTimeLink.objects.filter(user=person, used_at=None).delete()
        models.OneTimeLink.objects.create(
            user=person,
            token_hash=_hash(token),
            made_at=at,
            expires_at=at + timedelta(hours=LINK_HOURS),
        )
        entry.subject = f"user:{person.username}"
    return token


def use_link(*, token: str, at: datetime) -> int | None:
    """Whom a token lets in; None where it is unknown, used or too old. It works once."""
    with act(action="person.enter", by=MACHINE, at=at) as entry:
        used = models.OneTimeLink.objects.filter(
            token_hash=_hash(token), used_at=None, expires_at__gt=at, user__is_active=True
        )
        link = used.select_related("user").first()
        if link is None or not used.filter(pk=link.pk).update(used_at=at):
            entry.detail = {"refused": True}
            return None
        entry.subject = f"user:{link.user.username}"
    return link.user.pk


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def set_password(*, user: int, password: str, at: datetime) -> None:
    """The password a person chose; the person is the one who acts."""
    person = models.User.objects.get(pk=user)
    by = Actor(user=user, username=person.username)
    with act(action="person.password", by=by, at=at, subject=f"user:{person.username}"):
        person.set_password(password)
        person.save(update_fields=["password"])


def _post_in(person: models.User, plan: str) -> Text | str:
    post = models.Post.objects.filter(user=person, plan__key=plan).first()
    return _said(Position(role=post.role, organisation=post.organisation)) if post else "—"


def _said(position: Position) -> Text:
    role = ROLES.get(position.role, Text(zh=position.role, en=position.role))
    where = position.organisation
    return Text(zh=f"{role.zh} {where}".strip(), en=f"{role.en} {where}".strip())


def _word(yes: bool) -> Text:
    return YES if yes else NO


def _difference(zh: str, en: str, theirs: Text | str, yours: Text | str) -> Difference:
    said = [
        Text(zh=each, en=each) if isinstance(each, str) else each for each in (theirs or "—", yours or "—")
    ]
    return Difference(label=Text(zh=zh, en=en), theirs=said[0], yours=said[1])
