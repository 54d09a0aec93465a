"""Where to listen, and with how many processes: checked before anything is read."""

from __future__ import annotations

import os
import socket

from etl.contracts.errors import DataError


def listen(host: str, port: int) -> socket.socket:
    """A socket on which requests wait from now on. Raises DataError where another program has it."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise DataError.one(f"{host}:{port}", f"cannot be listened on ({why})", "Choose another --port or --host") from None


def check(workers: int) -> None:
    """Raises DataError where several processes cannot serve."""
    if workers > 1 and not hasattr(os, "fork"):
        raise DataError.one(f"--workers {workers}", "needs processes that can be forked, which this system has not", "Leave --workers out")


def address(listener: socket.socket) -> str:
    """Where a browser finds what listens."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
