"""Find the page at a path. A page that needs no script is a case in `_plain_page`."""

import re

from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.charts.base import charts
from dashboard.data.package import Package
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.evidence.event import find_event
from dashboard.pages import pairs
from dashboard.pages.evidence import event, events
from dashboard.pages.html.to_html import to_html
from dashboard.pages.reference import glossary, methods, sources
from dashboard.text.sentence import words

_CHART = re.compile(r"/charts/([a-z_]+)")
_PLAIN = re.compile(r"/(events|pairs|sources|methods|glossary|events/[^/]+)")


def chart_at(path: str) -> str | None:
    """Return the chart that `/charts/<chart>` or its own path names; None for any other path."""
    match, own = _CHART.fullmatch(path), {chart.path: chart.id for chart in charts().values() if chart.path}
    return match[1] if match and match[1] in charts() else own.get(path)


def is_live(path: str) -> bool:
    """Return whether the page at a path has live charts."""
    return path == "/" or chart_at(path) is not None


def is_plain(path: str) -> bool:
    """Return whether a page without scripts may be at a path. Only the page of an event knows whether it exists."""
    return _PLAIN.fullmatch(path) is not None


def plain_page(package: Package, path: str, query: str) -> tuple[str, Markup]:
    """Return (title, HTML) of the page at a path. Raises KeyError where there is none, DataError for a bad query."""
    title, body = _plain_page(View(package, parse_strict(package, query)), path)
    return title, to_html(body)


def _plain_page(view: View, path: str) -> tuple[str, list[Component]]:
    match path.strip("/").split("/"):
        case ["events"]:
            return words("page.events"), events.page(view)
        case ["events", event_id]:
            shown = find_event(view, event_id)
            return shown.label, event.page(shown)
        case ["pairs"]:
            return words("page.pairs"), pairs.page(view)
        case ["sources"]:
            return words("page.sources"), sources.page(view)
        case ["methods"]:
            return words("page.methods"), methods.page(view)
        case ["glossary"]:
            return words("page.glossary"), glossary.page()
    raise KeyError(path)
