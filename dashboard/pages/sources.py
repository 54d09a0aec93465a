"""Build the sources page: every register and document with bibliography, the claims that rest on it, and citation."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, event_label, query
from dashboard.evidence.quantities import many
from dashboard.text import dates
from dashboard.text.citations import Work, apa, bibtex, of_document, of_source
from dashboard.text.sentence import join_words
from etl.analysis.grading import CREDIBILITY, RELIABILITY

_KINDS = {
    "official": "Official documents",
    "register": "Registers read as documents",
    "leak": "Leaked papers",
    "imagery": "Images",
    "think tank": "Think tanks",
    "news": "News",
}
_LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hu": "Hungarian",
    "pl": "Polish",
    "ru": "Russian",
    "sq": "Albanian",
    "uk": "Ukrainian",
}


def page(view: View) -> list[Component]:
    """Return the whole page: registers and collections, then documents by kind, the newest first."""
    index = claim_index(view.package)
    documents = sorted(index.documents.values(), key=lambda d: (str(d.published), d.document_id), reverse=True)
    kinds = [k for k in _KINDS if any(d.kind == k for d in documents)]
    sources = sorted(view.package.tables["sources"].itertuples(index=False), key=lambda s: s.source_id)
    sources.sort(key=lambda s: "" if pd.isna(s.release) else str(s.release), reverse=True)
    sources.sort(key=lambda s: (s.kind != "register", s.kind == "claims"))
    links = [
        ("Registers and collections", "registers", len(sources)),
        *((_KINDS[k], _anchor(k), sum(d.kind == k for d in documents)) for k in kinds),
    ]
    return [
        html.H1("Every source, what rests on it, and how to cite it"),
        html.P(
            f"{f'As known on {dates.day(view.selection.known_on)}. ' if view.selection.known_on else ''}"
            f"{many(len(sources), 'data source')} and {many(len(documents), 'document')}, under "
            f"{many(len(index.by_id), 'claim')}. Statements are in our own words; each document belongs to its "
            "publisher.",
            className="lead",
        ),
        html.P([x for t, a, n in links for x in (html.A(f"{t} ({n})", href=f"#{a}"), " · ")][:-1]),
        _finder(documents),
        _grades(),
        html.Section(
            [html.H2("Registers and collections"), *(_source(view, s) for s in sources)],
            id="registers",
            className="event-part",
        ),
        *(
            html.Section(
                [html.H2(_KINDS[k]), *(_document(view, d) for d in documents if d.kind == k)],
                id=_anchor(k),
                className="event-part",
            )
            for k in kinds
        ),
    ]


def _finder(documents: Sequence[Any]) -> Component:
    ordered = sorted(documents, key=lambda d: str(d.publisher).lower())
    items = [html.Li(html.A(f"{d.publisher}: {d.title}", href=f"#{d.document_id}")) for d in ordered]
    return html.Details([html.Summary("Find a document by its publisher"), html.Ul(items, className="finder")])


def _anchor(kind: str) -> str:
    return f"kind-{kind.replace(' ', '-')}"


def _grades() -> Component:
    letters = join_words([f"{k} {v}" for k, v in RELIABILITY.items()])
    numbers = join_words([f"{k} {v}" for k, v in CREDIBILITY.items()])
    return html.P(
        f"Grades are those of claims, not of outlets. The letter is the claimant’s: {letters}. The number is "
        f"the information’s: {numbers}. Rows of the register are graded A1, or A2 where it marks an estimate.",
        className="note",
    )


def _facts(pairs: Sequence[tuple[str, Any]]) -> Component:
    return html.Dl([x for k, v in pairs if v for x in (html.Dt(k), html.Dd(v))])


def _source(view: View, source: Any) -> Component:
    register = source.kind == "register"
    caveats = [] if pd.isna(source.caveats) else [html.P(source.caveats, className="note")]
    return html.Article(
        [
            html.H3(source.title),
            _facts(
                [
                    ("Publisher", source.publisher),
                    ("Published", dates.day(source.published)),
                    ("Accessed", dates.day(source.accessed)),
                    (
                        "Address",
                        "" if pd.isna(source.url) else html.A(source.url, href=source.url, rel="noopener noreferrer"),
                    ),
                    ("Covers", html.Ul([html.Li(line) for line in _coverage(view, source.source_id)])),
                    ("Licence", source.licence),
                    (
                        "Grades",
                        _register_grades(view, source.source_id)
                        if register
                        else _claim_grades(
                            [c for c in claim_index(view.package).by_id.values() if c.source_id == source.source_id]
                        ),
                    ),
                ]
            ),
            *caveats,
            _cite(of_source(source, view.package.version)),
        ],
        id=source.source_id,
        className="card work",
    )


def _coverage(view: View, source_id: str) -> list[str]:
    """Return a line for each file and pair: `deliveries.csv: Iran to Russia, 1950–2025`."""
    coverage = view.package.tables["coverage"]

    def name(code: str) -> str:
        return "all states" if code == "*" else view.package.name(code)

    return [
        f"{r.file}: {name(r.supplier)} to {name(r.recipient)}, {r.first_year}–{r.last_year}"
        for r in coverage[coverage.source_id == source_id].itertuples(index=False)
    ]


def _register_grades(view: View, source_id: str) -> str:
    grades: Counter[str] = Counter()
    for table in ("deliveries", "orders", "totals"):
        rows = view.package.tables[table]
        rows = rows[rows.source_id == source_id]
        grades.update(f"{r}{c}" for r, c in zip(rows.reliability, rows.credibility, strict=True))
    return ", ".join(f"{grade}: {many(n, 'row')}" for grade, n in sorted(grades.items()))


def _claim_grades(claims: Sequence[Any]) -> str:
    letters = Counter(c.reliability for c in claims)
    return ", ".join(f"{letter} {RELIABILITY[letter]}: {many(n, 'claim')}" for letter, n in sorted(letters.items()))


def _document(view: View, doc: Any) -> Component:
    claims = claim_index(view.package).by_document.get(doc.document_id, ())
    language = _LANGUAGES.get(doc.language, doc.language)
    if not pd.isna(doc.translated_from):
        language += f", read in translation from {_LANGUAGES.get(doc.translated_from, doc.translated_from)}"
    return html.Article(
        [
            html.H3(doc.title),
            _facts(
                [
                    ("Author", "" if pd.isna(doc.author) else doc.author),
                    ("Publisher", "" if pd.isna(doc.publisher) else doc.publisher),
                    ("Published", _published(view, doc)),
                    ("Language", language),
                    (
                        "Address",
                        "none known" if pd.isna(doc.url) else html.A(doc.url, href=doc.url, rel="noopener noreferrer"),
                    ),
                    ("Accessed", "" if pd.isna(doc.accessed) else dates.day(doc.accessed)),
                    ("Coded in", html.A(view.package.source(doc.source_id).title, href=f"#{doc.source_id}")),
                    ("Grades", _claim_grades(claims)),
                ]
            ),
            _claims(view, claims),
            _cite(of_document(doc)),
        ],
        id=doc.document_id,
        className="card work",
    )


def _published(view: View, doc: Any) -> str:
    """Return when a document appeared, with a note if that was after the day of the view.

    A bare month or year counts as later only if all of it is.
    """
    if pd.isna(doc.published):
        return "no date"
    known = view.selection.known_on
    later = ": published later; its claims were made by that day" if known and doc.published > known else ""
    return dates.day(doc.published) + later


def _claims(view: View, claims: Sequence[Any]) -> Component:
    if not claims:
        return html.P("No claim of this view rests on it.", className="note")
    suffix = query(view)
    items = [
        html.Li(
            [
                c.statement,
                html.Span(f" {c.reliability}{c.credibility} ", className="by"),
                html.A(event_label(view.package, c.event_id), href=f"/events/{c.event_id}{suffix}#claim-{c.claim_id}"),
            ]
        )
        for c in claims
    ]
    return html.Details(
        [html.Summary(f"{many(len(claims), 'claim')} rest{'s' if len(claims) == 1 else ''} on it"), html.Ul(items)]
    )


def _cite(work: Work) -> Component:
    """Return both citation forms; one click selects each as a whole."""
    version = (
        [html.P(f"As used here: data version {work.data_version}.", className="note")] if work.data_version else []
    )
    blocks = [
        block
        for name, text in (("APA", apa(work)), ("BibTeX", bibtex(work)))
        for block in (html.P(name, className="counter-title"), html.Pre(text, className="cite"))
    ]
    return html.Details([html.Summary("Cite this source"), *blocks, *version])
