"""The command-line page, written from the parser itself."""

from __future__ import annotations

import argparse
from datetime import date

from tongchou.cli.main import parser

HEAD = """# Command line

Generated from the code by `make docs`; do not edit.

`tongchou VERB ...`, the verbs in the order of the story. In every help text Chinese stands first, English behind the stroke;
`--lang zh|en` chooses the language of the answer, else the locale does. With `--json` standard output carries one JSON
document and nothing else.

| ends with | when |
| --- | --- |
| 0 | it did its work |
| 1 | an anticipated error that is neither of those below |
| 2 | the input must be put right: everything wrong is listed, nothing was written |
| 3 | something is not installed or cannot be reached: the message says what |
"""


def page() -> str:
    """Markdown of the whole command line."""
    parts = [HEAD]
    for name, verb in verbs().items():
        parts += [f"## tongchou {name}\n", f"{verb.description}\n", _usage(verb), _options(verb)]
    return "\n".join(parts)


def verbs() -> dict[str, argparse.ArgumentParser]:
    """The parser of every verb, in the order of the story."""
    top = parser()
    found = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def options_of(verb: argparse.ArgumentParser) -> tuple[argparse.Action, ...]:
    """What a verb takes, the help option left out."""
    return tuple(action for action in verb._actions if not isinstance(action, argparse._HelpAction))


def name_of(action: argparse.Action) -> str:
    """An option as it is written: its long form, or the place's name in capitals."""
    return action.option_strings[-1] if action.option_strings else action.dest.upper()


def _usage(verb: argparse.ArgumentParser) -> str:
    words = [verb.prog, *(_usage_word(action) for action in options_of(verb))]
    return "```\n" + " ".join(words) + "\n```\n"


def _usage_word(action: argparse.Action) -> str:
    if not action.option_strings:
        return name_of(action)
    word = name_of(action) if action.nargs == 0 else f"{name_of(action)} {_value(action)}"
    return word if action.required else f"[{word}]"


def _value(action: argparse.Action) -> str:
    return "|".join(str(each) for each in action.choices) if action.choices else action.dest.upper()


def _options(verb: argparse.ArgumentParser) -> str:
    rows = ["| option | if left out | meaning |", "| --- | --- | --- |"]
    rows += [
        f"| `{name_of(each)}` | {_default(each)} | {_cell(each.help or '')} |" for each in options_of(verb)
    ]
    return "\n".join(rows) + "\n"


def _default(action: argparse.Action) -> str:
    if action.required or not action.option_strings:
        return "required"
    if action.nargs == 0 or action.default in (None, "", date.max):
        return ""
    return f"`{action.default}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
