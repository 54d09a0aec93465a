"""Build sentences from runs of text, some of them coloured by direction."""

from collections.abc import Sequence

# (text, kind): kind is `""`, `a_to_b`, `b_to_a` or `strong`.
Run = tuple[str, str]
Sentence = tuple[Run, ...]


def join_runs(*runs: str | Run) -> Sentence:
    """Return a sentence of plain strings and (text, kind) runs."""
    return tuple((run, "") if isinstance(run, str) else run for run in runs)


def to_text(runs: Sentence) -> str:
    """Return the plain text of a sentence."""
    return "".join(text for text, _ in runs)


def split_sentences(runs: Sentence) -> list[Sentence]:
    """Split a text after each full stop that ends a sentence."""
    out: list[list[tuple[str, str]]] = [[]]
    for text, kind in runs:
        rest = text
        while ". " in rest:
            head, rest = rest.split(". ", 1)
            out[-1].append((f"{head}. ", kind))
            out.append([])
        if rest:
            out[-1].append((rest, kind))
    return [tuple(sentence) for sentence in out if sentence]


def join_words(items: Sequence[str], last: str = "and") -> str:
    """Join words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
