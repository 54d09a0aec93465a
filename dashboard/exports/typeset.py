"""Measures and breaks lines of text in the bundled fonts, before anything is drawn."""

from __future__ import annotations

from functools import cache, lru_cache

from PIL import ImageFont

from dashboard.phrases import Phrase, Run
from dashboard.pictures import ASSETS

Line = list[Run]
FACES = {"sans": ("inter.woff2", 400), "bold": ("inter.woff2", 700), "serif": ("source-serif-4-600.woff2", None)}
"""Face → font file and weight, where the file has several."""
_EM = 200
"""Size at which words are measured: large, so that nothing is rounded to pixels."""
_TOGETHER = 24
"""Letters of a coloured run, such as `Iran to Russia`, that is not broken over two lines."""
_SLACK = 1.012
"""A browser sets text with another engine; it is no wider than this."""


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    file, weight = FACES[face]
    font = ImageFont.truetype(str(ASSETS / file), _EM)
    if weight:
        font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=20_000)
def _ems(text: str, face: str) -> float:
    return _font(face).getlength(text) / _EM * _SLACK


def width(text: str, face: str, size: float) -> float:
    """Width of a text in px, on the wide side."""
    return _ems(text, face) * size


def _words(runs: Phrase) -> list[tuple[str, str, bool]]:
    """(word, kind, whether a space stands before it) of a phrase."""
    found, space = [], False
    for text, kind in runs:
        whole = kind in ("a_to_b", "b_to_a") and len(text) < _TOGETHER
        for n, word in enumerate([text] if whole else text.split(" ")):
            space = space or n > 0
            if word:
                found.append((word, kind, space))
                space = False
    return found


def _pieces(word: str, face: str, size: float, most: float) -> list[str]:
    """A word cut where it is wider than a line, as an address may be."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def lines(runs: Phrase, face: str, size: float, most: float) -> list[Line]:
    """A phrase as lines of runs, none wider than `most` px. Strong runs are set bold, unless the face is the serif."""
    out: list[Line] = [[]]
    at = 0.0
    for word, kind, spaced in _words(runs):
        own = "bold" if kind == "strong" and face == "sans" else face
        for n, piece in enumerate(_pieces(word, own, size, most) if width(word, own, size) > most else [word]):
            gap = " " if spaced and n == 0 and out[-1] else ""
            wide = width(gap + piece, own, size)
            if out[-1] and at + wide > most:
                out.append([])
                at, gap, wide = 0.0, "", width(piece, own, size)
            at += wide
            if out[-1] and out[-1][-1][1] == kind:
                out[-1][-1] = (out[-1][-1][0] + gap + piece, kind)
            else:
                out[-1].append((gap + piece, kind))
    return [line for line in out if line]


def balanced(runs: Phrase, face: str, size: float, most: float) -> list[Line]:
    """Like `lines`, with lines of about the same length: no word is left alone on the last one."""
    best = lines(runs, face, size, most)
    for step in range(1, 12):
        narrower = lines(runs, face, size, most * (1 - 0.04 * step))
        if len(narrower) > len(best):
            break
        best = narrower
    return best
