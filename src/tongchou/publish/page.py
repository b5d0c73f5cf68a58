"""The whole page as data, and its rendering: templates only lay out what stands here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from tongchou.cycle.outcome import BackTestRow
from tongchou.kernel.finding import Text
from tongchou.kernel.packaged import read_text
from tongchou.publish import chart, gantt, goals, measures, principal, problems, provenance, tasks
from tongchou.publish.markup import asis, both, fig, plain, remark, say, svg, words
from tongchou.publish.problems import BackTest
from tongchou.publish.provenance import Figure
from tongchou.publish.scene import Scene
from tongchou.publish.words import TEMPLATES, chinese, clipped

STYLES = "tongchou.publish.styles"
SECTIONS = (
    "goals",
    "principal",
    "finishes",
    "schedule",
    "tasks",
    "measures",
    "problems",
    "backtest",
    "proof",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the report shows, section by section."""

    title: Text
    on: str
    seed: int
    trials: int
    input_hash: str
    today_label: Text
    goals: goals.Goals
    horizons: tuple[principal.Horizon, ...]
    distributions: tuple[chart.Distribution, ...]
    gantt: gantt.Gantt
    tasks: tasks.Tasks
    measures: measures.Measures
    problems: problems.Problems
    backtest: BackTest
    assumptions: tuple[provenance.AssumptionEntry, ...]
    calculations: tuple[provenance.Calculation, ...]
    statements: tuple[provenance.StatementEntry, ...]
    sources: tuple[provenance.SourceEntry, ...]
    files: tuple[tuple[str, int, str], ...]  # (name, bytes, SHA-256) of the open data


def page(
    *,
    scene: Scene,
    backtest: tuple[BackTestRow, ...],
    quotes: Mapping[str, str],
    files: Mapping[str, bytes],
) -> Page:
    """The page of one outcome."""
    outcome = scene.outcome
    return Page(
        title=outcome.title,
        on=outcome.on.isoformat(),
        seed=outcome.seed,
        trials=outcome.trials,
        input_hash=outcome.input_hash,
        today_label=words()["today"].filled(on=outcome.on),
        goals=goals.goals(scene=scene),
        horizons=principal.horizons(scene=scene),
        distributions=chart.distributions(scene=scene),
        gantt=gantt.gantt(scene=scene),
        tasks=tasks.tasks(scene=scene, quotes=quotes),
        measures=measures.measures(scene=scene),
        problems=problems.problems(scene=scene),
        backtest=problems.back_test_page(scene=scene, rows=backtest),
        assumptions=provenance.assumptions(outcome=outcome, plan=scene.plan, shown=scene.shown),
        calculations=provenance.calculations(outcome=outcome),
        statements=provenance.statements(plan=scene.plan),
        sources=provenance.sources(plan=scene.plan, on=outcome.on),
        files=tuple(
            (name, len(body), hashlib.sha256(body).hexdigest()) for name, body in sorted(files.items())
        ),
    )


def render(*, page: Page) -> str:
    """The page as one HTML text that needs nothing beside itself."""
    template = _environment().get_template("page.html")
    text = template.render(page=page, sections=SECTIONS, style=_style(page), words=words())
    return "\n".join(line for line in (line.strip() for line in text.splitlines()) if line) + "\n"


def _style(page: Page) -> Markup:
    """The style sheets, and the switch of the horizons, as many as the plan has."""
    sheets = [read_text(package=STYLES, name=name) for name in ("tokens.css", "style.css")]
    rules = []
    for each in page.horizons:
        at = f"#horizon-{each.key}"
        rules.append(f"{at}:checked~.pane-{each.key}{{display:block}}")
        chosen = f"{at}:checked~.tabs label[for=horizon-{each.key}]"
        rules.append(f"{chosen}{{background:var(--deep);color:var(--paper)}}")
        rules.append(f"{at}:focus-visible~.tabs label[for=horizon-{each.key}]{{outline:3px solid var(--g3)}}")
    return Markup("\n".join([*sheets, *rules]))  # our own sheets, no word of the plan


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: read_text(package=TEMPLATES, name=name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "asis": asis,
        "both": both,
        "fig": _figure,
        "plain": plain,
        "proof": "",  # the evidence stands on the same page
        "remark": remark,
        "say": say,
        "svg": svg,
    }
    environment.filters |= {"clip": _clip, "sentence": _sentence}
    return environment


def _figure(value: Figure | str | None) -> Markup:
    """A figure with its link; a text that is no figure (a dash) as it is."""
    return Markup("{}").format(asis(value)) if isinstance(value, str) else fig(value)


def _clip(text: Text, columns: int) -> Text:
    return Text(zh=clipped(text=text.zh, width=columns), en=clipped(text=text.en, width=columns))


def _sentence(text: Text, value: Figure | None) -> Markup:
    """A finding with its one figure filled in, in both languages."""
    form = '<span class="zh" lang="zh-Hans">{}</span><span class="en" lang="en">{}</span>'
    parts = []
    for lang, pattern in (("zh", chinese(text=text.zh)), ("en", text.en)):
        shown = fig(value, lang=lang) if value is not None else ""
        parts.append(Markup(pattern).format(days=shown, day=shown))
    return Markup(form).format(*parts)
