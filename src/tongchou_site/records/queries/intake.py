"""What was handed in and waits to be stored, and who may begin a plan."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tongchou.plan.model import Plan
from tongchou_site.records import models, snapshot

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The plan as the records hold it now, and its version."""

    plan: Plan
    version: int


def uploads() -> Path:
    """The folder of files that were handed in and not stored yet."""
    return Path(settings.HOME) / "uploads"


def upload(*, sha256: str) -> bytes | None:
    """The bytes that were kept under their hash; None where there are none (any more)."""
    if not SHA256.fullmatch(sha256):
        return None
    try:
        data = (uploads() / sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def present(*, plan: int) -> Present:
    """The plan as it is now."""
    version = models.Plan.objects.values_list("version", flat=True).get(pk=plan)
    return Present(plan=snapshot.plan_of(plan=plan), version=version)


def may_begin_plans(*, user: int) -> bool:
    """Whether somebody may bring in a plan that is not there yet: an administrator, or the office of another plan."""
    person = models.User.objects.filter(pk=user, is_active=True).first()
    if person is None:
        return False
    return person.is_administrator or models.Post.objects.filter(user=person, role="office").exists()
