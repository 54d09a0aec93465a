"""Build the methods page: estimator and metrics, each with formula, example from the page, source and limits."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.data.view import View
from dashboard.pages.html.components import data_table
from dashboard.text import findings, numbers
from dashboard.text.selection_words import in_words
from etl.analysis import metrics, uncertainty
from etl.analysis.grading import CREDIBILITY, RELIABILITY
from etl.analysis.metrics import METRICS, WINDOW, Metric
from etl.analysis.reversal import CALL, CALL_PERIODS, PRIOR, votes
from etl.contracts.vocabulary import DIRECTIONS

_STORIES = ("one side always leads", "one reversal", "a reversal and back", "nobody leads")


def page(view: View) -> list[Component]:
    """Return the whole page for a pair, computed from the view's numbers."""
    return [
        html.H1("How the answer is made, and what it cannot say"),
        html.P(
            "Each step with its formula, an example from this page’s own numbers, its source and its limits. No "
            "code is needed to follow it.",
            className="lead",
        ),
        *_measures(view),
        *_estimator(view),
        *_documented(view),
        *_metrics(view),
        *_disproof(view),
    ]


def _section(name: str, title: str, *parts: Any) -> list[Component]:
    return [html.Section([html.H2(title), *parts], id=name, className="chapter")]


def _term(name: str, text: str) -> Component:
    return html.P([html.Strong(name), text])


def _measures(view: View) -> list[Component]:
    return _section(
        "measures",
        "What is counted",
        _term(
            "SIPRI volume (TIV). ",
            "The trend-indicator value is the volume of military capability moved, in millions. It is not money: "
            "it is never given in a currency, divided by a national product, or added to numbers of weapons. "
            "SIPRI revises its values from release to release, so a series never mixes two releases.",
        ),
        _term(
            "Local production. ",
            f"{view.register_name} marks orders that include assembly or production under licence in the "
            "recipient state. The mark is per order: a marked year can hold units that were shipped whole. So "
            "every answer is given with and without the marked orders.",
        ),
        _term(
            "Documented events. ",
            "The number of transfer events a year for which a claim of at least the chosen grade says that arms "
            "arrived. An event counts once, on its first documented day, however many outlets repeat it. "
            "Denials, use in war, training, technology and factories are shown and never counted.",
        ),
        _term(
            "Three kinds of nothing. ",
            "Zero: a source looked and recorded nothing. Below rounding: the source prints 0 for an amount under "
            "0.5. Not covered: no source looked. Only the first is drawn as zero; the third is hatched grey.",
        ),
    )


def _vote_table(view: View) -> pd.DataFrame:
    flow = view.flows.flow
    years = _voting_years(view)[-6:]
    x, y = (flow[d].central.loc[years].to_numpy(float) for d in DIRECTIONS)
    share, _ = votes(x, y)
    return pd.DataFrame(
        {
            "Year": years,
            f"x: {view.arrow('a_to_b')}": x,
            f"y: {view.arrow('b_to_a')}": y,
            f"Vote for {view.a}": [round(float(v), 3) for v in share],
            f"Vote for {view.b}": [round(1 - float(v), 3) for v in share],
        }
    )


def _voting_years(view: View) -> list[int]:
    gross = sum(view.flows.flow[d].central for d in DIRECTIONS)
    return [y for y in view.flows.span if gross.loc[y] > 0 and gross.loc[y] >= view.selection.gross_min]


def _likelihood(view: View) -> list[Component]:
    return [
        html.P(
            f"In all {len(_voting_years(view))} of {len(view.flows.span)} years vote. Within a stretch of years "
            "led by a, with s the sum of votes for a and f for b, the evidence is"
        ),
        html.P(html.Code("L(a) = 2 · Be(½+s, ½+f) · (1 − I½(½+s, ½+f)) / Be(½, ½)"), className="formula"),
        html.P(
            "Be is the Beta function and I½ the regularised incomplete Beta function at ½: the leader is the "
            "side with more than half of the votes to be expected. For b the bracket is I½. "
            "If nobody leads, the evidence is Be(10+S, 10+F) / Be(10, 10) over all years. Every placing of the "
            "turning years is as likely as any other, and all of them are summed exactly: nothing is sampled. "
            "An example to check on paper: of two years, one vote each, a turn between them is 2 + 8/π² = 2.81 "
            "times as well supported as no turn."
        ),
    ]


