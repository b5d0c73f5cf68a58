"""The domains, in order. Adding one is one folder under `domains/` and one line here."""

from __future__ import annotations

from tongchou.kernel.domain import Domain

DOMAINS: tuple[Domain, ...] = ()
