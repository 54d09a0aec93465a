"""Check rows against each other across files and sources: ids, denials, top grades."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.analysis import grading
from etl.contracts.declarations import Dyad
from etl.contracts.errors import DataError, Problem

_UNIQUE = "Remove one; ids are unique across all sources"
_TWICE = "Remove one row, or what it says counts twice; write the new checksum into source.toml"
# Columns that together identify a row across all sources, and how to mend a repeated row, by format. Orders have no
# key: a register may list two equal ones.
KEYS = {
    "claims": (["claim_id"], _UNIQUE),
    "documents": (["document_id"], _UNIQUE),
    "deliveries": (["release", "register_id", "delivery_year"], _TWICE),
    "totals": (["release", "supplier", "recipient", "year"], _TWICE),
    "launches": (["source_id", "month"], _TWICE),
}


@dataclass(frozen=True)
class Checked:
    """Report the result of one check: its problems, and a sentence that counts what was found correct."""

    problems: tuple[Problem, ...]
    summary: str = ""


def place(row: pd.Series, column: str) -> str:
    """Return `file:line:column` for a cell, from the columns `_where` and `_line` of its row."""
    return f"{row['_where']}:{row['_line']}:{column}"


def check_folder(datasets: Path) -> None:
    """Raise DataError where `datasets` has no folder `sources`."""
    if not (datasets / "sources").is_dir():
        raise DataError.one("sources", "the folder is missing", "Name a folder like datasets/, with sources/ in it")


def rows(tables: Mapping[str, pd.DataFrame], complete: Set[str]) -> Checked:
    """Check that keys are unique and that documents and answered claims exist.

    The frames have the columns `_where` and `_line`, the file and line of each row. A row that is not there is missed
    only in a format that is `complete`: of which every file was read.
    """
    claims, documents = tables["claims"], tables["documents"]
    problems = [problem for name in KEYS for problem in repeats(name, tables[name])]
    known, ids = set(documents.document_id), set(claims.claim_id)
    for _, row in claims[~claims.document_id.isin(known) & ("documents" in complete)].iterrows():
        what = f'"{row.document_id}" is not in any documents.csv'
        problems.append(Problem(place(row, "document_id"), what, "Add the document, or correct the id"))
    for _, row in claims[claims.answers.notna()].iterrows():
        for answered in row.answers.split():
            if answered not in ids and "claims" in complete:
                what = f'answers "{answered}", a claim that does not exist'
                problems.append(Problem(place(row, "answers"), what, "Correct the id, or add the claim"))
            elif answered == row.claim_id:
                problems.append(Problem(place(row, "answers"), "answers itself", "Name the claim it answers"))
    return Checked(tuple(problems))


def repeats(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Return a problem for each row of a format that repeats the key of an earlier one, with the place of that one."""
    key, fix = KEYS[name]
    problems = []
    for _, group in frame[frame.duplicated(key, keep=False)].groupby(key, sort=False):
        first = group.iloc[0]
        for _, row in group.iloc[1:].iterrows():
            what = f'"{" ".join(map(str, row[key]))}" occurs twice, first in {first["_where"]}:{first["_line"]}'
            problems.append(Problem(place(row, key[-1]), what, fix))
    return problems


def denials(claims: pd.DataFrame, joined: Mapping[str, str]) -> Checked:
    """Check that denials and qualifications share the flow of the claims they answer, and that no denial is too early.

    The flow is supplier and recipient (`joined`: predecessor → successor), or the event where either row names no
    parties. A blanket denial also answers later claims, so it is enough that one answered claim was made by its day.
    A qualification may come first: an earlier doubt narrows a later claim just as well.
    """
    with_flow = _with_flow(claims, joined)
    by_id = with_flow.drop_duplicates("claim_id").set_index("claim_id")
    answering = with_flow[with_flow.stance.isin(["denies", "qualifies"])]
    problems, later = [], 0
    for _, row in answering.iterrows():
        answered = by_id.loc[[i for i in row.answers.split() if i in by_id.index and i != row.claim_id]]
        problems += [_flow_problem(row, other) for _, other in answered.iterrows() if not _same_flow(row, other)]
        is_later = _later_than(answered.reported_on, row.reported_on)
        later += int(is_later.sum())
        if row.stance == "denies" and len(answered) and is_later.all():
            days = ", ".join(f"{i} ({day})" for i, day in answered.reported_on.items())
            what = f"the denial {row.claim_id} of {row.reported_on} predates every claim it answers: {days}"
            problems.append(Problem(place(row, "reported_on"), what, "Correct a date, or name the claim it answered"))
    summary = (
        f"Denials and qualifications: {len(answering)}, each about the flow of the claims it answers, and no denial "
        f"predates all the claims it denies; {later} of the answered claims were made later."
    )
    return Checked(tuple(problems), summary)


