"""Put the facets of claims into words."""

from dashboard.data.claims.pair import NO_STATE
from dashboard.data.package import Package
from dashboard.text.forms.arguments import Choice, Name
from dashboard.text.sentence import words


def status_in_words(status: str) -> str:
    """Return a status, or `context` for none, in words. Raises KeyError for an unknown one."""
    return words(f"claims.status-{status.replace('_', '-')}")


def step_in_words(status: str) -> str:
    """Return a status in one word or two, for a sentence that says the rest."""
    return words("claims.step", status=Choice(status), words=Name(status_in_words(status)))


def reliability_in_words(letter: str) -> str:
    """Return what a letter of the Admiralty code says of a claimant."""
    return words("grades.reliability", letter=Choice(letter))


def credibility_in_words(number: int) -> str:
    """Return what a number of the Admiralty code says of an information."""
    return words("grades.credibility", number=number)


def grade_in_words(letter: str, number: int) -> str:
    """Return a grade in words: `B2: claimant usually reliable, information probably true`."""
    said = {"reliability": Name(reliability_in_words(letter)), "credibility": Name(credibility_in_words(number))}
    return words("grades.grade", grade=Name(f"{letter}{number}"), **said)


def category_in_words(category: str) -> str:
    """Return what a claim is about. Raises KeyError for an unknown category."""
    return words(f"claims.category-{category.replace('_', '-')}")


def facet_in_words(package: Package, dyad: str, facet: str, value: str) -> str:
    """Return a facet's value in words. Raises KeyError for an unknown status or category."""
    pair = package.dyad(dyad)
    a, b = package.name(pair.a), package.name(pair.b)
    if facet == "direction":
        return {"a_to_b": f"{a} → {b}", "b_to_a": f"{b} → {a}"}.get(value) or words("filters.neither-way")
    if facet == "status":
        return status_in_words(value)
    if facet == "claimant":
        return words("filters.no-state") if value == NO_STATE else package.name(value)
    return category_in_words(value)
