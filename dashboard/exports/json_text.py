"""Figures and tables as JSON."""

import orjson


def to_json(value: object) -> bytes:
    """JSON of figures and tables, NumPy numbers included."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(type(value))
