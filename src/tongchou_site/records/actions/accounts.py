"""People, their posts, and the links by which they first come in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from tongchou_site.records import models
from tongchou_site.records.trail import MACHINE, Actor, act

LINK_HOURS = 24


def add_person(*, username: str, name: str, administrator: bool, by: Actor, at: datetime) -> int:
    """A person who may not sign in yet: there is no password until the person chooses one by a one-time link."""
    with act(action="person.add", by=by, at=at, subject=f"user:{username}") as entry:
        user = models.User(username=username, name=name, is_administrator=administrator, joined_at=at)
        user.set_unusable_password()
        user.save()
        entry.detail = {"name": name, "administrator": administrator}
    return user.pk


def give_post(*, user: int, plan: str, role: str, organisation: str, by: Actor, at: datetime) -> None:
    """What a person is in a plan from now on; an officer in one of its organisations."""
    with act(action="person.post", by=by, at=at, plan=plan) as entry:
        person = models.User.objects.get(pk=user)
        models.Post.objects.update_or_create(
            user=person,
            plan=models.Plan.objects.get(key=plan),
            defaults={"role": role, "organisation": organisation},
        )
        entry.subject = f"user:{person.username}"
        entry.detail = {"role": role, "organisation": organisation}


def make_link(*, user: int, by: Actor, at: datetime) -> str:
    """A token that lets a person in once within a day; shown only here, kept only as its hash."""
    token = secrets.token_urlsafe(32)
    with act(action="person.link", by=by, at=at) as entry:
        person = models.User.objects.get(pk=user)
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
