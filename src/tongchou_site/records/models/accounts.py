"""People, what they may do in which plan, and the links by which they first come in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from tongchou_site.records.models.plans import Plan


class User(AbstractBaseUser):
    """A person who signs in. A password exists only once the person has chosen it."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = BaseUserManager()

    class Meta:
        """A name is never empty."""

        constraints = (CheckConstraint(condition=~Q(username="") & ~Q(name=""), name="user_is_named"),)


class Post(models.Model):
    """What a person is in a plan: of the delivery office, or an officer of one of its organisations."""

    OFFICE, OFFICER = "office", "officer"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=16)
    organisation = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """One post a person and plan; an officer belongs to an organisation, the office to none."""

        constraints = (
            UniqueConstraint(fields=["user", "plan"], name="post_once"),
            CheckConstraint(
                condition=Q(role="office", organisation="") | (Q(role="officer") & ~Q(organisation="")),
                name="post_has_its_organisation",
            ),
        )


class OneTimeLink(models.Model):
    """A way in that works once. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """It ends after it began."""

        constraints = (
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="link_ends_after_it_began"),
        )
