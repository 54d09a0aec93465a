"""The page of pairs: of all that armed each other, those whose lead most likely changed."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.pages import pairs
from dashboard.pages.html.to_html import to_html
from etl.contracts.folders import DATASETS
from etl.registers.ranking import rank


@pytest.fixture(scope="module")
def shown(package):
    return str(to_html(pairs.page(View(package, parse_strict(package, "")))))


def test_the_lead_counts_what_the_table_has(shown):
    text = re.sub(r"<[^>]+>", "", shown)
    assert "From 1995 to 2024, 142 pairs of states sent arms both ways (SIPRI 2025)." in text
    assert "In 5 of them the lead has more likely changed than not." in text
    assert "The likeliest is Russia and Iran: 76%." in text
    assert "Source: SIPRI Arms Transfers Database, March 2025 release, accessed 1 November 2026." in text
    assert shown.count("<tr>") == 21
    assert shown.count("<svg") == 20


@pytest.mark.parametrize(
    ("p", "said"), [(0.8, "Its lead has more likely changed than not."), (0.2, "Its lead has more likely not changed.")]
)
def test_one_pair_alone_is_spoken_of_as_one(package, p, said):
    tables = dict(package.tables)
    tables["ranking"] = tables["ranking"].head(1).assign(of=1, p_reversed=p)
    text = re.sub(
        r"<[^>]+>", "", str(to_html(pairs.page(View(replace(package, tables=tables), parse_strict(package, "")))))
    )
    assert "1 pair of states sent arms both ways" in text
    assert said in text
    assert "likeliest" not in text


def test_a_day_before_the_release_ranks_nothing(package):
    view = View(package, parse_strict(package, "known_on=2024-06-01"))
    assert "This data ranks no pairs." in str(to_html(pairs.page(view)))


def test_only_a_pair_that_the_package_holds_is_a_link(shown):
    assert re.findall(r'<a href="(/\?dyad=[^"]+)"', shown) == ["/?dyad=RUS-IRN"]


def test_the_shipped_flows_are_those_of_the_pairs_own_rows():
    flows = pd.read_csv(DATASETS / "pairs.csv")
    own = pd.read_csv(DATASETS / "sources/sipri_2025/deliveries.csv")
    sent = own.groupby(["Supplier", "Delivery year"])["TIV delivery values"].sum()
    pair = flows[(flows.a == "RUS") & (flows.b == "IRN")].set_index("year")
    for year in range(1995, 2025):
        assert pair.a_to_b[year] == pytest.approx(sent.get(("Russia", year), 0))
        assert pair.b_to_a[year] == pytest.approx(sent.get(("Iran", year), 0))


def test_a_higher_prior_gives_the_answer_of_the_pair_alone(package):
    """With the prior of one pair, the ranking says what its own page says of this release."""
    flows = pd.read_csv(DATASETS / "pairs.csv")
    alone = View(package, parse_strict(package, "release=2025&from=1995&to=2024")).flows.reversal
    row = rank(flows, 0.4).set_index(["a", "b"]).loc["RUS", "IRN"]
    assert row.p_reversed == pytest.approx(alone.p_reversed, abs=1e-6)
    assert str(row.first_period) == str(alone.first_period) == "2022"
