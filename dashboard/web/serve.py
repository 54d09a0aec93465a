"""Serving a package: by one process anywhere, or by several that share its memory where processes can be forked."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from etl.contracts.errors import DataError

Ready = Callable[[], None]
# Of each process. Views are made one at a time all the same; pictures, and readers on slow lines, are waited for beside
# them.
THREADS = 8
CONNECTIONS = 500
# Seconds for which a connection without a request stays open.
KEPT_ALIVE = 15
# Seconds that a process which is told to end has for answers it began.
LAST_ANSWERS = 10


def listen(host: str, port: int) -> socket.socket:
    """A socket on which requests wait from now on. Raises DataError where another program has it."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise DataError.one(
            f"{host}:{port}", f"cannot be listened on ({why})", "Choose another --port or --host"
        ) from None


def check_workers(workers: int) -> None:
    """Raises DataError where several processes cannot serve."""
    if workers > 1 and not hasattr(os, "fork"):
        raise DataError.one(
            f"--workers {workers}",
            "needs processes that can be forked, which this system has not",
            "Leave --workers out",
        )


def address(listener: socket.socket) -> str:
    """Where a browser finds what listens."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def ready_app(data: Path) -> WSGIApplication:
    """The application of a package, settled. What it loads takes seconds, so a socket listens before."""
    from dashboard.data.package import open_package
    from dashboard.web.app import create_app

    app = create_app(open_package(data)).server
    _settle()
    return app


def _settle() -> None:
    """Has the collector not look again through what there is now, which would hold up answers, and would write to
    memory that is shared. An app that was changed over goes first, though it was settled itself."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def alone(data: Path, listener: socket.socket, ready: Ready) -> None:
    """Serves from this process until Ctrl+C or SIGTERM."""
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns whenever two ask at once
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that what runs at exit does run
    app = ready_app(data)
    server = waitress.create_server(app, sockets=[listener], threads=THREADS, connection_limit=CONNECTIONS)
    ready()
    server.run()


def together(data: Path, listener: socket.socket, workers: int, ready: Ready) -> None:
    """Serves from `workers` processes until Ctrl+C or SIGTERM.

    The package is read before they are forked, so its memory is theirs in common, and all of them, later ones too,
    serve the same data. SIGHUP reads the folder again and changes over once it is read.
    """
    from gunicorn.app.base import BaseApplication

    handle = listener.detach()  # gunicorn closes it

    class Workers(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": f"fd://{handle}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": THREADS,
                "worker_connections": CONNECTIONS,
                "keepalive": KEPT_ALIVE,
                "graceful_timeout": LAST_ANSWERS,
                "limit_request_line": 8190,
                "preload_app": True,
                "when_ready": lambda _: ready(),
                "control_socket_disable": True,
                "loglevel": "warning",
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return ready_app(data)

        def reload(self) -> None:
            try:
                fresh = self.load()
            except DataError as error:  # what is served goes on being served
                for problem in error.problems:
                    logging.getLogger("gunicorn.error").error("not changed over: %s", problem)
            else:
                self.callable = fresh
                _settle()
            super().reload()

    Workers().run()


def serve(data: Path, listener: socket.socket, workers: int, ready: Ready) -> None:
    """Serves a built folder, and calls `ready` once it answers. Raises DataError where it cannot be read."""
    if workers == 1:
        alone(data, listener, ready)
    else:
        together(data, listener, workers, ready)
