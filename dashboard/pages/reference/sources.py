"""Build the sources page: every register and document with bibliography, the claims that rest on it, and citation."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.data.records import Claim, Document, Source
from dashboard.data.view import View
from dashboard.evidence.claim_index import claim_index, event_label, query
from dashboard.pages.html.components import paragraph
from dashboard.text.citations import Work, apa, bibtex, of_document, of_source
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Choice, Day, Listed, Name, State, Year
from dashboard.text.sentence import words
from dashboard.text.wording.claim_words import credibility_in_words, reliability_in_words
from etl.analysis.grading import CREDIBILITY, RELIABILITY

_KINDS = ("official", "register", "leak", "imagery", "think tank", "news")


def page(view: View) -> list[Component]:
    """Return the whole page: registers and collections, then documents by kind, the newest first."""
    index = claim_index(view.package)
    documents = sorted(index.documents.values(), key=lambda d: (str(d.published), d.document_id), reverse=True)
    kinds = [k for k in _KINDS if any(d.kind == k for d in documents)]
    sources = sorted(view.package.sources().values(), key=lambda s: s.source_id)
    sources.sort(key=lambda s: s.release or "", reverse=True)
    sources.sort(key=lambda s: (s.kind != "register", s.kind == "claims"))
    links = [("registers", len(sources)), *((_anchor(k), sum(d.kind == k for d in documents)) for k in kinds)]
    lead = [*(["sources.as-known-on"] if view.selection.known_on else []), "sources.counts", "sources.own-words"]
    counts = {"sources": len(sources), "documents": len(documents), "claims": len(index.by_id)}
    return [
        html.H1(words("sources.title")),
        html.P(paragraph(*lead, **counts, day=Day(view.selection.known_on)), className="lead"),
        html.P([x for part in links for x in (_part_link(*part), " · ")][:-1]),
        _finder(documents),
        _grades(),
        _part("registers", [_source(view, s) for s in sources]),
        *(_part(_anchor(k), [_document(view, d) for d in documents if d.kind == k]) for k in kinds),
    ]


def _part(id: str, items: Sequence[Component]) -> Component:
    return html.Section([html.H2(words(f"sources.{id}")), *items], id=id, className="event-part")


def _part_link(id: str, n: int) -> Component:
    return html.A(words("sources.part", kind=Name(words(f"sources.{id}")), n=n), href=f"#{id}")


def _finder(documents: Sequence[Document]) -> Component:
    ordered = sorted(documents, key=lambda d: str(d.publisher).lower())
    items = [html.Li(html.A(f"{d.publisher}: {d.title}", href=f"#{d.document_id}")) for d in ordered]
    return html.Details([html.Summary(words("sources.find-document")), html.Ul(items, className="finder")])


def _anchor(kind: str) -> str:
    return f"kind-{kind.replace(' ', '-')}"


def _grades() -> Component:
    letters = Listed(tuple(f"{letter} {reliability_in_words(letter)}" for letter in RELIABILITY))
    numbers = Listed(tuple(f"{number} {credibility_in_words(number)}" for number in CREDIBILITY))
    ids = ("grades-of-claims", "grades-letter", "grades-number", "grades-register")
    said = paragraph(*(f"sources.{id}" for id in ids), letters=letters, numbers=numbers)
    return html.P(said, className="note")


def _facts(pairs: Sequence[tuple[str, Any]]) -> Component:
    return html.Dl([x for k, v in pairs if v for x in (html.Dt(words(f"sources.{k}")), html.Dd(v))])


def _source(view: View, source: Source) -> Component:
    register = source.kind == "register"
    caveats = [html.P(source.caveats, className="note")] if source.caveats else []
    return html.Article(
        [
            html.H3(source.title),
            _facts(
                [
                    ("publisher", source.publisher),
                    ("published", dates.day(source.published)),
                    ("accessed", dates.day(source.accessed)),
                    (
                        "address",
                        html.A(source.url, href=source.url, rel="noopener noreferrer") if source.url else "",
                    ),
                    ("covers", html.Ul([html.Li(line) for line in _coverage(view, source.source_id)])),
                    ("licence", source.licence),
                    (
                        "grades",
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

    def state(code: str) -> State:
        return State(words("sources.all-states") if code == "*" else view.package.name(code))

    return [
        words(
            "sources.covered",
            file=Name(r.file),
            supplier=state(r.supplier),
            recipient=state(r.recipient),
            first=Year(r.first_year),
            last=Year(r.last_year),
        )
        for r in view.package.coverage()
        if r.source_id == source_id
    ]


def _register_grades(view: View, source_id: str) -> str:
    grades: Counter[str] = Counter()
    for table in ("deliveries", "orders", "totals"):
        rows = view.package.tables[table]
        rows = rows[rows.source_id == source_id]
        grades.update(f"{r}{c}" for r, c in zip(rows.reliability, rows.credibility, strict=True))
    return ", ".join(words("sources.grade-rows", grade=Name(grade), n=n) for grade, n in sorted(grades.items()))


def _claim_grades(claims: Sequence[Claim]) -> str:
    letters = Counter(c.reliability for c in claims)
    return ", ".join(
        words("sources.grade-claims", letter=Name(letter), meaning=Name(reliability_in_words(letter)), n=n)
        for letter, n in sorted(letters.items())
    )


def _language(code: str) -> str:
    return words("sources.language-name", language=Choice(code))


def _document(view: View, doc: Document) -> Component:
    claims = claim_index(view.package).by_document.get(doc.document_id, ())
    language = _language(doc.language)
    if doc.translated_from:
        original = _language(doc.translated_from)
        language = words("sources.translated", language=Name(language), original=Name(original))
    return html.Article(
        [
            html.H3(doc.title),
            _facts(
                [
                    ("author", doc.author or ""),
                    ("publisher", doc.publisher or ""),
                    ("published", _published(view, doc)),
                    ("language", language),
                    (
                        "address",
                        words("sources.no-address")
                        if not doc.url
                        else html.A(doc.url, href=doc.url, rel="noopener noreferrer"),
                    ),
                    ("accessed", "" if not doc.accessed else dates.day(doc.accessed)),
                    ("coded-in", html.A(view.package.source(doc.source_id).title, href=f"#{doc.source_id}")),
                    ("grades", _claim_grades(claims)),
                ]
            ),
            _claims(view, claims),
            _cite(of_document(doc)),
        ],
        id=doc.document_id,
        className="card work",
    )


def _published(view: View, doc: Document) -> str:
    """Return when a document appeared, with a note if that was after the day of the view.

    A bare month or year counts as later only if all of it is.
    """
    if not doc.published:
        return words("sources.no-date")
    known = view.selection.known_on
    if known and doc.published > known:
        return words("sources.published-later", day=Day(doc.published))
    return dates.day(doc.published)


def _claims(view: View, claims: Sequence[Claim]) -> Component:
    if not claims:
        return html.P(words("sources.no-claims"), className="note")
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
    return html.Details([html.Summary(words("sources.claims", n=len(claims))), html.Ul(items)])


def _cite(work: Work) -> Component:
    """Return both citation forms; one click selects each as a whole."""
    version = (
        [html.P(words("sources.data-version", version=Name(work.data_version)), className="note")]
        if work.data_version
        else []
    )
    blocks = [
        block
        for name, text in (("APA", apa(work)), ("BibTeX", bibtex(work)))
        for block in (html.P(name, className="counter-title"), html.Pre(text, className="cite"))
    ]
    return html.Details([html.Summary(words("sources.cite")), *blocks, *version])
