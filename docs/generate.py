"""Write the reference pages from the code: `python -m docs.generate`; `--check` only compares and ends with 1 if stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docs import plan_format_page

ROOT = Path(__file__).resolve().parents[1]


def _command_line() -> str:
    from docs import cli_page  # the whole command line, only when its page is wanted

    return cli_page.page()


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/plan-format.md": plan_format_page.page,
    "docs/reference/command-line.md": _command_line,
}


def stale(*, root: Path = ROOT) -> tuple[str, ...]:
    """The pages that are missing or differ from what the code says."""
    return tuple(name for name, page in PAGES.items() if _now(root / name) != page())


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
            (ROOT / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
    return 1 if only_check and names else 0


if __name__ == "__main__":
    sys.exit(main())
