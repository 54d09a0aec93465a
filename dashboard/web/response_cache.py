"""Finished answers, kept: what one reader was sent, compressed, goes to the next one from memory.

An answer follows from its address, the data and the code alone, and both are fixed while a server runs. The exception is
a page whose first picture is still to be drawn: it is kept for `SOON`.
"""

import gzip
import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from weakref import WeakValueDictionary
from wsgiref.types import StartResponse, WSGIApplication

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags, unquote_etag
from werkzeug.wrappers import Response

# Bytes of answers that a process keeps, some 1,100 views.
MOST = 64_000_000
LEAST_COMPRESSED = 800
# Bytes that an answer takes beside its body: headers, key, objects.
_OVERHEAD = 2_000
# Seconds for which an answer is kept that says `no-cache`: a page whose first picture is still to be drawn.
SOON = 1.0
# Seconds to wait for another who makes the same answer.
_PATIENCE = 5.0
_TEXTS = ("text/", "application/json", "application/javascript", "application/csvm+json", "image/svg+xml")
# Paths whose 304 needs no body to be made (see `conditional`).
_TAGGED_BY_NAME = re.compile(r"/view\.json|/deck\.pptx|/charts/[^/]+\.[^/]+")
_OF_BODY = ("content-length", "content-type", "content-encoding", "content-disposition", "content-security-policy")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a server sends: all of it, in one encoding."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    # When it is to be made again, by the monotonic clock.
    until: float = math.inf

    def header(self, name: str) -> str:
        """A header's value by its name in lower case; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def send(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answers a request: 304 where the asker has it, and no body to HEAD."""
        asked, tag = environ.get("HTTP_IF_NONE_MATCH"), self.header("etag")
        if (
            asked
            and tag
            and self.status.startswith("200")
            and parse_etags(asked).contains_weak(unquote_etag(tag)[0] or "")
        ):
            start("304 NOT MODIFIED", [h for h in self.headers if h[0].lower() not in _OF_BODY])
            return []
        start(self.status, list(self.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


@lru_cache(maxsize=256)
def encoding_for(accepts: str) -> str:
    """`br`, `gzip` or the empty text, by an Accept-Encoding header: what is liked best, brotli first. Nonsense accepts nothing."""
    liked = dict(iter(parse_accept_header(accepts, Accept)))
    best = max(("br", "gzip"), key=lambda name: liked.get(name, liked.get("*", 0)))
    return best if liked.get(best, liked.get("*", 0)) > 0 else ""


def compressed(answer: Answer, encoding: str) -> Answer:
    """A text in an encoding; anything else as it is. The ETag becomes weak: the bytes are others, the content is the same."""
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
    """A WSGI application before another: sends what that one answered before, asks it where that is not kept.

    Kept is what is public and has an ETag, up to `most` bytes, the least recently asked for going first. What is new
    is made once, however many ask for it at the same time.
    """

    def __init__(self, app: WSGIApplication, most: int = MOST) -> None:
        self._app, self.most = app, most
        self.size = 0
        """Bytes kept now."""
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._turns: WeakValueDictionary[Key, Any] = WeakValueDictionary()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        host = environ.get("HTTP_HOST", "")
        key = (
            environ["wsgi.url_scheme"],
            host,
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            encoding,
        )
        answer = self._find(key) or self._in_turn(key, environ, encoding)
        return answer.send(environ, start)

    def _find(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or answer.until < time.monotonic():
                return None
            self._answers.move_to_end(key)
            return answer

    def _in_turn(self, key: Key, environ: dict[str, Any], encoding: str) -> Answer:
        if "HTTP_IF_NONE_MATCH" in environ and _TAGGED_BY_NAME.fullmatch(environ["PATH_INFO"]):
            return self._ask(key, environ, encoding)
        environ = {
            name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"
        }  # what is made is kept, `send` compares
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        mine = turn.acquire(timeout=_PATIENCE)
        try:
            return self._find(key) or self._ask(key, environ, encoding)
        finally:
            if mine:
                turn.release()

    def _ask(self, key: Key, environ: dict[str, Any], encoding: str) -> Answer:
        response = Response.from_app(self._app, {**environ, "REQUEST_METHOD": "GET"}, buffered=True)
        until = time.monotonic() + SOON if "no-cache" in response.headers.get("Cache-Control", "") else math.inf
        answer = compressed(Answer(response.status, tuple(response.headers), response.get_data(), until), encoding)
        if answer.status.startswith("200") and answer.header("etag") and "public" in answer.header("cache-control"):
            self._keep(key, answer)
        return answer

    def _keep(self, key: Key, answer: Answer) -> None:
        if len(answer.body) > self.most // 8:
            return
        with self._lock:
            before = self._answers.pop(key, None)
            self._answers[key] = answer
            self.size += _cost(answer) - (_cost(before) if before else 0)
            while self.size > self.most:
                self.size -= _cost(self._answers.popitem(last=False)[1])


def _cost(answer: Answer) -> int:
    return len(answer.body) + _OVERHEAD
