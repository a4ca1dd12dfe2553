"""The application as it is run: pages and a worker, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.web.installation import Installation, free_port


def soon(true: Callable[[], object], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


def answers(port: int, path: str = "/health/") -> str:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Ids of the workers that are companions of this process."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--companion-of" in words and words[words.index(b"--companion-of") + 1] == str(process.pid).encode():
            found.append(int(place.parent.name))
    return found


def below(process: subprocess.Popen[str]) -> list[int]:
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return [int(word) for word in children.stdout.split()]


@contextmanager
def served(installation: Installation) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = installation.start("serve", "--port", str(port))
    soon(lambda: answers(port) == "ok")
    yield process, port
    assert process.stdout


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="system: processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_serve_runs_pages_and_a_worker_and_leaves_nothing_running(set_up: Installation, number: signal.Signals) -> None:
    """The health page says ok, a killed worker is replaced; after Ctrl-C, SIGTERM or even SIGKILL no worker is left."""
    with served(set_up) as (process, port):
        soon(lambda: workers_of(process))
        assert "Grassrota" in answers(port, "/sign-in/")
        if number == signal.SIGINT:
            (first,) = workers_of(process)
            os.kill(first, signal.SIGKILL)
            soon(lambda: workers_of(process) not in ([first], []))
            taken = set_up("serve", "--port", str(port))
            assert taken.code == 2
            assert re.search(r"free port.*--port", taken.err)
        children = below(process)
        process.send_signal(number)
        process.wait(60)
        soon(lambda: not workers_of(process))
        if number == signal.SIGKILL:
            for child in filter(lambda child: Path(f"/proc/{child}").exists(), children):
                os.kill(child, signal.SIGKILL)
            return
        soon(lambda: not answers(port))
        soon(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
        assert process.stdout
        said = process.stdout.read()
        assert f":{port}/" in said
        assert "Traceback" not in said
