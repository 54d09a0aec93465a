"""The texts of documents against the claims coded from them: paragraphs, their hashes, anchors.

A paragraph is a non-empty line of the text, counted from 1. Texts belong to their publishers and stay with whoever
holds them: nothing of them is kept, only the hash of each paragraph and at most six words to find it by.
"""

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pandas as pd

from etl.checks.between_rows import Checked, place
from etl.contracts.errors import DataError, Problem

# The paragraphs of a text, white space stripped at both ends.
Text = tuple[str, ...]


def read(path: Path, where: str) -> Text:
    """The paragraphs of a text. Raises DataError where the file is missing, cannot be read or is not UTF-8."""
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # the decoder counts its bytes from behind the mark
    except FileNotFoundError:
        raise DataError.one(
            where, f'"{path.name}" is not in {path.parent}', "Put the text there under this name"
        ) from None
    except OSError as error:
        raise DataError.one(
            where, f'"{path.name}" cannot be read ({error.strerror})', "Put a text file there"
        ) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = f'"{path.name}" is not UTF-8: byte {data[error.start]:#04x} in line {line}'
        raise DataError.one(where, what, "Save the text as UTF-8") from None
    return tuple(line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip())


def sha256(paragraph: str) -> str:
    return hashlib.sha256(paragraph.encode()).hexdigest()


def check(folder: Path, tables: dict[str, pd.DataFrame]) -> Checked:
    """Every locator, hash and anchor of the claims against the texts in `folder`; one problem a paragraph.

    `tables`: documents and claims, with `_where` and `_line`. Documents without `file` are counted as unchecked.
    """
    claims, documents = tables["claims"], tables["documents"].drop_duplicates("document_id")
    problems: list[Problem] = []
    held = documents[documents.file.notna()]
    for _, document in held.iterrows():
        mine = claims[claims.document_id == document.document_id]
        try:
            if Path(document.file).name != document.file:
                raise DataError.one(
                    place(document, "file"), f'"{document.file}" is no plain file name', "Leave out the folder"
                )
            text = read(folder / document.file, place(document, "file"))
        except DataError as error:
            problems += [
                Problem(
                    p.where,
                    f"{p.what}; {_counted(mine.claim_id)} on {document.document_id}{_named(mine.claim_id)}",
                    p.fix,
                )
                for p in error.problems
            ]
            continue
        problems += _document(document.file, text, mine)
    without = documents[documents.file.isna()]
    located = claims[claims.locator.notna() & claims.document_id.isin(held.document_id)]
    paragraphs = located.drop_duplicates(["document_id", "locator"])
    unheld = claims.document_id.isin(without.document_id).sum()
    loose = (claims.locator.isna() & claims.document_id.isin(held.document_id)).sum()
    unplaced = f" {_many(loose, 'more claim')} {'names' if loose == 1 else 'name'} no paragraph." if loose else ""
    rest = f"{_many(len(located), 'claim')} rest{'s' if len(located) == 1 else ''} on {_many(len(paragraphs), 'paragraph')} of {_many(len(held), 'document')}"
    summary = (
        f"Texts: {rest}, and every paragraph and anchor is where it was. "
        f"Unchecked, because no text is named: {_many(len(without), 'document')} with {_many(unheld, 'claim')}.{unplaced}"
    )
    return Checked(tuple(problems), summary)


