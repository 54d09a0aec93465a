"""One registry of parameters: the fields of the selection. Words, addresses and documentation follow it."""

import re
from pathlib import Path

import pytest

from dashboard.data.parameters import to_text
from dashboard.data.selection import FIELDS, PARAMETERS, allowed_values, parse, parse_strict, to_query
from dashboard.text.wording.selection_words import claims_in_words, in_words

README = Path(__file__).resolve().parents[3] / "dashboard" / "README.md"
# What a parameter needs beside it to have an effect.
NEEDS = {"local_side": "local=50&"}
FREE = {"known_on": "2022-07-15", "q": "drones", "zoom": "2022", "to": "2024"}


def other(package, name: str) -> str:
    """A value that is not the default."""
    values = allowed_values(package, package.dyads[0])[name]
    return FREE.get(name) or to_text(values[0] if PARAMETERS[name].several else values[1])


def test_the_table_in_the_readme_names_each_parameter_once_in_their_order():
    table = README.read_text(encoding="utf-8").partition("| parameter | values | default |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert re.findall(r"`(\w+)`", " ".join(rows)) == list(PARAMETERS)


@pytest.mark.parametrize("name", [n for n in PARAMETERS if n != "dyad"])
def test_a_parameter_is_spelt_read_and_said(package, name):
    query = f"{NEEDS.get(name, '')}{name}={other(package, name)}"
    chosen, default = parse_strict(package, query), parse_strict(package, "")
    assert getattr(chosen, FIELDS[name]) != getattr(default, FIELDS[name])
    assert parse_strict(package, to_query(package, chosen)) == chosen
    assert (to_query(package, chosen, presentation=False) == "") == PARAMETERS[name].presentation
    changed = [say(package, chosen) != say(package, default) for say in (in_words, claims_in_words)]
    if name == "credibility":  # it acts on events and claims, which this measure does not show
        changed = [
            in_words(package, chosen.replace(measure="documented"))
            != in_words(package, default.replace(measure="documented"))
        ]
    if not PARAMETERS[name].presentation:
        assert any(changed)
    assert (name in chosen.filters) == PARAMETERS[name].filters
    assert name not in chosen.unfiltered.filters


@pytest.mark.parametrize("name", [n for n in PARAMETERS if n != "q"])
def test_an_impossible_value_is_named_with_what_is_possible(package, name):
    selection, (problem,) = parse(package, f"{name}=nonsense")
    assert problem.where == f"{name}=nonsense"
    assert selection == parse_strict(package, "")
