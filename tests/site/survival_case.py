"""A home for the survival test: a plan of eight tasks under way and an officer each; prints one link an officer."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Organisation, Task
from tongchou_site.setup import prepare

WRITERS = 8


def main(home: Path) -> None:
    """Make the home and print the links."""
    prepare(home=home)
    from tongchou_site.records.actions.accounts import add_person, give_post, make_link
    from tongchou_site.records.actions.items import Which, move
    from tongchou_site.records.actions.plans import add_plan
    from tongchou_site.records.trail import MACHINE, Actor

    now, today = timezone.now(), date(2021, 8, 3)
    plan = Plan(
        id="eight",
        title_zh="八项任务",
        organisations=tuple(Organisation(id=f"o{k}", title_zh=f"单位{k}") for k in range(WRITERS)),
        goals=(Goal(id="G", title_zh="全部办成", weight=Decimal(1), deadline=date(2021, 12, 31)),),
        tasks=tuple(Task(id=f"T{k}", title_zh=f"任务{k}", lead=f"o{k}") for k in range(WRITERS)),
    )
    add_plan(value=plan, on=today, fixed=True, by=MACHINE, at=now)
    office = add_person(username="office", name="office", administrator=False, by=MACHINE, at=now)
    give_post(user=office, plan="eight", role="office", organisation="", by=MACHINE, at=now)
    for k in range(WRITERS):
        user = add_person(username=f"u{k}", name=f"u{k}", administrator=False, by=MACHINE, at=now)
        give_post(user=user, plan="eight", role="officer", organisation=f"o{k}", by=MACHINE, at=now)
        which = {"plan": "eight", "code": f"T{k}", "within": None, "on": today}
        giver = Actor(user=office, username="office")
        move(verb="assign", which=Which(**which, version=1, role="office"), by=giver, at=now)
        taker = Actor(user=user, username=f"u{k}")
        move(verb="accept", which=Which(**which, version=2, role="officer"), by=taker, at=now)
        print(make_link(user=user, by=MACHINE, at=now))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
