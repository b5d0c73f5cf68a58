"""The files the project consists of: what git tracks or would, and without git everything but what is made."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {".venv", ".venv-bench", ".git", "out", "build", "dist", "__pycache__", ".hypothesis"}
TEXTS = {
    ".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".ini", ".csv", ".json", ".html", ".css", ".js", ".in", ".cff", ".svg",
    "",
}  # fmt: skip


@cache
def texts() -> dict[str, str]:
    """Every text file of the project by its name from the root."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in _files()
        if path.suffix in TEXTS
    }


def _files() -> list[Path]:
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not MADE & set(path.relative_to(ROOT).parts)]
