"""Find the formats of files: one file each. A new file with an `EXPORT` is offered for every chart by itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dashboard.exports import formats as folder
from dashboard.exports.base import Export
from etl.contracts.discovery import members


@cache
def formats() -> Mapping[str, Export]:
    """Return ending → format."""
    return MappingProxyType({export.ending: export for export in members(folder, "EXPORT").values()})
