"""A body larger than any form of ours is refused before it is kept anywhere."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongchou_site.ui.failures import too_large

PIECE = 65536  # bytes
READ_AWAY = 10  # times the limit: so far a body is read and dropped, so that its sender sees the page


class LimitsMiddleware:
    """Look at the announced length only: a body without one is not read at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what is too large."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdecimal() else 0
        if length <= settings.MOST_SENT:
            return self.get_response(request)
        if length <= settings.MOST_SENT * READ_AWAY:
            while request.read(PIECE):
                pass
        return too_large(request)
