"""Make ETags from requests. URL, data and code determine an answer, so a 304 needs no new computation."""

import hashlib
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
            if p.suffix in (".py", ".toml", ".js", ".css", ".woff2") and ".static" not in p.parts
        ):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def make_tag(*parts: str) -> str:
    """Return an ETag from the parts that determine an answer; pass the data version as one of them."""
    return hashlib.sha256("\n".join((*parts, code_version())).encode()).hexdigest()[:24]


def request_tag(package: Package) -> str:
    """Return the ETag of the requested URL, whatever its host."""
    return make_tag(request.path, request.query_string.decode(errors="replace"), package.version)


def with_tag(answer: Response, tag: str) -> Response:
    """Return the answer with an ETag and Cache-Control."""
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = MINUTE
    return answer


def not_modified(tag: str) -> Response | None:
    """Return a 304 where the client already has the answer with this ETag, else None."""
    return with_tag(Response(status=304), tag) if request.if_none_match.contains_weak(tag) else None


def cacheable(response: Response, package: Package) -> Response:
    """Return a response that browsers may cache, or a 304. Its ETag follows the bytes and the data version."""
    with_tag(response, hashlib.sha256(response.get_data() + package.version.encode()).hexdigest()[:24])
    response.make_conditional(request)
    return response
