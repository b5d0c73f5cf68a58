"""Who somebody is, and what of a plan they may see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from tongchou.kernel.finding import Text
from tongchou_site.records import models
from tongchou_site.records.loop import LAST
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person as the room of management sees one; `role` and `organisation` are of the plan asked for, "" without one."""

    id: int
    username: str
    name: str
    email: str
    active: bool
    administrator: bool
    has_password: bool
    last_login: datetime | None
    version: int
    role: str
    organisation: str
    plans: int  # in how many plans there is a post


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Who has to do with a plan, the administrators, and those known elsewhere (the first few, and how many more)."""

    of_plan: tuple[Member, ...]
    administrators: tuple[Member, ...]
    others: tuple[Member, ...]
    more: int


def members(*, plan: int, text: str = "", most: int = 50) -> Members:
    """Everybody an administrator may manage from this plan; `text` narrows by user name or name."""
    users = models.User.objects.annotate(plans=Count("posts")).order_by("username")
    if text:
        users = users.filter(Q(username__icontains=text) | Q(name__icontains=text))
    posts = {post.user_id: post for post in models.Post.objects.filter(plan=plan)}
    elsewhere = users.filter(is_administrator=False).exclude(posts__plan=plan)
    return Members(
        of_plan=tuple(_member(user, posts.get(user.pk)) for user in users.filter(pk__in=posts)),
        administrators=tuple(_member(user, None) for user in users.filter(is_administrator=True)),
        others=tuple(_member(user, None) for user in elsewhere[:most]),
        more=max(0, elsewhere.count() - most),
    )


def member(*, plan: int, username: str) -> Member | None:
    """One person, with the post in this plan; None where there is no such person."""
    user = models.User.objects.annotate(plans=Count("posts")).filter(username=username).first()
    return _member(user, models.Post.objects.filter(user=user, plan=plan).first()) if user else None


def _member(user: models.User, post: models.Post | None) -> Member:
    return Member(
        id=user.pk,
        username=user.username,
        name=user.name,
        email=user.email,
        active=user.is_active,
        administrator=user.is_administrator,
        has_password=user.has_usable_password(),
        last_login=user.last_login,
        version=user.version,
        role=post.role if post else "",
        organisation=post.organisation if post else "",
        plans=user.plans,
    )


def held_items(*, plan: int, user: int) -> int:
    """How many items of a plan that are not closed a person has accepted."""
    return int(models.Item.objects.filter(plan=plan, officer=user).exclude(state=LAST).count())


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation of a plan, to choose from."""

    code: str
    title: Text


def bodies(*, plan: int) -> tuple[Body, ...]:
    """The organisations of a plan in their order."""
    rows = models.OrganisationRow.objects.filter(plan=plan).order_by("position")
    return tuple(
        Body(code=code, title=Text(zh=zh, en=en or zh))
        for code, zh, en in rows.values_list("code", "title_zh", "title_en")
    )
