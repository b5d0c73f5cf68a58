"""Reminders by the clock: rows for everybody who is owed one, and the daily digest by mail in working hours."""

from __future__ import annotations

from datetime import date, datetime

from django.core.mail import send_mail
from django.utils import timezone

from tongchou_site.records.actions.reminders import digests, mailed, remind_plan
from tongchou_site.records.queries.items import plans_by_day
from tongchou_site.records.trail import MACHINE


def remind(*, on: date, at: datetime) -> int:
    """Make the reminders of a day and send the digests that may go out now; how many reminders were new.

    May be called as often as one likes: a rung is sent once, a person gets one mail a working day, none outside
    working hours. A plan judged on a fixed day of the past counts its days from there.
    """
    made = 0
    for key, judged_on in plans_by_day():
        made += remind_plan(plan=key, on=judged_on or on, by=MACHINE, at=at)
    for digest in digests(at=at, local=timezone.localtime(at)):
        send_mail(digest.subject, digest.body, None, [digest.email])
        mailed(digest=digest, at=at)
    return made
