"""How a file is answered: by its ETag where the asker has it, else made, named and sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Response, request

from dashboard.charts import CHARTS
from dashboard.charts.base import Chart, View
from dashboard.exports import EXPORTS
from dashboard.exports.base import Export
from dashboard.exports.deck import MIMETYPE, deck
from dashboard.selection import to_query

ROOT = Path(__file__).resolve().parent


@cache
def code_version() -> str:
    """A digest of the code that makes files, its fonts and scripts included."""
    digest = hashlib.sha256()
    for folder in (ROOT, ROOT.parent / "etl"):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".js", ".css", ".woff2") and ".static" not in p.parts):
            digest.update(path.relative_to(ROOT.parent).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def find(name: str) -> tuple[Chart, Export] | None:
    """The chart and format that `direction.csv-metadata.json` names; None where there is no such file."""
    chart_id, _, ending = name.partition(".")
    return (CHARTS[chart_id], EXPORTS[ending]) if chart_id in CHARTS and ending in EXPORTS else None


def address(view: View, path: str) -> str:
    """Where a view lives: what size and theme a file has is not part of it."""
    query = to_query(view.package, view.selection, presentation=False)
    return path + (f"?{query}" if query else "")


def file(view: View, chart: Chart, export: Export) -> Response:
    """One chart as a file."""
    lives = request.host_url.rstrip("/") + address(view, f"/charts/{chart.id}")
    answer = _answer(view, f"{chart.id}.{export.ending}", export.mimetype, lambda: export.render(chart, view, lives))
    if export.policy and answer.status_code == 200:
        answer.headers["Content-Security-Policy"] = export.policy(answer.get_data())
    if export.ending == "csv":
        meta = f"{chart.id}.csv-metadata.json" + address(view, "")
        answer.headers["Link"] = f'<{meta}>; rel="describedby"; type="application/csvm+json"'
    return answer


def talk(view: View) -> Response:
    """All charts as a presentation."""
    query = to_query(view.package, view.selection, presentation=False)
    return _answer(view, "deck.pptx", MIMETYPE, lambda: deck(view, request.host_url.rstrip("/"), query))


def _answer(view: View, name: str, mimetype: str, make: Callable[[], bytes]) -> Response:
    """What is asked for follows from the view, the data, the code and the host: so does the ETag, before anything is made."""
    asked = (request.host_url, name, to_query(view.package, view.selection), view.package.version, code_version())
    tag = hashlib.sha256("\n".join(asked).encode()).hexdigest()[:24]
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = Response(make(), content_type=mimetype)
        answer.headers["Content-Disposition"] = f'inline; filename="{view.selection.dyad.lower()}-{name}"'
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    return answer
