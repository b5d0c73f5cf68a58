"""The lines of the ledger, made from the tables of a plan; inside the transaction of whoever changed the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tongchou.kernel.finding import Text
from tongchou_site.records import models

BATCH = 500  # rows a statement
BETWEEN = Text(zh="、", en=", ")

Names = dict[str, Text]


def draw_lines(*, plan: int) -> None:
    """Make all lines of a plan anew."""
    models.LedgerLine.objects.filter(plan=plan).delete()
    models.GoalOfItem.objects.filter(plan=plan).delete()
    goals, organisations, places = (_names(plan, name) for name in ("goals", "organisations", "places"))
    above = _above(plan)
    measures = _measures(plan)
    lines, pairs = [], []
    for item in models.Item.objects.filter(plan=plan).select_related("task").order_by("position"):
        task = item.task
        top = _joined(dict.fromkeys(above[goal][-1] for goal in task.goals if goal in above), goals)
        does = _joined(measures.get(task.code, {}), measures.get(task.code, {}))
        own = [organisations.get(code, Text(zh="", en="")) for code in (task.lead, *task.supporting)]
        where = places.get(task.place, Text(zh="", en=""))
        lines.append(
            models.LedgerLine(
                item=item,
                plan_id=plan,
                place=task.place,
                goals_zh=top.zh,
                goals_en=top.en,
                measures_zh=does.zh,
                measures_en=does.en,
                text=_searched(task, [top, does, *own, where]),
            )
        )
        served = dict.fromkeys(code for goal in task.goals for code in above.get(goal, ()))
        pairs += [
            models.GoalOfItem(plan_id=plan, goal=code, position=item.position, item=item) for code in served
        ]
    models.LedgerLine.objects.bulk_create(lines, batch_size=BATCH)
    models.GoalOfItem.objects.bulk_create(pairs, batch_size=BATCH)


def draw_line(*, item: models.Item) -> None:
    """What one item is found by, anew after its task changed hands."""
    task, line = item.task, models.LedgerLine.objects.filter(item=item).first()
    if line is None:
        return
    organisations, places = _names(item.plan_id, "organisations"), _names(item.plan_id, "places")
    own = [organisations[code] for code in (task.lead, *task.supporting) if code in organisations]
    top, does = Text(zh=line.goals_zh, en=line.goals_en), Text(zh=line.measures_zh, en=line.measures_en)
    line.text = _searched(task, [top, does, *own, places.get(task.place, Text(zh="", en=""))])
    line.save(update_fields=["text"])


def _searched(task: models.PlanRow, said: Iterable[Text]) -> str:
    """All words an item is found by, on lines of their own."""
    words = [task.code, task.title_zh, task.title_en, task.person, task.state]
    return "\n".join([*words, *(part for each in said for part in (each.zh, each.en))]).lower()


def _names(plan: int, table: str) -> Names:
    rows = models.ROWS[table].objects.filter(plan=plan).values_list("code", "title_zh", "title_en")
    return {code: Text(zh=zh, en=en or zh) for code, zh, en in rows}


def _joined(codes: Iterable[str], names: Names) -> Text:
    found = [names[code] for code in codes if code in names]
    return Text(zh=BETWEEN.zh.join(each.zh for each in found), en=BETWEEN.en.join(each.en for each in found))


def _above(plan: int) -> dict[str, tuple[str, ...]]:
    """A goal -> itself and the goals above it, the root left out unless it is all there is."""
    parents = dict(models.ROWS["goals"].objects.filter(plan=plan).values_list("code", "parent"))
    found = {}
    for goal in parents:
        chain = [goal]
        while (parent := parents.get(chain[-1], "")) and parents.get(parent, "") and parent not in chain:
            chain.append(parent)
        found[goal] = tuple(chain)
    return found


def _measures(plan: int) -> dict[str, Names]:
    """A task -> the projects that carry it out, by id; one that only repeats the task's name says nothing."""
    titles = dict(models.TaskRow.objects.filter(plan=plan).values_list("code", "title_zh"))
    found: dict[str, Names] = defaultdict(dict)
    rows = models.ROWS["projects"].objects.filter(plan=plan).order_by("position")
    for code, zh, en, tasks in rows.values_list("code", "title_zh", "title_en", "tasks"):
        for task in tasks:
            if titles.get(task) != zh:
                found[task][code] = Text(zh=zh, en=en or zh)
    return found
