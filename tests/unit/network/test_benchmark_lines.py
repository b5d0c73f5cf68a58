"""Benchmarks run where no peer is installed and say what they found in one form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KEYS = ["benchmark", "case", "measure", "value", "unit", "peer", "peer_value", "ratio", "reach", "ok"]


@pytest.mark.parametrize("name", ["network", "simulation", "rescue"])
def test_a_quick_run_prints_a_line_of_json_a_case_and_ends_well(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--quick", "--data", str(tmp_path / "nothing")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) > 3
    for line in lines:
        assert list(line) == KEYS
        assert line["benchmark"] == name
        assert (line["ratio"] is None) == (line["peer_value"] is None)
    missing = [line for line in lines if line["peer"] and line["peer_value"] is None]
    assert all(line["peer"] in done.stderr for line in missing)
