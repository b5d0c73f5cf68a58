"""Runs of the cycle with their frozen input and answer; what the answer led to; briefings made from it."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from tongchou_site.records.models.accounts import User
from tongchou_site.records.models.plans import Plan


class Run(models.Model):
    """One run: queued, running, done or failed with its reason. Done, it holds plan and outcome as they were."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=8, default="queued")
    why = models.CharField(max_length=16)  # change | nightly | asked
    on = models.DateField()
    seed = models.BigIntegerField(default=1)
    trials = models.PositiveIntegerField(default=10240)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # last sign of life
    ended_at = models.DateTimeField(null=True)
    blocks = models.PositiveIntegerField(default=0)  # of futures computed so far
    reason_zh = models.TextField(default="")
    reason_en = models.TextField(default="")
    input_hash = models.CharField(max_length=64, default="")
    plan_data = models.BinaryField(null=True)  # the plan as it was, gzipped JSON
    outcome_data = models.BinaryField(null=True)  # the outcome, gzipped JSON

    class Meta:
        """Done has its answer, failed its reason; one queued run a plan."""

        constraints = (
            CheckConstraint(
                condition=Q(state__in=("queued", "running", "done", "failed")), name="run_state_known"
            ),
            CheckConstraint(
                condition=~Q(state="done")
                | Q(plan_data__isnull=False, outcome_data__isnull=False, ended_at__isnull=False),
                name="run_done_has_answer",
            ),
            CheckConstraint(
                condition=~Q(state="failed") | (~Q(reason_zh="") & ~Q(reason_en="")),
                name="run_failed_has_reason",
            ),
            UniqueConstraint(fields=["plan"], condition=Q(state="queued"), name="run_one_queued"),
            UniqueConstraint(fields=["plan"], condition=Q(state="running"), name="run_one_running"),
        )
        indexes = (models.Index(fields=["plan", "state", "-id"], name="run_latest"),)


class Briefing(models.Model):
    """A briefing (简报): edited until it is issued, then numbered and frozen with its hash."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="briefings")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    issuer = models.TextField(blank=True, default="")
    ground = models.TextField(default="")  # what it was computed from
    body = models.JSONField()  # sections in order: heading, text, table (head and rows, or null)
    language = models.CharField(max_length=8, default="zh")
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, default="")  # of the issued DOCX
    docx = models.BinaryField(null=True)
    pdf = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Issued whole or not at all; numbers run within a year."""

        constraints = (
            CheckConstraint(
                condition=Q(number=None, year=None, issued_by=None, issued_at=None, docx=None)
                | Q(
                    number__isnull=False,
                    year__isnull=False,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                    docx__isnull=False,
                ),
                name="briefing_issued_whole",
            ),
            UniqueConstraint(fields=["plan", "year", "number"], name="briefing_number_once"),
        )
