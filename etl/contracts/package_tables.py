"""Define the column contracts of the tables that `etl build` writes.

Whoever changes a table's columns raises `vocabulary.VERSION`: the dashboard refuses a package of any other version.
"""

import pandas as pd
import pandera.pandas as pa

from etl.contracts.source_files import CLAIM_COLUMNS, DOCUMENT_COLUMNS, FILES, GRADE, amount, one_of, text, year
from etl.contracts.vocabulary import ARMS, DIRECTIONS

_FLOW = {
    "low": pa.Column(float, nullable=True),
    "central": pa.Column(float, nullable=True),
    "high": pa.Column(float, nullable=True),
    "covered": pa.Column(bool),
    "basis": text(),
}
_MEASURE = {"measure": one_of(("tiv", "documented", "documented_volume")), "release": text()}

_PROBABILITY = pa.Column(float, pa.Check.in_range(-1e-9, 1 + 1e-9))
# `start`, `end`, `first_period`, the window and the 90 % credible set (`set_from`, `set_to`) are years or months as
# text.
REVERSAL = {
    "dyad": text(False),
    "primary": pa.Column(bool, coerce=True),  # an empty table has no type of its own
    **_MEASURE,
    "step": one_of(("year", "month")),
    "credibility_max": pa.Column("Int64", nullable=True, coerce=True),
    "origins_min": pa.Column("Int64", nullable=True, coerce=True),
    "vote_rule": one_of(("orders", "years", "joint", "counts", "decisions_a_to_b", "decisions_b_to_a", "decisions")),
    "weight_exponent": pa.Column(float),
    "gross_min": pa.Column(float),
    # Per cent of local production that counts, in one direction or both.
    "share": pa.Column("Int64", pa.Check.in_range(0, 100), coerce=True),
    "share_side": one_of(("both", *DIRECTIONS)),
    "prior": _PROBABILITY,
    # `year:<year>`, `order:<direction>:<id>:<designation>`, or of documented events `running totals` or `transit`;
    # empty where nothing is left out.
    "left_out": text(),
    # Whether orders have the spans known at the end of the data, or those known now.
    "spans": one_of(("then", "now")),
    "start": text(False),
    "end": text(False),
    "p_reversed": _PROBABILITY,
    "p_new_leads_now": _PROBABILITY,
    "p_b_leads_now": _PROBABILITY,
    "p_one_leader": _PROBABILITY,
    "p_one_reversal": _PROBABILITY,
    "p_there_and_back": _PROBABILITY,
    "p_contested": _PROBABILITY,
    "new_leader": one_of(("a", "b")),
    "first_period": text(),
    "window_after": text(),
    "window_until": text(),
    "set_from": text(),
    "set_to": text(),
    "callable": pa.Column(bool),
    "draws": pa.Column("Int64", coerce=True),
    "mc_error": pa.Column(float, nullable=True, coerce=True),
    "basis": text(),
}

TABLES: dict[str, pa.DataFrameSchema] = {
    "claims": pa.DataFrameSchema(
        CLAIM_COLUMNS | {"source_id": text(False), "event_origins": pa.Column("Int64", coerce=True)}
    ),
    "documents": pa.DataFrameSchema(DOCUMENT_COLUMNS | {"source_id": text(False)}),
    "deliveries": pa.DataFrameSchema(
        {
            "row_id": text(False),
            "source_id": text(False),
            "release": text(False),
            "register_id": text(False),
            "supplier": text(False),
            "recipient": text(False),
            "designation": text(False),
            "description": text(),
            "category": one_of((*ARMS, "engines")),
            "order_year": year(True),
            "order_year_estimated": pa.Column("boolean", nullable=True, coerce=True),
            "delivered_low": amount(),
            "delivered": amount(),
            "delivered_high": amount(),
            "delivery_year": year(),
            "delivery_year_estimated": pa.Column("boolean", nullable=True, coerce=True),
            "condition": text(),
            "local_production": pa.Column(bool, coerce=True),
            "tiv_unit": amount(),
            "tiv": amount(nullable=False),
            **GRADE,
        }
    ),
    "orders": pa.DataFrameSchema(
        {
            "row_id": text(False),
            "source_id": text(False),
            "release": text(False),
            "supplier": text(False),
            "recipient": text(False),
            "designation": text(False),
            "description": text(),
            "order_year": year(True),
            "order_year_estimated": pa.Column("boolean", nullable=True, coerce=True),
            "ordered": amount(),
            "ordered_estimated": pa.Column("boolean", nullable=True, coerce=True),
            "contracted": amount(),
            "delivered": amount(),
            "delivered_estimated": pa.Column("boolean", nullable=True, coerce=True),
            "delivery_years": text(),
            "first_year": year(True),
            "last_year": year(True),
            "condition": text(),
            "status": one_of(("ordered", "delivered", "part delivered", "nothing delivered")),
            "tiv_unit": amount(),
            "tiv_order": amount(),
            "tiv_delivered": amount(),
            "local_production": pa.Column(bool, coerce=True),
            **GRADE,
        }
    ),
    "totals": pa.DataFrameSchema(
        {
            "row_id": text(False),
            "source_id": text(False),
            "release": text(False),
            "supplier": text(False),
            "recipient": text(False),
            "year": year(),
            "tiv_low": amount(nullable=False),
            "tiv": amount(nullable=False),
            "tiv_high": amount(nullable=False),
            "tiv_local_production": amount(),
            **GRADE,
        }
    ),
    "launches": FILES["launches"].add_columns({"row_id": text(False), "source_id": text(False)}),
    "promises": pa.DataFrameSchema(
        {
            "dyad": text(False),
            "label": text(False),
            "direction": one_of(DIRECTIONS),
            "ordered": text(False),
            "delivered": text(),
            "ended": text(),
            "note": text(),
        }
    ),
    "series": pa.DataFrameSchema(
        {
            "dyad": text(False),
            "direction": one_of(DIRECTIONS),
            **_MEASURE,
            "local_production": one_of(("included", "excluded"), nullable=True),
            "period": text(False),
            **_FLOW,
        }
    ),
    "reversal": pa.DataFrameSchema(REVERSAL),
    "coverage": pa.DataFrameSchema(
        {
            "source_id": text(False),
            "file": text(False),
            "format": text(False),
            "release": text(),
            "supplier": text(False),
            "recipient": text(False),
            "first_year": year(),
            "last_year": year(),
        }
    ),
}


def empty(name: str) -> pd.DataFrame:
    """Return the built table `name` without rows, with its columns and types. Raises KeyError for an unknown name."""
    contract = TABLES[name]
    return contract.validate(pd.DataFrame({column: pd.Series(dtype=object) for column in contract.columns}))
