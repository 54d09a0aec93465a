"""The numbers that claims of one event tell, and what they are worth."""

import pandas as pd
import pytest

from etl.analysis.documented.numbers import Numbers, Range, TypeNumber, numbers_of, surplus

VALUES = pd.DataFrame({"designation": ["Shahed-136", "Mohajer-6"], "tiv_unit": [0.04, 0.15]})


def told(*rows: tuple) -> pd.DataFrame:
    """Claims as (origin, day, low, central, high, designation)."""
    columns = ["origin", "reported_on", "quantity_low", "quantity_central", "quantity_high", "designation"]
    frame = pd.DataFrame(rows, columns=columns).assign(quantity_unit="drones")
    return frame.assign(claim_id=[f"c{n}" for n in range(len(frame))]).astype(
        dict.fromkeys(columns[2:5], "float64") | {"designation": "object"}
    )


def bounds(numbers: Numbers) -> tuple[float, float, float]:
    r = numbers.number
    return r.low, r.central, r.high


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([("a", "2022-08-05", None, 46, None, None), ("b", "2022-11-01", None, 450, None, None)], (46, 248, 450)),
        ([("a", "2022-08-05", 200, None, 999, None)], (200, (200 * 999) ** 0.5, 999)),
        ([("a", "2022-08-05", 401, None, None, None)], (401, 401, 401)),
        ([("a", "2022-08-05", None, 5, None, None), ("a", "2022-09-05", None, 9, None, None)], (9, 9, 9)),
        ([("a", "2024-09-30", None, 220, None, None), ("a", "2024-10-31", 201, None, None, None)], (201, 220, 220)),
        ([("a", "2022-08-05", None, 100, None, None), ("a", "2022-09-05", 201, None, None, None)], (201, 201, 201)),
        ([("a", "2022-08-05", 201, None, None, None), ("a", "2022-09-05", None, 100, None, None)], (100, 100, 100)),
    ],
    ids=[
        "two origins",
        "hundreds",
        "more than",
        "the latest of one origin",
        "a bound and a number",
        "more than before",
        "fewer than before",
    ],
)
def test_numbers_of_one_event(claims, expected):
    assert bounds(numbers_of(told(*claims), VALUES)) == pytest.approx(expected)


def test_what_is_counted_together_is_valued_as_its_types_are():
    """166 drones, of which 100 at 0.04 and 66 at 0.15: 13.9 million TIV, 0.0837 a piece; 46 are worth 3.85."""
    whole = [("a", "2022-11-08", None, 166, None, "Shahed-136, Mohajer-6"), ("b", "2022-08-05", None, 46, None, None)]
    volume = numbers_of(told(*whole), VALUES, "100 Shahed-136; 66 Mohajer-6").volume
    assert volume.low == pytest.approx(46 * 13.9 / 166)
    assert volume.high == pytest.approx(13.9)


def test_a_type_without_a_value_is_named_and_has_no_share_of_the_volume():
    whole = told(("a", "2023-02-12", 18, 18, None, "Mohajer-6, Shahed-191"))
    numbers = numbers_of(whole, VALUES, "6 Mohajer-6; 12 Shahed-191")
    assert numbers.volume.central == pytest.approx(0.9)
    assert numbers.not_valued == ("Shahed-191",)
    assert numbers_of(told(("a", "2023-02-12", None, 12, None, "Shahed-191")), VALUES).volume is None


def test_a_running_total_counts_with_what_exceeds_the_events_it_includes():
    total = Numbers((TypeNumber("Shahed-136", Range(200, 447, 999), 0.04),))
    counted = [Numbers((), Range(46, 166, 450)), Numbers((), Range(18, 18, 18)), Numbers()]
    assert bounds(surplus(total, counted)) == (16, 263, 815)
    assert bounds(surplus(total, [Numbers((), Range(300, 300, 300))])) == (0, 147, 699)


def test_shipments_are_no_number_of_what_came_in_them():
    claims = told(("a", "2024-09-30", None, 220, None, "Shahed-136"), ("b", "2024-02-21", 4, None, None, None))
    claims.loc[claims.origin == "b", "quantity_unit"] = "shipments"
    assert bounds(numbers_of(claims, VALUES)) == (220, 220, 220)
    claims.loc[claims.origin == "b", "quantity_unit"] = "drones"
    assert bounds(numbers_of(claims, VALUES)) == (4, 4, 4)  # all of them, whatever their type


def test_a_running_total_of_several_types_counts_with_what_exceeds_too():
    """150 pieces at 0.04 and 50 at 0.15 make 13.5 million TIV; of the 200, 80 are counted already."""
    types = TypeNumber("Shahed-136", Range(150, 150, 150), 0.04), TypeNumber("Mohajer-6", Range(50, 50, 50), 0.15)
    more = surplus(Numbers(types), [Numbers((), Range(80, 80, 80))])
    assert bounds(more) == (120, 120, 120)
    assert more.volume.central == pytest.approx(13.5 * 120 / 200)