def _estimator(view: View) -> list[Component]:
    r = view.flows.reversal
    stories = pd.DataFrame(
        {
            "Story": _STORIES,
            "Before seeing the data": [numbers.percent(p, 1) for p in PRIOR],
            "After": [numbers.percent(p, 1) for p in r.p_stories.values()],
        }
    )
    called = "so a reversal is called" if r.callable else "so it is not callable"
    return _section(
        "estimator",
        "The reversal: direction votes",
        html.P(
            "Every year with deliveries casts a vote, split the way the deliveries are split. Years without "
            "deliveries abstain. Four stories compete to explain the votes: one side always leads, one reversal, a "
            "reversal and back, or nobody leads. Which explains them best?"
        ),
        html.P(["The vote for a is ", html.Code("v = x / (x + y)"), ". Here are the last years with deliveries:"]),
        data_table(_vote_table(view), f"Votes, {in_words(view.package, view.selection)}"),
        *_likelihood(view),
        data_table(stories, "The four stories"),
        html.P(
            "The chance that the direction reversed is the sum of the second and third story: "
            f"{numbers.chance(r.p_reversed)}. A reversal is called when this and the chance that the new side leads "
            f"now are both at least {CALL:.0%} and at least {numbers.count_in_words(CALL_PERIODS)} years point the "
            f"new way. Here the three are {numbers.chance(r.p_reversed)}, {numbers.chance(r.p_new_leads_now)} and "
            f"{r.periods_new_way}, {called}. "
            + (
                f"The date is the first year seen in the new direction, {r.first_period}; the turn lies after "
                f"{r.window_after}, the last year of the old one."
                if r.first_period and r.window_after
                else ""
            )
        ),
        _term(
            "Limits. ",
            "A vote weighs the same for a small and a large delivery; the matrix under “How sure is the "
            "reversal?” shows the answer with votes weighed by volume. A side that delivers often in small "
            "amounts while the other delivers rarely makes the stories hard to tell apart: the estimator then "
            "says that nobody leads. It knows only the years it is given.",
        ),
        _term(
            "Source. ",
            "A Bayesian change-point model after Barry and Hartigan (1993), with segments bound to a leading "
            "side; Jeffreys prior. In simulations under its own model, predicted and observed chances agreed "
            "within two points in every tenth of the cases.",
        ),
    )


def _documented(view: View) -> list[Component]:
    by_claimant = "by the claimant: " + ", ".join(
        f"{letter} {numbers.percent(uncertainty.probability(letter, 6))}" for letter in RELIABILITY
    )
    drawn = int(view.package.tables["reversal"].draws.fillna(0).max() if len(view.package.tables["reversal"]) else 0)
    draws = f"on {drawn} draws" if drawn else "on draws (none were made for this package)"
    grades = pd.DataFrame(
        {
            "Credibility": list(CREDIBILITY),
            "in words": list(CREDIBILITY.values()),
            "taken as true with": [
                numbers.percent(uncertainty.probability("A", c), 0) if c < 6 else by_claimant for c in CREDIBILITY
            ],
        }
    )
    reliable = ", ".join(f"{letter} {words}" for letter, words in RELIABILITY.items())
    return _section(
        "grades",
        "Grades, and what they do",
        html.P(
            "Claims are graded by the Admiralty code, the claimant and the information apart. Claimant: "
            f"{reliable}. Information: see the table. Grade 1 needs a second, different origin: "
            "another government, another leak, physical evidence. Ten papers repeating one government are one origin."
        ),
        data_table(grades, "How credibility enters the draws"),
        html.P(
            f"For documented events the same estimator is run {draws}. In each, an event happened or not with the "
            "chance of its best-graded origin; all claims on an event share that fate; its day falls evenly within "
            "the span stated. The answers are averaged; the error of drawing is given with ±. A denial is shown "
            "beside what it denies and not subtracted."
        ),
        _term(
            "Limits. ",
            "The chances behind the grades are a convention, kept within 5% and 95%. The list of events is a "
            "selection of reports, not a complete record.",
        ),
    )


