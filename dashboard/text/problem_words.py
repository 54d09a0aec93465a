"""Put into words what is wrong with an address."""

from dashboard.data.parameters import Misread
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import words
from etl.contracts.errors import Problem


def in_words(misread: Misread) -> Problem:
    """Return a fault of an address as a problem: where, what, how to mend it."""
    given = {name: value if isinstance(value, int) else Name(value) for name, value in misread.given}
    return Problem(misread.where, words(f"errors.{misread.what}"), words(f"errors.{misread.fix}", **given))
