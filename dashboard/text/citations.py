"""Cite a source in APA style (7th edition) and as BibTeX, from its bibliographic columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.text import dates

# Kinds of documents whose publisher is their author if nobody signed; other unsigned ones begin with their title.
_CORPORATE = ("official", "think tank", "register")
# The body in a publisher's name: `Congressional Research Service, copy at …`; `Text of the treaty at …` has none.
_BODY_NAME = re.compile(r"^(?!Text of )[^,;(]+")
_PARTICLES = {"al", "ben", "bin", "da", "de", "del", "der", "di", "du", "el", "la", "le", "van", "von"}
_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Work:
    """Data of a citation. `published` is a day, month or year, or empty; `authors` are names as signed."""

    key: str
    title: str
    authors: tuple[str, ...]
    et_al: bool
    publisher: str
    published: str
    url: str
    accessed: str
    version: str = ""
    data_set: bool = False
    # The body cited as author if nobody signed.
    body: str = ""
    data_version: str = ""
    # The publishers and titles of the data it shows, if another's.
    data: str = ""


def of_document(doc: Any) -> Work:
    """Return the work that a row of `documents` describes."""
    names, et_al = _split_authors(_text_or_empty(doc.author))
    return Work(
        doc.document_id,
        doc.title,
        names,
        et_al,
        _text_or_empty(doc.publisher),
        _text_or_empty(doc.published),
        _text_or_empty(doc.url),
        _text_or_empty(doc.accessed),
        body=_corporate_author(doc.publisher) if doc.kind in _CORPORATE else "",
    )


def of_source(source: Any, data_version: str) -> Work:
    """Return the work that a row of `sources` describes: a register's release, a series, or a collection of claims."""
    body = "" if source.kind == "claims" else _corporate_author(source.publisher)
    publisher = "" if source.kind == "register" else _text_or_empty(source.publisher)
    return Work(
        source.source_id,
        source.title,
        (),
        False,
        publisher,
        _text_or_empty(source.published),
        _text_or_empty(source.url),
        _text_or_empty(source.accessed),
        f"Release {source.release}" if _text_or_empty(source.release) else "",
        True,
        body,
        data_version,
    )


def of_view(title: str, key: str, url: str, published: str, data_version: str, accessed: str, data: str) -> Work:
    """Return a chart's view as a work.

    Its title is the finding; the data version fixes the content; `data` names the publishers of the data.
    """
    return Work(
        key,
        title,
        (),
        False,
        "",
        published,
        url,
        accessed,
        f"data version {data_version}",
        body="Dependency reversal",
        data_version=data_version,
        data=data,
    )


def data_of(sources: Iterable[Any]) -> str:
    """Return rows of `sources` as one phrase, grouped by publisher.

    Example: `Stockholm International Peace Research Institute (SIPRI), SIPRI Arms Transfers Database, …`.
    """
    titles_by_publisher: dict[str, list[str]] = {}
    for s in sources:
        titles_by_publisher.setdefault(
            "" if s.kind == "claims" else _text_or_empty(s.publisher).split(";")[0], []
        ).append(s.title)
    return "; ".join(
        f"{publisher}, {'; '.join(titles)}" if publisher else "; ".join(titles)
        for publisher, titles in sorted(titles_by_publisher.items(), reverse=True)
    )


def _corporate_author(publisher: Any) -> str:
    match = _BODY_NAME.match(_text_or_empty(publisher))
    return match[0].strip() if match else ""


