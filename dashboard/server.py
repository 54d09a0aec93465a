"""What every answer carries and how files are sent: headers, compression, real errors."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Response, request
from werkzeug.exceptions import HTTPException
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from dashboard.data import Package
from dashboard.selection import THEMES

STATIC = Path(__file__).parent / ".static"
"""Compressed copies of scripts, styles and fonts; made once per version, safe to delete."""
_ASYNC = ("/_dash-component-suites/dash/dcc/async-graph.js",)
_UNUSED = re.compile(r'<script src="[^"]*/dash_table/[^"]*"></script>\s*')
"""Dash adds its table's script to every page; ours are HTML tables."""
_LINK = re.compile(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+)"')


def document(parts: dict[str, Any], title: str, text: str) -> str:
    """The HTML page: Dash's parts around the readable text of the view."""
    theme = request.args.get("theme", "")
    chosen = f' data-theme="{theme}"' if theme in THEMES else ""
    return f"""<!DOCTYPE html>
<html lang="en"{chosen}>
<head>
{parts["metas"]}
<meta name="description" content="Which way arms flowed between two states, when that turned, how sure we are, who says so and who denies it.">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
{parts["css"]}
<noscript><style>.graph, .range, .marks {{ display: none }}</style></noscript>
</head>
<body>
<div id="react-entry-point">{text}</div>
<footer hidden>{parts["config"]}{_UNUSED.sub("", parts["scripts"])}{parts["renderer"]}</footer>
</body>
</html>"""


def cacheable(response: Response, package: Package) -> Response:
    """A response that browsers may keep: its ETag follows the bytes and the data version; 304 when unchanged."""
    response.set_etag(hashlib.sha256(response.get_data() + package.version.encode()).hexdigest()[:24])
    response.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    response.make_conditional(request)
    return response


def plain_page(title: str, body: str, status: int = 200) -> Response:
    """A page that needs no script, in the same dress."""
    theme = request.args.get("theme", "")
    chosen = f' data-theme="{theme}"' if theme in THEMES else ""
    query = f"?{escape(request.query_string.decode(errors='replace'))}" if request.query_string and status == 200 else ""
    text = f"""<!DOCTYPE html>
<html lang="en"{chosen}>
<head>
<meta charset="utf-8">
<title>{escape(title)} – Dependency reversal</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/fonts.css">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<div id="page">
<header class="top"><a class="name" href="/">Dependency reversal</a><nav aria-label="Pages"><a href="/{query}">Dashboard</a><a href="/events{query}">Events</a><a href="/sources{query}">Sources</a><a href="/methods{query}">Methods</a></nav></header>
<main>{body}</main>
</div>
</body>
</html>"""
    return Response(text, status=status, mimetype="text/html")


def not_found() -> Response:
    """A real 404, with a way back."""
    return plain_page("Not found", '<h1>Nothing is at this address.</h1><p class="lead"><a href="/">Back to the dashboard</a></p>', 404)


def harden(app: Dash) -> None:
    """Adds content policy, errors that say what is wrong, and compressed static files to an app."""
    from dashboard.routes import is_page

    server = app.server
    policy = "; ".join([
        "default-src 'self'", f"script-src 'self' {' '.join(app.csp_hashes())}", "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'",
    ])  # fmt: skip

    @server.before_request
    def unknown_page() -> Response | None:
        if request.endpoint == "/<path:path>" and not is_page(request.path):
            return not_found()
        return None

    @server.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.vary.add("Accept-Encoding")
        return _compressed(response)

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

    server.wsgi_app = WhiteNoise(
        server.wsgi_app, root=str(collect(app)), max_age=31_536_000, immutable_file_test=lambda path, url: True,
        add_headers_function=lambda headers, path, url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )  # fmt: skip


def _compressed(response: Response) -> Response:
    """Small texts are compressed as they go; what is kept is compressed once, by `collect`."""
    import gzip

    body_may = response.status_code == 200 and not response.direct_passthrough and "Content-Encoding" not in response.headers
    if not body_may or not request.accept_encodings.quality("gzip") or len(response.get_data()) < 800:
        return response
    response.set_data(gzip.compress(response.get_data(), 4, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def collect(app: Dash) -> Path:
    """A folder of every static file the page asks for, compressed with gzip and brotli, made once per content."""
    client = app.server.test_client()
    page = client.get("/").get_data(as_text=True)
    urls = [*dict.fromkeys(_LINK.findall(page)), *_ASYNC]
    fonts = [f"/assets/{p.name}" for p in sorted(Path(app.config.assets_folder).glob("*.woff2"))]
    files = {url.split("?")[0]: client.get(url, buffered=True).get_data() for url in [*urls, *fonts]}
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(name.encode() + data)
    folder = STATIC / digest.hexdigest()[:16]
    if folder.exists():
        return folder
    STATIC.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=STATIC))
    compressor = Compressor(quiet=True)
    for name, data in files.items():
        path = fresh / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    try:
        os.rename(fresh, folder)
    except OSError:  # another worker was quicker
        shutil.rmtree(fresh, ignore_errors=True)
    return folder
