"""Tell what kind of file a download is by its header, and refuse those that hold no arms deliveries by year."""

from __future__ import annotations

import re

from etl.contracts.errors import DataError

# Lines that may come before a header.
_MOST_BEFORE = 60
BY_YEAR = "SIPRI AT Database ID"
_BY_YEAR_COLUMNS = ("Delivery year", "TIV delivery values")
_INSTEAD = "Download the register by delivery year from SIPRI's site (Transfer data, CSV)"
# What else a file may be: words that its header has, what it is, and what to take instead.
_OTHERS = (
    (
        r"Year of order.*Year\(s\) of deliver",
        "is the register by order, which gives no year to each delivery of an order that took several",
        _INSTEAD,
    ),
    (
        r"(?:,\s*(?:19|20)\d\d){5}",
        "is a table of TIV by year in whole numbers, which names no orders and no weapons",
        _INSTEAD,
    ),
    (
        r"\bmilitary expenditure\b|\bmilex\b",
        "is military expenditure: money that a state spends, and no flow between two",
        _INSTEAD,
    ),
    (
        r"is_shahed|time_start|not_reach",
        "is a list of attacks: what was used, and not who supplied it",
        "Put monthly sums into a source with the format launches; datasets/README.md shows its form",
    ),
    (
        r"\b(?:aid|donor|pledge|commitment)\w*\b",
        "is a list of aid: what was promised or given, with several items in a cell",
        "Code each item as a claim; datasets/README.md shows the form",
    ),
)


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Return the text of a download and what is to be said of its encoding: UTF-8, else Latin-1.

    Raises DataError for a workbook or another binary file.
    """
    if data.startswith(b"PK\x03\x04"):
        raise DataError.one(where, "is a workbook", "Save the sheet with the register as CSV in UTF-8")
    if b"\0" in data:
        raise DataError.one(where, "is a binary file, not CSV", "Export it as CSV in UTF-8")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("latin-1"), f"{where} is not UTF-8 and was read as Latin-1."


def header_at(lines: list[str], where: str) -> int:
    """Return the index of the header of a register by delivery year.

    Raises DataError for a file of another kind, which says what it is and what to take instead.
    """
    first = lines[:_MOST_BEFORE]
    for at, line in enumerate(first):
        names = [name.strip(' ";') for name in line.split(",")]
        if names[0] == BY_YEAR and all(column in names for column in _BY_YEAR_COLUMNS):
            return at
    for pattern, what, instead in _OTHERS:
        if any(re.search(pattern, line, re.IGNORECASE) for line in first):
            raise DataError.one(where, what, instead)
    raise DataError.one(where, f"has no header that begins with {BY_YEAR}", _INSTEAD)