def _metrics(view: View) -> list[Component]:
    parts = [block for metric in METRICS.values() for block in _metric(view, metric)]
    return _section(
        "metrics",
        "The metrics",
        html.P(
            f"x is the flow from {view.from_to('a_to_b')} and y the flow from {view.from_to('b_to_a')}, a = "
            f"{view.a}, b = {view.b}; w(i→j) is the flow from i to j. The examples are of SIPRI volume with all "
            f"deliveries. Windows are {numbers.count_in_words(WINDOW)} years, summed before anything is divided."
        ),
        *parts,
    )


def _metric(view: View, metric: Metric) -> list[Component]:
    low, high = (
        ("−∞" if v == -float("inf") else "∞" if v == float("inf") else numbers.number(v))
        for v in (metric.low, metric.high)
    )
    return [
        html.H3(metric.label, id=metric.id),
        html.P([html.Code(metric.formula), f"   range {low} to {high}, {metric.unit}"], className="formula"),
        html.P(
            [
                metric.meaning,
                " ",
                html.Strong("Example. "),
                _worked_example(view, metric),
                " ",
                html.Strong("Limits. "),
                metric.limits,
                " ",
                html.Strong("Source. "),
                f"{metric.source}.",
            ]
        ),
    ]


def _worked_example(view: View, metric: Metric) -> str:
    inputs = view.inputs
    if metric.window_only or metric.needs_trade:
        inputs = inputs.windows(WINDOW)
    direction = "b_to_a"
    frame = metrics.compute(metric.id, inputs, direction)
    known = frame[frame.central.notna()]
    if known.empty:
        return "No period of this selection has all that it needs."
    period = known.index[-1]
    value = numbers.exact(round(float(known.central.iloc[-1]), 3)).replace("-", "−")
    x, y = (numbers.exact(float(inputs.flow[d].central.loc[period])) or "0" for d in DIRECTIONS)
    when = str(period).replace("/", "–")
    if metric.id == "import_dependence":
        whole = numbers.exact(float(inputs.imports[direction].central.loc[period]))
        return f"{when}, {view.a} from {view.b}: {y} of {whole} million TIV, {value}."
    if metric.id == "export_share":
        whole = numbers.exact(float(inputs.exports[direction].central.loc[period]))
        return f"{when}, {view.b} to {view.a}: {y} of {whole} million TIV, {value}."
    if metric.directed:
        return f"{when}, {view.a}’s suppliers: {value}."
    if metric.needs_trade:
        parts = [metrics.compute("import_dependence", inputs, d).central.loc[period] for d in DIRECTIONS]
        return f"{when}: {numbers.exact(round(parts[0], 3))} − {numbers.exact(round(parts[1], 3))} = {value}."
    return f"{when}: x = {x}, y = {y}, result {value}."


def _disproof(view: View) -> list[Component]:
    new = findings.new_direction(view)
    r = view.flows.reversal
    parts: list[Any] = []
    if r.callable and view.selection.measure == "tiv":
        one = findings.reversal_with(view, local=f"excluded_{new}")
        parts.append(
            html.P(
                f"Leave out what is marked as locally produced on the way from {view.from_to(new)}, and the chance of "
                f"a reversal is {numbers.chance(one.p_reversed)}"
                + (
                    ": the reversal stands without it."
                    if one.callable
                    else ": it could no longer be called. If the register took these deliveries back, or showed them "
                    "to be home-made, the reversal in this sense would be gone."
                )
            )
        )
    parts.append(
        html.P(
            "A few years led again by the old side would turn a reversal into a reversal and back. The list "
            "“What would change this answer” on the first page asks the same question with one thing changed at "
            "a time."
        )
    )
    return _section("disproof", "What would disprove it", *parts)
