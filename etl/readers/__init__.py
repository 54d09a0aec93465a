"""One reader per format of file. A reader turns bytes into rows of a built table's columns.

`READERS[format](data, where, source, file)` returns a frame indexed by line number, names still as the
source writes them. Raises DataError.
"""

from collections.abc import Callable

import pandas as pd

from etl.readers import claims, deliveries, documents, launches, orders, totals
from etl.sources import Source, SourceFile

Reader = Callable[[bytes, str, Source, SourceFile], pd.DataFrame]

READERS: dict[str, Reader] = {
    "claims": claims.read,
    "documents": documents.read,
    "deliveries": deliveries.read,
    "orders": orders.read,
    "totals": totals.read,
    "launches": launches.read,
}
