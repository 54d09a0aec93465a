"""Build the methods page: estimator and metrics, each with formula, example from the page, source and limits."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.data.view import View
from dashboard.pages.html.components import data_table, marked_up, paragraph
from dashboard.pages.reference.calibration import calibration
from dashboard.text import findings
from dashboard.text.forms import numbers
from dashboard.text.forms.arguments import (
    Amount,
    Argument,
    Chance,
    Choice,
    Listed,
    Name,
    Share,
    Small,
    State,
    Value,
    Window,
    Year,
)
from dashboard.text.sentence import Sentence, say, to_text, words
from dashboard.text.wording.claim_words import credibility_in_words, reliability_in_words
from dashboard.text.wording.selection_words import in_words
from etl.analysis import metrics
from etl.analysis.documented.events import probability
from etl.analysis.grading import CREDIBILITY, RELIABILITY
from etl.analysis.metrics import METRICS, WINDOW, Metric
from etl.analysis.reversal import CALL, CALL_PERIODS, PRIOR
from etl.contracts.vocabulary import DIRECTIONS

# What the catalogue says of a metric.
_METRIC = ("label", "unit", "formula", "meaning", "limits", "source")
_STORIES = ("methods.story-one-side", "methods.story-reversal", "methods.story-and-back", "methods.story-nobody")


def page(view: View) -> list[Component]:
    """Return the whole page for a pair, computed from the view's numbers."""
    return [
        html.H1(words("methods.title")),
        html.P(paragraph("methods.each-step", "methods.no-code"), className="lead"),
        *_measures(view),
        *_estimator(view),
        calibration(),
        *_documented(view),
        *_metrics(view),
        *_disproof(view),
    ]


def _section(id: str, *parts: Component | Markup) -> list[Component]:
    """Return a chapter; its heading is the message of its own name."""
    return [html.Section([html.H2(words(f"methods.{id}")), *parts], id=id, className="chapter")]


def _headed(head: str, *ids: str, **arguments: Argument) -> Component:
    """Return a paragraph of messages with a heading in bold at its beginning."""
    return html.P([_bold(head), paragraph(*ids, **arguments)])


def _bold(head: str) -> Component:
    return html.Strong(f"{words(head)} ")


def _measures(view: View) -> list[Component]:
    return _section(
        "measures",
        _headed("methods.head-volume", "methods.volume", "methods.volume-not-money", "methods.volume-revised"),
        _headed(
            "methods.head-local",
            "methods.local",
            "methods.local-per-order",
            "methods.local-both-ways",
            register=Name(view.register_name),
        ),
        _headed("methods.head-events", "methods.events", "methods.events-once", "methods.events-not-counted"),
        _headed(
            "methods.head-nothing",
            "methods.nothing-zero",
            "methods.nothing-rounded",
            "methods.nothing-not-covered",
            "methods.nothing-drawn",
        ),
    )


def _vote_table(view: View) -> pd.DataFrame:
    flow, ballot = view.flows.flow, view.flows.ballot
    cast = ballot.votes(weight_exponent=view.flows.weight, gross_min=view.flows.gross_min)
    years = _voting_years(view)[-6:]
    rows = [ballot.periods.index(year) for year in years]
    ways = [findings.view_way(view, d) for d in DIRECTIONS]
    columns: dict[str, Any] = {words("methods.year"): years}
    for symbol, direction, way in zip(("x", "y"), DIRECTIONS, ways, strict=True):
        columns[words(f"methods.flow-{symbol}", way=way)] = flow[direction].central.loc[years].to_numpy(float)
    if ballot.orders is not None:
        for side, way in enumerate(ways):
            columns[words("methods.orders-give", way=way)] = ballot.capacity(side)[rows].round(3)
    for state, votes in ((view.a, cast.for_a), (view.b, cast.for_b)):
        columns[words("methods.vote-for", state=State(state))] = votes[rows].round(3)
    return pd.DataFrame(columns)


