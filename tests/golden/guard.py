"""Take digests of every chart in every format, and of every page, under the guarded views.

    python -m tests.golden.guard write FILE [--texts]     takes them
    python -m tests.golden.guard check FILE [--texts]     compares them, and names what differs

`--texts` leaves out what a browser draws, and pages that hold such a drawing: what is left is the same on every machine.
`make golden` writes those into digests.json, which test_views.py checks. What changes from run to run without a change
of content (dates inside files, names of bundled scripts) is left out of a digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dashboard.data.package import open_package
from dashboard.web.app import create_app
from etl.contracts.folders import BUILT
from tests.find_browser import find

CHARTS = ("direction", "balance", "dependence", "certainty", "promised", "revisions", "launches", "evidence")
TEXTS = ("csv", "csv-metadata.json", "json", "md", "html")
"""Formats whose bytes are the same on every machine."""
PICTURES = ("svg", "png", "pdf", "pptx")
"""Formats that a browser draws, or that may hold a drawing: the same wherever the same browser is."""
VIEWS = (
    "",
    "local=0",
    "release=2025&local=0&local_side=b_to_a",
    "release=2024&theme=grey",
    "measure=documented",
    "measure=documented&credibility=2&origins=2&to=2026",
    "known_on=2022-07-15",
    "from=2000&to=2020&weight=0.5&gross_min=1&theme=dark&size=square",
    "credibility=6&contested=yes&direction=b_to_a",
    "q=drones&zoom=2022&size=phone",
)
PAGES = ("/", "/evidence", "/events", "/sources", "/methods", "/present", "/view.json", "/deck.pptx")
PLAIN = ("/events", "/sources", "/methods")
"""Pages that hold no picture."""
_MARKS = ("direction/marks/2022:b_to_a", "direction/marks/1992", "balance/marks/2010", "certainty/marks/asof:2022")
_LINE_BREAKING = re.compile(rb"/assets/([a-z0-9.-]+?)-[0-9a-f]{12}\.")
_DATES = re.compile(rb"/(CreationDate|ModDate) ?\([^)]*\)|/ID ?\[.*?\]|<dcterms:(created|modified)[^>]*>[^<]*<", re.S)
_SCRIPT = re.compile(rb"sha256-[A-Za-z0-9+/=]{44}")


def addresses(pictures: bool = True) -> Iterator[str]:
    """Yield every guarded address but those of events; without `pictures` those alone whose answers need no browser."""
    for view in VIEWS:
        query = f"?{view}" if view else ""
        for chart in CHARTS:
            yield from (f"/charts/{chart}.{ending}{query}" for ending in (TEXTS + PICTURES if pictures else TEXTS))
            if pictures:
                yield f"/charts/{chart}{query}"
        yield from (page + query for page in (PAGES if pictures else PLAIN))
    if pictures:
        yield from (f"/charts/{mark}" for mark in _MARKS)


def digest(body: bytes) -> str:
    """Return a short digest of the content of an answer."""
    return hashlib.sha256(_content(body)).hexdigest()[:16]


def _content(body: bytes) -> bytes:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return b"\n".join(name.encode() + _content(parts.read(name)) for name in sorted(parts.namelist()))
    if body.startswith(b"\x89PNG"):
        return body
    body = _LINE_BREAKING.sub(rb"/assets/\1.", body)
    return _SCRIPT.sub(b"", _DATES.sub(b"", body))


def take(client: Any, asked: Iterable[str], pictures: bool = True) -> dict[str, str]:
    """Return address → status and digest, as a client of the dashboard's server gets them."""
    found = {}
    for address in asked:
        live = address.startswith(("/?", "/charts/")) and "." not in address.partition("?")[0] or address == "/"
        answer = _settled(client, address) if pictures and live else client.get(address)
        found[address] = f"{answer.status_code} {digest(answer.get_data())}"
    return found


def events(client: Any) -> list[str]:
    """Return the address of every event."""
    page = client.get("/events").get_data(as_text=True)
    return sorted(set(re.findall(r'href="(/events/[a-z0-9-]+)', page)))


def differing(want: dict[str, str], found: dict[str, str]) -> list[str]:
    """Return the addresses whose answers are other ones than they were."""
    return [address for address in sorted({*want, *found}) if want.get(address) != found.get(address)]


def _settled(client: Any, address: str) -> Any:
    """Ask for a page until its first picture has been drawn, which happens after the first answer."""
    for _ in range(200):
        answer = client.get(address, headers={"Cache-Control": "no-cache"})
        if "no-cache" not in answer.headers.get("Cache-Control", ""):
            return answer
        time.sleep(0.1)
    return answer


def main() -> int:
    """Write or check the digests; return 1 where any differs."""
    mode, file, pictures = sys.argv[1], Path(sys.argv[2]), "--texts" not in sys.argv
    if pictures:
        os.environ["CHROMIUM"] = find()
    client = create_app(open_package(BUILT)).server.test_client()
    found = take(client, [*addresses(pictures), *events(client)], pictures)
    if mode == "write":
        file.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{len(found)} digests written")
        return 0
    want = json.loads(file.read_text(encoding="utf-8"))
    differ = differing(want if pictures else {a: d for a, d in want.items() if a in found}, found)
    for address in differ[:40]:
        print(f"differs: {address} {want.get(address)} {found.get(address)}")
    print(f"{len(differ)} of {len(found)} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
