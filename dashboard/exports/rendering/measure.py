"""Measure text and break it into lines in the bundled fonts, before anything is drawn."""

from functools import cache, lru_cache

from PIL import ImageFont

from dashboard.exports.rendering.browser import FONTS
from dashboard.text.forms.arguments import Run
from dashboard.text.sentence import Renderable, runs_of

Line = list[Run]
# Face → font file.
FACES = dict(zip(("sans", "bold", "serif"), (file for _, _, file in FONTS), strict=True))
# Size at which text is measured: large, so that rounding to pixels does not matter.
_EM = 200
# Coloured runs with fewer letters, such as `Iran to Russia`, stay on one line.
_UNBROKEN = 24
# Safety factor: a browser's text engine sets text up to this much wider.
_SLACK = 1.012


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FACES[face]), _EM)


@lru_cache(maxsize=20_000)
def _ems(text: str, face: str) -> float:
    return _font(face).getlength(text) / _EM * _SLACK


def width(text: str, face: str, size: float) -> float:
    """Return the width of a text in px, rather too wide than too narrow. `size` is in px."""
    return _ems(text, face) * size


def _words(runs: Renderable) -> list[list[Run]]:
    """Return words, each with what must stay attached, such as a full stop after a bold number."""
    words: list[list[Run]] = []
    separate = True
    for text, kind in runs_of(runs):
        whole = kind in ("a_to_b", "b_to_a") and len(text) < _UNBROKEN
        for n, word in enumerate([text] if whole else text.split(" ")):
            separate = separate or n > 0
            if word and separate:
                words.append([(word, kind)])
                separate = False
            elif word:
                words[-1].append((word, kind))
    return words


def _face(kind: str, face: str) -> str:
    return "bold" if kind == "strong" and face == "sans" else face


def _word_width(word: list[Run], face: str, size: float) -> float:
    return sum(width(text, _face(kind, face), size) for text, kind in word)


def _pieces(word: list[Run], face: str, size: float, most: float) -> list[list[Run]]:
    """Split a word that is wider than a line, as an address may be."""
    if _word_width(word, face, size) <= most:
        return [word]
    text, kind = "".join(t for t, _ in word), word[0][1]
    pieces = [""]
    for letter in text:
        if pieces[-1] and width(pieces[-1] + letter, _face(kind, face), size) > most:
            pieces.append("")
        pieces[-1] += letter
    return [[(piece, kind)] for piece in pieces]


def break_lines(runs: Renderable, face: str, size: float, most: float) -> list[Line]:
    """Return a phrase as lines of runs, none wider than `most` px. Strong runs are bold, except in the serif face."""
    out: list[Line] = []
    at, gap = 0.0, width(" ", face, size)
    for word in _words(runs):
        for n, piece in enumerate(_pieces(word, face, size, most)):
            wide = _word_width(piece, face, size)
            if not out or n or at + gap + wide > most:
                out.append([])
                at = wide
            else:
                piece = [(" ", ""), *piece]
                at += gap + wide
            for text, kind in piece:
                if out[-1] and out[-1][-1][1] == kind:
                    out[-1][-1] = (out[-1][-1][0] + text, kind)
                else:
                    out[-1].append((text, kind))
    return out


def balance_lines(runs: Renderable, face: str, size: float, most: float) -> list[Line]:
    """Return the lines of `break_lines` with similar lengths, so that the last one does not hold a single word."""
    best = break_lines(runs, face, size, most)
    for step in range(1, 12):
        narrower = break_lines(runs, face, size, most * (1 - 0.04 * step))
        if len(narrower) > len(best):
            break
        best = narrower
    return best
