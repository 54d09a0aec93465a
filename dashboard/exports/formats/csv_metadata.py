"""Describe the columns of a chart's CSV, at the place and in the form of CSV on the Web (W3C, 2015)."""

from typing import Any

import orjson
import pandas as pd

from dashboard.exports.formats.csv import header
from dashboard.exports.metadata import ExportMetadata, labelled
from dashboard.exports.registry import Export
from dashboard.text.sentence import words


def _column(name: str, values: pd.Series, n: int) -> dict[str, Any]:
    integer = pd.api.types.is_integer_dtype(values)
    number = pd.api.types.is_numeric_dtype(values)
    required = {} if values.isna().any() else {"required": True}
    return {
        "name": f"column_{n + 1}",
        "titles": name,
        "datatype": "integer" if integer else "number" if number else "string",
        "null": "",
    } | required


def render(metadata: ExportMetadata) -> bytes:
    table = metadata.description.table
    query = metadata.address.partition("?")[2]
    file = f"{metadata.chart.id}.csv" + (f"?{query}" if query else "")
    description = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dialect": {"commentPrefix": "#", "skipRows": len(header(metadata)), "header": True, "lineTerminators": ["\n"]},
        "dc:title": metadata.title,
        "dc:description": f"{metadata.chart.question} {metadata.sentence}",
        "dc:identifier": metadata.address,
        "dc:source": metadata.citations,
        "dc:license": metadata.licences,
        "dc:subject": metadata.description.unit,
        "dc:coverage": metadata.words,
        "dc:hasVersion": metadata.view.package.version,
        "dc:relation": labelled("release", metadata.release),
        "dc:type": metadata.evidence,
        "tableSchema": {"columns": [_column(str(c), table[c], n) for n, c in enumerate(table.columns)]},
    }
    return orjson.dumps(description, option=orjson.OPT_INDENT_2)


EXPORT = Export(
    "csv-metadata.json",
    "application/csvm+json",
    render,
    words("files.csv-metadata-label"),
    words("files.csv-metadata-note"),
)
