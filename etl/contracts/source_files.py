"""Define the column contracts of source files as received, by format, and the column types they are built from.

The contracts of the tables that `etl build` writes are in `package_tables`. The `error` of a check is the `what` and
the `fix` of a problem, separated by `|`.
"""

import pandas as pd
import pandera.pandas as pa

from etl.contracts.vocabulary import ARMS, BESIDE, LADDER, NO_DELIVERY, NOT_ARMS, PRECISIONS, STANCES


def text(nullable: bool = True, *checks: pa.Check, required: bool = True) -> pa.Column:
    """Return a column of text; a file may leave it out where `required` is False."""
    return pa.Column(str, list(checks), nullable=nullable, required=required, coerce=True)


def one_of(values: tuple[str, ...], nullable: bool = False, required: bool = True) -> pa.Column:
    """Return a column of text that allows only `values`."""
    message = f"is not one of {', '.join(values)}|Use one of these words"
    return text(nullable, pa.Check.isin(list(values), error=message), required=required)


def amount(nullable: bool = True, required: bool = True) -> pa.Column:
    """Return a column of finite numbers of 0 or more; a file may leave it out where `required` is False."""
    checks = [
        pa.Check.ge(0, error="is negative|Amounts are zero or more; supplier and recipient give the direction"),
        pa.Check.lt(float("inf"), error="is infinite|Write a plain number, or leave it empty"),
    ]
    return pa.Column(float, checks, nullable=nullable, required=required, coerce=True)


def count(required: bool = True) -> pa.Column:
    """Return a nullable column of whole things, where a point can only part thousands."""
    column = amount(required=required)
    column.metadata = {"whole": True}
    return column


def year(nullable: bool = False) -> pa.Column:
    """Return a column of years from 1900 to 2100."""
    check = pa.Check.in_range(1900, 2100, error="is not a year between 1900 and 2100|Write four digits")
    return pa.Column("Int64", check, nullable=nullable, coerce=True)


def day(required: bool = True) -> pa.Column:
    """Return a nullable column of dates, `YYYY-MM-DD` as text."""
    pattern = r"^\d{4}-\d{2}-\d{2}$"
    well_formed = pa.Check.str_matches(pattern, error="is not a date of the form YYYY-MM-DD|Write the full date")
    exists = pa.Check(
        lambda s: pd.to_datetime(s, format="%Y-%m-%d", errors="coerce").notna() | ~s.str.match(pattern),
        error="is a date that does not exist|Correct the date",
    )
    return text(True, well_formed, exists, required=required)


def _at_most(low: str, high: str, fix: str) -> pa.Check:
    return pa.Check(lambda df: ~(df[low] > df[high]), error=f"{low} is above {high}|{fix}", ignore_na=False)


_CLAIM_CHECKS = [
    _at_most("quantity_low", "quantity_high", "Swap or correct the two numbers"),
    _at_most("quantity_low", "quantity_central", "The central number lies between low and high"),
    _at_most("quantity_central", "quantity_high", "The central number lies between low and high"),
    pa.Check(
        lambda df: ~(df.start.notna() & df.end.notna() & (df.start.fillna("") > df.end.fillna(""))),
        error="start is after end|Swap or correct the two dates",
        ignore_na=False,
    ),
    pa.Check(
        lambda df: (df.precision == "undated") == df.start.isna(),
        error="an undated claim has a start, or a dated claim has none|"
        "Leave start empty if and only if precision is undated",
        ignore_na=False,
    ),
    pa.Check(
        lambda df: df.status.notna() | (df.stance == "context"),
        error="status is empty|Only a claim with the stance context may have no status",
        ignore_na=False,
    ),
    pa.Check(
        lambda df: ~df.stance.isin(["denies", "qualifies"]) | df.answers.notna(),
        error="answers is empty|A denial or qualification names the claim it answers",
        ignore_na=False,
    ),
]

GRADE = {
    "reliability": one_of(tuple("ABCDEF")),
    "credibility": pa.Column(
        "Int64", pa.Check.in_range(1, 6, error="is not a credibility from 1 to 6|See the code book"), coerce=True
    ),
}

CLAIM_COLUMNS = {
    "claim_id": text(False, pa.Check.str_matches(r"^[a-z0-9-]+$", error="is not a slug|Use a-z, 0-9 and -")),
    "document_id": text(False),
    "statement": text(False),
    "locator": pa.Column("Int64", nullable=True, coerce=True),
    "paragraph_sha256": text(),
    "anchor": text(
        True,
        pa.Check(
            lambda s: s.isna() | (s.fillna("").str.split().str.len() <= 6),
            error="has more than six words|Shorten the anchor",
        ),
    ),
    "event_id": text(False),
    "stance": one_of(STANCES),
    "answers": text(),
    "supplier": text(),
    "recipient": text(),
    "category": one_of(ARMS + NOT_ARMS),
    "designation": text(),
    "status": one_of(LADDER + BESIDE + NO_DELIVERY, nullable=True),
    "quantity_low": amount(),
    "quantity_central": amount(),
    "quantity_high": amount(),
    "quantity_unit": text(),
    "quantity_words": text(),
    "start": day(),
    "end": day(),
    "precision": one_of(PRECISIONS),
    "reported_on": day(),
    "claimant": text(False),
    "claimant_country": text(),
    "origin": text(False),
    **GRADE,
    "note": text(),
}

