"""The texts of documents against the claims coded from them: paragraphs, their hashes, anchors.

A paragraph is a non-empty line of the text, counted from 1. Texts belong to their publishers and stay with whoever
holds them: nothing of them is kept, only the hash of each paragraph and at most six words to find it by.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from etl.checks import Checked, place
from etl.errors import DataError, Problem

Text = tuple[str, ...]
"""The paragraphs of a text, white space stripped at both ends."""


def read(path: Path, where: str) -> Text:
    """The paragraphs of a text. Raises DataError where the file is missing, cannot be read or is not UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError.one(where, f'"{path.name}" is not in {path.parent}', "Put the text there under this name") from None
    except OSError as error:
        raise DataError.one(where, f'"{path.name}" cannot be read ({error.strerror})', "Put a text file there") from None
    try:
        text = data.decode("utf-8-sig")
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
                raise DataError.one(place(document, "file"), f'"{document.file}" is no plain file name', "Leave out the folder")
            text = read(folder / document.file, place(document, "file"))
        except DataError as error:
            problems += [Problem(p.where, f"{p.what}; {_resting(mine.claim_id, 'rest')} on {document.document_id}", p.fix) for p in error.problems]
            continue
        problems += _document(document.file, text, mine)
    without = documents[documents.file.isna()]
    located = claims[claims.locator.notna() & claims.document_id.isin(held.document_id)]
    paragraphs = located.drop_duplicates(["document_id", "locator"])
    unheld = claims.document_id.isin(without.document_id).sum()
    loose = (claims.locator.isna() & claims.document_id.isin(held.document_id)).sum()
    unplaced = f" {loose} more claims name no paragraph." if loose else ""
    summary = (f"Texts: {len(located)} claims rest on {len(paragraphs)} paragraphs of {len(held)} documents, and every paragraph and anchor is "
               f"where it was. Unchecked, because no text is named: {len(without)} documents with {unheld} claims.{unplaced}")  # fmt: skip
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
    for (locator, digest), group in located.groupby(["locator", "paragraph_sha256"]):
        n, ids = int(locator), group.claim_id
        if 1 <= n <= len(text) and hashes[n - 1] == digest:
            problems += _anchors(file, text, n, group)
        else:
            problems.append(Problem(f"{file}:paragraph {n}", *_lost(n, digest, hashes, ids)))
    return problems


def _lost(n: int, digest: str, hashes: list[str], ids: Iterable[str]) -> tuple[str, str]:
    """What became of a paragraph that does not stand at its locator, and what to do."""
    now = [str(i) for i, found in enumerate(hashes, 1) if found == digest]
    if now:
        return f"moved to {' and '.join(now)}; {_resting(ids, 'name')} {n}", f"Set their locator to {now[0]}"
    if not 1 <= n <= len(hashes):
        fix = "Restore the text, or find the paragraph and correct locator, hash and anchor"
        return f"is missing, the text has {len(hashes)}; {_resting(ids, 'rest')} on it", fix
    fix = "Restore the text, or read the paragraph anew, correct these claims and write the new hash"
    return f"was altered, no paragraph has the hash that {_resting(ids, 'rest')} on", fix


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
    said = "; ".join(f'the anchor "{a}" of {_listed(claims.claim_id[claims.anchor == a])} {how}' for a, how in wrong.items())
    return [Problem(f"{file}:paragraph {n}", said, f"Choose words that stand once in the text, in paragraph {n}")]


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _resting(ids: Iterable[str], verb: str) -> str:
    """`x rests`, `x and y rest`, `no claim rests`."""
    named = list(ids)
    if not named:
        return f"no claim {verb}s"
    return f"{', '.join(named[:-1])} and {named[-1]} {verb}" if len(named) > 1 else f"{named[0]} {verb}s"
