"""Take digests of every chart in every format, and of every page, under the guarded views.

`python -m tests.golden.guard write FILE` takes them, `check FILE` compares them and names what differs. What changes
from run to run without a change of content (dates inside files, names of bundled scripts) is left out of a digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHARTS = ("direction", "balance", "dependence", "certainty", "promised", "revisions", "launches", "evidence")
TEXTS = ("csv", "csv-metadata.json", "json", "md", "html")
"""Formats whose bytes are the same on every machine."""
PICTURES = ("svg", "png", "pdf", "pptx")
"""Formats that a browser draws, or that may hold a drawing: the same wherever the same browser is."""
VIEWS = (
    "",
    "local=excluded",
    "release=2025&local=excluded_b_to_a",
    "release=2024&theme=grey",
    "measure=documented",
    "measure=documented&credibility=2&origins=2&to=2026",
    "known_on=2022-07-15",
    "from=2000&to=2020&weight=0.5&gross_min=1&theme=dark&size=square",
    "credibility=6&contested=yes&direction=b_to_a",
    "q=drones&zoom=2022&size=phone",
)
PAGES = ("/", "/evidence", "/events", "/sources", "/methods", "/present", "/view.json", "/deck.pptx")
_MARKS = ("direction/marks/2022:b_to_a", "direction/marks/1992", "balance/marks/2010", "certainty/marks/asof:2022")
_LINE_BREAKING = re.compile(rb"/assets/([a-z0-9.-]+?)-[0-9a-f]{12}\.")
_DATES = re.compile(rb"/(CreationDate|ModDate) ?\([^)]*\)|/ID ?\[.*?\]|<dcterms:(created|modified)[^>]*>[^<]*<", re.S)
_SCRIPT = re.compile(rb"sha256-[A-Za-z0-9+/=]{44}")


def addresses(pictures: bool = True) -> Iterator[str]:
    """Yield every guarded address; without `pictures` those alone that need no browser."""
    for view in VIEWS:
        query = f"?{view}" if view else ""
        for chart in CHARTS:
            yield from (f"/charts/{chart}.{ending}{query}" for ending in (TEXTS + PICTURES if pictures else TEXTS))
            yield f"/charts/{chart}{query}"
        yield from (page + query for page in PAGES if pictures or not page.endswith(".pptx"))
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


def take(client: Any, pictures: bool = True, every_event: bool = True) -> dict[str, str]:
    """Return address → status and digest, as a client of the dashboard's server gets them."""
    found = {}
    asked = list(addresses(pictures))
    if every_event:
        page = client.get("/events").get_data(as_text=True)
        asked += sorted(set(re.findall(r'href="(/events/[a-z0-9-]+)', page)))
    for address in asked:
        answer = client.get(address)
        if address.startswith(("/?", "/charts/")) and "." not in address.partition("?")[0] or address == "/":
            answer = _settled(client, address) if pictures else answer
        found[address] = f"{answer.status_code} {digest(answer.get_data())}"
    return found


def _settled(client: Any, address: str) -> Any:
    """Ask for a page until its first picture has been drawn, which happens after the first answer."""
    import time

    for _ in range(200):
        answer = client.get(address, headers={"Cache-Control": "no-cache"})
        if "no-cache" not in answer.headers.get("Cache-Control", ""):
            return answer
        time.sleep(0.1)
    return answer


def main() -> int:
    """Write or check the digests; return 1 where any differs."""
    import os

    from tests.find_browser import find

    os.environ["CHROMIUM"] = find()
    client = _client(Path("datasets/built"))
    mode, file = sys.argv[1], Path(sys.argv[2])
    pictures = "--texts" not in sys.argv
    found = take(client, pictures)
    if mode == "write":
        file.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{len(found)} digests written")
        return 0
    want = json.loads(file.read_text(encoding="utf-8"))
    differ = [a for a in sorted({*want, *found}) if want.get(a) != found.get(a)]
    if not pictures:
        differ = [a for a in differ if a in found]
    for address in differ[:40]:
        print(f"differs: {address} {want.get(address)} {found.get(address)}")
    print(f"{len(differ)} of {len(found)} differ")
    return 1 if differ else 0


def _client(built: Path) -> Any:
    import importlib

    for package, app in (("dashboard.data.package", "dashboard.web.app"), ("dashboard.data", "dashboard.app")):
        try:
            opened = importlib.import_module(package).open_package(built)
        except ModuleNotFoundError:
            continue
        return importlib.import_module(app).create_app(opened).server.test_client()
    raise ModuleNotFoundError


if __name__ == "__main__":
    sys.exit(main())
