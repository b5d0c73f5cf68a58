"""A home for the edges: a task under way whose last report is sixty days old; prints a link of two officers each."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Organisation, Task
from tongchou_site.setup import prepare

SILENT = timedelta(days=60)


def main(home: Path) -> None:
    """Make the home and print the links."""
    prepare(home=home)
    from tongchou_site.records.actions.accounts import add_person, give_post, make_link
    from tongchou_site.records.actions.feedback import Said, report
    from tongchou_site.records.actions.items import Which, move
    from tongchou_site.records.actions.plans import add_plan
    from tongchou_site.records.trail import MACHINE, Actor

    now = timezone.now()
    then = now - SILENT
    day, due = timezone.localdate(then), timezone.localdate(now) + timedelta(days=300)
    value = plan_of(due)
    add_plan(value=value, on=day, fixed=False, by=MACHINE, at=then)
    people = {}
    for name, role, body in (("office", "office", ""), ("jia", "officer", "edu"), ("yi", "officer", "edu")):
        user = add_person(username=name, name=name, administrator=False, by=MACHINE, at=then)
        give_post(user=user, plan=value.id, role=role, organisation=body, by=MACHINE, at=then)
        people[name] = Actor(user=user, username=name)
    which = {"plan": value.id, "code": "T1", "within": None, "on": day}
    move(verb="assign", which=Which(**which, version=1, role="office"), by=people["office"], at=then)
    move(verb="accept", which=Which(**which, version=2, role="officer"), by=people["jia"], at=then)
    said = Said(text="基础已完成。", percent=20)
    report(which=Which(**which, version=3, role="officer"), said=said, by=people["jia"], at=then)
    for name in ("jia", "yi"):
        print(make_link(user=people[name].user or 0, by=MACHINE, at=now))


def plan_of(due: date) -> Plan:
    """One task of one bureau."""
    return Plan(
        id="edges",
        title_zh="一项任务",
        title_en="One task",
        organisations=(Organisation(id="edu", title_zh="教育局", title_en="Education"),),
        goals=(Goal(id="G", title_zh="开学", title_en="School opens", weight=Decimal(1), deadline=due),),
        tasks=(
            Task(
                id="T1",
                title_zh="建成学校",
                title_en="Build the school",
                goals=("G",),
                lead="edu",
                deadline=due,
            ),
        ),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