DOCUMENT_COLUMNS = {
    "document_id": text(False),
    "file": text(),
    "title": text(False),
    "author": text(),
    "publisher": text(),
    "published": text(),
    "language": text(),
    "translated_from": text(),
    "url": text(
        True,
        pa.Check.str_matches(r"^https?://", error="is not an http(s) address|Give the full address, or none"),
    ),
    "accessed": day(),
    "kind": one_of(("news", "register", "official", "think tank", "leak", "imagery")),
}

FLAG = ("Yes", "No")
# Unit values are printed to 0.01, and so are volumes; all 25,024 rows of SIPRI's 2025 release are within this.
_UNIT_ROUNDING, _VOLUME_ROUNDING = 0.005, 0.006
_ADDS_UP = pa.Check(
    lambda df: (
        ~(
            (df["Numbers delivered"] * df["TIV deal unit"] - df["TIV delivery values"]).abs()
            > _UNIT_ROUNDING * df["Numbers delivered"] + _VOLUME_ROUNDING
        )
        | (df[["Numbers delivered", "TIV deal unit", "TIV delivery values"]] < 0).any(axis=1)  # which is said already
    ),
    error="number delivered times value of one is not the volume|"
    "Is a point for thousands or decimals wrong, or is a cell in another's column?",
    ignore_na=False,
)

FILES: dict[str, pa.DataFrameSchema] = {
    "claims": pa.DataFrameSchema(CLAIM_COLUMNS, checks=_CLAIM_CHECKS),
    "documents": pa.DataFrameSchema(DOCUMENT_COLUMNS),
    "deliveries": pa.DataFrameSchema(
        {
            "SIPRI AT Database ID": text(
                False, pa.Check.str_matches(r"^\S+$", error="contains a space|Ids are one word")
            ),
            "Supplier": text(False),
            "Recipient": text(False),
            "Designation": text(False),
            "Description": text(),
            "Armament category": text(False),
            "Order date": year(True),
            "Order date is estimate": one_of(FLAG, nullable=True),
            "Numbers delivered": count(),
            "Numbers delivered is estimate": one_of(FLAG, nullable=True),
            "Delivery year": year(),
            "Delivery year is estimate": one_of(FLAG, nullable=True),
            "Status": text(),
            "TIV deal unit": amount(),
            "TIV delivery values": amount(nullable=False),
            "Local production": one_of(FLAG),
        },
        checks=_ADDS_UP,
    ),
    "orders": pa.DataFrameSchema(
        {
            "supplier": text(False),
            "recipient": text(False),
            "designation": text(False),
            "description": text(),
            "order_year": year(True),
            "order_year_estimated": one_of(FLAG, nullable=True),
            "ordered": count(),
            "ordered_estimated": one_of(FLAG, nullable=True),
            "contracted": count(required=False),
            "delivered": count(),
            "delivered_estimated": one_of(FLAG, nullable=True),
            "delivery_years": text(
                True,
                pa.Check.str_matches(r"^\d{4}(; \d{4})*$", error="is not a list of years|Write 1993; 1994"),
            ),
            "condition": text(),
            "tiv_unit": amount(),
            "tiv_order": amount(),
            "tiv_delivered": amount(),
            "local_production": one_of(FLAG),
        }
    ),
    "totals": pa.DataFrameSchema(
        {
            "supplier": text(False),
            "recipient": text(False),
            "year": year(),
            "tiv": amount(nullable=False),
            "tiv_local_production": amount(),
        },
        checks=_at_most("tiv_local_production", "tiv", "A part is not larger than its whole"),
    ),
    "launches": pa.DataFrameSchema(
        {
            "month": text(
                False, pa.Check.str_matches(r"^\d{4}-(0[1-9]|1[0-2])$", error="is not a month YYYY-MM|Write 2023-05")
            ),
            "reports": count(),
            "launched": count(),
            "destroyed": count(),
            "not_reached": count(),
            "of_which_shahed": count(),
            "reports_with_of_which": count(),
            "flags": text(),
        }
    ),
}

# `events.csv`: a plain name for each event that claims are about, and what the coder says of its span and parts.
EVENTS = pa.DataFrameSchema(
    {
        "event_id": text(False),
        "label": text(False),
        "part_of": text(required=False),
        "total_of": text(required=False),
        "start": day(required=False),
        "end": day(required=False),
        "contract": text(required=False),
        "transit": one_of(("yes",), nullable=True, required=False),
        "types": text(
            True,
            pa.Check.str_matches(
                r"^\d+ [^;]+(; \d+ [^;]+)*$", error="is no list of types|Write 100 Shahed-136; 6 Mohajer-6"
            ),
            required=False,
        ),
    }
)

# `pairs.csv`: yearly flows of the pairs of a register that most likely turned, and the votes that their orders can give.
PAIRS = pa.DataFrameSchema(
    {
        "release": text(False),
        "of": pa.Column("Int64", coerce=True),
        "a": text(False),
        "b": text(False),
        "year": year(),
        "a_to_b": amount(nullable=False),
        "b_to_a": amount(nullable=False),
        "orders_a": amount(nullable=False),
        "orders_b": amount(nullable=False),
    }
)

# `unit_values.csv`: what a piece of a type that claims name is worth, by the register.
UNIT_VALUES = pa.DataFrameSchema(
    {
        "designation": text(False),
        "register_designation": text(False),
        "stand_in": one_of(("yes",), nullable=True),
        "tiv_unit": amount(nullable=False),
        "release": text(False),
        "row": text(False),
        "note": text(),
    }
)

# `origins.csv`: a plain name for each origin; the slug serves for an origin that is not listed. `may_share` names the
# origins whose knowledge may come from the same intelligence, separated by blanks.
ORIGINS = pa.DataFrameSchema({"origin": text(False), "label": text(False), "may_share": text()})
