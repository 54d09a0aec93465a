"""Vizro: four custom charts on a page, and a parameter that they share."""

import pandas as pd
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture

from tests.bench.peers.given import CHARTS, CHOICES, WORDS, figure


@capture("graph")
def drawn(data_frame, chart, choice):
    return figure(choice, chart)


page = vm.Page(
    title=WORDS["heading"],
    layout=vm.Flex(),  # its grid would squeeze four charts into one screen
    components=[
        vm.Text(text=WORDS["sentence"]),
        *[vm.Graph(id=chart, figure=drawn(pd.DataFrame(), chart=chart, choice=CHOICES[0])) for chart in CHARTS],
    ],
    controls=[
        vm.Parameter(
            targets=[f"{chart}.choice" for chart in CHARTS],
            selector=vm.RadioItems(title="Local production", options=CHOICES),
        )
    ],
)
app = Vizro().build(vm.Dashboard(pages=[page], theme="vizro_light"))
server = app.dash.server
