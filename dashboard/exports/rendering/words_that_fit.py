"""Choose the words that fit beside a chart: the fullest that leave it its height.

Pictures, slides, PowerPoint and the talk all choose here; what they differ in is how much room their words take.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from dashboard.text.sentence import Text

T = TypeVar("T")


def fullest(
    choices: Iterable[T], room: Callable[[T], float], least: float, fits: Callable[[T, float], bool] | None = None
) -> tuple[T, float]:
    """Return the first choice that leaves `least` px and `fits` them, with the px that it leaves; else the last one.

    `choices` go from the fullest to the barest. Raises ValueError without any.
    """
    chosen: tuple[T, float] | None = None
    for choice in choices:
        chosen = choice, room(choice)
        if chosen[1] >= least and (fits is None or fits(*chosen)):
            break
    if chosen is None:
        raise ValueError("nothing to choose from")
    return chosen


def from_the_start(text: Text, fits: Callable[[Text], bool]) -> Text:
    """Return as many of the first sentences of a text as fit; none where not even one does."""
    return next((text[:n] for n in range(len(text), 0, -1) if fits(text[:n])), ())
