"""Write the picture as SVG: text stays text, fonts are embedded, Dublin Core describes it."""

from html import escape

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering.browser import font_faces
from dashboard.exports.rendering.fit import compose
from dashboard.text.forms.arguments import Name, Said
from dashboard.text.sentence import words

_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:cc="http://creativecommons.org/ns#"'
)


def rdf_block(metadata: ExportMetadata) -> str:
    """Return an RDF block that describes the picture, its sources and its address in Dublin Core."""
    fields = metadata.fields
    terms = [
        ("title", fields["Title"]),
        ("description", f"{fields['Question']} {fields['Finding']}"),
        ("coverage", fields["Selection"]),
        ("publisher", NAME),
        ("identifier", fields["Address"]),
        ("rights", fields["Licence"]),
        ("format", "image/svg+xml"),
        ("language", "en"),
        (
            "relation",
            words("files.svg-relation", version=Name(fields["Data version"]), release=Said(fields["Release"])),
        ),
        ("subject", fields["Unit"]),
        ("type", fields["Evidence"]),
        *(("source", c) for c in metadata.citations),
    ]
    elements = "".join(f"<dc:{term}>{escape(value)}</dc:{term}>" for term, value in terms)
    return (
        f"<metadata><rdf:RDF {_NAMESPACES}><cc:Work "
        f'rdf:about="{escape(fields["Address"], quote=True) if metadata.linked else ""}">{elements}</cc:Work>'
        "</rdf:RDF></metadata>"
    )


def render(metadata: ExportMetadata) -> bytes:
    poster = compose(metadata)
    head = (
        f'<title id="title">{escape(metadata.title)}</title><desc id="desc">{escape(metadata.alt)}</desc>'
        f"{rdf_block(metadata)}<style>{font_faces()}</style>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + poster.svg(head, ' role="img" aria-labelledby="title desc"')
    ).encode()


def policy(picture: bytes) -> str:
    """Return the content security policy of a picture opened by itself: own fonts and styles, no scripts."""
    return "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors *"


EXPORT = Export("svg", "image/svg+xml", render, words("files.svg-label"), themed=True, browser=True, policy=policy)
