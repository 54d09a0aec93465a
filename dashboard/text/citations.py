"""Cite a source in APA style (7th edition) and as BibTeX, from its bibliographic columns."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.data.records import Document, Source
from dashboard.text.forms.arguments import Choice, Day, Name
from dashboard.text.sentence import words

# Kinds of documents whose publisher is their author if nobody signed; other unsigned ones begin with their title.
_CORPORATE = ("official", "think tank", "register")
# The body in a publisher's name: `Congressional Research Service, copy at …`; `Text of the treaty at …` has none.
_BODY_NAME = re.compile(r"^(?!Text of )[^,;(]+")
_PARTICLES = {"al", "ben", "bin", "da", "de", "del", "der", "di", "du", "el", "la", "le", "van", "von"}
# Months as BibTeX knows them, whatever the language.
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
    # Whether the title names the version, which is then not repeated.
    version_in_title: bool = False


def of_document(doc: Document) -> Work:
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


def of_source(source: Source, data_version: str) -> Work:
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
        words("citations.release", release=Name(source.release)) if source.release else "",
        True,
        body,
        data_version,
        version_in_title="release" in source.title.lower(),
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
        words("citations.data-version", version=Name(data_version)),
        body=words("files.name"),
        data_version=data_version,
        data=data,
    )


def with_licence(source: Source) -> str:
    """Return citation, day of access and licence of a row of `sources`."""
    return f"{source.citation} {words('citations.accessed', day=Day(source.accessed))} {source.licence}"


def data_of(sources: Iterable[Source]) -> str:
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


def _corporate_author(publisher: str | None) -> str:
    match = _BODY_NAME.match(_text_or_empty(publisher))
    return match[0].strip() if match else ""


def _text_or_empty(value: str | None) -> str:
    return value or ""


def _split_authors(author: str) -> tuple[tuple[str, ...], bool]:
    """Split `A and B` into both; `A and others` into A, with `et al.`."""
    et_al = author.endswith(" and others")
    names = re.split(r",\s*|\s+and\s+", author.removesuffix(" and others"))
    return tuple(n for n in names if n), et_al


def family_first(name: str) -> tuple[str, str]:
    """Return (family name, given names): `Kari A. Bingen` → `Bingen`, `Kari A.`."""
    parts = name.split()
    at = next((i for i, p in enumerate(parts) if i and p.lower() in _PARTICLES), len(parts) - 1)
    return " ".join(parts[at:]), " ".join(parts[:at])


def _apa_name(name: str) -> str:
    family, given = family_first(name)
    initials = " ".join("-".join(f"{p[0]}." for p in w.split("-") if p) for w in given.split())
    return f"{family}, {initials}" if initials else family


def apa_date(published: str) -> str:
    """Return a date in APA style: `2022-10-18` → `2022, October 18`; empty → `n.d.`."""
    if not published:
        return words("citations.no-date")
    year, *rest = published.split("-")
    if not rest:
        return year
    named = {"year": Name(year), "month": _month(rest[0])}
    if len(rest) == 1:
        return words("citations.date-month", **named)
    return words("citations.date-day", **named, day=int(rest[1]))


def _month(number: str) -> Name:
    return Name(calendar.month_name[int(number)])


def _apa_day(iso: str) -> str:
    year, month, day = iso.split("-")
    return words("citations.day", month=_month(month), day=int(day), year=Name(year))


def _end_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def apa(work: Work) -> str:
    """Return the reference as APA text; a data set or undated page, which may change, with the day it was retrieved."""
    date = f"({apa_date(work.published)})."
    title = words(
        "citations.title",
        title=Name(work.title),
        version=Name(work.version),
        versioned=_yes(work.version and not work.version_in_title),
        data_set=_yes(work.data_set),
    )
    author = _apa_authors(work) or work.body
    parts = [_end_sentence(author), date, _end_sentence(title)] if author else [_end_sentence(title), date]
    if work.publisher and work.publisher != author:
        parts.append(_end_sentence(work.publisher))
    if work.data:
        parts.append(_end_sentence(words("citations.data", data=Name(work.data))))
    if work.url and work.accessed and (work.data_set or work.data_version or not work.published):
        day = Name(_apa_day(work.accessed))
        parts.append(words("citations.retrieved", day=day, address=Name(work.url)))
    elif work.url:
        parts.append(work.url)
    return " ".join(parts)


def _apa_authors(work: Work) -> str:
    *names, last = map(_apa_name, work.authors or ("",))
    if last and work.et_al:
        return words("citations.authors-et-al", authors=Name(", ".join([*names, last])))
    return words("citations.authors", authors=Name(", ".join(names)), last=Name(last)) if names else last


def _yes(true: object) -> Choice:
    return Choice("yes" if true else "no")


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
        month = calendar.month_abbr[int(rest[0])].lower()
        fields.append(("month", f"{month} # {{~{int(rest[1])}}}" if len(rest) > 1 else month))
    if work.version:
        fields.append(("version", f"{{{tex(work.version)}}}"))
    if work.url:
        fields.append(("url", f"{{{work.url}}}"))
    data = f"{tex(_end_sentence(words('citations.data', data=Name(work.data))))} " if work.data else ""
    if work.accessed:
        version, versioned = Name(work.data_version), _yes(work.data_version)
        note = words("citations.note", day=Name(work.accessed), version=version, versioned=versioned)
        fields += [("urldate", f"{{{work.accessed}}}"), ("note", f"{{{data}{note}}}")]
    body = ",\n".join(f"  {k} = {v}" for k, v in fields)
    return f"@misc{{{work.key},\n{body}\n}}"
