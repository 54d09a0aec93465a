"""Write the picture as a PDF page of its frame's size: vector graphics, fonts embedded, described in its properties."""

import io

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.fit import compose
from dashboard.text.forms.arguments import Name, Said
from dashboard.text.sentence import words


def described(pdf: bytes, metadata: ExportMetadata) -> bytes:
    """Return the PDF with properties and without a time of creation, so that the same view gives the same file."""
    from pypdf import PdfReader, PdfWriter  # slow to load, and no page needs it
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    properties = {
        "/Title": metadata.title,
        "/Author": NAME,
        "/Subject": f"{metadata.chart.question} {metadata.sentence}",
        "/Keywords": words(
            "files.pdf-keywords",
            selection=Said(metadata.words),
            version=Name(metadata.view.package.version),
            address=Name(metadata.address),
        ),
        "/Creator": NAME,
    }
    fields = {
        f"/{key.replace(' ', '')}": value for key, value in metadata.fields.items() if key not in ("Title", "Finding")
    }
    date = f"D:{max((s.accessed for s in metadata.sources), default='2026-01-01').replace('-', '')}000000Z"
    writer.metadata = None
    writer.add_metadata({**properties, **fields, "/CreationDate": date, "/ModDate": date, "/Producer": NAME})
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def render(metadata: ExportMetadata) -> bytes:
    poster = compose(metadata)
    return described(pictures.pdf(poster.svg(), poster.frame.width, poster.frame.height, metadata.title), metadata)


EXPORT = Export("pdf", "application/pdf", render, words("files.pdf-label"), themed=True, browser=True)
