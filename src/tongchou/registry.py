"""The domains, in order. Adding one is one folder under `domains/` and one line here."""

from __future__ import annotations

from tongchou.kernel.domain import Domain

# The order in which domains are assessed, woven and shown; a domain that is not built yet is named here only.
ORDER: tuple[str, ...] = (
    "water",
    "services",
    "education",
    "approvals",
    "policy",
    "health",
    "issues",
    "finance",
    "safety",
    "civility",
    "industry",
)

DOMAINS: tuple[Domain, ...] = ()
