"""Write figures and tables as JSON."""

import orjson


def to_json(value: object) -> bytes:
    """Return figures and tables as JSON, NumPy numbers included. Raises TypeError for any other object."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(type(value))
