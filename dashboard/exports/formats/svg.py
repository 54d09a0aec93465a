"""The picture as SVG: text as text, its fonts inside, described in Dublin Core."""

from html import escape

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering.browser import font_faces
from dashboard.exports.rendering.fit import compose

_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:cc="http://creativecommons.org/ns#"'
)


def metadata(about: ExportMetadata) -> str:
    """An RDF block: Dublin Core says what the picture is, where it comes from and how to get back to it."""
    f = about.fields
    terms = [
        ("title", f["Title"]),
        ("description", f"{f['Question']} {f['Finding']}"),
        ("coverage", f["Selection"]),
        ("publisher", NAME),
        ("identifier", f["Address"]),
        ("rights", f["Licence"]),
        ("format", "image/svg+xml"),
        ("language", "en"),
        ("relation", f"Data version {f['Data version']}; release: {f['Release']}"),
        ("subject", f["Unit"]),
        ("type", f["Evidence"]),
        *(("source", c) for c in about.citations),
    ]
    inside = "".join(f"<dc:{term}>{escape(value)}</dc:{term}>" for term, value in terms)
    return f'<metadata><rdf:RDF {_NAMESPACES}><cc:Work rdf:about="{escape(f["Address"], quote=True) if about.linked else ""}">{inside}</cc:Work></rdf:RDF></metadata>'


def render(about: ExportMetadata) -> bytes:
    poster = compose(about)
    head = (
        f'<title id="title">{escape(about.title)}</title><desc id="desc">{escape(about.alt)}</desc>'
        f"{metadata(about)}<style>{font_faces()}</style>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + poster.svg(head, ' role="img" aria-labelledby="title desc"')
    ).encode()


def policy(picture: bytes) -> str:
    """The content policy of a picture that is opened by itself: its own fonts and styles, and nothing that runs."""
    return "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors *"


EXPORT = Export("svg", "image/svg+xml", render, "Picture (SVG)", themed=True, browser=True, policy=policy)
