"""Add the routes besides the pages: charts as files, marks, tables, health. Unknown URLs are real 404s."""

from collections.abc import Callable

from dash import html
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from dashboard.charts.base import Chart, charts
from dashboard.data.flows import metrics_csv
from dashboard.data.package import Package
from dashboard.data.parameters import Misread
from dashboard.data.selection import Impossible, parse_strict
from dashboard.data.view import View
from dashboard.exports import requests
from dashboard.exports.formats.html import policy
from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export, formats
from dashboard.exports.rendering.browser import PictureError
from dashboard.exports.rendering.markup import render
from dashboard.pages import addresses
from dashboard.pages.home.render import mark_html, page_json
from dashboard.pages.html.document import plain_document
from dashboard.pages.html.to_html import to_html
from dashboard.pages.present import page as present
from dashboard.text.sentence import words
from dashboard.text.wording.selection_words import problem_in_words
from dashboard.web import etags
from dashboard.web.dash_shell import is_page_request, query
from etl.contracts.errors import DataError


def register(app: Flask, package: Package) -> None:
    """Add the routes and the answers to errors to a Flask server."""
    _add_file_routes(app, package)
    _add_live_routes(app, package)
    _add_table_routes(app, package)
    _add_error_handlers(app)


def _view(package: Package) -> View:
    """Return the requested view. Raises DataError for a bad parameter."""
    return View(package, parse_strict(package, query()))


def _add_file_routes(app: Flask, package: Package) -> None:

    @app.get("/charts/<name>.<ending>")
    def file(name: str, ending: str) -> Response:
        target = requests.find(f"{name}.{ending}")
        if target is None:
            return _not_found(requests.explain_unknown(name, ending))
        return _chart_file(_view(package), *target)

    @app.get("/deck.<ending>")
    def deck(ending: str) -> Response:
        export = formats().get(ending)
        if export is None or not export.together:
            return _not_found()
        view, site = _view(package), request.host_url.rstrip("/")
        make = lambda: requests.render_all(view, export, site)  # noqa: E731
        return _file(view, f"{requests.DECK}.{ending}", export.mimetype, make)

    @app.get("/present")
    @app.get("/present.html")
    def slides() -> Response:
        view, alone = _view(package), request.path.endswith(".html")
        back = "" if alone else requests.view_address(view, "/")

        def make() -> Response:
            body = present.page(view, back, both="theme" not in request.args)
            return Response(body, mimetype="text/html", headers={"Content-Security-Policy": policy(body)})

        return etags.tagged(package, make)


def _add_live_routes(app: Flask, package: Package) -> None:

    @app.get("/view.json")
    def view() -> Response:
        only = request.args.get("only")
        if only is not None and only not in charts():
            return _not_found()
        make = lambda: Response(page_json(package, query(), only), mimetype="application/json")  # noqa: E731
        return etags.tagged(package, make)

    @app.get("/charts/<chart_id>/cite")
    def cite(chart_id: str) -> Response:
        if chart_id not in charts():
            return _not_found()
        body = to_json(requests.citation(_view(package), charts()[chart_id], request.host_url.rstrip("/")))
        # it contains today's date
        return Response(body, mimetype="application/json", headers={"Cache-Control": "no-cache"})

    @app.get("/charts/<chart_id>/marks/<path:mark>")
    def sources(chart_id: str, mark: str) -> Response:
        try:
            body = mark_html(package, query(), chart_id, mark)
        except KeyError:
            return _not_found()
        return etags.tagged(package, lambda: Response(body, mimetype="text/html"))


def _add_table_routes(app: Flask, package: Package) -> None:

    @app.get("/data/<name>.csv")
    def table(name: str) -> Response:
        made = {"metrics": metrics_csv}.get(name, lambda of: of.files[f"{name}.csv"])
        if name not in (*package.tables, "metrics"):
            return _not_found()
        return etags.tagged(package, lambda: Response(made(package), mimetype="text/csv"))

    @app.get("/<name>.json")
    def described(name: str) -> Response:
        if name not in ("datapackage", "manifest"):
            return _not_found()
        make = lambda: Response(package.files[f"{name}.json"], mimetype="application/json")  # noqa: E731
        return etags.tagged(package, make)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok", "data_version": package.version}


def _chart_file(view: View, chart: Chart, export: Export) -> Response:
    url = request.host_url.rstrip("/") + requests.view_address(view, f"/charts/{chart.id}")
    name = f"{chart.id}.{export.ending}"
    answer = _file(view, name, export.mimetype, lambda: export.render(ExportMetadata(chart, view, url)))
    if export.policy and answer.status_code == 200:
        answer.headers["Content-Security-Policy"] = export.policy(answer.get_data())
    if export.sidecar:
        meta = f"{chart.id}.{export.sidecar}" + requests.view_address(view, "")
        answer.headers["Link"] = f'<{meta}>; rel="describedby"; type="{formats()[export.sidecar].mimetype}"'
    return answer


def _file(view: View, name: str, mimetype: str, make: Callable[[], bytes]) -> Response:
    """Return a file, or a 304 before making it."""
    disposition = {"Content-Disposition": f'inline; filename="{requests.file_name(view, name)}"'}
    return etags.tagged(view.package, lambda: Response(make(), content_type=mimetype, headers=disposition))


def _not_found(why: str = "") -> Response:
    """Return a 404 page with the reason, where there is one, and a way back."""
    text = plain_document(words("errors.not-found-title"), render("lost", why=why), request.args.get("theme", ""))
    return Response(text, status=404, mimetype="text/html")


def _not_possible(error: Impossible | DataError) -> Response:
    """Return a 400 that names what is wrong with a URL: as a page where people read it, else as text."""
    text = words("errors.not-possible")
    problems = [str(problem_in_words(p)) if isinstance(p, Misread) else str(p) for p in error.problems]
    if addresses.is_plain(request.path):
        items = html.Ul([html.Li(problem) for problem in problems])
        way_back = html.P(html.A(words("errors.by-default"), href=request.path))
        title, body = words("errors.not-possible-title"), to_html([html.H1(text), items, way_back])
        page = plain_document(title, body, request.args.get("theme", ""))
        return Response(page, status=400, mimetype="text/html")
    return Response("\n".join([text, *problems, ""]), status=400, mimetype="text/plain")


def _add_error_handlers(app: Flask) -> None:
    app.register_error_handler(Impossible, _not_possible)
    app.register_error_handler(DataError, _not_possible)

    @app.before_request
    def unknown_page() -> Response | None:
        known = addresses.is_live(request.path) or addresses.is_plain(request.path)
        return _not_found() if is_page_request() and not known else None

    @app.errorhandler(PictureError)
    def no_picture(error: PictureError) -> Response:
        text = "\n".join([words("errors.no-picture"), *map(str, error.problems), ""])
        return Response(text, status=503, mimetype="text/plain", headers={"Retry-After": "30"})

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code == 404:
            return _not_found()
        return Response(f"{error.name}: {error.description}\n", status=error.code, mimetype="text/plain")

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        if request.path.startswith(("/_dash-update-component", "/_dash-component-suites")):
            # Dash raises plain exceptions for a malformed request body or path
            app.logger.info("refused %s: %r", request.path, error)
            return Response(f"{words('errors.not-understood')}\n", status=400, mimetype="text/plain")
        app.logger.exception("fault at %s", request.path)
        return Response(f"{words('errors.fault')}\n", status=500, mimetype="text/plain")
