"""Put components into the sentences of the catalogue."""

from dash.development.base_component import Component

from dashboard.text.forms.arguments import Argument, Name
from dashboard.text.sentence import words

# A character of no language, which holds the place of the component.
_PLACE = "\uf8ff"


def around(id: str, name: str, inner: Component | str, /, **arguments: Argument) -> list[Component | str]:
    """Return the text of a message around a component, which stands where the message has the argument `name`."""
    before, after = words(id, **arguments | {name: Name(_PLACE)}).split(_PLACE)
    return [before, inner, after]
