"""Write the picture as PNG, described in text chunks that image viewers and search engines read."""

import struct
import zlib

from dashboard.exports.metadata import NAME, ExportMetadata
from dashboard.exports.registry import Export
from dashboard.exports.rendering import pictures
from dashboard.exports.rendering.fit import compose
from dashboard.text.sentence import words

# Bytes of the signature and the header chunk of every PNG; other chunks may follow them.
_HEADER_END = 33


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text(keyword: str, text: str) -> bytes:
    """Return an uncompressed iTXt chunk in English (PNG specification, 11.3.3.4)."""
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0en\0\0" + text.encode())


def labelled(png: bytes, metadata: ExportMetadata, scale: float) -> bytes:
    """Return the PNG with text chunks and with the resolution that prints it as large as its frame."""
    fields = metadata.fields | {
        "Description": f"{metadata.chart.question} {metadata.sentence}",
        "Copyright": metadata.licences,
        "Source": metadata.fields["Sources"],
        "Software": NAME,
    }
    metre = round(96 * scale / 0.0254)
    chunks = _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)) + b"".join(
        _text(k, v) for k, v in fields.items() if v
    )
    return png[:_HEADER_END] + chunks + png[_HEADER_END:]


def render(metadata: ExportMetadata) -> bytes:
    poster = compose(metadata)
    frame = poster.frame
    return labelled(
        pictures.png(poster.svg(), frame.width, frame.height, frame.scale, poster.clear), metadata, frame.scale
    )


EXPORT = Export("png", "image/png", render, words("files.png-label"), themed=True, browser=True)
