"""The audit trail: every act in one transaction with what it did, each entry chained to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from tongchou_site.records.models import AuditEntry, Outbox

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a person by username, or the machine (empty)."""

    user: int | None = None
    username: str = ""


MACHINE = Actor()


@dataclass(slots=True)
class Entry:
    """What an act adds to its entry while it goes on."""

    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def act(
    *, action: str, by: Actor, at: datetime, plan: str = "", subject: str = "", wake: tuple[str, ...] = ()
) -> Iterator[Entry]:
    """One act: a transaction that ends with its audit entry and, in `wake`, messages to the jobs.

    Nothing remains of an act that raises.
    """
    with transaction.atomic():
        entry = Entry(subject=subject)
        yield entry
        append(entry=entry, action=action, by=by, at=at, plan=plan)
        Outbox.objects.bulk_create(Outbox(kind=kind, plan=plan, at=at) for kind in wake)


def append(*, entry: Entry, action: str, by: Actor, at: datetime, plan: str = "") -> None:
    """Add one entry to the chain; inside the transaction of the act it tells of."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE records_auditentry IN EXCLUSIVE MODE")
    last = AuditEntry.objects.order_by("-number").values_list("number", "hash").first()
    number, before = (last[0] + 1, last[1]) if last else (1, GENESIS)
    row = AuditEntry(
        number=number,
        at=at,
        by=by.username,
        action=action,
        plan=plan,
        subject=entry.subject,
        detail=entry.detail,
        before=before,
    )
    row.hash = hash_of(row)
    row.save(force_insert=True)


def hash_of(row: AuditEntry) -> str:
    """SHA-256 of an entry together with the hash of the one before."""
    body = {
        "number": row.number,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": row.by,
        "action": row.action,
        "plan": row.plan,
        "subject": row.subject,
        "detail": row.detail,
        "before": row.before,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the chain says of itself: how many entries, the last hash, the first entry that does not fit."""

    entries: int
    head: str
    broken_at: int | None


def verify() -> Verdict:
    """Walk the whole chain and recompute every hash."""
    before, count = GENESIS, 0
    for row in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if row.number != count or row.before != before or row.hash != hash_of(row):
            return Verdict(entries=count, head=before, broken_at=count)
        before = row.hash
    return Verdict(entries=count, head=before, broken_at=None)


def contains(*, head: str) -> bool:
    """Whether some entry has this hash."""
    return bool(AuditEntry.objects.filter(hash=head).exists())
