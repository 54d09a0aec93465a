"""Clients that ask a server for view after view, in a process of their own. Needs the standard library alone.

    python -m tests.bench.load PORT CLIENTS SECONDS SEQUENCES

SEQUENCES is a JSON file of views: each a list of requests [method, path, body] that one client sends one after another. Each
client starts at another view and goes round. Prints one line of JSON, see `drive`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

View = Callable[[], Awaitable[None]]
"""Asks for one view and returns when all of it is there; raises where it does not come."""
APART = 0.1
"""Seconds between the connections that ask for what will be counted for the first time."""
LATE = 20.0
"""Seconds after which an answer counts as an error."""
WARM = 1.0
MOST = 20.0


class Refused(Exception):
    """An answer that is not the one asked for."""


@dataclass
class Tally:
    """What was seen while it counted: seconds per view, errors by kind."""

    took: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    last: float = 0.0


async def drive(open_client: Callable[[int], Awaitable[View]], clients: int, seconds: float) -> dict[str, object]:
    """{"clients", "rate": views per second, "median", "p95": ms, "views": n, "errors": {kind: n}} of `clients` at once.

    All are opened first, ten at a time; then for `seconds`, after one second that does not count, each asks without a pause. It goes
    on, up to MOST seconds, where not as many views as clients were answered by then.
    """
    few = asyncio.Semaphore(10)

    async def opened(n: int) -> View:
        async with few:
            return await open_client(n)

    asks = await asyncio.gather(*map(opened, range(clients)))
    clock = time.perf_counter
    start = clock() + WARM
    end, tally = start + seconds, Tally()

    def on(now: float) -> bool:
        return now < end or (len(tally.took) < clients and now < start + MOST)

    async def client(ask: View) -> None:
        while on(began := clock()):
            try:
                await asyncio.wait_for(ask(), LATE)
            except Exception as error:  # whatever a server may break with is what is counted
                if clock() >= start:
                    tally.errors[type(error).__name__] = tally.errors.get(type(error).__name__, 0) + 1
                await asyncio.sleep(0.05)
            else:
                if start <= clock() and on(clock()):
                    tally.took.append(clock() - began)
                    tally.last = clock()

    await asyncio.gather(*map(client, asks))
    took, lasted = sorted(tally.took), max(seconds, tally.last - start)
    at = {
        name: round(1000 * took[int(share * (len(took) - 1))], 2) if took else None
        for name, share in (("median", 0.5), ("p95", 0.95))
    }
    return {"clients": clients, "rate": round(len(took) / lasted, 2), **at, "views": len(took), "errors": tally.errors}


class Connection:
    """A kept connection that sends prepared requests; opened anew where the server closes it, as a browser does."""

    def __init__(self, port: int) -> None:
        self.port, self.streams = port, None

    async def ask(self, request: bytes) -> bytes:
        """The body of an answer. Raises Refused for a status of 400 and more."""
        fresh = self.streams is None
        try:
            return await self._ask(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if fresh:
                raise
            return await self._ask(request)  # it was closed between two requests

    async def _ask(self, request: bytes) -> bytes:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        reader, writer = self.streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"content-length:" in head:
            body = await reader.readexactly(int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]))
        elif b"transfer-encoding: chunked" in head:
            body = b""
            while size := int(await reader.readline(), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readexactly(2)
        else:
            body = b"" if head.startswith(b"http/1.1 204") else await reader.read()
        if b"connection: close" in head or head.startswith(b"http/1.0"):
            self.close()
        if int(head.split(b" ", 2)[1]) >= 400:
            raise Refused
        return body

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


def written(method: str, path: str, body: str | None, port: int) -> bytes:
    """A request as it goes over the wire."""
    content = (body or "").encode()
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip, deflate, br", "Accept: */*"]
    if method == "POST":
        head += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*head, "", ""]).encode() + content


def asking(port: int, views: list[list[list[str]]]) -> Callable[[int], Awaitable[View]]:
    """Clients of HTTP that go round the views, each from another one on."""
    prepared = [[written(method, path, body, port) for method, path, body in view] for view in views]

    async def open_client(n: int) -> View:
        connection, turn = Connection(port), n * 7

        async def ask() -> None:
            nonlocal turn
            turn += 1
            for request in prepared[turn % len(prepared)]:
                await connection.ask(request)

        return ask

    return open_client


async def run(port: int, clients: int, seconds: float, views: list[list[list[str]]]) -> dict[str, object]:
    """What `drive` returns; every view has been asked for before over several connections, so that every worker has made it.

    They are opened one after another, while those before are being answered: opened at once, one worker may take all of them.
    """

    async def prime(n: int) -> None:
        await asyncio.sleep(n * APART)
        ask = await asking(port, views)(n)
        for _ in views:
            await ask()

    await asyncio.gather(*map(prime, range(12)))
    return await drive(asking(port, views), clients, seconds)


def main() -> None:
    port, clients, seconds, views = (
        int(sys.argv[1]),
        int(sys.argv[2]),
        float(sys.argv[3]),
        json.loads(Path(sys.argv[4]).read_text(encoding="utf-8")),
    )
    print(json.dumps(asyncio.run(run(port, clients, seconds, views))))


if __name__ == "__main__":
    main()
