"""What the documentation shows runs: doctests, the library example of the README, the steps of the tutorial."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import tongchou
from tongchou.cycle.run import run
from tongchou.cycle.snapshot import Snapshot
from tongchou.workspace.source import read_any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "xiongan-2021"
PAGES = [page for page in sorted(ROOT.rglob("docs/**/*.md")) if ">>> " in page.read_text(encoding="utf-8")]
MODULES = [each.name for each in pkgutil.walk_packages(tongchou.__path__, "tongchou.")]
FEW = 1024  # trials: enough to see a chance move


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_comes_out(page: Path) -> None:
    text = re.sub(r"^```.*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    result = doctest.DocTestRunner(verbose=False).run(test)
    assert (result.failed, result.attempted > 0) == (0, True)


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_shows_is_what_comes_out(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_there_are_pages_with_examples() -> None:
    assert {"indicators.md", "calendars.md", "provenance.md", "add-a-domain.md"} <= {
        page.name for page in PAGES
    }


def chances(plan: Path) -> dict[str, float | None]:
    snapshot = Snapshot(plan=read_any(path=plan))
    outcome = run(snapshot=snapshot, on=date(2021, 8, 3), seed=1, trials=FEW, map_=map)
    return {goal.id: goal.chance for goal in outcome.goals}


@pytest.mark.slow
def test_the_tutorial_s_later_deadline_raises_the_chance_of_that_goal_alone(tmp_path: Path) -> None:
    mine = tmp_path / "my-plan"
    shutil.copytree(EXAMPLE, mine)
    table = mine / "goals.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [
        line.replace("2021-12-31", "2022-06-30", 1) if line.startswith("G2a,") else line for line in lines
    ]
    table.write_text("".join(changed), encoding="utf-8", newline="")
    before, after = chances(EXAMPLE), chances(mine)
    assert (after["G2a"] or 0.0) > (before["G2a"] or 0.0)
    assert (after["G1"], after["G5"]) == (before["G1"], before["G5"])


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_library_example_of_the_readme_runs(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    code = block.replace("trials=10240", f"trials={FEW}").replace(
        '"examples/xiongan-2021"', repr(str(EXAMPLE))
    )
    exec(compile(code, page, "exec"), {})
    assert capsys.readouterr().out.strip()
