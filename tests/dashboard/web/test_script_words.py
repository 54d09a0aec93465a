"""Scripts have no words of their own: each name that one asks for is among the words that its page carries."""

import re
from pathlib import Path

import pytest

from dashboard.exports.rendering.markup import json_text
from dashboard.pages.present.page import HERE
from dashboard.style import ASSETS
from dashboard.text.wording.script_words import script_words
from dashboard.web import static_copy
from dashboard.web.static_files import SCRIPTS

LIVE = [ASSETS / name for name in SCRIPTS]
COPY = [*(path for path in LIVE if path.name != "export.js"), Path(static_copy.__file__).with_name("copy.js")]


def asked(files):
    """Names that scripts ask for, but for those that they put together."""
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    places = "".join(re.findall(r'phrases\[.*?\]|paragraph\(".*?"\)', text))
    return set(re.findall(r'"([a-z]+-[a-z-]*[a-z])"', places))


@pytest.mark.parametrize(
    ("files", "kinds"),
    [
        (LIVE, ("theme", "page", "export")),
        ([HERE / "present.js"], ("theme", "slides")),
        (COPY, ("theme", "page", "copy")),
    ],
)
def test_what_scripts_ask_for_is_given(files, kinds):
    given = set(script_words(*kinds))
    assert asked(files) <= given
    given = {name for name in given if not name.startswith("term-")}  # asked for by the word that a reader points at
    assert given - asked(files) <= {"locale"} | {f"export-copied-{what}" for what in ("link", "embed", "apa", "bibtex")}


def test_the_words_of_a_live_page_are_few():
    assert len(json_text(script_words("theme", "page", "export")).encode()) < 3200
