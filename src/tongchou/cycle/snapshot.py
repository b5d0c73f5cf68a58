"""Everything a run may look at: the plan, and the tables each domain was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongchou.plan.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A plan and the inputs of the domains by key, frozen at one moment."""

    plan: Plan
    inputs: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
