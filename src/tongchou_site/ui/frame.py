"""What every page needs beside its own content: language, size of type, who reads, the rooms they may enter."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the layout."""
    user = getattr(request, "user", None)
    return {
        "lang": getattr(request, "lang", "zh"),
        "large": getattr(request, "large", False),
        "path": escape_leading_slashes(request.path),  # `//name/` would be another site
        "query": _without_choices(request),
        "signed_in": bool(user and user.is_authenticated),
        "person": user.name if user and user.is_authenticated else "",
        "here": getattr(request, "here", None),
        "rooms": (),
        "room": "",
        "proof": "",
    }


def came_from(request: HttpRequest, *, otherwise: str) -> str:
    """The page of ours a form stood on: its path alone, for whoever sends the form also writes this header."""
    came = urlsplit(request.META.get("HTTP_REFERER", "")).path or otherwise
    return "/" + came.lstrip("/\\")


def _without_choices(request: HttpRequest) -> str:
    rest = request.GET.copy()
    for name in ("lang", "type"):
        rest.pop(name, None)
    return rest.urlencode()
