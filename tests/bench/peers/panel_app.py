"""Panel: four plotly panes bound to a radio control."""

import panel as pn

from tests.bench.peers.given import CHARTS, CHOICES, WORDS, figure

pn.extension("plotly")

choice = pn.widgets.RadioButtonGroup(name="Local production", options=CHOICES)
panes = [pn.pane.Plotly(pn.bind(figure, choice, chart), sizing_mode="stretch_width") for chart in CHARTS]
pn.Column(f"# {WORDS['heading']}", WORDS["sentence"], choice, *panes).servable()
