"""What was done, chained by hashes; and what still has to be told to the jobs."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q


class AuditEntry(models.Model):
    """One act. Entries are only ever added: triggers refuse change and removal, and the chain would show it.

    People, plans and things are kept by name, so that an entry outlives what it speaks of.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)  # username; "" is the machine
    action = models.CharField(max_length=48)
    plan = models.CharField(max_length=64, blank=True, default="")
    subject = models.CharField(max_length=128, blank=True, default="")
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)  # hash of the entry before
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Numbers run from one without a gap."""

        constraints = (CheckConstraint(condition=Q(number__gte=1), name="audit_from_one"),)
        indexes = (
            models.Index(fields=["plan", "-number"], name="audit_of_plan"),
            models.Index(fields=["subject", "-number"], name="audit_of_subject"),
        )


class Outbox(models.Model):
    """A message to the jobs, written in the transaction of the act that caused it."""

    kind = models.CharField(max_length=24)
    plan = models.CharField(max_length=64)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        """The jobs look for what is not done."""

        indexes = (
            models.Index(fields=["kind", "plan", "at"], condition=Q(done_at=None), name="outbox_open"),
        )
