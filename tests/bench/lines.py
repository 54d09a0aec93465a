"""A slow line in front of servers: a relay that delays and rations what passes, websockets like everything else.

    python -m tests.bench.lines MBIT RTT_MS LISTEN:TARGET ...

`MBIT` 0 is no limit. The relay prints `ready`; then each line on its input is answered with one line of JSON: for each
LISTEN port what passed since the start, {"down": bytes, "up": bytes, "requests": n, "sockets": n}. It ends with its input.

Each LISTEN port is a line of its own. Its rate is shared by all connections in turn, in each direction. A byte arrives half
a round trip after it was sent, and a new connection costs one round trip more, as the handshake of TCP does. TLS and
the slow start of TCP are left out, for every variant.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import asdict, dataclass, field

CHUNK = 8192
_REQUEST = re.compile(rb"(?:GET|POST|HEAD|PUT|OPTIONS|DELETE) [^\r\n]+ HTTP/1\.1\r\n")


@dataclass
class Count:
    """What has passed a line: bytes in each direction, HTTP requests, connections."""

    down: int = 0
    up: int = 0
    requests: int = 0
    sockets: int = 0


@dataclass
class Rate:
    """One direction of a line: lets bytes through at `per_second`, one chunk after another."""

    per_second: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0

    async def let(self, size: int) -> None:
        """Returns when `size` bytes have gone out."""
        if not self.per_second:
            return
        async with self.turn:
            clock = asyncio.get_running_loop().time
            self.free = max(self.free, clock()) + size / self.per_second
            await asyncio.sleep(self.free - clock())


class Line:
    """A port that relays to another one over a line of `mbit` and `rtt` seconds."""

    def __init__(self, target: int, mbit: float, rtt: float) -> None:
        self.target, self.rtt, self.count = target, rtt, Count()
        self.rates = {way: Rate(mbit * 1e6 / 8) for way in ("down", "up")}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relays one connection until both ends are closed."""
        self.count.sockets += 1
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.sleep(self.rtt)
        await asyncio.gather(self.relay(reader, far_writer, "up"), self.relay(far_reader, writer, "down"))

    async def relay(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: str) -> None:
        """Carries one direction of a connection."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        delivery = asyncio.create_task(self.deliver(under_way, sink))
        clock = asyncio.get_running_loop().time
        try:
            while data := await source.read(CHUNK if self.rates[way].per_second else 1 << 16):
                setattr(self.count, way, getattr(self.count, way) + len(data))
                if way == "up" and _REQUEST.match(data):
                    self.count.requests += 1
                await self.rates[way].let(len(data))
                await under_way.put((clock() + self.rtt / 2, data))
        except OSError:
            pass
        await under_way.put((0, b""))
        await delivery

    async def deliver(self, under_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        """Hands over what has been under way for half a round trip."""
        clock = asyncio.get_running_loop().time
        open_ = True
        while True:
            due, data = await under_way.get()
            if not data:
                sink.close()
                return
            if (wait := due - clock()) > 0:
                await asyncio.sleep(wait)
            if open_:
                try:
                    sink.write(data)
                    await sink.drain()
                except OSError:
                    open_ = False


async def run(mbit: float, rtt_ms: float, pairs: dict[int, int]) -> None:
    """Serves the lines of {listen: target} until the input ends."""
    lines = {listen: Line(target, mbit, rtt_ms / 1000) for listen, target in pairs.items()}
    for listen, line in lines.items():
        await asyncio.start_server(line.serve, "127.0.0.1", listen, limit=1 << 16)
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps({listen: asdict(line.count) for listen, line in lines.items()}), flush=True)


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1]), float(sys.argv[2]), dict(tuple(map(int, p.split(":"))) for p in sys.argv[3:])))  # type: ignore[arg-type]
