"""Check what `events.csv` and `unit_values.csv` say of documented events against the rows that they name."""

from collections.abc import Iterator, Mapping

import pandas as pd

from etl.checks.between_rows import Checked
from etl.contracts.errors import Problem


def check(tables: Mapping[str, pd.DataFrame]) -> Checked:
    """Check that named events, claims and register rows exist, spans run forwards, and no event is part of its own part.

    Nothing is checked against claims or rows in a package without them.
    """
    return Checked((*_events(tables["events"], tables["claims"]), *_unit_values(tables)))


def _events(events: pd.DataFrame, claims: pd.DataFrame) -> Iterator[Problem]:
    known, claimed = set(events.event_id), set(claims.claim_id)
    coded = events.reindex(columns=["event_id", "part_of", "total_of", "start", "end", "contract"])
    packages = dict(zip(coded.event_id, coded.part_of, strict=True))
    for row in coded.itertuples():
        where = f"events.csv:{row.event_id}"
        for column in ("part_of", "total_of"):
            for named in _listed(getattr(row, column)):
                if named not in known:
                    yield Problem(f"{where}:{column}", f'"{named}" is no event of this file', "Correct the id")
                elif named == row.event_id:
                    yield Problem(f"{where}:{column}", "names itself", "Name another event, or none")
        if _listed(row.part_of) and _listed(packages.get(row.part_of)):
            fix = f'Make it part of "{packages[row.part_of]}", the whole package'
            yield Problem(f"{where}:part_of", f'"{row.part_of}" is itself part of a package', fix)
        if claimed and _listed(row.contract) and row.contract not in claimed:
            yield Problem(f"{where}:contract", f'"{row.contract}" is no claim of this package', "Correct the id")
        if _listed(row.start) and _listed(row.end) and str(row.start) > str(row.end):
            yield Problem(f"{where}:start", f"{row.start} is after {row.end}", "Swap or correct the two days")


def _unit_values(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    rows = pd.concat(
        [tables[name][["row_id", "release", "designation", "tiv_unit"]] for name in ("deliveries", "orders")]
    )
    by_id = rows.drop_duplicates("row_id").set_index("row_id")
    for value in tables["unit_values"].itertuples():
        where = f"unit_values.csv:{value.designation}"
        if value.row not in by_id.index:
            if len(by_id):
                yield Problem(f"{where}:row", f'"{value.row}" is no row of a register here', "Correct the id")
            continue
        row = by_id.loc[value.row]
        for column, said, known in (
            ("release", value.release, row.release),
            ("register_designation", value.register_designation, row.designation),
            ("tiv_unit", value.tiv_unit, row.tiv_unit),
        ):
            if said != known:
                yield Problem(
                    f"{where}:{column}", f"is {said}, but {value.row} has {known}", "Take over the register’s"
                )


def _listed(cell: object) -> list[str]:
    return cell.split() if isinstance(cell, str) else []
