"""Views by address, kept once computed: the same selection of the same package is drawn once."""

from __future__ import annotations

from functools import lru_cache

import orjson
from dash.development.base_component import Component

from dashboard import layout
from dashboard.charts import CHARTS
from dashboard.charts.base import View
from dashboard.data import Package
from dashboard.phrases import plain
from dashboard.selection import Selection, in_words, parse, parse_strict, to_query


def to_json(value: object) -> bytes:
    """JSON of figures, frames' values and components."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    if isinstance(value, Component):
        return value.to_plotly_json()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(type(value))


@lru_cache(maxsize=512)
def page_json(package: Package, query: str, only: str | None = None) -> bytes:
    """Everything a page of this query shows: its canonical query, its document title, properties by component id.

    Bad parameters fall back to the nearest view and are named in `problems`.
    """
    selection, problems = parse(package, query)
    view = View(package, selection)
    props = layout.region(view, problems, only)
    for chart_id, figure in layout.figures(view, only).items():
        props[f"{chart_id}-graph"] = {"figure": figure, "style": {"height": figure["layout"]["height"]}}
    said = CHARTS[only or "direction"].describe(view)
    return to_json(
        {
            "query": to_query(package, selection, presentation=False),
            "title": f"{plain(said.title)} – {layout.NAME}",
            "theme": selection.theme,
            "props": props,
        }
    )


@lru_cache(maxsize=512)
def chart_json(package: Package, chart_id: str, selection: Selection) -> bytes:
    """One chart as a plotly figure; title, sentence, selection, table and sources stand in `layout.meta`."""
    view = View(package, selection)
    chart = CHARTS[chart_id]
    figure, said = chart.draw(view), chart.describe(view)
    table = said.table.astype(object).where(said.table.notna(), None)
    figure["layout"]["meta"] = {
        "title": plain(said.title),
        "question": chart.question,
        "sentence": plain(said.sentence),
        "unit": said.unit,
        "selection": in_words(package, selection),
        "data_version": package.version,
        "sources": list(said.sources),
        "table": {"columns": list(map(str, table.columns)), "rows": table.values.tolist()},
    }
    return to_json(figure)


def strict(package: Package, query: str) -> Selection:
    """The selection of a file's address. Raises DataError (HTTP 400) for a bad parameter."""
    return parse_strict(package, query)
