"""What must hold between the files of a package: ids, codes, coverage. Every offender is named at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.analysis import grading
from etl.contracts.declarations import Dyad, Source
from etl.contracts.errors import DataError, Problem
from etl.contracts.vocabulary import EVERYONE
from etl.sources.names import Countries

# What may stand only once over all sources, by format.
KEYS = {
    "claims": ["claim_id"],
    "documents": ["document_id"],
    "totals": ["release", "supplier", "recipient", "year"],
}


@dataclass(frozen=True)
class Checked:
    """What one check found: every offender, and a line in plain words with counts of what holds."""

    problems: tuple[Problem, ...]
    summary: str = ""


def place(row: pd.Series, column: str) -> str:
    """Where a row was read from, by its `_where` and `_line`."""
    return f"{row['_where']}:{row['_line']}:{column}"


def check_folder(datasets: Path) -> None:
    if not (datasets / "sources").is_dir():
        raise DataError.one("sources", "the folder is missing", "Name a folder like datasets/, with sources/ in it")


def check_sources(sources: list[Source], dyads: list[Dyad], countries: Countries) -> None:
    """Codes exist, years run forward, a register names its release, some file says what it covers."""
    codes, problems = set(countries.table.iso3), []
    for dyad in dyads:
        for code in sorted({dyad.a, dyad.b} - codes):
            what = f'"{code}" is no code in countries.csv'
            problems.append(Problem(f"dyads.toml:{dyad.id}", what, "Use an ISO3 code of that file"))
    for source in sources:
        where = f"sources/{source.id}/source.toml"
        if not re.fullmatch(r"[A-Za-z0-9_.-]+", source.id):  # ids of rows begin with it and are told apart by spaces
            problems.append(Problem(f"{where}:id", f'"{source.id}" is no plain name', "Use a-z, 0-9, _ and -"))
        if source.kind == "register" and not source.release:
            fix = "Name the release: a series never mixes two"
            problems.append(Problem(f"{where}:release", "is empty in a register", fix))
        for file in source.file:
            for span in file.coverage:
                for code in sorted({span.supplier, span.recipient} - codes - {EVERYONE}):
                    what = f'"{code}" in the coverage of {file.name} is no code in countries.csv'
                    fix = f'Use an ISO3 code of that file or "{EVERYONE}"'
                    problems.append(Problem(f"{where}:coverage", what, fix))
                if span.first_year > span.last_year:
                    what = f"{file.name} is covered from {span.first_year} to {span.last_year}"
                    problems.append(Problem(f"{where}:coverage", what, "Exchange or correct the two years"))
    spans = [span for source in sources for file in source.file for span in file.coverage]
    for dyad in dyads:
        pair = {dyad.a, dyad.b, EVERYONE}
        if spans and not any({span.supplier, span.recipient} <= pair for span in spans):
            fix = "Add a source that covers it, or take the pair out"
            problems.append(Problem(f"dyads.toml:{dyad.id}", "no source covers the pair", fix))
    if not any(file.coverage for source in sources for file in source.file):
        problems.append(Problem("sources", "no file says which years it covers", "Add a [[file.coverage]]"))
    if problems:
        raise DataError(problems)


def rows(tables: Mapping[str, pd.DataFrame]) -> Checked:
    """Ids stand once, documents and answered claims exist.

    The frames carry `_where` and `_line`, the place each row was read from.
    """
    claims, documents = tables["claims"], tables["documents"]
    problems = []
    for name, key in KEYS.items():
        frame = tables[name]
        for _, row in frame[frame.duplicated(key)].iterrows():
            what = f'"{" ".join(map(str, row[key]))}" is given twice'
            problems.append(Problem(place(row, key[-1]), what, "Keep one; ids are unique over all sources"))
    known, ids = set(documents.document_id), set(claims.claim_id)
    for _, row in claims[~claims.document_id.isin(known)].iterrows():
        what = f'"{row.document_id}" is in no documents.csv'
        problems.append(Problem(place(row, "document_id"), what, "Add the document or correct the id"))
    for _, row in claims[claims.answers.notna()].iterrows():
        for answered in row.answers.split():
            if answered not in ids:
                what = f'answers "{answered}", a claim that does not exist'
                problems.append(Problem(place(row, "answers"), what, "Correct the id or add the claim"))
            elif answered == row.claim_id:
                problems.append(Problem(place(row, "answers"), "answers itself", "Name the claim it answers"))
    return Checked(tuple(problems))


def denials(claims: pd.DataFrame, joined: Mapping[str, str]) -> Checked:
    """A denial or qualification speaks of the flow of the claims it answers; a denial answers something already said.

    The flow is supplier and recipient (`joined`: predecessor → successor); where either row names no parties, the
    event. A blanket denial also stands against what is said later, so one answered claim said by its day is enough.
    A qualification may come first: an earlier doubt narrows a later claim just as well.
    """
    parties = claims[["supplier", "recipient"]].replace(dict(joined))
    said = claims.assign(_flow=parties.supplier + " to " + parties.recipient)
    by_id = said.drop_duplicates("claim_id").set_index("claim_id")
    answering = said[said.stance.isin(["denies", "qualifies"])]
    problems, later = [], 0
    for _, row in answering.iterrows():
        answered = by_id.loc[[i for i in row.answers.split() if i in by_id.index and i != row.claim_id]]
        problems += [_other_flow(row, other) for _, other in answered.iterrows() if not _same_flow(row, other)]
        after = _said_later(answered.reported_on, row.reported_on)
        later += int(after.sum())
        if row.stance == "denies" and len(answered) and after.all():
            days = ", ".join(f"{i} ({day})" for i, day in answered.reported_on.items())
            what = f"the denial {row.claim_id} of {row.reported_on} speaks before every claim it answers: {days}"
            problems.append(Problem(place(row, "reported_on"), what, "Correct a day, or name the claim it answered"))
    summary = (
        f"Denials and qualifications: {len(answering)}, each on the flow of the claim it answers and no denial "
        f"before all it denies; {later} of the claims they stand against were said later."
    )
    return Checked(tuple(problems), summary)


def _said_later(days: pd.Series, day: str | None) -> pd.Series:
    """Which of the days lie after a day; none where either is unknown, for then nobody can say which came first."""
    if pd.isna(day):
        return pd.Series(False, days.index)
    return days.fillna("") > day


def _same_flow(row: pd.Series, other: pd.Series) -> bool:
    if pd.isna(row["_flow"]) or pd.isna(other["_flow"]):
        return bool(row.event_id == other.event_id)
    return bool(row["_flow"] == other["_flow"])


def _other_flow(row: pd.Series, other: pd.Series) -> Problem:
    own, its = (r["_flow"] if pd.notna(r["_flow"]) else f"no parties, event {r.event_id}" for r in (row, other))
    what = f"{row.claim_id} ({own}) answers {other.name} ({its}), which speaks of something else"
    fix = "Correct supplier and recipient, the event or the id; a denial has the flow of the claim it denies"
    return Problem(place(row, "answers"), what, fix)


def top_grades(tables: Mapping[str, pd.DataFrame], joined: Mapping[str, str]) -> Checked:
    """Credibility 1 of a counted delivery rests on two origins or a row of the register (`grading.unsupported`)."""
    problems = []
    for _, row in grading.unsupported(tables["claims"], tables["deliveries"], joined).iterrows():
        what = (
            f"claim {row.claim_id} has credibility 1, but {row.origin} is the only origin that says "
            f"{row.event_id} came, and the register has no such delivery in its span"
        )
        problems.append(
            Problem(place(row, "credibility"), what, "Grade it 2 or worse, or add the claim of another origin")
        )
    return Checked(tuple(problems))


def check_dyads(dyads: list[Dyad], tables: Mapping[str, pd.DataFrame]) -> None:
    """Every claim and order that `dyads.toml` names exists. Raises DataError naming every one that does not.

    A package that holds no claims at all (or no orders) is not asked for them.
    """
    claims, orders = set(tables["claims"].claim_id), set(tables["orders"].row_id)
    problems = []

    def ask(place: str, named: str, kind: str, known: set[str]) -> None:
        if named and known and named not in known:
            what = f'"{named}" is no {kind} of this package'
            problems.append(Problem(f"dyads.toml:{place}", what, f"Correct the id or add the {kind}"))

    for dyad in dyads:
        for event in dyad.context:
            for claim in event.claims:
                ask(f'{dyad.id}:context "{event.label}"', claim, "claim", claims)
        for promise in dyad.promise:
            place = f'{dyad.id}:promise "{promise.label}"'
            for named in dict.fromkeys([promise.ordered, promise.delivered]):
                ask(place, named, *(("order", orders) if "/" in named else ("claim", claims)))
            ask(place, promise.ended, "claim", claims)
    if problems:
        raise DataError(problems)
