"""Clients of Streamlit and Panel, which answer over a websocket: like `tests.bench.load`, run in the peers' environment.

    python -m tests.bench.peers.sockets KIND PORT CLIENTS SECONDS TRAFFIC      KIND: streamlit, panel, with -page for first pages

TRAFFIC is a JSON file with what a browser sent: {"page": [[method, path, body], ...], "frames": [base64, ...]}.

A view of Streamlit is the message of its radio control until the script has run and its status says so; charts that the client
says it has are sent by name alone, as in a browser that has seen both views. A view of Panel is the change of its radio control until
the four panes have been sent; what a browser then reports of each chart is not sent. A first page is the page, the socket,
and the first run of the script, or the document.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import sys
from pathlib import Path

from websockets.asyncio.client import connect

from tests.bench.load import Connection, View, drive, written

RUN_ENDED = b"J\x00"
"""Streamlit's message of a session whose script no longer runs."""
DRAWN = '"attr":"_render_count"'
"""What Panel sends of a pane after its data."""
_TOKEN = re.compile(rb'"token":"([^"]+)"')
_RADIO = re.compile(r'RadioButtonGroup","id":"(\w+)"')
_MOST = 1 << 26


class Streamlit:
    """A session of Streamlit. `frames` are what a browser sent: the first run, then each choice, the last two with both views known."""

    def __init__(self, port: int, frames: list[bytes]) -> None:
        self.url, self.first, self.choices, self.turn = (
            f"ws://127.0.0.1:{port}/_stcore/stream",
            frames[0],
            frames[-2:],
            0,
        )

    async def open(self, _page: bytes) -> None:
        self.socket = await connect(
            self.url,
            subprotocols=["streamlit"],
            max_size=_MOST,
            open_timeout=60,
            origin=self.url.replace("ws", "http", 1)[:-15],
        )
        await self._run(self.first)

    async def _run(self, frame: bytes) -> None:
        await self.socket.send(frame)
        while await self.socket.recv() != RUN_ENDED:
            pass

    async def ask(self) -> None:
        self.turn += 1
        await self._run(self.choices[self.turn % 2])


class Panel:
    """A session of Panel: Bokeh's protocol, a message of header, metadata and content in a frame each."""

    def __init__(self, port: int, _frames: list[bytes]) -> None:
        self.url, self.turn = f"ws://127.0.0.1:{port}/ws", 0

    async def open(self, page: bytes) -> None:
        token = _TOKEN.search(page)
        assert token
        self.socket = await connect(
            self.url, subprotocols=["bokeh", token[1].decode()], max_size=_MOST, open_timeout=60
        )
        await self._received()
        await self._send("PULL-DOC-REQ", {})
        document = await self._received()
        radio = _RADIO.search(document[1])
        assert radio
        self.radio = radio[1]

    async def _send(self, kind: str, content: object) -> None:
        self.turn += 1
        for part in ({"msgid": f"bench{self.turn}", "msgtype": kind}, {}, content):
            await self.socket.send(json.dumps(part))

    async def _received(self) -> tuple[str, str]:
        header, _, content = [str(await self.socket.recv()) for _ in range(3)]
        for _ in range(2 * int(json.loads(header).get("num_buffers", 0))):
            await self.socket.recv()
        return header, content

    async def ask(self) -> None:
        await self._send(
            "PATCH-DOC",
            {"events": [{"kind": "ModelChanged", "model": {"id": self.radio}, "attr": "active", "new": self.turn % 2}]},
        )
        patched = 0
        while patched < 4:
            _, content = await self._received()
            patched += content.count(DRAWN)


async def run(kind: str, port: int, clients: int, seconds: float, traffic: dict[str, list]) -> dict[str, object]:
    """What `drive` returns, of views or of first pages."""
    session_of = {"streamlit": Streamlit, "panel": Panel}[kind.removesuffix("-page")]
    frames = [base64.b64decode(frame) for frame in traffic["frames"]]
    page = [written(method, path, body, port) for method, path, body in traffic["page"]]

    leaving: set[asyncio.Task[None]] = set()

    async def opened(connection: Connection) -> Streamlit | Panel:
        first = [await connection.ask(request) for request in page][0]
        session = session_of(port, frames)
        await session.open(first)
        return session

    async def open_client(n: int) -> View:
        connection = Connection(port)
        if not kind.endswith("-page"):
            return (await opened(connection)).ask

        async def ask() -> None:
            session = await opened(connection)
            leaving.add(task := asyncio.create_task(session.socket.close()))  # a reader who leaves does not wait
            task.add_done_callback(leaving.discard)

        return ask

    return await drive(open_client, clients, seconds)


def main() -> None:
    kind, port, clients, seconds, traffic = sys.argv[1:]
    print(
        json.dumps(
            asyncio.run(
                run(
                    kind, int(port), int(clients), float(seconds), json.loads(Path(traffic).read_text(encoding="utf-8"))
                )
            )
        )
    )


if __name__ == "__main__":
    main()
