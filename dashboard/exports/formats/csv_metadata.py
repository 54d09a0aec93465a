"""What the columns of a chart's CSV mean, at the place and in the form of CSV on the Web (W3C, 2015)."""

from typing import Any

import orjson
import pandas as pd

from dashboard.exports.formats.csv import header
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export


def _column(name: str, values: pd.Series, n: int) -> dict[str, Any]:
    whole = pd.api.types.is_integer_dtype(values)
    number = pd.api.types.is_numeric_dtype(values)
    required = {} if values.isna().any() else {"required": True}
    return {
        "name": f"column_{n + 1}",
        "titles": name,
        "datatype": "integer" if whole else "number" if number else "string",
        "null": "",
    } | required


def render(about: ExportMetadata) -> bytes:
    table = about.description.table
    query = about.address.partition("?")[2]
    file = f"{about.chart.id}.csv" + (f"?{query}" if query else "")
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dialect": {"commentPrefix": "#", "skipRows": len(header(about)), "header": True, "lineTerminators": ["\n"]},
        "dc:title": about.title,
        "dc:description": f"{about.chart.question} {about.sentence}",
        "dc:identifier": about.address,
        "dc:source": about.citations,
        "dc:license": about.licences,
        "dc:subject": about.description.unit,
        "dc:coverage": about.words,
        "dc:hasVersion": about.view.package.version,
        "dc:relation": f"Release: {about.release}",
        "dc:type": about.evidence,
        "tableSchema": {"columns": [_column(str(c), table[c], n) for n, c in enumerate(table.columns)]},
    }
    return orjson.dumps(described, option=orjson.OPT_INDENT_2)


EXPORT = Export(
    "csv-metadata.json",
    "application/csvm+json",
    render,
    "What the columns mean (CSV on the Web)",
    "What each column of the table holds, for programs, with title, sources and licence.",
)
