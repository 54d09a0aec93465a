"""Set the headers of every answer: content security policy, protection against sniffing and leaks, caching."""

from flask import Flask, Response, g, request

from dashboard.data.package import Package
from dashboard.exports.rendering.markup import script_digest
from dashboard.pages import addresses
from dashboard.pages.html.document import start_script
from dashboard.web.dash_shell import is_page_request
from dashboard.web.etags import request_tag, with_tag

_POLICY = (
    "default-src 'self'",
    "script-src 'self' {starter}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
)


def add_security_headers(server: Flask, package: Package) -> None:
    """Add the headers to every answer of a server, and ETags to its pages."""
    policy = "; ".join(_POLICY).format(starter=script_digest(start_script().encode()))

    @server.after_request
    def headers(response: Response) -> Response:
        if request.method in ("GET", "HEAD") and is_page_request() and response.status_code == 200:
            live = addresses.is_live(request.path)
            state = ("finished" if g.get("finished") else "unfinished",) if live else ()
            with_tag(response, request_tag(package, *state)).make_conditional(request)
            if live:
                # it links to scripts by their content, so browsers revalidate it each time and mostly get a 304
                response.headers["Cache-Control"] = (
                    "public, max-age=0, must-revalidate" if g.get("finished") else "public, no-cache"
                )
        if response.status_code != 304:  # a cache would replace the policy of its stored file (RFC 9111, 3.2)
            response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.vary.add("Accept-Encoding")
        return response
