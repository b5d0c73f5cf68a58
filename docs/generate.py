"""Write the pages that come from the code: `python -m docs.generate`; `--check` only compares and ends with 1 if stale."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# page -> module and function that give its text; imported only when the page is wanted
PAGES: dict[str, str] = {
    "docs/reference/cli.md": "docs.cli_page:page",
    "docs/reference/plan-format.md": "docs.plan_format_page:page",
    "docs/reference/outcome-format.md": "docs.outcome_format_page:page",
    "docs/reference/calendars.md": "docs.calendars_page:page",
    "docs/reference/domains.md": "docs.domains_page:page",
    "docs/reference/permissions.md": "docs.permissions_page:page",
    "docs/reference/closed-loop.md": "docs.loop_page:page",
    "docs/reference/lights.md": "docs.lights_page:page",
    "docs/explanation/templates.md": "docs.templates_page:page",
    "docs/story.zh.svg": "docs.story_picture:zh",
    "docs/story.en.svg": "docs.story_picture:en",
}


def text_of(name: str) -> str:
    """What the code says a page is."""
    module, function = PAGES[name].split(":")
    text: str = getattr(importlib.import_module(module), function)()
    return text


def stale(*, root: Path = ROOT) -> tuple[str, ...]:
    """The pages that are missing or differ from what the code says."""
    return tuple(name for name in PAGES if _now(root / name) != text_of(name))


def _now(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main(argv: Sequence[str] | None = None) -> int:
    """Write the stale pages, or with ``--check`` name them."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; 1 when a page is stale")
    only_check = parser.parse_args(argv).check
    names = stale()
    for name in names:
        sys.stdout.write(f"{'stale' if only_check else 'written'}: {name}\n")
        if not only_check:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text_of(name), encoding="utf-8", newline="\n")
    return 1 if only_check and names else 0


if __name__ == "__main__":
    sys.exit(main())
