"""Sentences as values: the id of a message, its arguments, and the role it plays. Text is made last.

A program never reads its own prose: what a picture leaves out, and what must stay together, follows from roles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from dashboard.text.arguments import Argument, Run, Runs, expand
from dashboard.text.catalogue import LANGUAGE, message

# Characters of no language, which hold the places of coloured arguments while ICU formats a message.
_PLACE = 0xE000


class Role(Enum):
    """What a sentence is for: files leave out those of `PAGE`, and a `CAVEAT` never parts from the one before it."""

    FINDING = "finding"
    CAVEAT = "caveat"
    READING = "how to read"
    PAGE = "page only"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True)
class Sentence:
    """One sentence: a message of the catalogue, its arguments by name, its role."""

    id: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    role: Role = Role.NOTE


Text = tuple[Sentence, ...]
# What is rendered: sentences, or runs that no catalogue made.
Prose = tuple[Sentence | Run, ...]


def say(id: str, role: Role = Role.NOTE, /, **arguments: Argument) -> Sentence:
    """Return the sentence of a message with its arguments."""
    return Sentence(id, tuple(arguments.items()), role)


def words(id: str, /, **arguments: Argument) -> str:
    """Return the text of one message: a label, a heading, a button, a cell."""
    return to_text(say(id, **arguments))


def runs_of(text: Sentence | Prose | str, language: str = LANGUAGE) -> Runs:
    """Return a text as runs of (text, kind), a space between two sentences. Raises KeyError for an unknown message."""
    if isinstance(text, str):
        return ((text, ""),)
    if isinstance(text, Sentence):
        text = (text,)
    runs: list[Run] = []
    for n, part in enumerate(text):
        new: list[Run] = [part] if not isinstance(part, Sentence) else [*_runs(part, language)]
        if n and isinstance(part, Sentence):
            new.insert(0, (" ", ""))
        for word, kind in new:
            if runs and runs[-1][1] == kind and isinstance(part, Sentence):
                runs[-1] = (runs[-1][0] + word, kind)
            else:
                runs.append((word, kind))
    return tuple(runs)


def to_text(text: Sentence | Prose | str, language: str = LANGUAGE) -> str:
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


def split_sentences(text: Prose | str) -> list[Prose]:
    """Return the sentences of a text one by one; runs that no catalogue made are cut after each full stop."""
    out: list[list[Sentence | Run]] = [[]]
    for part in runs_of(text) if isinstance(text, str) else text:
        if isinstance(part, Sentence):
            out += [[part], []]
            continue
        rest, kind = part
        while ". " in rest:
            head, rest = rest.split(". ", 1)
            out[-1].append((f"{head}. ", kind))
            out.append([])
        if rest:
            out[-1].append((rest, kind))
    return [tuple(sentence) for sentence in out if sentence]


def prose(text: str | Prose) -> Prose:
    """Return a text as prose, also one that no catalogue made."""
    return ((text, ""),) if isinstance(text, str) else text


def join_runs(*runs: str | Run) -> Runs:
    """Return runs from plain strings and (text, kind) pairs."""
    return tuple((run, "") if isinstance(run, str) else run for run in runs)


def join_words(items: Sequence[str], last: str = "and") -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
