"""Build the glossary, and put its words where they stand in a sentence."""

import re
from functools import cache

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboard.exports.rendering.markup import sentence_html
from dashboard.text.catalogue import patterns
from dashboard.text.forms.arguments import Run
from dashboard.text.sentence import Renderable, runs_of, words

_TERM, _FIND = "glossary.term-", "glossary.find-"
_LINK = Markup('<a class="term" href="/glossary#{term}" data-term="{term}">{text}</a>')


def terms() -> tuple[str, ...]:
    """Return the ids of the words that are explained, in the order of the page."""
    return tuple(id.removeprefix(_TERM) for id in patterns() if id.startswith(_TERM))


def page() -> list[Component]:
    """Return the whole page."""
    entries = [
        entry
        for term in terms()
        for entry in (html.Dt(words(f"glossary.name-{term}"), id=term), html.Dd(words(f"{_TERM}{term}")))
    ]
    lead = html.P(words("glossary.lead"), className="lead")
    return [html.H1(words("glossary.title")), lead, html.Dl(entries, className="glossary")]


def with_terms(text: Renderable) -> Markup:
    """Return a text as HTML in which the first place of each word of the glossary leads to what it means."""
    found = set[str]()

    def linked(run: Run) -> Markup:
        part, kind = run
        shown, end = Markup(""), 0
        for match in _pattern().finditer(part):
            term = next(name for name, text in match.groupdict().items() if text)
            if term not in found:
                found.add(term)
                shown += sentence_html(((part[end : match.start()], kind),)) if match.start() > end else Markup("")
                shown += _LINK.format(term=term, text=match[0])
                end = match.end()
        return shown + (sentence_html(((part[end:], kind),)) if end < len(part) else Markup(""))

    return Markup("").join(map(linked, runs_of(text)))


@cache
def _pattern() -> re.Pattern[str]:
    names = {term: words(f"{_FIND}{term}") for term in terms() if f"{_FIND}{term}" in patterns()}
    return re.compile("|".join(rf"(?P<{term}>\b(?:{found})\b)" for term, found in names.items()))
