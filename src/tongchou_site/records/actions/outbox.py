"""Messages to the jobs are collected once things have been quiet for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min

from tongchou_site.records import models


def collect(*, kind: str, quiet: timedelta, longest: timedelta, at: datetime) -> tuple[str, ...]:
    """The plans somebody left such a message for, taken off the pile.

    A plan is taken once nothing new came for `quiet`, or its oldest message has waited for `longest`.
    """
    with transaction.atomic():
        waiting = models.Outbox.objects.filter(kind=kind, done_at=None).values("plan")
        piles = waiting.annotate(first=Min("at"), last=Max("at")).order_by("plan")
        ready = [
            pile["plan"] for pile in piles if pile["last"] <= at - quiet or pile["first"] <= at - longest
        ]
        models.Outbox.objects.filter(kind=kind, plan__in=ready, done_at=None, at__lte=at).update(done_at=at)
    return tuple(ready)
