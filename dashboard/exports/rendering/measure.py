"""Measures and breaks lines of text in the bundled fonts, before anything is drawn."""

from functools import cache, lru_cache

from PIL import ImageFont

from dashboard.exports.rendering.browser import FONTS
from dashboard.text.sentence import Run, Sentence

Line = list[Run]
# Face → font file.
FACES = dict(zip(("sans", "bold", "serif"), (file for _, _, file in FONTS), strict=True))
# Size at which words are measured: large, so that nothing is rounded to pixels.
_EM = 200
# Letters of a coloured run, such as `Iran to Russia`, that is not broken over two lines.
_TOGETHER = 24
# A browser sets text with another engine; it is no wider than this.
_SLACK = 1.012


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FACES[face]), _EM)


@lru_cache(maxsize=20_000)
def _ems(text: str, face: str) -> float:
    return _font(face).getlength(text) / _EM * _SLACK


def width(text: str, face: str, size: float) -> float:
    """Width of a text in px, on the wide side."""
    return _ems(text, face) * size


def _words(runs: Sentence) -> list[list[Run]]:
    """What may stand at the start of a line: words, each with what clings to it, such as a full stop after a bold number."""
    found: list[list[Run]] = []
    apart = True
    for text, kind in runs:
        whole = kind in ("a_to_b", "b_to_a") and len(text) < _TOGETHER
        for n, word in enumerate([text] if whole else text.split(" ")):
            apart = apart or n > 0
            if word and apart:
                found.append([(word, kind)])
                apart = False
            elif word:
                found[-1].append((word, kind))
    return found


def _face(kind: str, face: str) -> str:
    return "bold" if kind == "strong" and face == "sans" else face


def _wide(word: list[Run], face: str, size: float) -> float:
    return sum(width(text, _face(kind, face), size) for text, kind in word)


def _cut(word: list[Run], face: str, size: float, most: float) -> list[list[Run]]:
    """A word in pieces where it is wider than a line, as an address may be."""
    if _wide(word, face, size) <= most:
        return [word]
    text, kind = "".join(t for t, _ in word), word[0][1]
    pieces = [""]
    for letter in text:
        if pieces[-1] and width(pieces[-1] + letter, _face(kind, face), size) > most:
            pieces.append("")
        pieces[-1] += letter
    return [[(piece, kind)] for piece in pieces]


def break_lines(runs: Sentence, face: str, size: float, most: float) -> list[Line]:
    """A phrase as lines of runs, none wider than `most` px. Strong runs are set bold, unless the face is the serif."""
    out: list[Line] = []
    at, gap = 0.0, width(" ", face, size)
    for word in _words(runs):
        for n, piece in enumerate(_cut(word, face, size, most)):
            wide = _wide(piece, face, size)
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


def balance_lines(runs: Sentence, face: str, size: float, most: float) -> list[Line]:
    """Like `lines`, with lines of about the same length: no word is left alone on the last one."""
    best = break_lines(runs, face, size, most)
    for step in range(1, 12):
        narrower = break_lines(runs, face, size, most * (1 - 0.04 * step))
        if len(narrower) > len(best):
            break
        best = narrower
    return best
