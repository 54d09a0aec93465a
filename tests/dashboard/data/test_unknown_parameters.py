"""What others append to an address is no part of the view: it is ignored, and left out of canonical addresses."""

import pytest

from dashboard.data.selection import parse, to_query
from dashboard.exports import requests
from etl.contracts.errors import DataError

APPENDED = ("utm_source=x", "fbclid=abc123", "utm_source=x&utm_source=y", "gclid=&ref=mail", "__proto__=1")


@pytest.mark.parametrize("appended", APPENDED)
def test_unknown_parameters_change_nothing_and_are_left_out(package, appended):
    plain, problems = parse(package, "local=0")
    selection, also = parse(package, f"{appended}&local=0")
    assert (selection, problems, also) == (plain, [], [])
    assert to_query(package, selection) == "local=0"


@pytest.mark.parametrize("appended", APPENDED)
@pytest.mark.parametrize(
    "address", ["/charts/direction.csv", "/charts/balance.json", "/charts/direction.md", "/events"]
)
def test_an_address_answers_as_without_them(client, address, appended):
    plain, other = client.get(address), client.get(f"{address}?{appended}")
    assert (plain.status_code, other.status_code) == (200, 200)
    if address.startswith("/charts"):
        assert other.get_data() == plain.get_data()


def test_impossible_values_of_known_ones_stay_a_400(client):
    assert client.get("/charts/direction.csv?local=sideways&utm_source=x").status_code == 400
    assert client.get("/charts/direction.csv?local=0&local=included").status_code == 400


def test_citations_leave_them_out(client):
    plain = client.get("/charts/direction/cite?local=0").json
    assert client.get("/charts/direction/cite?utm_source=x&local=0").json == plain


def test_the_command_line_refuses_a_misspelt_parameter(package):
    with pytest.raises(DataError) as caught:
        requests.render_request(package, "direction", "csv", ["locl=excluded"], "http://127.0.0.1:8050")
    (problem,) = caught.value.problems
    assert problem.where == "--set locl="
    assert "local" in problem.fix
