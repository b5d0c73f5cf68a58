"""演示：运行雄安实例，写出报告，打开工作台 / demo: run the Xiong'an example, write the report, open the workbench"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from tongchou.cli.options import day, outcome_of
from tongchou.cli.publish import write_everything
from tongchou.cli.voice import language, say
from tongchou.cycle.outcome import Outcome
from tongchou.plan.model import Plan
from tongchou.publish.brief import brief_text
from tongchou.workspace.source import read_any
from tongchou_site.setup import prepare
from tongchou_site.verbs.serve import listening, serve

EXAMPLE = Path("examples/xiongan-2021")
JUDGED_ON = date(2021, 8, 3)
HOME = Path("demo-data")
BUREAUS = 2  # officers of the bureaus that lead most tasks


def add(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--plan", type=Path, default=EXAMPLE, help="规划文件夹 / plan folder")
    parser.add_argument("--on", type=day, default=JUDGED_ON, help="判断日期 / date of judgement")
    parser.add_argument("--out", type=Path, default=Path("out"), help="输出文件夹 / folder to write")
    parser.add_argument("--home", type=Path, default=HOME, help="工作台数据 / data of the workbench")
    parser.add_argument("--port", type=int, help="端口 / port (the first free one from 8000)")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="只写不开网页 / do not serve")
    parser.add_argument("--lang", choices=["zh", "en"], default=None, help="语言 / language")
    parser.set_defaults(seed=1, trials=10240, workers="here", json=False)


def act(args: argparse.Namespace) -> int:
    """Run the example, write its report, load it into the workbench and serve that unless told not to."""
    value, zh = read_any(path=args.plan), language(args.lang) == "zh"
    outcome = outcome_of(value, args)
    say(brief_text(outcome=outcome, lang=language(args.lang)))
    write_everything(plan=value, outcome=outcome, out=args.out, sources=None)
    page = args.out / "index.html"
    say(f"报告：{page}" if zh else f"report: {page}")
    prepare(home=args.home)
    people = load(value=value, outcome=outcome)
    if not args.serve:
        return 0
    with listening(host="127.0.0.1", port=args.port) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        say("一次性链接（各只能用一次）：" if zh else "One-time links (each works once):")
        for name, token in people:
            say(f"  {name}  {address}/enter/{token}")
        say(f"{'公开页' if zh else 'public pages'}  {address}/open/")
        say("按 Ctrl+C 结束" if zh else "Ctrl+C ends it")
        return serve(door=door, workers=2)


def load(*, value: Plan, outcome: Outcome) -> list[tuple[str, str]]:
    """The example with its answer and sample people in the workbench, once; a fresh link for each person."""
    from django.utils import timezone

    from tongchou_site.records.actions.accounts import make_link
    from tongchou_site.records.queries.people import people_named
    from tongchou_site.records.queries.runs import plan_keys
    from tongchou_site.records.trail import MACHINE

    now = timezone.now()
    if value.id not in plan_keys():
        _store(value, outcome, now)
    return [
        (person.name, make_link(user=person.id, by=MACHINE, at=now))
        for person in people_named(usernames=tuple(_sample(value)))
    ]


def _store(value: Plan, outcome: Outcome, now: datetime) -> None:
    from tongchou_site.records.actions.accounts import add_person, give_post
    from tongchou_site.records.actions.items import Which, assign
    from tongchou_site.records.actions.outbox import collect
    from tongchou_site.records.actions.plans import add_plan, open_to_public
    from tongchou_site.records.actions.runs import ask_for_run, finish_run, start_run
    from tongchou_site.records.trail import MACHINE, Actor

    add_plan(value=value, on=outcome.on, fixed=True, by=MACHINE, at=now)
    people = {}
    for username, (name, role, organisation) in _sample(value).items():
        user = add_person(username=username, name=name, administrator=not role, by=MACHINE, at=now)
        people[username] = Actor(user=user, username=username)
        if role:
            give_post(user=user, plan=value.id, role=role, organisation=organisation, by=MACHINE, at=now)
    run = ask_for_run(plan=value.id, on=outcome.on, why="asked", by=MACHINE, at=now)
    start_run(run=run, by=MACHINE, at=now)
    finish_run(run=run, outcome=outcome, by=MACHINE, at=now)
    open_to_public(plan=value.id, open_=True, by=MACHINE, at=now)
    for task in value.tasks:
        if task.lead:  # so that every sample officer finds something to do
            which = Which(plan=value.id, code=task.id, version=1, role="office", within=None, on=outcome.on)
            assign(which=which, by=people["office1"], at=now)
    nothing = now - now
    collect(kind="run", quiet=nothing, longest=nothing, at=now)  # its answer is already there


def _sample(value: Plan) -> dict[str, tuple[str, str, str]]:
    """User names of the sample people: name, role (none: administrator), organisation."""
    leads = Counter(task.lead for task in value.tasks if task.lead)
    titles = {row.id: row.title_zh for row in value.organisations}
    people = {
        "admin": ("管理员", "", ""),
        "office1": ("督查室甲", "office", ""),
        "office2": ("督查室乙", "office", ""),
    }
    for lead, _ in leads.most_common(BUREAUS):
        people[f"officer-{lead}"] = (f"{titles.get(lead, lead)}承办人", "officer", lead)
    return people
