"""PostgreSQL's own programs for backup and restore, called without the password on any command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault


def call(program: str, connection: Any, *options: str) -> None:
    """Runs ``pg_dump`` or ``pg_restore`` on the database of a connection.

    Raises:
        BadInput: If the program is missing or fails, with what it said.
    """
    from psycopg.conninfo import make_conninfo

    parameters = connection.get_connection_params()
    password = str(parameters.pop("password", "") or "")
    known = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")
    address = make_conninfo("", **{name: parameters[name] for name in known if parameters.get(name)})
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    command = [_found(program), "--dbname", address, "--no-password", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        fix = f"{program} must be of the server's version or newer."
        raise BadInput([Fault("", f"{program} to succeed", said, fix, file=program)])


def _found(program: str) -> str:
    """Where the program is: on the path, or the newest of those that Debian keeps beside each other."""
    kept = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    found = shutil.which(program) or next(map(str, kept), None)
    if found is None:
        fix = "Install PostgreSQL's client programs; on Debian: apt install postgresql-client"
        raise BadInput([Fault("", f"the program {program}", "none on the PATH", fix, file=program)])
    return found
