"""Who somebody is, and what of a plan they may see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from tongchou.kernel.finding import Text
from tongchou_site.records import models
from tongchou_site.records.rights import RIGHTS, may
from tongchou_site.records.trail import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A person before a plan: role, own organisation, and the organisations whose items may be seen (None: all)."""

    plan: int
    key: str
    title: Text
    judged_on: date | None
    open_to_public: bool
    actor: Actor
    name: str
    role: str
    organisation: str
    within: frozenset[str] | None

    def may(self, right: str) -> bool:
        """Whether this person has a right here."""
        return may(role=self.role, right=right)

    def scope(self, right: str) -> frozenset[str] | None:
        """The organisations a right reaches; None: all of the plan."""
        return self.within if RIGHTS[right].scoped else None


def here(*, user: int | None, plan: str) -> Here | None:
    """The person before the plan; None where the plan is not theirs to see, or is not there."""
    head = models.Plan.objects.filter(key=plan).first()
    if head is None:
        return None
    person = models.User.objects.filter(pk=user, is_active=True).first()
    post = models.Post.objects.filter(user=person, plan=head).first() if person else None
    role = _role(person, post)
    if role == "public" and not head.open_to_public:
        return None
    organisation = post.organisation if post else ""
    return Here(
        plan=head.pk,
        key=head.key,
        title=Text(zh=head.title_zh, en=head.title_en),
        judged_on=head.judged_on,
        open_to_public=head.open_to_public,
        actor=Actor(user=person.pk, username=person.username) if person else Actor(),
        name=person.name if person else "",
        role=role,
        organisation=organisation,
        within=_below(head.pk, organisation) if role == "officer" else None,
    )


def _role(person: models.User | None, post: models.Post | None) -> str:
    if post is not None:
        return str(post.role)
    return "administrator" if person is not None and person.is_administrator else "public"


def _below(plan: int, organisation: str) -> frozenset[str]:
    """An organisation and all under it."""
    parents = dict(models.OrganisationRow.objects.filter(plan=plan).values_list("code", "parent"))
    found = {organisation}
    while more := {code for code, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """A plan somebody may open."""

    key: str
    title: Text
    role: str


def plans_of(*, user: int) -> tuple[PlanEntry, ...]:
    """The plans a person has a post in; all for an administrator."""
    person = models.User.objects.get(pk=user)
    posts = {post.plan_id: post for post in models.Post.objects.filter(user=person)}
    plans = models.Plan.objects.order_by("title_zh")
    if not person.is_administrator:
        plans = plans.filter(pk__in=posts)
    return tuple(
        PlanEntry(
            key=plan.key,
            title=Text(zh=plan.title_zh, en=plan.title_en),
            role=_role(person, posts.get(plan.pk)),
        )
        for plan in plans
    )


def link_is_good(*, token: str, at: datetime) -> str:
    """The name of the person a one-time link would let in; empty where it would let in nobody."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    good = models.OneTimeLink.objects.filter(
        token_hash=digest, used_at=None, expires_at__gt=at, user__is_active=True
    )
    return good.values_list("user__name", flat=True).first() or ""


def open_plans() -> tuple[PlanEntry, ...]:
    """The plans that everybody may read."""
    plans = models.Plan.objects.filter(open_to_public=True).order_by("title_zh")
    return tuple(
        PlanEntry(key=plan.key, title=Text(zh=plan.title_zh, en=plan.title_en), role="public")
        for plan in plans
    )


def anybody() -> bool:
    """Whether any person is known at all."""
    return bool(models.User.objects.exists())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as a list shows one."""

    id: int
    username: str
    name: str


def people_named(*, usernames: tuple[str, ...]) -> tuple[Person, ...]:
    """The people of these user names, in that order; unknown ones are left out."""
    found = {user.username: user for user in models.User.objects.filter(username__in=usernames)}
    return tuple(
        Person(id=found[each].pk, username=each, name=found[each].name) for each in usernames if each in found
    )
