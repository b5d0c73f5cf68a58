"""Open data of one run: a Frictionless Data Package with the hash of every file, the seed and the licence."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongchou.cycle.canonical import DIGITS, outcome_json
from tongchou.cycle.outcome import GoalOutcome, Outcome
from tongchou.plan.asof import as_of
from tongchou.plan.model import Plan

DESCRIPTOR = "datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")  # also full-width
Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of an open table."""

    name: str
    type: str
    zh: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTable:
    """One open table."""

    name: str
    zh: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]


def open_data(*, outcome: Outcome, plan: Plan) -> dict[str, bytes]:
    """File name -> bytes: the descriptor, one CSV a table, and the whole outcome as JSON. Same inputs, same bytes.

    A goal with too little evidence has no chance in the table either. What was said after the day is left out.
    """
    tables = _tables(outcome, as_of(plan=plan, on=outcome.on))
    files = {f"{table.name}.csv": _csv(table) for table in tables}
    files["outcome.json"] = outcome_json(outcome=outcome).encode()
    descriptor = {
        "profile": "data-package",
        "name": f"{plan.id.lower()}-{outcome.on.isoformat()}",
        "title": outcome.title.zh,
        "description": outcome.title.en,
        "licenses": [LICENCE],
        "tongchou": {
            "schema": outcome.schema,
            "on": outcome.on.isoformat(),
            "seed": outcome.seed,
            "trials": outcome.trials,
            "input_hash": outcome.input_hash,
            "notes": [{"zh": each.zh, "en": each.en} for each in outcome.notes],
        },
        "resources": [
            *(_resource(table, files[f"{table.name}.csv"]) for table in tables),
            _file("outcome", "结果", "outcome.json", files["outcome.json"], "json"),
        ],
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    return {DESCRIPTOR: text.encode(), **files}


def safe_cell(*, text: str) -> str:
    """The text as a spreadsheet may open it: one that would be read as a formula is preceded by an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{round(value, DIGITS):.{DIGITS}f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    return safe_cell(text=value) if isinstance(value, str) else str(value)


def _csv(table: OpenTable) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return out.getvalue().encode()


def _file(name: str, title: str, path: str, body: bytes, form: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "path": path,
        "format": form,
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
    }


def _resource(table: OpenTable, body: bytes) -> dict[str, Any]:
    fields = [
        {"name": each.name, "type": each.type, "title": each.zh, "description": each.meaning}
        for each in table.fields
    ]
    head = _file(table.name, table.zh, f"{table.name}.csv", body, "csv")
    return {**head, "profile": "tabular-data-resource", "schema": {"fields": fields}}


def _fields(*rows: tuple[str, str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=kind, zh=zh, meaning=meaning) for name, kind, zh, meaning in rows)


def _tables(outcome: Outcome, plan: Plan) -> tuple[OpenTable, ...]:
    return (
        _goals(outcome),
        _activities(outcome),
        _levers(outcome),
        _coupling(outcome),
        _statements(plan),
        _sources(plan),
        _assumptions(outcome),
    )


def _shown(goal: GoalOutcome, value: float | None) -> float | None:
    return value if goal.enough else None


def _goals(outcome: Outcome) -> OpenTable:
    fields = _fields(
        ("id", "string", "编号", "id of the goal"),
        ("parent", "string", "上级目标", "the goal it serves"),
        ("title_zh", "string", "目标", "name in Chinese"),
        ("title_en", "string", "英文名称", "name in English"),
        ("weight", "number", "权重", "share of the whole, on leaves"),
        ("due", "date", "期限", "last day on which the test may be met"),
        ("chance", "number", "按期可能性", "share of futures; empty under three sourced milestones"),
        ("low", "number", "区间下限", "lower end of the 95 % interval"),
        ("high", "number", "区间上限", "upper end of the 95 % interval"),
        ("finish_p10", "date", "完成P10", "one future in ten is no later"),
        ("finish_p50", "date", "完成P50", "median"),
        ("finish_p80", "date", "完成P80", "four futures in five are no later"),
        ("finish_p90", "date", "完成P90", "nine futures in ten are no later"),
        ("milestones_sourced", "integer", "有来源的节点", "sourced milestones"),
        ("assumption_share", "number", "假设份额", "share of the answer that rests on assumptions"),
        ("enough", "boolean", "依据充分", "at least three sourced milestones"),
        ("decided_by", "string", "最左右它的事项", "activity that most often finishes last"),
        (
            "within_money",
            "number",
            "资金够用可能性",
            "share of futures, 0 to 1, in which its works cost no more than the money of their tasks; "
            "empty where costs or money are not recorded",
        ),
        (
            "met_within_money",
            "number",
            "按期且资金够用可能性",
            "share of futures, 0 to 1, in which it is met by its day and within the money; "
            "empty as chance or within_money is",
        ),
    )
    rows = tuple(
        (
            each.id,
            each.parent,
            each.title.zh,
            each.title.en,
            each.weight,
            each.due,
            _shown(each, each.chance),
            _shown(each, each.low),
            _shown(each, each.high),
            each.finish_p10,
            each.finish_p50,
            each.finish_p80,
            each.finish_p90,
            each.milestones_sourced,
            each.assumption_share,
            each.enough,
            each.decided_by,
            each.within_money,
            _shown(each, each.met_within_money),
        )
        for each in outcome.goals
    )
    return OpenTable(name="goals", zh="目标", fields=fields, rows=rows)


def _activities(outcome: Outcome) -> OpenTable:
    fields = _fields(
        ("id", "string", "编号", "id of the activity"),
        ("title_zh", "string", "事项", "name in Chinese"),
        ("title_en", "string", "英文名称", "name in English"),
        ("project", "string", "项目", "the work it belongs to"),
        ("owner", "string", "责任单位", "who does it"),
        ("phase", "string", "阶段", "phase of the work"),
        ("done", "boolean", "已完成", "evidence of its finish is known"),
        ("early_start", "date", "最早开始", "earliest start on the critical path"),
        ("early_finish", "date", "最早完成", "earliest finish on the critical path"),
        ("late_start", "date", "最迟开始", "latest start, back from the goals' deadlines"),
        ("late_finish", "date", "最迟完成", "latest finish, back from the goals' deadlines"),
        ("total_float", "number", "总浮时", "elapsed days"),
        ("start_p50", "date", "开始P50", "median start"),
        ("finish_p10", "date", "完成P10", "one future in ten is no later"),
        ("finish_p50", "date", "完成P50", "median finish"),
        ("finish_p80", "date", "完成P80", "four futures in five are no later"),
        ("finish_p90", "date", "完成P90", "nine futures in ten are no later"),
        ("merge_days", "number", "汇合多等", "mean days lost at its merge point"),
        ("criticality", "string", "关键度", "goal=share of futures; joined by ;"),
        ("rescue", "string", "挽回", "goal=share of its missed futures saved; joined by ;"),
    )
    rows = tuple(
        (
            each.id,
            each.title.zh,
            each.title.en,
            each.project,
            each.owner,
            each.phase,
            each.done,
            each.early_start,
            each.early_finish,
            each.late_start,
            each.late_finish,
            each.total_float,
            each.start_p50,
            each.finish_p10,
            each.finish_p50,
            each.finish_p80,
            each.finish_p90,
            each.merge_days,
            _pairs(each.criticality),
            _pairs(each.rescue),
        )
        for each in outcome.activities
    )
    return OpenTable(name="activities", zh="事项", fields=fields, rows=rows)


def _pairs(values: Iterable[tuple[str, float]] | Mapping[str, float]) -> str:
    pairs = values.items() if isinstance(values, Mapping) else values
    return ";".join(f"{key}={_cell(share)}" for key, share in pairs)


def _levers(outcome: Outcome) -> OpenTable:
    fields = _fields(
        ("horizon", "string", "时期", "empty: the whole plan"),
        ("id", "string", "编号", "id of the lever"),
        ("kind", "string", "类别", "activity, link, organisation, permit class, driver, risk"),
        ("title_zh", "string", "抓手", "name in Chinese"),
        ("title_en", "string", "英文名称", "name in English"),
        ("size", "number", "减少天数", "expected days it removes"),
        ("gain", "number", "增益", "weighted share of futures newly met"),
        ("low", "number", "区间下限", "lower end of the 95 % interval"),
        ("high", "number", "区间上限", "upper end of the 95 % interval"),
        ("class", "string", "同类", "levers with the same result in every future"),
        ("named", "boolean", "点名", "whether its class is named"),
        ("method", "string", "方法", "exact or re-run"),
        ("goals", "string", "波及目标", "goal=share of its missed futures saved; joined by ;"),
    )
    rows = tuple(
        (
            answer.horizon,
            each.id,
            each.kind,
            each.title.zh,
            each.title.en,
            each.size,
            each.gain,
            each.low,
            each.high,
            each.class_id,
            each.class_id in answer.classes,
            each.method,
            _pairs(each.goals),
        )
        for answer in (outcome.principal, *outcome.horizons)
        for each in answer.levers
    )
    return OpenTable(name="levers", zh="抓手", fields=fields, rows=rows)


def _coupling(outcome: Outcome) -> OpenTable:
    fields = _fields(
        ("first", "string", "目标甲", "id of the first goal"),
        ("second", "string", "目标乙", "id of the second goal"),
        ("value", "number", "关联", "P(both) - P(first) P(second)"),
        ("shared", "string", "共有事项", "activities on a deciding path of both; joined by ;"),
    )
    rows = tuple((each.first, each.second, each.value, ";".join(each.shared)) for each in outcome.coupling)
    return OpenTable(name="coupling", zh="关联", fields=fields, rows=rows)


def _statements(plan: Plan) -> OpenTable:
    fields = _fields(
        ("id", "string", "编号", "id of the statement"),
        ("subject", "string", "对象", "what it speaks of"),
        ("aspect", "string", "方面", "start, finish or value"),
        ("kind", "string", "性质", "planned or actual"),
        ("value", "string", "内容", "date or value"),
        ("precision", "string", "精度", "how exact"),
        ("said_by", "string", "说者", "who said it"),
        ("said_on", "date", "说于", "day it was said or became known"),
        ("sources", "string", "来源", "ids of sources; joined by ;"),
        ("confidence", "string", "可信度", "A, B, C or R"),
        ("reason", "string", "备注", "remark"),
    )
    rows = tuple(
        (
            row.id,
            row.subject,
            row.aspect,
            row.kind,
            row.value,
            row.precision,
            row.said_by,
            row.said_on,
            ";".join(row.sources),
            row.confidence,
            row.reason,
        )
        for row in sorted(plan.statements, key=lambda row: row.id)
    )
    return OpenTable(name="statements", zh="表述", fields=fields, rows=rows)


def _sources(plan: Plan) -> OpenTable:
    fields = _fields(
        ("id", "string", "编号", "id of the source"),
        ("published_on", "date", "日期", "day of publication"),
        ("publisher", "string", "发布单位", "who published it"),
        ("title", "string", "标题", "title or subject"),
        ("url", "string", "网址", "address"),
        ("reliability", "string", "可靠性", "A official, B press or secondary copy, C weak copy"),
        ("note", "string", "备注", "remark"),
    )
    rows = tuple(
        (row.id, row.published_on, row.publisher, row.title, row.url, row.reliability, row.note)
        for row in sorted(plan.sources, key=lambda row: row.id)
    )
    return OpenTable(name="sources", zh="来源", fields=fields, rows=rows)


def _assumptions(outcome: Outcome) -> OpenTable:
    fields = _fields(
        ("subject", "string", "对象", "activity or driver"),
        ("field", "string", "方面", "duration or factor"),
        ("text_zh", "string", "假设", "in Chinese"),
        ("text_en", "string", "英文", "in English"),
        ("weight", "number", "份额", "share of all that is uncertain in the answer"),
    )
    rows = tuple(
        (each.subject, each.field, each.text.zh, each.text.en, each.weight) for each in outcome.assumptions
    )
    return OpenTable(name="assumptions", zh="假设", fields=fields, rows=rows)
