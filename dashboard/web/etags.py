"""ETags from what is asked: an answer follows from its address, the data and the code, so what the asker has is not made again."""

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
    """A digest of the code that makes answers: ours with its fonts and scripts, and which Dash and plotly."""
    digest = hashlib.sha256(" ".join(map(version, ("dash", "plotly"))).encode())
    for folder in (ROOT / "dashboard", ROOT / "etl"):
        for path in sorted(
            p for p in folder.rglob("*") if p.suffix in (".py", ".js", ".css", ".woff2") and ".static" not in p.parts
        ):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def make_tag(*asked: str) -> str:
    """The ETag of an answer to what is asked, the data version included."""
    return hashlib.sha256("\n".join((*asked, code_version())).encode()).hexdigest()[:24]


def request_tag(package: Package) -> str:
    """The ETag of the address that is asked for, on any host."""
    return make_tag(request.path, request.query_string.decode(errors="replace"), package.version)


def with_tag(answer: Response, tag: str) -> Response:
    """An answer with its ETag and Cache-Control."""
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = MINUTE
    return answer


def not_modified(tag: str) -> Response | None:
    """A 304 where the asker has the answer of this ETag, else None."""
    return with_tag(Response(status=304), tag) if request.if_none_match.contains_weak(tag) else None


def cacheable(response: Response, package: Package) -> Response:
    """A response that browsers may keep: its ETag follows the bytes and the data version; 304 when unchanged."""
    response.set_etag(hashlib.sha256(response.get_data() + package.version.encode()).hexdigest()[:24])
    response.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    response.make_conditional(request)
    return response
