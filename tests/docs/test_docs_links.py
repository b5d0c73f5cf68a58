"""The documentation leads somewhere: links, anchors, pictures, verbs, modes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.cli_page import verbs

from tongchou.cli.main import VERBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
MODES = ("tutorial", "how-to", "reference", "explanation", "decisions")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """A page without its code."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as plain git hosts make them."""
    heads = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken(*, page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(prose(page.read_text(encoding="utf-8"))):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8"))
        ):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken(page=page) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](page.md#one) [b](page.md#two) [c](none.md) `[d](code.md)`", encoding="utf-8")
    assert broken(page=page) == ["page.md#two", "none.md"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_named_is_a_verb(page: Path) -> None:
    named = re.findall(
        r"^\s*(?:\.venv/bin/)?tongchou ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert set(named) <= set(verbs())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_option_in_a_command_exists(page: Path) -> None:
    unknown = []
    for line in re.findall(
        r"^\s*(?:\.venv/bin/)?tongchou .+$", page.read_text(encoding="utf-8"), flags=re.MULTILINE
    ):
        verb = verbs()[line.split("tongchou ")[1].split()[0]]
        offered = {option for action in verb._actions for option in action.option_strings}
        unknown += [
            word for word in re.findall(r"(?<!\S)--[a-z-]+", line.split("   ")[0]) if word not in offered
        ]
    assert unknown == []


@pytest.mark.parametrize("mode", MODES)
def test_the_documentation_has_a_page_in_every_mode(mode: str) -> None:
    assert list((ROOT / "docs" / mode).glob("*.md"))


def test_every_page_is_reached_from_the_front_page_of_the_documentation() -> None:
    front = ROOT / "docs" / "README.md"
    linked = {
        (front.parent / link.partition("#")[0]).resolve() for link in LINK.findall(front.read_text("utf-8"))
    }
    written = {page.resolve() for page in (ROOT / "docs").rglob("*.md") if page != front}
    assert sorted(name_of(page) for page in written - linked if "decisions" not in page.parts) == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_verb_is_on_both_readme_pages(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    names = [module.__name__.rsplit(".", 1)[-1] for module in VERBS]
    assert [name for name in names if f"tongchou {name}" not in text and f"make {name}" not in text] == []


def test_both_readme_pages_tell_the_same_story() -> None:
    zh, en = ((ROOT / name).read_text("utf-8") for name in ("README.zh-CN.md", "README.md"))
    shape = [re.findall(r"^(#+) ", text, flags=re.MULTILINE) for text in (zh, en)]
    tables = [len(re.findall(r"^\| --- ", text, flags=re.MULTILINE)) for text in (zh, en)]
    assert (shape[0], tables[0]) == (shape[1], tables[1])


def test_decision_records_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("*.md")), ids=name_of)
def test_a_decision_record_says_why_what_and_at_which_price(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    parts = [f"**{word}.**" in text for word in ("Context", "Decision", "Consequences")]
    assert all(parts)
    assert len(text.splitlines()) <= 25
