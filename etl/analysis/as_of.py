"""Restrict the record to what was known on a day: claims made and registers published by then.

Grades are those of today, because the day of a grade is not recorded. The exception is a delivery that a second origin
confirmed later.
"""

from calendar import monthrange
from collections.abc import Mapping

import pandas as pd

from etl.analysis.grading import count_origins
from etl.contracts.vocabulary import ARMS, COUNTING

_REGISTER = ("deliveries", "orders", "totals")


def said_on(claims: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """Return the day each claim became known, `YYYY-MM-DD`, indexed like `claims`; missing where unknown.

    It is the day on which the claimant spoke, or else the last day on which the document may have been published.
    """
    published = documents.set_index("document_id").published
    return claims.reported_on.fillna(claims.document_id.map(published.map(_last_day)))


def _last_day(date: object) -> str | None:
    """Return the last day of the span that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` denotes."""
    if not isinstance(date, str):
        return None
    if len(date) == 4:
        return f"{date}-12-31"
    return f"{date}-{monthrange(int(date[:4]), int(date[5:7]))[1]}" if len(date) == 7 else date


def days(tables: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return the days on which a claim or a register was added to the record, `YYYY-MM-DD`, oldest first."""
    sources = tables["sources"]
    released = sources[sources.kind == "register"].published
    claimed = said_on(tables["claims"], tables["documents"]).dropna()
    return tuple(sorted({*claimed, *released}))


def as_known(tables: Mapping[str, pd.DataFrame], day: str) -> dict[str, pd.DataFrame]:
    """Return the tables restricted to what was known by the end of a day (`YYYY-MM-DD`).

    Claims made later or on an unknown day are dropped and do not count as origins; a delivery that a second origin
    confirmed later is only reported. Registers published later, months of launches that were not over, and later years
    of the claims' coverage are dropped. The table `reversal` is limited to TIV in the releases published by then,
    because its documented rows use all claims.
    """
    sources, claims = tables["sources"], tables["claims"]
    later = set(sources[(sources.kind == "register") & (sources.published > day)].source_id)
    known = claims[(said_on(claims, tables["documents"]) <= day).fillna(False)]
    ids = set(known.claim_id)
    answers = known.answers.map(lambda text: " ".join(i for i in text.split() if i in ids) or None, na_action="ignore")
    known = _undo_later_confirmation(known.assign(answers=answers, event_origins=count_origins(known)), claims)
    cover, year = tables["coverage"], int(day[:4])
    cover = cover[~cover.source_id.isin(later)]
    open_ended = cover.format.isin(["claims", "launches"])
    cover = cover.assign(last_year=cover.last_year.mask(open_ended & (cover.last_year > year), year))
    reversal, context, notes = tables["reversal"], tables["context"], tables["local_notes"]
    events = tables["events"]
    if "end" in events:  # a span coded by hand ends no later than the day
        events = events.assign(end=events.end.mask((events.end > day).fillna(False), day))
    releases = set(sources[~sources.source_id.isin(later)].release.dropna())
    restricted = {
        "sources": sources[~sources.source_id.isin(later)],
        "claims": known,
        "documents": tables["documents"][tables["documents"].document_id.isin(known.document_id)],
        "coverage": cover[cover.first_year <= cover.last_year],
        "launches": tables["launches"][tables["launches"].month.map(_last_day) <= day],
        "context": context[context.date <= day],
        "events": events,
        "local_notes": notes[[ids >= set(claims.split()) for claims in notes.claims]],
        "reversal": reversal[(reversal.measure == "tiv") & reversal.release.isin(releases)],
        **{name: tables[name][~tables[name].source_id.isin(later)] for name in _REGISTER},
    }
    return {**tables, **{name: frame.reset_index(drop=True) for name, frame in restricted.items()}}


def _undo_later_confirmation(known: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return `known` with credibility 2 and status `reported` where only a later claim adds the second origin."""
    early = (known.credibility == 1) & known.claim_id.isin(_single_origin(known) - _single_origin(claims))
    status = known.status.mask(early & (known.status == "confirmed"), "reported")
    return known.assign(credibility=known.credibility.mask(early, 2), status=status)


def _single_origin(claims: pd.DataFrame) -> set[str]:
    """Return the ids of the asserted deliveries that only one origin reports as made."""
    made = claims[(claims.stance == "asserts") & claims.category.isin(ARMS) & claims.status.isin(COUNTING)]
    origins = made.groupby(["event_id", "supplier", "recipient"], dropna=False).origin.transform("nunique")
    return set(made.claim_id[origins < 2])
