"""What every variant is given: finished figures and words, read from the folder that BENCH_FOLDER names."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go

FOLDER = Path(os.environ["BENCH_FOLDER"])
FIGURES = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
"""Choice → chart → figure as a dict."""
WORDS = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
CHOICES = list(FIGURES)
CHARTS = list(FIGURES[CHOICES[0]])


def figure(choice: str, chart: str) -> go.Figure:
    """A plotly figure of its own, as a program that draws it would make it."""
    return go.Figure(FIGURES[choice][chart])
