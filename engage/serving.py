"""Serve with gunicorn threads and keep one worker for jobs beside it."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from gunicorn.app.base import BaseApplication

from engage.app import create_app
from engage.core.config import Settings

COLLECT_AFTER = 20_000
"""New objects between two collections: requests make many and leave few behind."""


class Server(BaseApplication):
    """gunicorn with our settings; the application is made in each worker process."""

    def __init__(self, settings: Settings, *, host: str, port: int) -> None:
        """Take where to listen."""
        self._settings = settings
        self._bind = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings over to gunicorn."""
        values: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": "gthread",
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "keepalive": 15,
            "timeout": 60,
            "graceful_timeout": 20,
            "accesslog": None,
            "loglevel": "warning",
            "limit_request_line": 4094,
            "proc_name": "engage",
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application; called after the fork, so no connection is shared.

        What the program consists of is not garbage: the collector leaves it alone from here on.
        """
        app = create_app(self._settings)
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER, 20, 20)
        return app


def serve(settings: Settings, *, host: str, port: int, with_worker: bool) -> None:
    """Serve until stopped."""
    if with_worker:
        subprocess.Popen(  # noqa: S603 - our own program and a number
            [sys.executable, "-m", "engage.cli", "worker", "--beside", str(os.getpid())]
        )
    Server(settings, host=host, port=port).run()


def work(settings: Settings, *, beside: int | None = None) -> None:
    """Do jobs until stopped, or until the server beside which it was started is gone."""
    if beside is not None:
        threading.Thread(target=_stop_with, args=(beside,), daemon=True).start()
    app = create_app(settings)
    with app.app_context():
        house = app.extensions["engage.house"]
        house.bell.listen()


def _stop_with(server: int) -> None:
    """End this worker when its server ends, also when that was killed."""
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