def _text_or_empty(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _split_authors(author: str) -> tuple[tuple[str, ...], bool]:
    """Split `A and B` into both; `A and others` into A, with `et al.`."""
    et_al = author.endswith(" and others")
    names = re.split(r",\s*|\s+and\s+", author.removesuffix(" and others"))
    return tuple(n for n in names if n), et_al


def family_first(name: str) -> tuple[str, str]:
    """Return (family name, given names): `Kari A. Bingen` → `Bingen`, `Kari A.`."""
    words = name.split()
    at = next((i for i, w in enumerate(words) if i and w.lower() in _PARTICLES), len(words) - 1)
    return " ".join(words[at:]), " ".join(words[:at])


def _apa_name(name: str) -> str:
    family, given = family_first(name)
    initials = " ".join("-".join(f"{p[0]}." for p in w.split("-") if p) for w in given.split())
    return f"{family}, {initials}" if initials else family


def apa_date(published: str) -> str:
    """Return a date in APA style: `2022-10-18` → `2022, October 18`; empty → `n.d.`."""
    if not published:
        return "n.d."
    year, *rest = published.split("-")
    if not rest:
        return year
    return f"{year}, {dates.MONTHS[int(rest[0]) - 1]}{f' {int(rest[1])}' if len(rest) > 1 else ''}"


def _apa_day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{dates.MONTHS[int(month) - 1]} {int(day)}, {year}"


def _end_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def apa(work: Work) -> str:
    """Return the reference as APA text; a data set or undated page, which may change, with the day it was retrieved."""
    date = f"({apa_date(work.published)})."
    names_release = work.version.startswith("Release") and "release" in work.title.lower()
    title = (
        work.title
        + (f" ({work.version})" if work.version and not names_release else "")
        + (" [Data set]" if work.data_set else "")
    )
    names = [_apa_name(n) for n in work.authors]
    if names and work.et_al:
        author = ", ".join([*names, "et al."])
    elif len(names) > 1:
        author = f"{', '.join(names[:-1])}, & {names[-1]}"
    else:
        author = names[0] if names else work.body
    parts = [_end_sentence(author), date, _end_sentence(title)] if author else [_end_sentence(title), date]
    if work.publisher and work.publisher != author:
        parts.append(_end_sentence(work.publisher))
    if work.data:
        parts.append(_end_sentence(f"Data: {work.data}"))
    if work.url:
        needs_retrieval_day = work.accessed and (work.data_set or work.data_version or not work.published)
        parts.append(f"Retrieved {_apa_day(work.accessed)}, from {work.url}" if needs_retrieval_day else work.url)
    return " ".join(parts)


def tex(text: str) -> str:
    """Escape the characters that TeX reads as commands."""
    return "".join(_TEX.get(c, c) for c in text)


def bibtex(work: Work) -> str:
    """Return the reference as a BibTeX `@misc` entry; the day is part of `month`, as BibTeX has no field for it."""
    fields: list[tuple[str, str]] = []
    if work.authors:
        names = [", ".join(filter(None, map(tex, family_first(n)))) for n in work.authors]
        fields.append(("author", f"{{{' and '.join([*names, *(['others'] if work.et_al else [])])}}}"))
    elif work.body:
        fields.append(("author", f"{{{{{tex(work.body)}}}}}"))  # the second braces keep a body's name in one piece
    fields.append(("title", f"{{{{{tex(work.title)}}}}}"))
    if work.publisher and work.publisher != work.body:
        fields.append(("howpublished", f"{{{tex(work.publisher)}}}"))
    year, *rest = work.published.split("-") if work.published else ["n.d."]
    fields.append(("year", f"{{{year}}}"))
    if rest:
        month = dates.MONTHS[int(rest[0]) - 1][:3].lower()
        fields.append(("month", f"{month} # {{~{int(rest[1])}}}" if len(rest) > 1 else month))
    if work.version:
        fields.append(("version", f"{{{tex(work.version)}}}"))
    if work.url:
        fields.append(("url", f"{{{work.url}}}"))
    data = f"Data: {tex(_end_sentence(work.data))} " if work.data else ""
    if work.accessed:
        version = f"; data version {work.data_version}" if work.data_version else ""
        fields += [
            ("urldate", f"{{{work.accessed}}}"),
            ("note", f"{{{data}Accessed {work.accessed}{version}}}"),
        ]
    body = ",\n".join(f"  {k} = {v}" for k, v in fields)
    return f"@misc{{{work.key},\n{body}\n}}"
