"""Sentences as values: the id of a message, its arguments, and the role it plays. Text is made last.

A program never reads its own prose: what a picture leaves out, and what must stay together, follows from roles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Any

from dashboard.text.catalogue import LANGUAGE, message
from dashboard.text.forms.arguments import Argument, Run, Runs, expand

# Characters of no language, which hold the places of coloured arguments while ICU formats a message.
_PLACE = 0xE000


class Role(Enum):
    """What a sentence is for: files leave out those of `PAGE`, and a `CAVEAT` never parts from the one before it."""

    FINDING = "finding"
    CAVEAT = "caveat"
    READING = "reading"
    PAGE = "page"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True)
class Sentence:
    """One sentence: a message of the catalogue, its arguments by name, its role."""

    id: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    role: Role = Role.NOTE


Text = tuple[Sentence, ...]
# What renderers take: sentences, runs cut from them, or the text of a label.
Renderable = Sentence | Text | Runs | str


def say(id: str, role: Role = Role.NOTE, /, **arguments: Argument) -> Sentence:
    """Return the sentence of a message with its arguments."""
    return Sentence(id, tuple(arguments.items()), role)


def words(id: str, /, **arguments: Argument) -> str:
    """Return the text of one message: a label, a heading, a button, a cell."""
    return to_text(say(id, **arguments))


def runs_of(text: Renderable, language: str = LANGUAGE) -> Runs:
    """Return a text as runs of (text, kind), a space between two sentences. Raises KeyError for an unknown message."""
    if isinstance(text, str):
        return ((text, ""),)
    runs: list[Run] = []
    parts: Sequence[Sentence | Run] = (text,) if isinstance(text, Sentence) else text
    for n, part in enumerate(parts):
        if not isinstance(part, Sentence):
            runs.append(part)
            continue
        for word, kind in chain([(" ", "")] if n else [], _runs(part, language)):
            if runs and runs[-1][1] == kind:
                runs[-1] = (runs[-1][0] + word, kind)
            else:
                runs.append((word, kind))
    return tuple(runs)


def to_text(text: Renderable, language: str = LANGUAGE) -> str:
    """Return a text without its colours."""
    return "".join(part for part, _ in runs_of(text, language))


def _runs(sentence: Sentence, language: str) -> Iterable[Run]:
    """Yield the runs of one sentence: each coloured argument is one of its own."""
    coloured: list[Run] = []
    given: dict[str, Any] = {}
    for name, argument in sentence.arguments:
        for suffix, value in expand(argument, language):
            if isinstance(value, tuple):
                given[name + suffix] = chr(_PLACE + len(coloured))
                coloured.append(value)
            else:
                given[name + suffix] = value
    plain = ""
    for character in message(sentence.id, language).format(given):
        if not _PLACE <= ord(character) < _PLACE + len(coloured):
            plain += character
            continue
        if plain:
            yield plain, ""
        yield coloured[ord(character) - _PLACE]
        plain = ""
    if plain:
        yield plain, ""
