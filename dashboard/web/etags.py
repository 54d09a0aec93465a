"""Make ETags from requests. URL, data and code determine an answer, so a 304 needs no new computation."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flask import Response, request

from dashboard.data.package import Package

ROOT = Path(__file__).resolve().parents[2]
MINUTE = "public, max-age=60, must-revalidate"


@cache
def code_version() -> str:
    """Return a digest of the code, words, fonts and scripts behind the answers, and the versions of Dash and plotly."""
    digest = hashlib.sha256(" ".join(map(version, ("dash", "plotly"))).encode())
    for folder in (ROOT / "dashboard", ROOT / "etl"):
        for path in sorted(
            p
            for p in folder.rglob("*")
            if p.suffix in (".py", ".toml", ".csv", ".js", ".css", ".woff2") and ".static" not in p.parts
        ):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def request_tag(package: Package, *state: str) -> str:
    """Return the ETag of the requested URL: host, path and query, data and code, and a state the answer depends on."""
    parts = (request.url, package.version, code_version(), *state)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def tagged(package: Package, make: Callable[[], Response]) -> Response:
    """Return the answer that `make` makes, with its ETag, or a 304 without making it where the client has it already."""
    tag = request_tag(package)
    known = request.if_none_match.contains_weak(tag)
    return with_tag(Response(status=304) if known else make(), tag)


def with_tag(answer: Response, tag: str) -> Response:
    """Return the answer with an ETag and Cache-Control; only what succeeded is cached."""
    if answer.status_code in (200, 304):
        answer.set_etag(tag)
        answer.headers["Cache-Control"] = MINUTE
    return answer
