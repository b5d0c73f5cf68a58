"""The latest answer for any room: its scene and the sections of the library's report, made once, kept while recent."""

from __future__ import annotations

from functools import lru_cache

from tongchou.cycle.backtest import back_test
from tongchou.publish.page import Page, page
from tongchou.publish.scene import Scene, scene
from tongchou_site.records.queries.runs import Answer, answer_of

KEPT = 8


@lru_cache(maxsize=KEPT)
def scene_of(*, run: int) -> Scene:
    """Everything pages look up in one answer."""
    answer: Answer = answer_of(run=run)
    return scene(outcome=answer.outcome, plan=answer.plan)


@lru_cache(maxsize=KEPT)
def page_of(*, run: int) -> Page:
    """Every section of the report of one answer."""
    answer: Answer = answer_of(run=run)
    rows = back_test(outcome=answer.outcome, plan=answer.plan)
    return page(scene=scene_of(run=run), backtest=rows, quotes={}, files={})
