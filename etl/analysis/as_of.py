"""The record as it stood on a day: claims by the day they were made, registers by the day they were published.

Grades stay those of today, but for what a second origin confirmed later: when a grade was given is not recorded.
"""

from calendar import monthrange
from collections.abc import Mapping

import pandas as pd

from etl.analysis.grading import count_origins
from etl.contracts.vocabulary import ARMS, COUNTING

_REGISTER = ("deliveries", "orders", "totals")


def said_on(claims: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """The day each claim became known, `YYYY-MM-DD`: when its claimant spoke, else the last day its document may be from.

    Missing where neither is known.
    """
    published = documents.set_index("document_id").published
    return claims.reported_on.fillna(claims.document_id.map(published.map(_last_day)))


def _last_day(written: object) -> str | None:
    """The last day that a date written as `YYYY`, `YYYY-MM` or `YYYY-MM-DD` may mean."""
    if not isinstance(written, str):
        return None
    if len(written) == 4:
        return f"{written}-12-31"
    return f"{written}-{monthrange(int(written[:4]), int(written[5:7]))[1]}" if len(written) == 7 else written


def days(tables: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """The days on which the record grew, oldest first: by a claim or by a release of a register."""
    sources = tables["sources"]
    released = sources[sources.kind == "register"].published
    said = said_on(tables["claims"], tables["documents"]).dropna()
    return tuple(sorted({*said, *released}))


def as_known(tables: Mapping[str, pd.DataFrame], day: str) -> dict[str, pd.DataFrame]:
    """The tables with only what was known by the end of a day (`YYYY-MM-DD`).

    Claims made later are gone, from the count of independent origins too, and a claim confirmed by a second origin
    is a reported one until that origin speaks. Registers published later are gone as well, months of launches that
    were not over, and years to come from the coverage of claims. Of the table `reversal` only the rows of releases
    known by then stay: its documented rows rest on all claims.
    """
    sources, claims = tables["sources"], tables["claims"]
    later = set(sources[(sources.kind == "register") & (sources.published > day)].source_id)
    kept = claims[(said_on(claims, tables["documents"]) <= day).fillna(False)]
    known = set(kept.claim_id)
    answers = kept.answers.map(lambda ids: " ".join(i for i in ids.split() if i in known) or None, na_action="ignore")
    kept = _not_yet_confirmed(kept.assign(answers=answers, event_origins=count_origins(kept)), claims)
    cover, year = tables["coverage"], int(day[:4])
    cover = cover[~cover.source_id.isin(later)]
    open_ended = cover.format.isin(["claims", "launches"])
    cover = cover.assign(last_year=cover.last_year.mask(open_ended & (cover.last_year > year), year))
    reversal, context = tables["reversal"], tables["context"]
    releases = set(sources[~sources.source_id.isin(later)].release.dropna())
    cut = {
        "sources": sources[~sources.source_id.isin(later)],
        "claims": kept,
        "documents": tables["documents"][tables["documents"].document_id.isin(kept.document_id)],
        "coverage": cover[cover.first_year <= cover.last_year],
        "launches": tables["launches"][tables["launches"].month.map(_last_day) <= day],
        "context": context[context.date <= day],
        "reversal": reversal[(reversal.measure == "tiv") & reversal.release.isin(releases)],
        **{name: tables[name][~tables[name].source_id.isin(later)] for name in _REGISTER},
    }
    return {**tables, **{name: frame.reset_index(drop=True) for name, frame in cut.items()}}


def _not_yet_confirmed(known: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """`known` with credibility 2 and status `reported` where the second origin of a confirmed delivery spoke later."""
    early = (known.credibility == 1) & known.claim_id.isin(_alone(known)) & ~known.claim_id.isin(_alone(claims))
    status = known.status.mask(early & (known.status == "confirmed"), "reported")
    return known.assign(credibility=known.credibility.mask(early, 2), status=status)


def _alone(claims: pd.DataFrame) -> set[str]:
    """Ids of the asserted deliveries whose event no second origin says came."""
    came = claims[(claims.stance == "asserts") & claims.category.isin(ARMS) & claims.status.isin(COUNTING)]
    origins = came.groupby(["event_id", "supplier", "recipient"], dropna=False).origin.transform("nunique")
    return set(came.claim_id[origins < 2])
