"""The closed loop: one item a task, every step of it, what was reported, and the proof."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from tongchou_site.records.models.accounts import User
from tongchou_site.records.models.plans import Plan, TaskRow

STATES = (
    "proposed",
    "assigned",
    "accepted",
    "working",
    "reported",
    "reviewing",
    "completed",
    "closed",
)  # as in `records.loop`; a test holds them equal


class Item(models.Model):
    """A task on its way through the loop, with the light and the forecast last seen beside it.

    `owner` answers for it; `due` is the day now agreed. `chance` and its like are copied from the latest run, so that
    a ledger of 100,000 rows can be read page by page.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    task = models.OneToOneField(TaskRow, on_delete=models.CASCADE, related_name="item")
    code = models.CharField(max_length=64)  # the task's, so that one index finds it
    position = models.PositiveIntegerField()  # the task's
    owner = models.CharField(max_length=64, blank=True, default="")  # organisation that answers for it
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default="proposed")
    cadence_days = models.PositiveSmallIntegerField(default=30)  # how often a report is due
    due = models.DateField(null=True)
    begun_on = models.DateField(null=True)  # handed out: time is counted from here
    reported_at = models.DateTimeField(null=True)  # the latest progress report
    reported_on = models.DateField(null=True)  # its day as the plan counts days
    reported_before = models.DateField(null=True)  # the day of the report before that one
    percent = models.PositiveSmallIntegerField(null=True)  # done, as last reported
    sent_back = models.BooleanField(default=False)  # returned, and not reported again since
    reported_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    completed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    light = models.CharField(max_length=8, default="grey")
    light_rule = models.CharField(max_length=32, default="")
    light_since = models.DateField(null=True)  # the day it took this colour
    light_why_zh = models.TextField(default="")
    light_why_en = models.TextField(default="")
    chance = models.FloatField(null=True)  # of being finished by `due`; null: not forecast
    finish_p50 = models.DateField(null=True)
    finish_p80 = models.DateField(null=True)
    sourced = models.PositiveSmallIntegerField(default=0)  # sourced milestones behind the forecast
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """The four lights only; a chance is a chance; nobody completes or closes what they reported themselves."""

        constraints = (
            UniqueConstraint(fields=["plan", "code"], name="item_code_once"),
            CheckConstraint(
                condition=Q(light__in=("green", "yellow", "red", "grey")), name="item_light_known"
            ),
            CheckConstraint(
                condition=Q(chance=None) | Q(chance__gte=0, chance__lte=1), name="item_chance_is_one"
            ),
            CheckConstraint(condition=Q(cadence_days__gte=1), name="item_has_a_cadence"),
            CheckConstraint(condition=Q(state__in=STATES), name="item_state_known"),
            CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="item_percent_is_one"),
            CheckConstraint(
                condition=Q(completed_by=None)
                | (Q(reported_by__isnull=False) & ~Q(completed_by=F("reported_by"))),
                name="item_completed_by_another",
            ),
            CheckConstraint(
                condition=Q(closed_by=None) | (Q(reported_by__isnull=False) & ~Q(closed_by=F("reported_by"))),
                name="item_closed_by_another",
            ),
            CheckConstraint(
                condition=Q(state="closed", closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_by=None)),
                name="item_closed_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["plan", "position"], name="item_in_order"),
            models.Index(fields=["plan", "owner", "position"], name="item_by_owner"),
            models.Index(fields=["plan", "light", "position"], name="item_by_light"),
            models.Index(fields=["plan", "state", "position"], name="item_by_state"),
            models.Index(fields=["plan", "due", "position"], name="item_by_due"),
        )


class LightChoice(models.Model):
    """Which published rules of lights a plan uses; a plan without a row uses the first."""

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="+")
    preset = models.CharField(max_length=32)


class Step(models.Model):
    """One act on an item, a transition or not; written once, never changed."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=24)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")

    class Meta:
        """Read in order of time, of an item or of a person."""

        indexes = (
            models.Index(fields=["item", "at"], name="step_in_order"),
            models.Index(fields=["by", "-at"], name="step_of_person"),
        )


class Report(models.Model):
    """What an officer says of an item: progress, problem, what has been finished; or the reply to a red light."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=8, default="progress")  # progress | reply
    text = models.TextField()
    problem = models.TextField(blank=True, default="")
    percent = models.PositiveSmallIntegerField(null=True)
    activity = models.CharField(max_length=64, blank=True, default="")  # the step of work it speaks of
    finished_on = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Nothing is said in no words; a share is one; what is finished names its activity."""

        constraints = (
            CheckConstraint(condition=~Q(text=""), name="report_says_something"),
            CheckConstraint(condition=Q(kind__in=("progress", "reply")), name="report_kind_known"),
            CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="report_percent_is_one"),
            CheckConstraint(
                condition=Q(finished_on=None) | ~Q(activity=""), name="report_finish_names_activity"
            ),
        )
        indexes = (models.Index(fields=["item", "at"], name="report_in_order"),)


class Evidence(models.Model):
    """A file that proves something: kept under the hash of its bytes."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="evidence")
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The same file once an item."""

        constraints = (
            UniqueConstraint(fields=["item", "sha256"], name="evidence_once"),
            CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
        )


class Extension(models.Model):
    """A later date asked for (延期申请), and what was decided."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="extensions")
    due_before = models.DateField()
    due_asked = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        """Later than before; decided by another person, all at once; one open request an item."""

        constraints = (
            CheckConstraint(condition=Q(due_asked__gt=F("due_before")), name="extension_is_later"),
            CheckConstraint(
                condition=Q(granted=None, decided_by=None, decided_at=None)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="extension_decided_whole",
            ),
            CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="extension_by_another"
            ),
            UniqueConstraint(fields=["item"], condition=Q(granted=None), name="extension_one_open"),
        )


class Reminder(models.Model):
    """A reminder or escalation (催办) sent to somebody about an item; `seen_at` once it was read."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reminders")
    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=24)  # of the ladder: near-due, due, overdue ...; or "by-hand"
    about = models.DateField()  # the day it counts from, so that one rung is sent once
    text_zh = models.TextField()
    text_en = models.TextField()
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """One rung once for each day it counts from and person, unless sent by hand."""

        constraints = (
            UniqueConstraint(
                fields=["item", "to", "rung", "about"],
                condition=~Q(rung="by-hand"),
                name="reminder_rung_once",
            ),
        )
