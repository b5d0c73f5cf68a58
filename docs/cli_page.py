"""The command-line page, written from the parser itself."""

from __future__ import annotations

import argparse

from tongchou.cli.main import parser

HEAD = """# Command line

Generated from the code by `make docs`; do not edit.

Every verb ends with 0 when it did its work, 2 when the input must be put right (everything wrong is listed),
3 when something is not installed. `--lang zh|en` chooses the language, else the locale does; `--json` prints one JSON document.
"""


def page() -> str:
    """Markdown of the whole command line."""
    top = parser()
    verbs = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    parts = [HEAD]
    for name, verb in verbs.choices.items():
        parts += [f"## tongchou {name}\n", f"{verb.description}\n", _usage(verb), _options(verb)]
    return "\n".join(parts)


def _usage(verb: argparse.ArgumentParser) -> str:
    words = [verb.prog]
    for action in verb._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        words.append(_usage_word(action))
    return "```\n" + " ".join(words) + "\n```\n"


def _usage_word(action: argparse.Action) -> str:
    if not action.option_strings:
        return action.dest.upper()
    flag = action.option_strings[-1]
    word = flag if action.nargs == 0 else f"{flag} {_value(action)}"
    return word if action.required else f"[{word}]"


def _value(action: argparse.Action) -> str:
    return "|".join(action.choices) if action.choices else action.dest.upper()


def _options(verb: argparse.ArgumentParser) -> str:
    rows = ["| option | meaning |", "| --- | --- |"]
    for action in verb._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        name = action.option_strings[-1] if action.option_strings else action.dest.upper()
        rows.append(f"| `{name}` | {action.help or ''} |")
    return "\n".join(rows) + "\n"
