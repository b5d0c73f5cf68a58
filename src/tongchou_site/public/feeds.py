"""Feeds for those who follow a plan, a goal or a bureau."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tongchou.kernel.finding import Text
from tongchou_site.public.atom import MEDIA, Feed, atom
from tongchou_site.public.doors import opened, show
from tongchou_site.public.entries import entries, urn
from tongchou_site.public.page import scene_of, top_goals
from tongchou_site.records.queries.public import OpenPlan, public_answer

NAMED = Text(zh="{plan}·{thing}", en="{plan}: {thing}")


@opened
def feeds(request: HttpRequest, *, here: OpenPlan) -> HttpResponse:
    """Every feed with a word on how to follow it."""
    if here.run is None:
        return show(request, template="public/none.html")
    found = scene_of(run=here.run)
    return show(
        request,
        template="public/feeds.html",
        room="feeds",
        goals=top_goals(run=here.run),
        bureaus=tuple(found.bodies.items()),
        latest=entries(plan=here)[:10],
        feed="open-feed",
    )


@opened
def of_plan(request: HttpRequest, *, here: OpenPlan, lang: str) -> HttpResponse:
    """What changed in a plan."""
    page = reverse("open-plan", kwargs={"plan": here.key})
    return _feed(request, here, here.title, page, lang)


@opened
def of_goal(request: HttpRequest, *, here: OpenPlan, goal: str, lang: str) -> HttpResponse:
    """What changed for one goal."""
    if here.run is None or goal not in {each.id for each in scene_of(run=here.run).outcome.goals}:
        raise Http404
    page = reverse("open-goal", kwargs={"plan": here.key, "goal": goal})
    return _feed(request, here, _named(here, scene_of(run=here.run).name(goal)), page, lang, goal=goal)


@opened
def of_bureau(request: HttpRequest, *, here: OpenPlan, bureau: str, lang: str) -> HttpResponse:
    """What changed for one bureau."""
    if here.run is None or bureau not in scene_of(run=here.run).bodies:
        raise Http404
    page = reverse("open-bureau", kwargs={"plan": here.key, "bureau": bureau})
    return _feed(request, here, _named(here, scene_of(run=here.run).body(bureau)), page, lang, bureau=bureau)


def _named(here: OpenPlan, thing: Text) -> Text:
    return Text(
        zh=NAMED.zh.format(plan=here.title.zh, thing=thing.zh),
        en=NAMED.en.format(plan=here.title.en, thing=thing.en),
    )


def _feed(
    request: HttpRequest, here: OpenPlan, title: Text, page: str, lang: str, **only: str
) -> HttpResponse:
    if here.run is None:
        raise Http404
    static = getattr(request, "static_site", False)  # a static site knows no address of its own
    own = request.path if static else request.build_absolute_uri(request.path)
    feed = Feed(
        id=urn(here.key, "feed", *only.keys(), *only.values()),
        title=title,
        author=here.title,
        own=own,
        page=page if static else request.build_absolute_uri(page),
        empty_at=public_answer(run=here.run).ended_at,
        entries=entries(plan=here, **only),
    )
    return HttpResponse(atom(feed=feed, lang=lang), content_type=MEDIA)
