"""How to cite a source: APA (7th edition) and BibTeX, made from its bibliography."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.text import dates

# Kinds whose publisher is their author where nobody is named; anything else unsigned begins with its title.
_CORPORATE = ("official", "think tank", "register")
# The body in a publisher's name: `Congressional Research Service, copy at …`; `Text of the treaty at …` names none.
_BODY = re.compile(r"^(?!Text of )[^,;(]+")
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
    """What a citation needs. `published` is a day, a month or a year, or empty; `authors` are names as signed."""

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
    # The body that stands as author where nobody is named.
    body: str = ""
    data_version: str = ""
    # Whose data it shows, where they are another's.
    data: str = ""


def of_document(doc: Any) -> Work:
    """The work that a row of `documents` describes."""
    names, et_al = _names(_text(doc.author))
    return Work(
        doc.document_id,
        doc.title,
        names,
        et_al,
        _text(doc.publisher),
        _text(doc.published),
        _text(doc.url),
        _text(doc.accessed),
        body=_body(doc.publisher) if doc.kind in _CORPORATE else "",
    )


def of_source(source: Any, data_version: str) -> Work:
    """The work that a row of `sources` describes: a register's release, a series, or a coded collection."""
    body = "" if source.kind == "claims" else _body(source.publisher)
    publisher = "" if source.kind == "register" else _text(source.publisher)
    return Work(
        source.source_id,
        source.title,
        (),
        False,
        publisher,
        _text(source.published),
        _text(source.url),
        _text(source.accessed),
        f"Release {source.release}" if _text(source.release) else "",
        True,
        body,
        data_version,
    )


def of_view(title: str, key: str, url: str, published: str, data_version: str, accessed: str, data: str) -> Work:
    """A chart's view as a work: its finding is the title, its data version fixes what it shows, and `data` says whose data that is."""
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
    """Rows of `sources` in one phrase, by publisher; `Stockholm International Peace Research Institute (SIPRI), SIPRI Arms Transfers Database, …`."""
    found: dict[str, list[str]] = {}
    for s in sources:
        found.setdefault("" if s.kind == "claims" else _text(s.publisher).split(";")[0], []).append(s.title)
    return "; ".join(
        f"{who}, {'; '.join(titles)}" if who else "; ".join(titles)
        for who, titles in sorted(found.items(), reverse=True)
    )


def _body(publisher: Any) -> str:
    found = _BODY.match(_text(publisher))
    return found[0].strip() if found else ""


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _names(author: str) -> tuple[tuple[str, ...], bool]:
    """`A and B` → both; `A and others` → A, with others."""
    et_al = author.endswith(" and others")
    names = re.split(r",\s*|\s+and\s+", author.removesuffix(" and others"))
    return tuple(n for n in names if n), et_al


def family_first(name: str) -> tuple[str, str]:
    """(family name, given names): `Kari A. Bingen` → `Bingen`, `Kari A.`."""
    words = name.split()
    at = next((i for i, w in enumerate(words) if i and w.lower() in _PARTICLES), len(words) - 1)
    return " ".join(words[at:]), " ".join(words[:at])


def _apa_name(name: str) -> str:
    family, given = family_first(name)
    initials = " ".join("-".join(f"{p[0]}." for p in w.split("-") if p) for w in given.split())
    return f"{family}, {initials}" if initials else family


def apa_date(published: str) -> str:
    """`2022-10-18` → `2022, October 18`; nothing → `n.d.`."""
    if not published:
        return "n.d."
    year, *rest = published.split("-")
    if not rest:
        return year
    return f"{year}, {dates.MONTHS[int(rest[0]) - 1]}{f' {int(rest[1])}' if len(rest) > 1 else ''}"


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{dates.MONTHS[int(month) - 1]} {int(day)}, {year}"


def _stop(text: str) -> str:
    """A sentence with exactly one mark at its end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def apa(work: Work) -> str:
    """The reference as APA text. What may change (a data set, an undated page) is cited with the day it was read."""
    date = f"({apa_date(work.published)})."
    named = work.version.startswith("Release") and "release" in work.title.lower()
    title = (
        work.title
        + (f" ({work.version})" if work.version and not named else "")
        + (" [Data set]" if work.data_set else "")
    )
    names = [_apa_name(n) for n in work.authors]
    if names and work.et_al:
        author = ", ".join([*names, "et al."])
    elif len(names) > 1:
        author = f"{', '.join(names[:-1])}, & {names[-1]}"
    else:
        author = names[0] if names else work.body
    parts = [_stop(author), date, _stop(title)] if author else [_stop(title), date]
    if work.publisher and work.publisher != author:
        parts.append(_stop(work.publisher))
    if work.data:
        parts.append(_stop(f"Data: {work.data}"))
    if work.url:
        dated = work.accessed and (work.data_set or work.data_version or not work.published)
        parts.append(f"Retrieved {_day(work.accessed)}, from {work.url}" if dated else work.url)
    return " ".join(parts)


def tex(text: str) -> str:
    """Text with what TeX would read as a command written out."""
    return "".join(_TEX.get(c, c) for c in text)


def bibtex(work: Work) -> str:
    """The reference as a BibTeX `@misc` entry; the day stands in `month`, as BibTeX has no field for it."""
    fields: list[tuple[str, str]] = []
    if work.authors:
        names = [", ".join(filter(None, map(tex, family_first(n)))) for n in work.authors]
        fields.append(("author", f"{{{' and '.join([*names, *(['others'] if work.et_al else [])])}}}"))
    elif work.body:
        fields.append(("author", f"{{{{{tex(work.body)}}}}}"))  # a second pair of braces keeps a body's name whole
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
    data = f"Data: {tex(_stop(work.data))} " if work.data else ""
    if work.accessed:
        fields += [
            ("urldate", f"{{{work.accessed}}}"),
            (
                "note",
                f"{{{data}Accessed {work.accessed}{f'; data version {work.data_version}' if work.data_version else ''}}}",
            ),
        ]
    body = ",\n".join(f"  {k} = {v}" for k, v in fields)
    return f"@misc{{{work.key},\n{body}\n}}"
