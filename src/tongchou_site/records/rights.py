"""Who may do what: one table, read by every door, by the tests of every endpoint, and by the page of rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tongchou.kernel.finding import Text

Role = Literal["administrator", "office", "officer", "public"]

ROLES: dict[str, Text] = {
    "administrator": Text(zh="管理员", en="administrator"),
    "office": Text(zh="督查室", en="delivery office"),
    "officer": Text(zh="承办单位", en="bureau officer"),
    "public": Text(zh="公众", en="public"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One permission: its words, and who has it. `scoped`: an officer only within the own organisation."""

    words: Text
    roles: frozenset[str]
    scoped: bool = False


def _right(zh: str, en: str, roles: str, *, scoped: bool = False) -> Right:
    return Right(words=Text(zh=zh, en=en), roles=frozenset(roles.split()), scoped=scoped)


RIGHTS: dict[str, Right] = {
    "public.read": _right("看公开页面", "read the public pages", "administrator office officer public"),
    "desk.read": _right("看自己的待办", "read one's own inbox", "administrator office officer"),
    "ledger.read": _right("看台账", "read the ledger", "administrator office officer", scoped=True),
    "forecast.read": _right(
        "看目标、预测与主要矛盾",
        "read goals, forecasts, principal constraint",
        "administrator office officer",
    ),
    "item.assign": _right("立项、交办、转办", "open, hand out and hand over items", "administrator office"),
    "item.work": _right(
        "签收、办理、反馈", "accept, work on and report items", "office officer", scoped=True
    ),
    "item.judge": _right("复核、办结、销号", "review, complete and close items", "office"),
    "plan.import": _right("导入台账与规划", "import ledgers and plans", "administrator office"),
    "plan.export": _right("导出", "export what one may read", "administrator office officer", scoped=True),
    "run.start": _right("发起预测", "start a run", "administrator office"),
    "decision.record": _right("记录决策", "record a decision", "office"),
    "briefing.write": _right("编写简报", "write briefings", "office"),
    "people.manage": _right("管理人员与权限", "manage people and rights", "administrator"),
    "audit.read": _right("看审计记录", "read the audit trail", "administrator office"),
    "plan.publish": _right("决定是否公开", "decide what is public", "administrator office"),
}


def may(*, role: str, right: str) -> bool:
    """Whether a role has a right.

    Raises
    ------
    KeyError
        There is no such right.
    """
    return role in RIGHTS[right].roles