def _voting_years(view: View) -> list[int]:
    gross = sum(view.flows.flow[d].central for d in DIRECTIONS)
    return [y for y in view.flows.span if gross.loc[y] > 0 and gross.loc[y] >= view.selection.gross_min]


def _likelihood(view: View) -> list[Component]:
    years = {"n": len(_voting_years(view)), "total": len(view.flows.span)}
    return [
        html.P(paragraph("methods.years-voting", "methods.evidence-within", **years)),
        html.P(html.Code("L(a) = 2 · Be(½+s, ½+f) · (1 − I½(½+s, ½+f)) / Be(½, ½)"), className="formula"),
        html.P(
            paragraph(
                "methods.beta", "methods.beta-for-b", "methods.beta-nobody", "methods.placings", "methods.on-paper"
            )
        ),
    ]


def _estimator(view: View) -> list[Component]:
    formula = say("methods.vote-formula", formula=Name("min(x / (x + y), n)", strong=True))
    same_weight = () if view.selection.weight else ("methods.limits-weight",)
    stories = pd.DataFrame(
        {
            words("methods.story"): [words(id) for id in _STORIES],
            words("methods.story-before"): [numbers.percent(p, 1) for p in PRIOR],
            words("methods.story-after"): [numbers.percent(p, 1) for p in view.flows.reversal.p_stories.values()],
        }
    )
    return _section(
        "estimator",
        html.P(
            paragraph(
                "methods.votes-cast",
                "methods.votes-limited",
                "methods.votes-abstain",
                "methods.four-stories",
                "methods.which-best",
            )
        ),
        html.P([*marked_up(formula, html.Code), f" {to_text((*findings.weighed(view), say('methods.last-years')))}"]),
        data_table(
            _vote_table(view), words("methods.votes-of", selection=Name(in_words(view.package, view.selection)))
        ),
        *_likelihood(view),
        data_table(stories, words("methods.stories")),
        html.P(_verdict(view)),
        html.P(paragraph("methods.votes-unknown", "methods.votes-splitting", **_years_without_order(view))),
        _headed("methods.head-limits", *same_weight, "methods.limits-rare", "methods.limits-years"),
        _headed("methods.head-source", "methods.source-model", "methods.source-simulations"),
    )


def _years_without_order(view: View) -> dict[str, Argument]:
    years = sorted({y for side in range(2) for y in view.flows.ballot.years_without_order(side)})
    return {"some": Choice("yes" if years else "no"), "years": Listed(tuple(map(str, years)))}


def _verdict(view: View) -> Markup:
    r = view.flows.reversal
    return paragraph(
        "methods.chance",
        "methods.called-when",
        "methods.called-here",
        *(["methods.date"] if r.first_period and r.window_after else []),
        chance=Chance(r.p_reversed, strong=False),
        least=Share(CALL),
        few=Small(CALL_PERIODS),
        years=r.periods_new_way,
        now=Chance(r.p_new_leads_now, strong=False),
        called=Choice("yes" if r.callable else "no"),
        first=Year(int(r.first_period or 0)),
        after=Year(int(r.window_after or 0)),
    )


def _documented(view: View) -> list[Component]:
    by_claimant = {letter.lower(): Share(probability(letter, 6)) for letter in RELIABILITY}
    drawn = int(view.package.tables["reversal"].draws.fillna(0).max() if len(view.package.tables["reversal"]) else 0)
    grades = pd.DataFrame(
        {
            words("methods.credibility"): list(CREDIBILITY),
            words("methods.in-words"): [credibility_in_words(c) for c in CREDIBILITY],
            words("methods.taken-as-true"): [
                numbers.percent(probability("A", c), 0) if c < 6 else words("methods.by-claimant", **by_claimant)
                for c in CREDIBILITY
            ],
        }
    )
    reliable = Listed(tuple(f"{letter} {reliability_in_words(letter)}" for letter in RELIABILITY), last="")
    return _section(
        "grades",
        html.P(
            paragraph(
                "methods.grades-code",
                "methods.grades-claimant",
                "methods.grades-information",
                "methods.grades-first",
                "methods.grades-one-origin",
                grades=reliable,
            )
        ),
        data_table(grades, words("methods.grades-table")),
        html.P(
            paragraph("methods.draws", "methods.draws-each", "methods.draws-averaged", "methods.draws-denials", n=drawn)
        ),
        _headed("methods.head-limits", "methods.limits-chances", "methods.limits-selection"),
    )