def blanket_denials(claims: pd.DataFrame, joined: Mapping[str, str]) -> Checked:
    """Check that a blanket denial, one of reliability D, answers every earlier claim that asserts its event.

    Claims count from every document, if they are about the flow that the denial denies (`joined`: predecessor →
    successor).
    """
    with_flow = _with_flow(claims, joined)
    asserted = with_flow[with_flow.stance == "asserts"]
    blanket = with_flow[(with_flow.stance == "denies") & (with_flow.reliability == "D") & with_flow.reported_on.notna()]
    problems = []
    for _, row in blanket.iterrows():
        earlier = asserted[(asserted.event_id == row.event_id) & (asserted.reported_on < row.reported_on)]
        unanswered = earlier[~earlier.claim_id.isin(row.answers.split())]
        ids = " ".join(other.claim_id for _, other in unanswered.iterrows() if _same_flow(row, other))
        if ids:
            what = f"the blanket denial {row.claim_id} of {row.reported_on} leaves earlier claims unanswered: {ids}"
            fix = "Add their ids; if it denies less than its event, it is not blanket: grade its claimant C or better"
            problems.append(Problem(place(row, "answers"), what, fix))
    return Checked(
        tuple(problems), f"Blanket denials: {len(blanket)}, and each answers all earlier claims of its event."
    )


def _with_flow(claims: pd.DataFrame, joined: Mapping[str, str]) -> pd.DataFrame:
    parties = claims[["supplier", "recipient"]].replace(dict(joined))
    return claims.assign(_flow=parties.supplier + " to " + parties.recipient)


def _later_than(days: pd.Series, day: str | None) -> pd.Series:
    if pd.isna(day):  # the order is unknown
        return pd.Series(False, days.index)
    return days.fillna("") > day


def _same_flow(row: pd.Series, other: pd.Series) -> bool:
    if pd.isna(row["_flow"]) or pd.isna(other["_flow"]):
        return bool(row.event_id == other.event_id)
    return bool(row["_flow"] == other["_flow"])


def _flow_problem(row: pd.Series, other: pd.Series) -> Problem:
    own, its = (r["_flow"] if pd.notna(r["_flow"]) else f"no parties, event {r.event_id}" for r in (row, other))
    what = f"{row.claim_id} ({own}) answers {other.name} ({its}), which is about something else"
    fix = "Correct the parties, the event or the id; a denial has the flow of the claim it denies"
    return Problem(place(row, "answers"), what, fix)


def top_grades(tables: Mapping[str, pd.DataFrame], joined: Mapping[str, str]) -> Checked:
    """Check that credibility 1 of a counted delivery has the support that `grading.unsupported` requires."""
    problems = []
    for _, row in grading.unsupported(tables["claims"], tables["deliveries"], joined).iterrows():
        what = (
            f"claim {row.claim_id} has credibility 1, but {row.origin} is the only origin that reports "
            f"{row.event_id} as delivered, and the register has no such delivery in the claim's span"
        )
        problems.append(
            Problem(place(row, "credibility"), what, "Grade it 2 or worse, or add a claim of another origin")
        )
    return Checked(tuple(problems))


def check_dyads(dyads: list[Dyad], tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return a problem for every claim and order in `dyads.toml` that does not exist.

    Claims are not checked in a package without claims, nor orders in one without orders.
    """
    claims, orders = set(tables["claims"].claim_id), set(tables["orders"].row_id)
    problems: list[Problem] = []

    def require(place: str, named: str, kind: str, known: set[str]) -> None:
        if named and known and named not in known:
            what = f'"{named}" is no {kind} of this package'
            problems.append(Problem(f"dyads.toml:{place}", what, f"Correct the id or add the {kind}"))

    for dyad in dyads:
        for note in dyad.local_note:
            for claim in note.claims:
                require(f"{dyad.id}:local_note", claim, "claim", claims)
        for event in dyad.context:
            for claim in event.claims:
                require(f'{dyad.id}:context "{event.label}"', claim, "claim", claims)
        for promise in dyad.promise:
            place = f'{dyad.id}:promise "{promise.label}"'
            for named in dict.fromkeys([*promise.ordered, *promise.delivered]):
                require(place, named, *(("order", orders) if "/" in named else ("claim", claims)))
            require(place, promise.ended, "claim", claims)
    return problems
