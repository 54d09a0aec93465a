"""Write the picture as SVG: text stays text, fonts are embedded, Dublin Core describes it."""

from markupsafe import Markup

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering.browser import font_faces
from dashboard.exports.rendering.fit import compose
from dashboard.text.forms.arguments import Name, Said
from dashboard.text.sentence import words


def _terms(metadata: ExportMetadata) -> list[tuple[str, str]]:
    """Return the terms of Dublin Core that describe the picture, its sources and its address."""
    fields = metadata.fields
    return [
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


def render(metadata: ExportMetadata) -> bytes:
    picture = compose(metadata).svg(described=metadata, terms=_terms(metadata), fonts=Markup(font_faces()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture}'.encode()


def policy(picture: bytes) -> str:
    """Return the content security policy of a picture opened by itself: own fonts and styles, no scripts."""
    return "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors *"


EXPORT = Export("svg", "image/svg+xml", render, words("files.svg-label"), themed=True, browser=True, policy=policy)
