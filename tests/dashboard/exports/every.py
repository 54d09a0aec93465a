"""Every chart in every format, size and theme; slides once more through LibreOffice, where it is. Run by `make exports`."""

import shutil
import subprocess

import pytest

from dashboard import style
from dashboard.charts.base import charts
from dashboard.exports.registry import formats
from dashboard.style import THEMES
from tests.dashboard.exports.readers import READERS, Expected

LOOKS = [(theme, size) for theme in THEMES for size in style.FRAMES]
CASES = [("", *look) for look in LOOKS] + [
    (query, "light", size) for query in ("release=2025&local=0", "measure=documented&to=2026") for size in style.FRAMES
]


@pytest.mark.parametrize(("query", "theme", "size"), CASES)
@pytest.mark.parametrize("chart", list(charts()))
def test_every_file_opens_and_says_what_it_is(client, package, chart, query, theme, size):
    asked = "&".join(filter(None, [query, f"theme={theme}", f"size={size}"]))
    want = Expected(package, chart, asked)
    for ending, export in formats().items():
        if not export.browser and size != "wide":
            continue  # of the others only the theme is seen
        answer = client.get(f"/charts/{chart}.{ending}?{asked}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        READERS[ending](answer.get_data(), want)


@pytest.mark.parametrize("theme", THEMES)
def test_the_deck_opens_in_libreoffice(client, tmp_path, theme):
    office = shutil.which("soffice")
    (tmp_path / "deck.pptx").write_bytes(client.get(f"/deck.pptx?theme={theme}").get_data())
    if office:
        subprocess.run(
            [office, "--headless", "--convert-to", "pdf", "deck.pptx"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            timeout=180,
        )
        from pypdf import PdfReader

        assert len(PdfReader(tmp_path / "deck.pdf").pages) == len(charts()) + 3
