"""Read the catalogue: every word that a reader can see, one id a whole sentence, in ICU's message format.

A file of `messages/<language>/` is a group of ids: `direction.toml` holds `direction.legend-hatched` and so on.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tomllib import loads
from types import MappingProxyType

from icu4py.messageformat import MessageFormat

MESSAGES = Path(__file__).parent / "messages"
LANGUAGE = "en"
# What ICU knows a language by: its numbers, dates and plurals.
_LOCALES = {"en": "en_GB"}


@cache
def patterns(language: str = LANGUAGE) -> Mapping[str, str]:
    """Return message id → pattern of a language."""
    files = sorted((MESSAGES / language).glob("*.toml"))
    found = {(file.stem, key): text for file in files for key, text in loads(file.read_text(encoding="utf-8")).items()}
    return MappingProxyType({f"{group}.{key}": text for (group, key), text in found.items()})


def locale(language: str) -> str:
    """Return what ICU knows a language by."""
    return _LOCALES.get(language, language)


@cache
def message(id: str, language: str = LANGUAGE) -> MessageFormat:
    """Return a message that can be formatted. Raises KeyError for an unknown id, ValueError for a bad pattern."""
    return MessageFormat(patterns(language)[id], locale(language))
