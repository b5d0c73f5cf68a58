"""The templates: those of the doors, and the sections of the library's report under `publish/`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.runtime import Context

from tongchou_site.ui import speech

SITE = Path(__file__).resolve().parent.parent
LIBRARY = "publish/"  # before the names of the library's own templates


class Pages(Environment):
    """The environment in which a template of the library finds those beside it."""

    def join_path(self, template: str, parent: str) -> str:
        """The name of a template that another one includes."""
        return LIBRARY + template if parent.startswith(LIBRARY) else template


def environment(**options: Any) -> Environment:
    """The Jinja environment of every page: autoescape, and a missing name is an error."""
    options["loader"] = ChoiceLoader(
        [
            FileSystemLoader(
                [SITE / "ui" / "templates", SITE / "workbench" / "templates", SITE / "public" / "templates"]
            ),
            PrefixLoader(
                {
                    "publish": PackageLoader("tongchou.publish", "templates"),
                    "components": FileSystemLoader(SITE / "ui" / "components"),
                }
            ),
        ]
    )
    made = Pages(**options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    made.globals |= {
        "both": speech.both,
        "fig": speech.fig,
        "plain": speech.plain,
        "remark": speech.remark,
        "say": speech.say,
        "svg": speech.svg,
        "asis": speech.both,
        "static": static,
        "url": _url,
        "words": speech.words(),
    }
    made.filters |= {"clip": speech.clip, "day": day, "moment": moment, "sentence": speech.sentence}
    return made


def _url(name: str, **where: Any) -> str:
    return reverse(name, kwargs=where)


@pass_context
def day(context: Context, on: date | None) -> str:
    """A day as the reader writes it: 2021年2月3日, 3 Feb 2021; a dash where there is none."""
    if on is None:
        return "—"
    return f"{on.year}年{on.month}月{on.day}日" if context["lang"] == "zh" else f"{on.day} {on:%b %Y}"


@pass_context
def moment(context: Context, at: datetime | None) -> str:
    """A moment in the office's time zone, to the minute; a dash where there is none."""
    if at is None:
        return "—"
    local = timezone.localtime(at)
    return f"{day(context, local.date())} {local:%H:%M}"
