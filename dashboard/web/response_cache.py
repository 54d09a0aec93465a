"""Cache finished answers: the compressed bytes for one reader serve the next one from memory.

URL, data and code alone determine an answer, and data and code do not change while a server runs. The exception is a
page whose first picture is still to be drawn: it is cached for `SOON`.
"""

import gzip
import math
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from weakref import WeakValueDictionary
from wsgiref.types import StartResponse, WSGIApplication

import brotli
from cachetools import TLRUCache
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags, unquote_etag
from werkzeug.wrappers import Response

# Bytes of answers that a process caches, some 1,100 views.
MOST = 64_000_000
LEAST_COMPRESSED = 800
# Bytes that an answer takes besides its body: headers, key, objects.
_OVERHEAD = 2_000
# Seconds to cache an answer marked `no-cache`: a page whose first picture is still to be drawn.
SOON = 1.0
# Seconds to wait while another thread makes the same answer.
_TURN_TIMEOUT = 5.0
_TEXTS = ("text/", "application/json", "application/javascript", "application/csvm+json", "image/svg+xml")
# Paths that can answer 304 without making the body (see `etags.tagged`).
_TAGGED_BY_NAME = re.compile(r"/view\.json|/deck\.[^/]+|/charts/[^/]+\.[^/]+")
_BODY_HEADERS = ("content-length", "content-type", "content-encoding", "content-disposition", "content-security-policy")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Complete answer of a server, in one encoding."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    # Expiry by the monotonic clock.
    until: float = math.inf

    def header(self, name: str) -> str:
        """Return the value of a header by its lower-case name; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def send(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer a request: with 304 where the client has the answer, and without a body for HEAD."""
        known_tags, tag = environ.get("HTTP_IF_NONE_MATCH"), self.header("etag")
        if (
            known_tags
            and tag
            and self.status.startswith("200")
            and parse_etags(known_tags).contains_weak(unquote_etag(tag)[0] or "")
        ):
            start("304 NOT MODIFIED", [h for h in self.headers if h[0].lower() not in _BODY_HEADERS])
            return []
        start(self.status, list(self.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


@lru_cache(maxsize=256)
def encoding_for(accepts: str) -> str:
    """Return `br`, `gzip` or an empty text for an Accept-Encoding header, the client's favourite, brotli first.

    A malformed header counts as accepting nothing.
    """
    weights = dict(iter(parse_accept_header(accepts, Accept)))
    best = max(("br", "gzip"), key=lambda name: weights.get(name, weights.get("*", 0)))
    return best if weights.get(best, weights.get("*", 0)) > 0 else ""


def compressed(answer: Answer, encoding: str) -> Answer:
    """Return a text compressed in an encoding, and anything else as it is.

    The ETag becomes weak, because the bytes differ while the content is the same.
    """
    text = answer.header("content-type").startswith(_TEXTS) and not answer.header("content-encoding")
    if not encoding or not text or not answer.status.startswith("200") or len(answer.body) < LEAST_COMPRESSED:
        return answer
    body = brotli.compress(answer.body, quality=5) if encoding == "br" else gzip.compress(answer.body, 6, mtime=0)
    headers = [
        (k, f"W/{v}" if k.lower() == "etag" and not v.startswith("W/") else v)
        for k, v in answer.headers
        if k.lower() != "content-length"
    ]
    return replace(
        answer, headers=(*headers, ("Content-Encoding", encoding), ("Content-Length", str(len(body)))), body=body
    )


class ResponseCache:
    """WSGI application in front of another: sends that one's earlier answers, and calls it for new ones.

    Caches what is public and has an ETag, up to `most` bytes, and drops the least recently used first. A new answer is
    made once, however many clients request it at the same time.
    """

    def __init__(self, app: WSGIApplication, most: int = MOST) -> None:
        self._app, self.most = app, most
        self._answers: TLRUCache[Key, Answer] = TLRUCache(
            most, ttu=lambda key, answer, now: answer.until, timer=time.monotonic, getsizeof=_bytes_used
        )
        self._turns: WeakValueDictionary[Key, Any] = WeakValueDictionary()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            encoding,
        )
        answer = self._find(key) or self._make_once(key, environ, encoding)
        return answer.send(environ, start)

    def _find(self, key: Key) -> Answer | None:
        with self._lock:
            return self._answers.get(key)

    def _make_once(self, key: Key, environ: dict[str, Any], encoding: str) -> Answer:
        if "HTTP_IF_NONE_MATCH" in environ and _TAGGED_BY_NAME.fullmatch(environ["PATH_INFO"]):
            return self._make(key, environ, encoding)
        # the answer is cached in full; `send` compares its ETag
        environ = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        acquired = turn.acquire(timeout=_TURN_TIMEOUT)
        try:
            return self._find(key) or self._make(key, environ, encoding)
        finally:
            if acquired:
                turn.release()

    def _make(self, key: Key, environ: dict[str, Any], encoding: str) -> Answer:
        response = Response.from_app(self._app, {**environ, "REQUEST_METHOD": "GET"}, buffered=True)
        until = time.monotonic() + SOON if "no-cache" in response.headers.get("Cache-Control", "") else math.inf
        answer = compressed(Answer(response.status, tuple(response.headers), response.get_data(), until), encoding)
        if answer.status.startswith("200") and answer.header("etag") and "public" in answer.header("cache-control"):
            self._store(key, answer)
        return answer

    def _store(self, key: Key, answer: Answer) -> None:
        if len(answer.body) <= self.most // 8:
            with self._lock:
                self._answers[key] = answer

    @property
    def size(self) -> int:
        """Bytes cached now."""
        return int(self._answers.currsize)


def _bytes_used(answer: Answer) -> int:
    return len(answer.body) + _OVERHEAD
