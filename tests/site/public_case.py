"""An open plan with everything about it that is not for everybody, and a walk over all its public pages."""

from __future__ import annotations

import html
import re
from collections import deque
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from django.test import Client
from tests.site.conftest import NOW, TODAY

from tongchou.cycle.outcome import Outcome
from tongchou.cycle.run import run as run_cycle
from tongchou.cycle.snapshot import Snapshot
from tongchou.plan.measures import Decision
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Commitment, Source
from tongchou.plan.works import Statement
from tongchou_site.public import opendata, page
from tongchou_site.records import models
from tongchou_site.records.actions.accounts import add_person, give_post
from tongchou_site.records.actions.feedback import Said, reply, report
from tongchou_site.records.actions.items import Which, move
from tongchou_site.records.actions.plans import add_plan, open_to_public
from tongchou_site.records.actions.runs import ask_for_run, finish_run, start_run
from tongchou_site.records.queries import public, runs
from tongchou_site.records.said import SOURCE
from tongchou_site.records.trail import MACHINE, Actor

LINK = re.compile(r'<(?P<tag>a|link|img|script|form)\b[^>]*?\b(?:href|src|action)="(?P<to>[^"]*)"')
SECRETS = (
    "钱责任",  # the person the ledger names
    "赵承办",  # the officer
    "孙局长",  # who spoke
    "周决策",  # who decided
    "路基已完成但验收资料缺失",  # a report
    "监理单位人手不足",  # the problem it names
    "下周补齐资料",  # a reply to a light
    "现场照片007.jpg",  # evidence
    "内部台账备注",  # progress as the ledger says it
    "请尽快启动",  # a note of a step
    "施工队撤场",  # words of a statement that was made in the loop
)
CACHES = (
    runs.answer_of,
    public.public_answer,
    public.run_summary,
    page.scene_of,
    page._leaves,
    page.top_goals,
    page.works_by_owner,
    page.works_by_task,
    page.proof_of,
    opendata.open_data_of,
)


def forget() -> None:
    """Drop what is kept of answers: a test that is undone gives its keys to the next."""
    for each in CACHES:
        each.cache_clear()


def with_secrets(small: Plan) -> Plan:
    first, second = small.tasks
    return replace(
        small,
        tasks=(replace(first, person=SECRETS[0]), replace(second, person=SECRETS[0], state=SECRETS[8])),
        commitments=(
            Commitment(
                id="C1",
                speaker=SECRETS[2],
                post="局长",
                organisation="edu",
                goals=("G",),
                gist_zh="年内开学",
                gist_en="Open within the year",
                said_on=date(2021, 2, 1),
                source="S",
                basis="source",
                sources=("S",),
                confidence="A",
            ),
        ),
        sources=(*small.sources, Source(id=SOURCE, title="反馈")),
        statements=(*small.statements, _from_the_loop()),
        decisions=(Decision(id="D1", lever="activity:road", choice="chosen", by=SECRETS[3], on=TODAY),),
    )


def _from_the_loop() -> Statement:
    return Statement(
        id="loop.0",
        subject="school",
        aspect="finish",
        kind="planned",
        value="2022-01-31",
        precision="day",
        said_by="教育局",
        said_on=date(2021, 7, 1),
        text=SECRETS[10],
        basis="statement",
        sources=(SOURCE,),
        confidence="B",
        reason=SECRETS[10],
    )


def open_one(small: Plan) -> models.Plan:
    """The plan in the records, worked on, computed and open."""
    forget()
    key = add_plan(value=with_secrets(small), on=TODAY, fixed=True, by=MACHINE, at=NOW)
    user = add_person(username="zhao", name=SECRETS[1], administrator=False, by=MACHINE, at=NOW)
    give_post(user=user, plan=key, role="office", organisation="", by=MACHINE, at=NOW)
    _work(Actor(user=user, username="zhao"))
    computed(key)
    open_to_public(plan=key, open_=True, by=MACHINE, at=NOW)
    return models.Plan.objects.get(key=key)


def which(code: str) -> Which:
    item = models.Item.objects.get(code=code)
    return Which(plan="small", code=code, version=item.version, role="office", within=None, on=TODAY)


def _work(officer: Actor) -> None:
    for verb in ("assign", "accept"):
        move(verb=verb, which=which("T2"), by=officer, at=NOW, note=SECRETS[9])
    said = Said(
        text=SECRETS[4], problem=SECRETS[5], percent=90, activity="road", finished_on=date(2021, 8, 1)
    )
    report(which=which("T2"), said=said, by=officer, at=NOW)
    reply(which=which("T2"), text=SECRETS[6], by=officer, at=NOW)
    models.Item.objects.get(code="T2").evidence.create(
        name=SECRETS[7], media_type="image/jpeg", size=1, sha256="0" * 64, by_id=officer.user, at=NOW
    )


def computed(key: str) -> int:
    """One run of the plan as it is now."""
    run = ask_for_run(plan=key, on=TODAY, why="asked", by=MACHINE, at=NOW)
    value = start_run(run=run, by=MACHINE, at=NOW)
    assert value is not None
    finish_run(run=run, outcome=answer(value), by=MACHINE, at=NOW)
    return run


def answer(value: Plan) -> Outcome:
    return run_cycle(snapshot=Snapshot(plan=value), on=TODAY, seed=1, trials=512, map_=map)


def links(text: str, at: str) -> list[tuple[str, str]]:
    """Every (tag, address) a page leads to or loads, made absolute."""
    found = [(each["tag"], html.unescape(each["to"])) for each in LINK.finditer(text)]
    return [(tag, to if to.startswith("data:") else urljoin(at, to)) for tag, to in found]


def crawl(client: Client, start: str = "/open/") -> dict[str, bytes]:
    """Address -> body of everything under /open/ that can be reached by links."""
    waiting, bodies = deque([start]), dict[str, bytes]()
    while waiting:
        address = waiting.popleft()
        if address in bodies:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        bodies[address] = response.content
        if not response["Content-Type"].startswith("text/html"):
            continue
        for _, to in links(response.content.decode(), address):
            parts = urlsplit(to)
            chosen = parts.query.startswith(("lang=", "type=")) or "&lang=" in to or "&type=" in to
            if parts.path.startswith("/open/") and not parts.netloc and not chosen:
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return bodies