def _document(file: str, text: Text, claims: pd.DataFrame) -> list[Problem]:
    """What does not hold in one document."""
    problems = []
    half = claims[claims.locator.isna() != claims.paragraph_sha256.isna()]
    for _, row in half.iterrows():
        what = f"claim {row.claim_id} has a {'hash and no locator' if pd.isna(row.locator) else 'locator and no hash'}"
        problems.append(Problem(place(row, "locator"), what, "Give both, or neither"))
    hashes = [sha256(line) for line in text]
    located = claims[claims.locator.notna() & claims.paragraph_sha256.notna()]
    found = [
        _Paragraph(int(n), digest, tuple(group.claim_id))
        for (n, digest), group in located.groupby(["locator", "paragraph_sha256"])
    ]
    stands = {p.n for p in found if p.place(hashes) == p.n}
    for n in sorted(stands):
        group = located[(located.locator == n) & (located.paragraph_sha256 == hashes[n - 1])]
        problems += _anchors(file, text, n, group)
    return problems + _lost(file, hashes, found)


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph that claims rest on: its locator, its hash, the ids of the claims."""

    n: int
    digest: str
    ids: tuple[str, ...]

    def place(self, hashes: list[str], shift: int = 0) -> int | None:
        """Where it stands now: at its locator, else `shift` from it, else at the first place that has its hash."""
        now = [i for i, found in enumerate(hashes, 1) if found == self.digest]
        return next((i for i in (self.n, self.n + shift) if i in now), now[0] if now else None)


def _lost(file: str, hashes: list[str], paragraphs: list[_Paragraph]) -> list[Problem]:
    """What became of the paragraphs that do not stand at their locator; those that moved alike are one problem."""
    places: list[int | None] = []
    shift = 0
    for p in paragraphs:
        now = p.place(hashes, shift)
        places.append(now)
        shift = shift if now is None else now - p.n
    problems: list[Problem] = []
    runs = groupby(zip(paragraphs, places, strict=True), lambda pair: None if pair[1] is None else pair[1] - pair[0].n)
    before = (0, 0)  # number and place of the last paragraph that was found
    for moved, run in runs:
        these = list(run)
        if moved is None:
            after = next(
                (
                    (p.n, now)
                    for p, now in zip(paragraphs, places, strict=True)
                    if p.n > these[-1][0].n and now is not None
                ),
                None,
            )
            fewer = (before[1] - before[0]) - (after[1] - after[0]) if after else 0
            problems += [
                Problem(f"{file}:paragraph {p.n}", *_unfound(p, len(hashes), fewer if fewer >= len(these) else 0))
                for p, _ in these
            ]
            continue
        before = (these[-1][0].n, these[-1][0].n + moved)
        if moved:
            problems.append(_moved(file, [p for p, _ in these], moved))
    return problems


def _unfound(paragraph: _Paragraph, length: int, fewer: int) -> tuple[str, str]:
    """What became of a paragraph whose hash no paragraph has, and what to do. `fewer`: paragraphs that are missing around it."""
    fix = "Restore the text, or find the paragraph and correct locator, hash and anchor"
    if fewer:
        return (
            f"is gone, those after it stand {fewer} earlier than those before; {_resting(paragraph.ids, 'rest')} on it",
            fix,
        )
    if not 1 <= paragraph.n <= length:
        return f"is missing, the text has {length}; {_resting(paragraph.ids, 'rest')} on it", fix
    fix = "Restore the text, or read the paragraph anew, correct these claims and write the new hash"
    return f"was altered, no paragraph has the hash that {_resting(paragraph.ids, 'rest')} on", fix


def _moved(file: str, paragraphs: list[_Paragraph], by: int) -> Problem:
    """Paragraphs that all stand as many places later (earlier where negative) than their locators say."""
    first, last = paragraphs[0].n, paragraphs[-1].n
    ids = [i for p in paragraphs for i in p.ids]
    if first == last:
        return Problem(
            f"{file}:paragraph {first}",
            f"moved to {first + by}; {_resting(ids, 'name')} {first}",
            f"Set their locator to {first + by}",
        )
    what = f"each stand {abs(by)} {'later' if by > 0 else 'earlier'}; {_counted(ids)} on them{_named(ids)}"
    return Problem(
        f"{file}:paragraphs {first} to {last}",
        what,
        f"{'Add' if by > 0 else 'Take'} {abs(by)} {'to' if by > 0 else 'from'} each of their locators",
    )


def _anchors(file: str, text: Text, n: int, claims: pd.DataFrame) -> list[Problem]:
    """The anchors of claims on paragraph n that do not stand once in the text, and there."""
    wrong: dict[str, str] = {}
    for anchor in claims.anchor.dropna().unique():
        words = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, anchor.split())) + r"(?!\w)")
        found = [str(i) for i, line in enumerate(text, 1) for _ in words.finditer(line)]
        if found != [str(n)]:
            stands = f"stands in {' and '.join(dict.fromkeys(found))}" if found else "stands nowhere"
            wrong[anchor] = f"{stands}, {len(found)} times" if len(found) > 1 else stands
    if not wrong:
        return []
    said = "; ".join(
        f'the anchor "{a}" of {_listed(claims.claim_id[claims.anchor == a])} {how}' for a, how in wrong.items()
    )
    return [Problem(f"{file}:paragraph {n}", said, f"Choose words that stand once in the text, in paragraph {n}")]


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _resting(ids: Iterable[str], verb: str) -> str:
    """`x rests`, `x and y rest`, `no claim rests`."""
    named = list(ids)
    if not named:
        return f"no claim {verb}s"
    return f"{', '.join(named[:-1])} and {named[-1]} {verb}" if len(named) > 1 else f"{named[0]} {verb}s"


def _counted(ids: Iterable[str]) -> str:
    """`81 claims rest`, `1 claim rests`, `no claim rests`."""
    n = len(list(ids))
    return f"{n or 'no'} claim{'s rest' if n > 1 else ' rests'}"


def _named(ids: Iterable[str]) -> str:
    """`: x, y and z`; nothing where there is none."""
    named = list(ids)
    return f": {' and '.join(filter(None, [', '.join(named[:-1]), named[-1]]))}" if named else ""


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
