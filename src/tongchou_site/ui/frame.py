"""What every page needs beside its own content: language, size of type, who reads, the rooms they may enter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the layout."""
    user = getattr(request, "user", None)
    return {
        "lang": getattr(request, "lang", "zh"),
        "large": getattr(request, "large", False),
        "path": request.path,
        "query": _without_choices(request),
        "signed_in": bool(user and user.is_authenticated),
        "person": user.name if user and user.is_authenticated else "",
        "here": getattr(request, "here", None),
        "rooms": (),
        "room": "",
        "proof": "",
    }


def _without_choices(request: HttpRequest) -> str:
    rest = request.GET.copy()
    for name in ("lang", "type"):
        rest.pop(name, None)
    return rest.urlencode()
