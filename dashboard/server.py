"""What every answer carries and how static files are sent: headers, real errors."""

from __future__ import annotations

import hashlib
from html import escape

from dash import Dash
from flask import Response, g, request
from werkzeug.exceptions import HTTPException
from whitenoise import WhiteNoise

from dashboard.answers import Kept
from dashboard.bundles import FONTS, STYLES, Bundles, starter, styles
from dashboard.data import Package
from dashboard.htmltext import digest
from dashboard.selection import THEMES

_NO_SCRIPT = ".plot:empty, .range, .marks, #theme { display: none }"


def document(bundles: Bundles, config: str, title: str, text: str) -> str:
    """The HTML page: the readable text of the view with its first picture, and what makes it live, in the order it is needed.

    `start.js` loads our script once the page is painted, that one plotly, and Dash's last; Dash looks for the element of that id,
    and for `data-src`, in every page. Nothing is asked for in advance: what reads it would take the processor from the paint. Nor
    are our fonts, which would have the page laid out twice before it is painted: fallback.css has their measures.
    """
    scripts = f'<script id="_dash-renderer" data-page="{bundles.page}" data-plotly="{bundles.plotly}" data-src="{bundles.dash}">{starter()}</script>'
    return f"""{_head(title, fonts="(scripting: none)")}
<noscript><style>{_NO_SCRIPT}</style></noscript>
</head>
<body>
{text}
<div id="react-entry-point" hidden></div>{config}{scripts}
</body>
</html>"""


def _head(title: str, fonts: str = "all") -> str:
    """The beginning of a page, up to where its head may go on. `fonts` is the medium that our fonts are for at first."""
    theme = request.args.get("theme", "")
    chosen = f' data-theme="{theme}"' if theme in THEMES else ""
    return f"""<!DOCTYPE html>
<html lang="en"{chosen}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Which way arms flowed between two states, when that turned, how sure we are, who says so and who denies it.">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{styles(*STYLES)}</style>
<style id="fonts" media="{fonts}">{styles(FONTS)}</style>"""


def cacheable(response: Response, package: Package) -> Response:
    """A response that browsers may keep: its ETag follows the bytes and the data version; 304 when unchanged."""
    response.set_etag(hashlib.sha256(response.get_data() + package.version.encode()).hexdigest()[:24])
    response.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    response.make_conditional(request)
    return response


def plain_page(title: str, body: str, status: int = 200) -> Response:
    """A page that needs no script, in the same dress."""
    query = f"?{escape(request.query_string.decode(errors='replace'))}" if request.query_string and status == 200 else ""
    text = f"""{_head(f"{title} – Dependency reversal")}
</head>
<body>
<div id="page">
<header class="top"><a class="name" href="/">Dependency reversal</a><nav aria-label="Pages"><a href="/{query}">Dashboard</a><a href="/events{query}">Events</a><a href="/sources{query}">Sources</a><a href="/methods{query}">Methods</a></nav></header>
<main>{body}</main>
</div>
</body>
</html>"""
    return Response(text, status=status, mimetype="text/html")


def not_found(why: str = "") -> Response:
    """A real 404, with what there is where that is known, and a way back."""
    said = f"<p>{escape(why)}</p>" if why else ""
    return plain_page("Not found", f'<h1>Nothing is at this address.</h1>{said}<p class="lead"><a href="/">Back to the dashboard</a></p>', 404)


def harden(app: Dash, package: Package) -> None:
    """Adds content policy and errors that say what is wrong to an app."""
    from dashboard.routes import is_page

    server = app.server
    policy = "; ".join([
        "default-src 'self'", f"script-src 'self' {digest(starter().encode())}", "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'",
    ])  # fmt: skip

    @server.before_request
    def unknown_page() -> Response | None:
        if request.endpoint == "/<path:path>" and not is_page(request.path):
            return not_found()
        return None

    @server.after_request
    def headers(response: Response) -> Response:
        if request.method in ("GET", "HEAD") and is_page(request.path) and response.status_code == 200:
            cacheable(response, package)
            # a page names its scripts by their content: it is asked for anew each time, and mostly answered by 304
            response.headers["Cache-Control"] = "public, max-age=0, must-revalidate" if g.get("finished") else "public, no-cache"
        if response.status_code != 304:  # a keeper would put it over that of the file it holds (RFC 9111, 3.2)
            response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.vary.add("Accept-Encoding")
        return response

    @server.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code == 404:
            return not_found()
        return Response(f"{error.name}: {error.description}\n", status=error.code, mimetype="text/plain")

    @server.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        if request.path.startswith(("/_dash-update-component", "/_dash-component-suites")):
            # Dash raises plain exceptions for a malformed request body or path
            server.logger.info("refused %s: %r", request.path, error)
            return Response("This request is not understood.\n", status=400, mimetype="text/plain")
        server.logger.exception("fault at %s", request.path)
        return Response("Something went wrong on our side.\n", status=500, mimetype="text/plain")


def serve_files(app: Dash, bundles: Bundles) -> None:
    """Has an app serve the files of its pages, compressed, to be kept for ever."""
    app.server.wsgi_app = WhiteNoise(
        Kept(app.server.wsgi_app), root=str(bundles.folder), max_age=31_536_000, immutable_file_test=lambda path, url: True,
        add_headers_function=lambda headers, path, url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )  # fmt: skip


