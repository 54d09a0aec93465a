"""Check claims against the texts of the documents they were coded from: paragraphs, their hashes and anchors.

A paragraph is a non-empty line of the text, counted from 1. Texts belong to their publishers and are not part of the
project: it stores the hash of a paragraph and at most six words, the anchor, to find it by.
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
    """Return the paragraphs of a text. Raises DataError where the file is missing, unreadable or not UTF-8."""
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # the decoder would count the mark's bytes too
    except FileNotFoundError:
        raise DataError.one(
            where, f'"{path.name}" is not in {path.parent}', "Save the text there under this name"
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
    """Return the SHA-256 of a paragraph in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(paragraph.encode()).hexdigest()


def check(folder: Path, tables: dict[str, pd.DataFrame]) -> Checked:
    """Check every locator, hash and anchor of the claims against the texts in `folder`, with one problem per paragraph.

    `tables` has documents and claims, with the columns `_where` and `_line`. Documents without a `file` are counted as
    unchecked.
    """
    claims, documents = tables["claims"], tables["documents"].drop_duplicates("document_id")
    problems: list[Problem] = []
    with_text = documents[documents.file.notna()]
    for _, document in with_text.iterrows():
        coded = claims[claims.document_id == document.document_id]
        try:
            if Path(document.file).name != document.file:
                raise DataError.one(
                    place(document, "file"), f'"{document.file}" is not a plain file name', "Leave out the folder"
                )
            text = read(folder / document.file, place(document, "file"))
        except DataError as error:
            affected = f"{_count_resting(coded.claim_id)} on {document.document_id}{_colon_and_names(coded.claim_id)}"
            problems += [Problem(p.where, f"{p.what}; {affected}", p.fix) for p in error.problems]
            continue
        problems += _check_document(document.file, text, coded)
    without_text = documents[documents.file.isna()]
    located = claims[claims.locator.notna() & claims.document_id.isin(with_text.document_id)]
    paragraphs = located.drop_duplicates(["document_id", "locator"])
    unchecked = claims.document_id.isin(without_text.document_id).sum()
    unlocated = (claims.locator.isna() & claims.document_id.isin(with_text.document_id)).sum()
    summary = (
        f"Texts: {_plural(len(located), 'claim')} rest{'s' if len(located) == 1 else ''} on "
        f"{_plural(len(paragraphs), 'paragraph')} of {_plural(len(with_text), 'document')}, "
        "and every paragraph and anchor is where its claim says. "
        f"Unchecked, because no text is named: {_plural(len(without_text), 'document')} with "
        f"{_plural(unchecked, 'claim')}."
    )
    return Checked(
        tuple(problems),
        summary
        + (
            f" {_plural(unlocated, 'more claim')} {'names' if unlocated == 1 else 'name'} no paragraph."
            if unlocated
            else ""
        ),
    )


def _check_document(file: str, text: Text, claims: pd.DataFrame) -> list[Problem]:
    problems = []
    incomplete = claims[claims.locator.isna() != claims.paragraph_sha256.isna()]
    for _, row in incomplete.iterrows():
        has = "hash but no locator" if pd.isna(row.locator) else "locator but no hash"
        problems.append(Problem(place(row, "locator"), f"claim {row.claim_id} has a {has}", "Give both, or neither"))
    hashes = [sha256(line) for line in text]
    located = claims[claims.locator.notna() & claims.paragraph_sha256.notna()]
    paragraphs = [
        _Paragraph(int(n), digest, tuple(group.claim_id))
        for (n, digest), group in located.groupby(["locator", "paragraph_sha256"])
    ]
    for n in sorted({p.n for p in paragraphs if p.find(hashes) == p.n}):
        group = located[(located.locator == n) & (located.paragraph_sha256 == hashes[n - 1])]
        problems += _check_anchors(file, text, n, group)
    return problems + _displaced(file, hashes, paragraphs)


@dataclass(frozen=True)
class _Paragraph:
    """Describe a paragraph that claims rest on: its locator, its hash, the ids of the claims."""

    n: int
    digest: str
    ids: tuple[str, ...]

    def find(self, hashes: list[str], shift: int = 0) -> int | None:
        """Return where the paragraph is now: at its locator, else `shift` from it, else where its hash is first."""
        found = [i for i, digest in enumerate(hashes, 1) if digest == self.digest]
        return next((i for i in (self.n, self.n + shift) if i in found), found[0] if found else None)


