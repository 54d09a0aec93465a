"""The picture as PNG, with what it says of itself in text chunks that image viewers and search engines read."""

import struct
import zlib

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.fit import compose

# Bytes of the signature and the header chunk of every PNG: further chunks may follow from here.
_START = 33


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text(keyword: str, text: str) -> bytes:
    """An uncompressed iTXt chunk in English (PNG specification, 11.3.3.4)."""
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0en\0\0" + text.encode())


def labelled(png: bytes, about: ExportMetadata, scale: float) -> bytes:
    """The PNG with text chunks, and the resolution that makes it as large as its frame."""
    fields = about.fields | {
        "Description": f"{about.chart.question} {about.sentence}",
        "Copyright": about.licences,
        "Source": about.fields["Sources"],
        "Software": NAME,
    }
    metre = round(96 * scale / 0.0254)
    extra = _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)) + b"".join(
        _text(k, v) for k, v in fields.items() if v
    )
    return png[:_START] + extra + png[_START:]


def render(about: ExportMetadata) -> bytes:
    poster = compose(about)
    frame = poster.frame
    return labelled(
        pictures.png(poster.svg(), frame.width, frame.height, frame.scale, poster.clear), about, frame.scale
    )


EXPORT = Export("png", "image/png", render, "Picture (PNG)", themed=True, browser=True)
