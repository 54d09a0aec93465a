"""Find the plug-ins in a folder, so that adding a file is enough to register it."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def members(folder: ModuleType, attribute: str) -> dict[str, Any]:
    """Return module name → the value of `attribute`, for every module of a package that defines it, sorted by name.

    For a subpackage, the attribute is read from the module of the same name: `CHART` from `launches/chart.py`.
    """
    found = {}
    for entry in iter_modules(folder.__path__):
        name = f"{folder.__name__}.{entry.name}" + (f".{attribute.lower()}" if entry.ispkg else "")
        try:
            module = import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            continue
        if hasattr(module, attribute):
            found[entry.name] = getattr(module, attribute)
    return found
