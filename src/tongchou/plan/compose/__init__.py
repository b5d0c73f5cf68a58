"""From an office's ledger to a plan: each row a task, a project and the usual activities of its kind."""

from tongchou.plan.compose.whole import compose

__all__ = ["compose"]
