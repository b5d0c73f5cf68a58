"""A small sound plan as files, to be spoilt one thing at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongchou.plan.causes import Driver
from tongchou.plan.measures import Indicator, Reading, Target
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal, Organisation, Source, Task
from tongchou.plan.works import Activity, Link, Project, Statement
from tongchou.workspace.folder import plan_files

SAID: dict[str, Any] = {"basis": "source", "sources": ("S1",)}
DAY = date(2021, 5, 1)


def _activity(name: str, **more: Any) -> Activity:
    durations = {"low": Decimal(5), "mode": Decimal(10), "high": Decimal(20), "unit": "cd"}
    return Activity(**{"id": name, "project": "P1", "title_zh": f"事项{name}", **durations, **SAID, **more})


SOUND = Plan(
    id="small",
    title_zh="小规划",
    sources=(Source(id="S1", **SAID),),
    organisations=(Organisation(id="edu", title_zh="教育局", **SAID),),
    goals=(
        Goal(id="G", title_zh="总目标", **SAID),
        Goal(
            id="G1",
            parent="G",
            title_zh="学校",
            weight=Decimal(1),
            deadline=date(2021, 9, 1),
            required=("C",),
            **SAID,
        ),
    ),
    tasks=(Task(id="T1", title_zh="办学", goals=("G1",), lead="edu", **SAID),),
    projects=(Project(id="P1", title_zh="小学", owner="edu", tasks=("T1",), **SAID),),
    activities=(_activity("A"), _activity("B", earliest=DAY), _activity("C")),
    links=(
        Link(id="A-B", pred="A", succ="B", **SAID),
        Link(id="B-C", pred="B", succ="C", **SAID),
    ),
    statements=(
        Statement(
            id="ST1", subject="A", aspect="finish", kind="actual", value="2021-04-30", said_on=DAY, **SAID
        ),
    ),
    drivers=(
        Driver(
            id="D1",
            title_zh="天气",
            applies_to=("all",),
            low=Decimal("0.8"),
            mode=Decimal(1),
            high=Decimal("1.5"),
            **SAID,
        ),
    ),
    indicators=(Indicator(id="I1", title_zh="学位数", unit="个", **SAID),),
    readings=(Reading(id="R1", indicator="I1", measured_on=DAY, value="500", said_on=DAY, **SAID),),
    targets=(
        Target(id="TG1", indicator="I1", goal="G1", operator=">=", value="400", due=date(2021, 9, 1), **SAID),
    ),
)


def sound_files() -> dict[str, bytes]:
    """The files of the sound plan."""
    return plan_files(plan=SOUND)


def spoilt(table: str, old: str, new: str) -> dict[str, bytes]:
    """The sound files with every `old` of one table replaced by `new`; `old` must be there."""
    files = sound_files()
    text = files[f"{table}.csv"].decode()
    assert old in text, f"{table}.csv does not hold {old!r}: {text}"
    files[f"{table}.csv"] = text.replace(old, new).encode()
    return files


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
