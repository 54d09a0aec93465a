"""The addresses beside the page itself: charts as files, tables, health. Unknown ones are real 404s."""

from __future__ import annotations

import re

from dash import html
from flask import Flask, Response, request

from dashboard import conditional, files, methods, present, server, sources_page
from dashboard.charts import CHARTS
from dashboard.charts.base import View
from dashboard.data import Package
from dashboard.evidence import event, event_list, events
from dashboard.htmltext import to_html
from dashboard.jsontext import to_json
from dashboard.pictures import PictureError
from dashboard.selection import parse_strict
from dashboard.views import mark_html, page_json
from etl.contracts.errors import DataError

_PAGES = ("/events", "/sources", "/methods")
"""Addresses that people read: what they ask for wrongly is answered with a page."""
_CHART = re.compile(r"^/charts/([a-z_]+)$")


def chart_of(path: str) -> str | None:
    """The chart that `/charts/<chart>` or, for the evidence, `/evidence` names; None for any other path."""
    found = _CHART.match("/charts/evidence" if path == "/evidence" else path)
    return found[1] if found and found[1] in CHARTS else None


def query() -> str:
    """The query of the request, as text whatever its bytes."""
    return request.query_string.decode(errors="replace")


def is_page(path: str) -> bool:
    return path == "/" or chart_of(path) is not None


def register(app: Flask, package: Package) -> None:
    """Adds the routes to a Flask server."""

    @app.get("/view.json")
    def view() -> Response:
        only = request.args.get("only")
        if only is not None and only not in CHARTS:
            return server.not_found()
        if had := conditional.unchanged(conditional.here(package)):
            return had
        asked = "&".join(p for p in query().split("&") if not p.startswith("only="))
        body = page_json(package, asked, only)
        return conditional.tagged(Response(body, mimetype="application/json"), conditional.here(package))

    @app.get("/methods")
    def methods_page() -> Response:
        view = View(package, parse_strict(package, query()))
        return server.cacheable(server.plain_page("Methods", to_html(methods.page(view))), package)

    @app.get("/present")
    @app.get("/present.html")
    def slides() -> Response:
        view, alone = View(package, parse_strict(package, query())), request.path.endswith(".html")
        body = present.page(view, "" if alone else files.address(view, "/"), both="theme" not in request.args)
        answer = Response(body, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = present.policy(body)
        return server.cacheable(answer, package)

    @app.get("/events")
    def all_events() -> Response:
        view = View(package, parse_strict(package, query()))
        return server.cacheable(server.plain_page("Events", to_html(event_list.page(view))), package)

    @app.get("/events/<event_id>")
    def one_event(event_id: str) -> Response:
        try:
            found = event.find_event(View(package, parse_strict(package, query())), event_id)
        except KeyError:
            return server.not_found()
        return server.cacheable(server.plain_page(found.label, to_html(events.page(found))), package)

    @app.get("/sources")
    def all_sources() -> Response:
        view = View(package, parse_strict(package, query()))
        return server.cacheable(server.plain_page("Sources", to_html(sources_page.page(view))), package)

    @app.get("/charts/<name>.<ending>")
    def file(name: str, ending: str) -> Response:
        found = files.find(f"{name}.{ending}")
        if found is None:
            return server.not_found(files.unknown(name, ending))
        return files.file(View(package, parse_strict(package, query())), *found)

    @app.get("/deck.pptx")
    def deck() -> Response:
        return files.talk(View(package, parse_strict(package, query())))

    @app.get("/charts/<chart_id>/cite")
    def cite(chart_id: str) -> Response:
        if chart_id not in CHARTS:
            return server.not_found()
        view = View(package, parse_strict(package, query()))
        body = to_json(files.citation(view, CHARTS[chart_id], request.host_url.rstrip("/")))
        return Response(body, mimetype="application/json", headers={"Cache-Control": "no-cache"})  # it names the day it was asked for

    @app.get("/charts/<chart_id>/marks/<path:mark>")
    def sources(chart_id: str, mark: str) -> Response:
        try:
            body = mark_html(package, query(), chart_id, mark)
        except KeyError:
            return server.not_found()
        return server.cacheable(Response(body, mimetype="text/html"), package)

    @app.get("/data/<name>.csv")
    def table(name: str) -> Response:
        if name not in package.tables:
            return server.not_found()
        return server.cacheable(Response(package.files[f"{name}.csv"], mimetype="text/csv"), package)

    @app.get("/<name>.json")
    def described(name: str) -> Response:
        if name not in ("datapackage", "manifest"):
            return server.not_found()
        return server.cacheable(Response(package.files[f"{name}.json"], mimetype="application/json"), package)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok", "data_version": package.version}

    @app.errorhandler(PictureError)
    def no_picture(error: PictureError) -> Response:
        text = "No picture can be drawn here now:\n" + "\n".join(map(str, error.problems)) + "\n"
        return Response(text, status=503, mimetype="text/plain", headers={"Retry-After": "30"})

    @app.errorhandler(DataError)
    def bad_request(error: DataError) -> Response:
        text = "This address asks for something that is not possible:"
        if request.path.startswith(_PAGES):
            items = html.Ul([html.Li(str(p)) for p in error.problems])
            body = [html.H1(text), items, html.P(html.A("The same page as it is by default", href=request.path))]
            return server.plain_page("Not possible", to_html(body), 400)
        return Response("\n".join([text, *map(str, error.problems), ""]), status=400, mimetype="text/plain")
