"""Serve a package, from one process anywhere, or from several that share its memory where processes can fork."""

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
# Per process. Python computes one view at a time anyway; the other threads wait for pictures and slow connections.
THREADS = 8
CONNECTIONS = 500
# Seconds for which a connection without a request stays open.
KEEP_ALIVE = 15
# Seconds in which a process that must end may finish the answers it has begun.
GRACE = 10


def listen(host: str, port: int) -> socket.socket:
    """Return a socket on which requests wait from now on. Raises DataError where another program uses the port."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise DataError.one(
            f"{host}:{port}", f"cannot be listened on ({why})", "Choose another --port or --host"
        ) from None


def check_workers(workers: int) -> None:
    """Raise DataError where this system cannot serve from several processes."""
    if workers > 1 and not hasattr(os, "fork"):
        raise DataError.one(
            f"--workers {workers}",
            "needs processes that can be forked, which this system has not",
            "Leave --workers out",
        )


def address(listener: socket.socket) -> str:
    """Return the address at which a browser reaches a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def ready_app(data: Path) -> WSGIApplication:
    """Return the application of a package, with memory settled. Loading takes seconds: listen before."""
    from dashboard.data.package import open_package
    from dashboard.web.app import create_app

    app = create_app(open_package(data)).server
    _settle()
    return app


def _settle() -> None:
    """Exempt all present objects from garbage collection, which would delay answers and write to shared memory.

    Objects of a replaced application are collected first, although they were exempt themselves.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def serve_alone(data: Path, listener: socket.socket, ready: Ready) -> None:
    """Serve from this process until Ctrl+C or SIGTERM."""
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns whenever two ask at once
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that what runs at exit does run
    app = ready_app(data)
    server = waitress.create_server(app, sockets=[listener], threads=THREADS, connection_limit=CONNECTIONS)
    ready()
    server.run()


def serve_together(data: Path, listener: socket.socket, workers: int, ready: Ready) -> None:
    """Serve from `workers` processes until Ctrl+C or SIGTERM.

    The package is read before they fork, so they share its memory, and all of them, later ones too, serve the same
    data. SIGHUP reads the folder again; the new package replaces the old one once it has been read.
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
                "keepalive": KEEP_ALIVE,
                "graceful_timeout": GRACE,
                "limit_request_line": 8190,
                "preload_app": True,
                "when_ready": lambda _: ready(),
                "control_socket_disable": True,
                "loglevel": "warning",
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIApplication:
            return ready_app(data)

        def reload(self) -> None:
            try:
                fresh = self.load()
            except DataError as error:  # the old package goes on being served
                for problem in error.problems:
                    logging.getLogger("gunicorn.error").error("not changed over: %s", problem)
            else:
                self.callable = fresh
                _settle()
            super().reload()

    Workers().run()


def serve(data: Path, listener: socket.socket, workers: int, ready: Ready) -> None:
    """Serve a built folder, and call `ready` once it answers. Raises DataError where the folder cannot be read."""
    if workers == 1:
        serve_alone(data, listener, ready)
    else:
        serve_together(data, listener, workers, ready)