def _displaced(file: str, hashes: list[str], paragraphs: list[_Paragraph]) -> list[Problem]:
    """Return the problems of paragraphs that are not at their locator, one for neighbours that moved equally far."""
    found: list[int | None] = []
    shift = 0
    for p in paragraphs:
        now = p.find(hashes, shift)
        found.append(now)
        shift = shift if now is None else now - p.n
    problems: list[Problem] = []
    runs = groupby(zip(paragraphs, found, strict=True), lambda pair: None if pair[1] is None else pair[1] - pair[0].n)
    shift_before = 0  # of the last paragraph that was found
    for shift_here, run in runs:
        members = [p for p, _ in run]
        if shift_here is None:
            last = members[-1].n
            later = (now - p.n for p, now in zip(paragraphs, found, strict=True) if p.n > last and now is not None)
            deleted = shift_before - next(later, shift_before)
            deleted = deleted if deleted >= len(members) else 0
            problems += [Problem(f"{file}:paragraph {p.n}", *_describe_lost(p, len(hashes), deleted)) for p in members]
            continue
        shift_before = shift_here
        if shift_here:
            problems.append(_describe_moved(file, members, shift_here))
    return problems


def _describe_lost(paragraph: _Paragraph, length: int, deleted: int) -> tuple[str, str]:
    """Return `what` and `fix` for a paragraph whose hash is nowhere in the text, from which `deleted` ones are gone."""
    fix = "Restore the text, or find the paragraph and correct locator, hash and anchor"
    if deleted:
        moved = f"the paragraphs after it moved up by {deleted} relative to those before it"
        return f"is gone, and {moved}; {_ids_with_verb(paragraph.ids, 'rest')} on it", fix
    if not 1 <= paragraph.n <= length:
        return f"is missing, as the text ends with {length}; {_ids_with_verb(paragraph.ids, 'rest')} on it", fix
    fix = "Restore the text, or reread the paragraph, correct these claims and enter the new hash"
    return f"was altered, as no paragraph has the hash that {_ids_with_verb(paragraph.ids, 'rest')} on", fix


def _describe_moved(file: str, paragraphs: list[_Paragraph], by: int) -> Problem:
    """Return the problem of paragraphs that are all `by` places after their locators (before, where negative)."""
    first, last = paragraphs[0].n, paragraphs[-1].n
    ids = [i for p in paragraphs for i in p.ids]
    if first == last:
        what = f"moved to {first + by}; {_ids_with_verb(ids, 'name')} {first}"
        return Problem(f"{file}:paragraph {first}", what, f"Set their locator to {first + by}")
    return Problem(
        f"{file}:paragraphs {first} to {last}",
        f"moved {'down' if by > 0 else 'up'} by {abs(by)}; {_count_resting(ids)} on them{_colon_and_names(ids)}",
        f"{'Add' if by > 0 else 'Subtract'} {abs(by)} {'to' if by > 0 else 'from'} each of their locators",
    )


def _check_anchors(file: str, text: Text, n: int, claims: pd.DataFrame) -> list[Problem]:
    """Return a problem where anchors of claims on paragraph `n` do not occur in it once and nowhere else."""
    wrong: dict[str, str] = {}
    for anchor in claims.anchor.dropna().unique():
        words = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, anchor.split())) + r"(?!\w)")
        found = [str(i) for i, line in enumerate(text, 1) for _ in words.finditer(line)]
        if found != [str(n)]:
            occurs = f"occurs in {' and '.join(dict.fromkeys(found))}" if found else "occurs nowhere"
            wrong[anchor] = f"{occurs}, {len(found)} times" if len(found) > 1 else occurs
    if not wrong:
        return []
    what = "; ".join(
        f'the anchor "{anchor}" of {", ".join(claims.claim_id[claims.anchor == anchor])} {occurs}'
        for anchor, occurs in wrong.items()
    )
    return [Problem(f"{file}:paragraph {n}", what, f"Choose words that occur once in the text, in paragraph {n}")]


def _ids_with_verb(ids: Iterable[str], verb: str) -> str:
    """Return `x rests`, `x and y rest` or `no claim rests`."""
    names = list(ids)
    if not names:
        return f"no claim {verb}s"
    return f"{', '.join(names[:-1])} and {names[-1]} {verb}" if len(names) > 1 else f"{names[0]} {verb}s"


def _count_resting(ids: Iterable[str]) -> str:
    """Return `81 claims rest`, `1 claim rests` or `no claim rests`."""
    n = len(list(ids))
    return f"{n or 'no'} claim{'s rest' if n > 1 else ' rests'}"


def _colon_and_names(ids: Iterable[str]) -> str:
    """Return `: x, y and z`, or nothing for no ids."""
    names = list(ids)
    return f": {' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}" if names else ""


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
