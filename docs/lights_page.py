"""The page of the lights, written from the presets of rules."""

from __future__ import annotations

from tongchou_site.records.lights import Preset, Rule, presets

HEAD = """# Lights 红黄绿灯

Generated from the code by `make docs`; do not edit.

红黄绿灯按下列规则之一，由约定和反馈得出；预测不参与亮灯，与灯并排显示。灰色表示没有消息，或者消息太旧。

The light of an item follows from what was agreed and reported, by a set of rules on view; the forecast has no part in
it and stands beside it. The first rule that holds gives the light and its reason. A plan that chose none uses the first
set; administrator or delivery office can choose another under *Administration, Rules of lights*. Letter A: from the
issuing body's own page; B: from a secondary copy; R: recalled or set by us, unverified, without a source. Where a
threshold is ours, the source's row says so.

Grey is never green: it means that nothing is known, or that what is known is too old.
"""


def page() -> str:
    """Markdown of every set of rules in its order."""
    return HEAD + "".join(_preset(each) for each in presets().values())


def _preset(preset: Preset) -> str:
    source = preset.source
    origin = "No source: recalled or set by us."
    if source is not None:
        cited = f"[{source.title}]({source.url})"
        origin = (
            f"Source: {cited}, {source.publisher}, {source.published_on}. {source.says.zh} {source.says.en}"
        )
    head = (
        f"\n## `{preset.id}` {preset.title.zh} {preset.title.en}\n\n"
        f"Version {preset.version}, letter {preset.confidence}. {origin}\n\n{preset.text.zh}\n\n{preset.text.en}\n\n"
        "| rule | holds where | numbers | colour | reason |\n| --- | --- | --- | --- | --- |\n"
    )
    return head + "".join(_rule(each) for each in preset.rules)


def _rule(rule: Rule) -> str:
    numbers = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in rule.numbers.items())
    return f"| `{rule.id}` | `{rule.test}` | {numbers} | {rule.colour} | {rule.why.zh} {rule.why.en} |\n"
