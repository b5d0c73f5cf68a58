"""The world in which every address is asked as every role: three tasks, two bureaus, an answer, a briefing, evidence.

Which id stands where an address has a place is said in `SAMPLES` alone: a place it does not know fails the test.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import _lru_cache_wrapper
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.site.conftest import NOW, TODAY
from tests.site.public_case import computed

from tongchou.plan.model import Plan
from tongchou.plan.purpose import Place, Task
from tongchou.plan.works import Project
from tongchou_site.records import models
from tongchou_site.records.actions.accounts import add_person, give_post
from tongchou_site.records.actions.evidence import Upload, prove
from tongchou_site.records.actions.items import Which
from tongchou_site.records.actions.plans import add_plan, open_to_public
from tongchou_site.records.trail import MACHINE, Actor

POSTS: Mapping[str, tuple[str, str] | None] = {
    "stranger": None,
    "edu": ("officer", "edu"),
    "roads": ("officer", "roads"),
    "office": ("office", ""),
    "admin": None,
}
ROLE_OF = {
    "stranger": "public",
    "edu": "officer",
    "roads": "officer",
    "office": "office",
    "admin": "administrator",
}
BEYOND_OF_ROADS = "招聘教师"  # the third task
FORMULA = "=2+3"  # its English title
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An id that is there, one that is not (None: any is), and for an officer: one within reach, one beyond."""

    there: object
    nowhere: object | None
    within: Mapping[str, object]
    beyond: Mapping[str, object]


def _sample(there: object, nowhere: object | None, **officers: tuple[object, object]) -> Sample:
    return Sample(
        there=there,
        nowhere=nowhere,
        within={name: pair[0] for name, pair in officers.items()},
        beyond={name: pair[1] for name, pair in officers.items()},
    )


SAMPLES: dict[str, Sample] = {  # the word before a place in an address; numbers are filled in by `build`
    "p": _sample("small", "nothing"),  # a plan that is not there, too
    "open": _sample("small", "nothing"),
    "tasks": _sample("T1", "nothing", edu=("T1", "T2"), roads=("T2", "T3")),
    "evidence": _sample(0, 999_999),
    "goals": _sample("G", "nothing"),
    "bureaus": _sample("edu", "nothing"),
    "projects": _sample("P", "nothing"),
    "places": _sample("A", "nothing"),
    "data": _sample("goals.csv", "nothing.csv"),
    "people": _sample("edu", "nothing"),
    "briefings": _sample(0, 999_999),
    "{briefing}": _sample("docx", "exe"),
    "runs": _sample(0, 999_999),
    "ledger": _sample("xlsx", None),
}


def form() -> dict[str, object]:
    """A form filled in so far that what it is about decides, not what it lacks."""
    words = dict.fromkeys(("note", "text", "name", "title"), "words")
    return {
        **words,
        "version": "1",
        "until": "2022-06-30",
        "due": "2022-06-30",
        "to": "roads",
        "next": "https://elsewhere.example/",
        "file": SimpleUploadedFile("proof.txt", b"proof", content_type="text/plain"),
    }


def with_more(small: Plan) -> Plan:
    """The small plan with a third task of the education office alone, a project and a place."""
    third = Task(
        id="T3", title_zh=BEYOND_OF_ROADS, title_en=FORMULA, goals=("G",), lead="edu", deadline=TODAY
    )
    return replace(
        small,
        tasks=(*small.tasks, third),
        goals=tuple(replace(each, title_zh=FORMULA) for each in small.goals),
        organisations=tuple(
            replace(each, title_en=FORMULA) if each.id == "hall" else each for each in small.organisations
        ),
        projects=(Project(id="P", title_zh="学校", owner="edu", tasks=("T1",), place="A"),),
        places=(Place(id="A", title_zh="片区"),),
        activities=tuple(
            replace(each, project="P", title_en=FORMULA) if each.id == "school" else each
            for each in small.activities
        ),
    )


def build(small: Plan) -> dict[str, str]:
    """Everything in the records; the session of each person."""
    forget_everything()
    add_plan(value=with_more(small), on=TODAY, fixed=True, by=MACHINE, at=NOW)
    open_to_public(plan="small", open_=True, by=MACHINE, at=NOW)
    sessions, people = {}, {}
    for name, post in POSTS.items():
        user = add_person(username=name, name=name, administrator=name == "admin", by=MACHINE, at=NOW)
        if post:
            give_post(user=user, plan="small", role=post[0], organisation=post[1], by=MACHINE, at=NOW)
        people[name] = Actor(user=user, username=name)
        client = Client()
        client.force_login(models.User.objects.get(pk=user), backend=BACKEND)
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    SAMPLES["runs"] = _sample(computed("small"), 999_999)
    _prove(people["office"])
    _brief(sessions["office"])
    return sessions


def _prove(office: Actor) -> None:
    models.Item.objects.update(state="working", begun_on=TODAY)
    made = {}
    for item in models.Item.objects.order_by("position"):
        which = Which(
            plan="small", code=item.code, version=item.version, role="office", within=None, on=TODAY
        )
        prove(which=which, upload=Upload(name="proof.txt", chunks=[item.code.encode()]), by=office, at=NOW)
        made[item.code] = models.Evidence.objects.get(item=item).pk
    SAMPLES["evidence"] = _sample(
        made["T1"], 999_999, edu=(made["T1"], made["T2"]), roads=(made["T2"], made["T3"])
    )


def _brief(session: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.post("/p/small/briefings/draft")
    SAMPLES["briefings"] = _sample(models.Briefing.objects.get().pk, 999_999)


def forget_everything() -> None:
    """Drop whatever the site keeps of answers: a test that is undone gives its keys to the next."""
    for each in gc.get_objects():
        if type(each) is _lru_cache_wrapper and "tongchou_site" in str(getattr(each, "__module__", "")):
            each.cache_clear()


INLINE = re.compile(r"<style\b|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
LOADED = re.compile(r"<(?:script|img|iframe|source|link|form|use)\b[^>]*?\b(?:src|href|action)=\"([^\"]*)\"")


def not_ours(html: str) -> list[str]:
    """What a page runs inline, or loads or sends to from elsewhere; nothing for what is no page."""
    if not html.lstrip().startswith(("<!doctype", "<")) or html.lstrip().startswith("<?xml"):
        return []
    elsewhere = [each for each in LOADED.findall(html) if urlsplit(each).scheme not in {"", "data"}]
    return [
        *INLINE.findall(html),
        *elsewhere,
        *(each for each in LOADED.findall(html) if each.startswith("//")),
    ]
