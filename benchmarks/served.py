"""A server of the application beside a benchmark, asked over real sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs.

    Attributes:
        port: Where it listens on this machine.
        process: Its number; those of its workers come below it.
    """

    port: int
    process: int

    @property
    def held(self) -> float:
        """Seconds for which it and its processes held a processor: that says as much while others use it too."""
        return sum(_ticks(process) for process in _family(self.process)) / TICKS


@contextmanager
def served(workers: int, *more: str, **environment: str) -> Iterator[Server]:
    """A server with so many processes, until the end of the block.

    Args:
        workers: Processes that make pages.
        more: Further options of ``grassrota serve``.
        environment: Settings of its own.
    """
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    command = [sys.executable, "-c", "from grassrota.cli import main; main()", "serve", "--port", str(port)]
    command += ["--workers", str(workers), *more]
    process = subprocess.Popen(command, env=os.environ | _path() | environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:  # what it is about will not end
            process.kill()


def machine_held() -> float:
    """Seconds for which anything held a processor of this machine since it was started."""
    words = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    user, nice, system, _idle, _waits, *interrupts = map(int, words[1:8])
    return (user + nice + system + sum(interrupts)) / TICKS


def _path() -> Mapping[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def _family(process: int) -> set[int]:
    """A process and all that it started, and these started."""
    above = {}
    for path in Path("/proc").glob("[0-9]*"):
        if words := _stat(int(path.name)):
            above[int(path.name)] = int(words[1])
    found = {process}
    while more := {one for one, parent in above.items() if parent in found} - found:
        found |= more
    return found


def _ticks(process: int) -> int:
    words = _stat(process)
    return int(words[11]) + int(words[12]) if words else 0


def _stat(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
