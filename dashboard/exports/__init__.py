"""One file per format: the address of a view with another ending is that view as a file."""

from importlib import import_module
from pkgutil import iter_modules

from dashboard.exports.base import Export

_found = [import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)]
EXPORTS: dict[str, Export] = {m.EXPORT.ending: m.EXPORT for m in _found if hasattr(m, "EXPORT")}
"""Ending → format."""