def _metrics(view: View) -> list[Component]:
    parts = [block for metric in METRICS.values() for block in _metric(view, metric)]
    return _section(
        "metrics",
        html.P(
            paragraph(
                "methods.metrics-letters",
                "methods.metrics-examples",
                "methods.metrics-windows",
                **{d: findings.view_way(view, d) for d in DIRECTIONS},
                a=State(view.a),
                b=State(view.b),
                years=Small(WINDOW),
            )
        ),
        *parts,
    )


def _metric(view: View, metric: Metric) -> list[Component]:
    low, high = (
        ("−∞" if v == -float("inf") else "∞" if v == float("inf") else numbers.number(v))
        for v in (metric.low, metric.high)
    )
    said = {part: words(f"metrics.{metric.id.replace('_', '-')}-{part}") for part in _METRIC}
    limits = {"low": Name(low), "high": Name(high), "unit": Name(said["unit"])}
    return [
        html.H3(said["label"], id=metric.id),
        html.P([html.Code(said["formula"]), f"   {words('methods.range', **limits)}"], className="formula"),
        html.P(
            [
                f"{said['meaning']} ",
                _bold("methods.head-example"),
                f"{to_text(_worked_example(view, metric))} ",
                _bold("methods.head-limits"),
                f"{said['limits']} ",
                _bold("methods.head-source"),
                f"{said['source']}.",
            ]
        ),
    ]


def _worked_example(view: View, metric: Metric) -> Sentence:
    inputs = view.inputs
    if metric.window_only or metric.needs_trade:
        inputs = inputs.windows(WINDOW)
    direction = "b_to_a"
    frame = metrics.compute(metric.id, inputs, direction)
    known = frame[frame.central.notna()]
    if known.empty:
        return say("methods.example-none")
    period = known.index[-1]
    said: dict[str, Argument] = {"period": Window(period), "value": Value(float(known.central.iloc[-1]))}
    said |= {"a": State(view.a), "b": State(view.b)}
    x, y = (Amount(float(inputs.flow[d].central.loc[period]), exact=True) for d in DIRECTIONS)
    if metric.id in ("import_dependence", "export_share"):
        id, wholes = ("imports", inputs.imports) if metric.id == "import_dependence" else ("exports", inputs.exports)
        whole = Amount(float(wholes[direction].central.loc[period]), exact=True)
        return say(f"methods.example-{id}", **said, part=y, whole=whole)
    if metric.directed:
        return say("methods.example-suppliers", **said)
    if metric.needs_trade:
        first, second = (Value(metrics.compute("import_dependence", inputs, d).central.loc[period]) for d in DIRECTIONS)
        return say("methods.example-difference", **said, first=first, second=second)
    return say("methods.example-flows", **said, x=x, y=y)


def _disproof(view: View) -> list[Component]:
    new = findings.new_direction(view)
    parts: list[Any] = []
    without, is_tiv = view.with_selection(local=0, local_side=new).flows, view.selection.measure == "tiv"
    if view.flows.reversal.callable and is_tiv and without.covered.any():
        one, way = without.reversal, findings.view_way(view, new)
        said: dict[str, Argument] = {"way": way, "chance": Chance(one.p_reversed, strong=False)}
        ids = ["methods.without-local", *([] if one.callable else ["methods.register-takes-back"])]
        parts.append(html.P(paragraph(*ids, **said, called=Choice("yes" if one.callable else "no"))))
    return _section("disproof", *parts, html.P(paragraph("methods.old-side-again", "methods.same-question")))
