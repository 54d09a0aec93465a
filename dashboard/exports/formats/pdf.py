"""The picture as a PDF page of its frame's size: vector, its fonts embedded, what it is in its properties."""

import io

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.fit import compose


def described(pdf: bytes, about: ExportMetadata) -> bytes:
    """The PDF with properties, and without the time at which it was made: the same view gives the same file."""
    from pypdf import PdfReader, PdfWriter  # slow to load, and no page needs it
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    named = {
        "/Title": about.title,
        "/Author": NAME,
        "/Subject": f"{about.chart.question} {about.sentence}",
        "/Keywords": f"{about.words}; data version {about.view.package.version}; {about.address}",
        "/Creator": NAME,
    }
    own = {f"/{key.replace(' ', '')}": value for key, value in about.fields.items() if key not in ("Title", "Finding")}
    when = f"D:{max((s.accessed for s in about.sources), default='2026-01-01').replace('-', '')}000000Z"
    writer.metadata = None
    writer.add_metadata({**named, **own, "/CreationDate": when, "/ModDate": when, "/Producer": NAME})
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def render(about: ExportMetadata) -> bytes:
    poster = compose(about)
    return described(pictures.pdf(poster.svg(), poster.frame.width, poster.frame.height, about.title), about)


EXPORT = Export("pdf", "application/pdf", render, "Page (PDF)", themed=True, browser=True)
