"""Dash out of the box: four graphs, a radio control, one callback that makes the figures on the server."""

from dash import Dash, Input, Output, callback, dcc, html

from tests.bench.peers.given import CHARTS, CHOICES, WORDS, figure

app = Dash()
server = app.server
app.layout = html.Div(
    [
        html.H1(WORDS["heading"]),
        html.P(WORDS["sentence"]),
        dcc.RadioItems(CHOICES, CHOICES[0], id="local"),
        *[dcc.Graph(id=chart) for chart in CHARTS],
    ]
)


@callback([Output(chart, "figure") for chart in CHARTS], Input("local", "value"))
def update(choice):
    return [figure(choice, chart) for chart in CHARTS]
