"""What must come out of documented events, as computed by hand and by others, on a frozen recoding of the claims."""

from pathlib import Path

import pandas as pd
import pytest

from etl.analysis.documented.events import find_events
from etl.analysis.documented.series import counted, yearly
from etl.analysis.documented.variants import LEFT_OUT, estimate
from etl.analysis.series import Pair

FOLDER = Path(__file__).parent / "recoded"
YEARS = range(1989, 2026)
# Event → direction, chance that it is true, first day, last day, number and volume (central; low and high of numbers).
EVENTS = {
    "soviet-air-package": ("a_to_b", 0.75, "1990-01-01", "1996-12-31", None, 1887.6),
    "missiles-1990s": ("a_to_b", 0.95, "1992-01-01", "1999-12-31", None, None),
    "tor-m1": ("a_to_b", 0.95, "2006-12-01", "2006-12-31", (29, 29, 29), 362.5),
    "s300": ("a_to_b", 0.95, "2016-04-01", "2016-07-31", (1, 4, 4), 220),
    "yak130": ("a_to_b", 0.95, "2023-09-02", "2023-09-02", (2, 2, 2), 21),
    "air-defence-2024": ("a_to_b", 0.50, "2024-08-01", "2024-08-31", None, None),
    "drones-2022": ("b_to_a", 0.95, "2022-08-01", "2022-11-08", (46, 166, 450), 8.5),
    "drones-by-boat": ("b_to_a", 0.50, "2022-11-01", "2023-02-12", (18, 18, 18), 0.9),
    "iraq-smuggling": ("b_to_a", 0.50, "2022-02-24", "2022-04-12", None, None),
    "shells": ("b_to_a", 0.50, "2022-10-24", "2023-04-24", None, None),
    "ballistic-missiles": ("b_to_a", 0.75, "2024-09-01", "2024-09-30", (201, 220, 220), 26.4),
    "drones-caspian": ("b_to_a", 0.75, "2022-11-09", "2023-05-31", (16, 263, 815), 10.5),
}


@pytest.fixture(scope="module")
def tables():
    claims = pd.read_csv(FOLDER / "claims.csv").astype({"credibility": "Int64"})
    events = pd.read_csv(FOLDER / "events.csv", dtype=str)
    countries = pd.DataFrame({"iso3": ["RUS", "SUN", "IRN"], "predecessor": ["SUN", None, None]})
    return {
        "claims": claims,
        "events": events,
        "countries": countries,
        "unit_values": pd.read_csv(FOLDER / "unit_values.csv"),
    }


@pytest.fixture(scope="module")
def events(tables):
    found = find_events(tables, Pair("RUS", "IRN"), 3)
    return [e for e in found if e.first_day < "2026"]


def test_the_events_are_those_coded_by_hand(events):
    assert {e.id for e in events} == EVENTS.keys()
    for e in events:
        direction, p, first, last, number, volume = EVENTS[e.id]
        assert (e.direction, e.p_true, e.first_day, e.last_day) == (direction, p, first, last)
        if number:
            found = e.numbers.number
            assert (found.low, found.central, found.high) == pytest.approx(number, abs=0.5)
        assert (e.numbers.volume.central if e.numbers.volume else None) == pytest.approx(volume, abs=0.05)


def test_shares_are_by_days(events):
    """61 of the 104 days of the boats lie in 2022, 69 of 183 of the shells, 53 of 204 of the Caspian."""
    shares = {e.id: e.by_year() for e in events}
    assert shares["drones-by-boat"] == pytest.approx({2022: 61 / 104, 2023: 43 / 104})
    assert shares["shells"] == pytest.approx({2022: 69 / 183, 2023: 114 / 183})
    assert shares["drones-caspian"] == pytest.approx({2022: 53 / 204, 2023: 151 / 204})
    assert all(sum(years.values()) == pytest.approx(1) for years in shares.values())


CENTRAL, DRAWN = 0.005, 0.02


@pytest.mark.parametrize(
    ("measure", "left_out", "n", "central", "drawn"),
    [
        ("documented", "", 12, (0.488, 0.443), (0.483, 0.442)),
        ("documented", "running totals", 11, (0.447, 0.394), (0.431, 0.378)),
        ("documented_volume", "", 8, (0.455, 0.451), (0.422, 0.405)),
        ("documented_volume", "running totals", 7, (0.390, 0.366), (0.373, 0.334)),
    ],
)
def test_the_chances_are_those_computed_by_others(events, measure, left_out, n, central, drawn):
    kept = [e for e in events if not left_out or LEFT_OUT[left_out](e)]
    assert len(counted(kept, measure)) == n
    for draws, expected, tolerance in ((0, central, CENTRAL), (300, drawn, DRAWN)):
        answer, _ = estimate(kept, measure, YEARS, draws)
        assert (answer.p_reversed, answer.p_b_leads_now) == pytest.approx(expected, abs=tolerance)
        assert not answer.callable


def test_the_series_hold_the_shares_and_volumes(events):
    presence, volume = (yearly(events, m, YEARS) for m in ("documented", "documented_volume"))
    assert presence["b_to_a"].central[2022] == pytest.approx(1 + 1 + 69 / 183 + 61 / 104 + 53 / 204, abs=1e-6)
    assert volume["a_to_b"].central[1993] == pytest.approx(1887.6 * 365 / 2557, abs=1e-3)
    assert not presence["a_to_b"].covered[2010]
    assert presence["a_to_b"].central.isna()[2010]
    assert presence["b_to_a"].central[2006] == 0  # a year with an event covers both directions
    assert not volume["a_to_b"].covered[1998]  # the missiles of the 1990s have no value
