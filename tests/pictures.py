"""Take the two pictures of the README: the first screen of the page, on a desktop and on a phone.

`python -m tests.pictures` writes docs/page.png and docs/phone.png from the data in datasets/built.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from dashboard.data.package import open_package
from etl.contracts.folders import BUILT
from tests.browser.conftest import FLAGS, Served, settle
from tests.find_browser import find

DOCS = Path(__file__).resolve().parent.parent / "docs"
# File → width and height of the window in px.
WINDOWS = {"page.png": (1366, 768), "phone.png": (390, 844)}
COLOURS = 256
MOST_BYTES = 150_000


def compressed(screenshot: bytes) -> bytes:
    """Return a PNG with few colours: the page has large plain areas, so nobody sees the difference."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Serve the built data on a free port and write both pictures."""
    DOCS.mkdir(exist_ok=True)
    served = Served(open_package(BUILT))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            for name, (width, height) in WINDOWS.items():
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
                page.goto(served.address)
                settle(page)
                picture = compressed(page.screenshot())
                if len(picture) > MOST_BYTES:
                    raise SystemExit(
                        f"docs/{name} would have {len(picture):,} bytes; lower COLOURS in tests/pictures.py"
                    )
                (DOCS / name).write_bytes(picture)
                print(f"docs/{name}: {width} × {height}, {len(picture) / 1000:.0f} kB")
            browser.close()
    finally:
        served.stop()


if __name__ == "__main__":
    main()
