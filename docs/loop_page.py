"""The page of the closed loop, written from its table of acts and from the ladder of reminders."""

from __future__ import annotations

from tongchou.kernel.packaged import read_yaml
from tongchou_site.records.loop import OPEN, STATES, TRANSITIONS, Transition
from tongchou_site.records.rights import RIGHTS, ROLES

HEAD = """# The closed loop 督查督办

Generated from the code by `make docs`; do not edit.

规划的每项任务都是一个督办事项，处在一个环节；下表没有写的动作一律不办，并说明全部理由。“需要”一栏：text 写明内容或理由，
evidence 至少一份佐证，another 由反馈人以外的人办理。

Every task of a plan is one item of the loop. An item is in one state; an act moves it, or leaves it where it is. What the
table does not name is refused, with every reason. Each act is one transaction with its step, its entry of the audit trail
and the light computed anew.

```
立项 proposed → 交办 assigned → 签收 accepted → 办理 working → 反馈 reported → 复核 reviewing → 办结 completed → 销号 closed
                ↑ 转办 hand over                  ↑ 退回 return
```

## States

| state | Chinese | English |
| --- | --- | --- |
"""
ACTS = """
## Acts

*Needs*: `text`, a reason or a report in words; `evidence`, at least one piece; `another`, a person other than the one who
reported. Administrators may hand out and remind, and neither work on items nor judge them.

| act | Chinese | English | from | to | who | needs |
| --- | --- | --- | --- | --- | --- | --- |
"""
REST = """
- One organisation answers for an item; handing over moves the task's lead with it.
- A report that names a finished work and its day becomes a statement of the plan, and so does a granted extension; an
  item that is closed says so of the promised works of its task, by the day it was reported, unless they serve another
  task too. The next run uses all of them, and what was said before stays.
- One request for an extension at a time; nobody decides their own.
- A reply stands beside the light from the moment it is written. It changes no colour.
- Database constraints hold it too: nobody completes or closes what they reported, a closed item names who closed it,
  evidence is not empty and is kept once an item.

## Reminders 催办

By working days of the statutory calendar from the due day; of several reached at once only the highest is sent, each once.
A person gets one mail a working day at most, between {from} and {to}. Letter {letter}: the days are set by us.

| rung | working days | to | words |
| --- | --- | --- | --- |
"""
WHOM = {
    "owner": "the officer, or all of the organisation",
    "above": "the organisation above",
    "office": "the delivery office",
}


def page() -> str:
    """Markdown of states, acts and reminders."""
    ladder = read_yaml(package="tongchou_site.records", name="reminders.yaml")
    hours = {"from": ladder["digest"]["from"], "to": ladder["digest"]["to"], "letter": ladder["confidence"]}
    states = "\n".join(f"| `{key}` | {text.zh} | {text.en} |" for key, text in STATES.items())
    acts = "\n".join(_act(each) for each in TRANSITIONS)
    rungs = [_rung(each, str(each["workdays"])) for each in ladder["rungs"]]
    rungs.append(_rung(ladder["report_due"], "cadence over"))
    return HEAD + states + "\n" + ACTS + acts + "\n" + REST.format(**hours) + "\n".join(rungs) + "\n"


def _act(each: Transition) -> str:
    froms = "any but closed" if each.froms == OPEN else ", ".join(f"`{state}`" for state in each.froms)
    roles = ", ".join(ROLES[role].en for role in ROLES if role in RIGHTS[each.right].roles)
    needs = [
        name
        for name, wanted in (("text", each.note), ("evidence", each.proof), ("another", each.another))
        if wanted
    ]
    to = f"`{each.to}`" if each.to else "stays"
    words = f"{each.words.zh} | {each.words.en}"
    return f"| `{each.verb}` | {words} | {froms} | {to} | {roles} | {', '.join(needs)} |"


def _rung(each: dict[str, object], days: str) -> str:
    to, text = each["to"], each["text"]
    assert isinstance(to, list)
    assert isinstance(text, list)
    return f"| `{each['id']}` | {days} | {'; '.join(WHOM[str(one)] for one in to)} | {text[0]} {text[1]} |"
