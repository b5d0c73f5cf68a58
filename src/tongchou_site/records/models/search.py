"""What the ledger looks things up by: the words of each item on one line, and the goals it serves, one row a pair."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from tongchou_site.records.models.items import Item
from tongchou_site.records.models.plans import Plan


class LedgerLine(models.Model):
    """Beside each item: what the tables of the plan say of its task, joined once, when the plan comes in.

    `text` is everything that is searched, in lower case, so that a page of a long ledger needs no other table.
    """

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="line")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=64, blank=True, default="")
    goals_zh = models.TextField(blank=True, default="")
    goals_en = models.TextField(blank=True, default="")
    measures_zh = models.TextField(blank=True, default="")
    measures_en = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        """The places of a plan are few: an index finds their lines."""

        indexes = (models.Index(fields=["plan", "place"], name="line_by_place"),)


class GoalOfItem(models.Model):
    """A goal that an item serves, the goals above it included."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    goal = models.CharField(max_length=64)
    position = models.PositiveIntegerField()  # the item's, so that one index reads a goal's items in order
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="goals")

    class Meta:
        """Each pair once."""

        constraints = (UniqueConstraint(fields=["item", "goal"], name="goal_of_item_once"),)
        indexes = (models.Index(fields=["plan", "goal", "position", "item"], name="goal_of_item_in_order"),)
