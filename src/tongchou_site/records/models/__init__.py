"""The tables. Only `records` touches them; everybody else goes through actions and queries."""

from tongchou_site.records.models.accounts import OneTimeLink, Post, User
from tongchou_site.records.models.items import Evidence, Extension, Item, LightChoice, Reminder, Report, Step
from tongchou_site.records.models.plans import (
    ROWS,
    DecisionRow,
    OrganisationRow,
    Plan,
    PlanRow,
    StatementRow,
    TaskRow,
)
from tongchou_site.records.models.runs import Briefing, Run
from tongchou_site.records.models.search import GoalOfItem, LedgerLine
from tongchou_site.records.models.trail import AuditEntry, Outbox

__all__ = [
    "ROWS",
    "AuditEntry",
    "Briefing",
    "DecisionRow",
    "Evidence",
    "Extension",
    "GoalOfItem",
    "Item",
    "LedgerLine",
    "LightChoice",
    "OneTimeLink",
    "OrganisationRow",
    "Outbox",
    "Plan",
    "PlanRow",
    "Post",
    "Reminder",
    "Report",
    "Run",
    "StatementRow",
    "Step",
    "TaskRow",
    "User",
]
