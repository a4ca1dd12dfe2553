"""Jobs outlive their workers: real processes, killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.installation import Installation, Installations


class Session:
    """An installation whose workers are let go and killed; leases last half a second."""

    def __init__(self, installation: Installation, marks: Path) -> None:
        self.marks = marks
        self.installation = installation
        self.installation.environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "GRASSROTA_JOB_LEASE_SECONDS": "0.5"}
        self.workers: list[int] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.jobs.session"],
            env=self.installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"

    def ask(self, line: str) -> Any:
        """What the session says to an expression."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def worker(self) -> int:
        """Lets a worker go."""
        self.workers.append(self.ask("worker"))
        return self.workers[-1]

    def count(self, to: int) -> str:
        """Asks for a job that takes a fiftieth of a second a step."""
        return str(self.ask(f"asked('test.count', to={to}, marks={str(self.marks)!r})"))

    def told(self, job: str) -> Any:
        """What there is to know of a job."""
        return self.ask(f"told({job!r})")

    def until(self, job: str, true: Callable[[Any], bool], seconds: float = 20) -> Any:
        """What is known of a job as soon as something holds."""
        end = time.monotonic() + seconds
        while not true(found := self.told(job)):
            assert time.monotonic() < end, found
            time.sleep(0.05)
        return found

    def kill(self, worker: int, number: int = signal.SIGKILL) -> None:
        """Signals a worker."""
        if number == signal.SIGKILL:
            self.workers.remove(worker)
        os.kill(worker, number)

    def put_to_sleep(self, worker: int, job: str) -> None:
        """Stops a worker between two of its writes: asleep within one it would keep everybody from writing."""
        self.kill(worker, signal.SIGSTOP)
        while self.ask(f"is_held({job!r})"):
            self.kill(worker, signal.SIGCONT)
            time.sleep(0.005)
            self.kill(worker, signal.SIGSTOP)

    def end(self) -> None:
        """Ends all that was started."""
        for worker in list(self.workers):
            self.kill(worker)
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def _one_session(tmp_path_factory: pytest.TempPathFactory, tables: Installation) -> Iterator[Session]:
    installations = Installations(tmp_path_factory.mktemp("installations"))
    session = Session(installations(tables), tmp_path_factory.mktemp("marks"))
    yield session
    session.end()
    installations.end()


@pytest.fixture
def session(_one_session: Session) -> Iterator[Session]:
    """The session, in which no worker runs yet."""
    yield _one_session
    for worker in list(_one_session.workers):
        _one_session.kill(worker)


@pytest.mark.parametrize("time_of_five", range(5))
def test_a_killed_worker_s_job_is_taken_up_again_and_kept_once(session: Session, time_of_five: int) -> None:
    """After kill -9 in the middle the next worker does the job when the lease is over; there is one result."""
    job = session.count(30)
    first = session.worker()
    session.until(job, lambda found: found["progress"] >= 2 + 3 * time_of_five)
    session.kill(first)
    session.worker()
    found = session.until(job, lambda found: found["state"] == "done")
    assert (found["attempt"], found["result"], found["kept"]) == (2, {"counted": 30}, 1)


@pytest.mark.parametrize("time_of_five", range(5))
def test_a_worker_that_slept_through_its_lease_keeps_nothing(session: Session, time_of_five: int) -> None:
    """Stopped in the middle and woken after another has taken over, it drops what it has: there is one result."""
    job = session.count(30)
    first = session.worker()
    session.until(job, lambda found: found["progress"] >= 1 + 2 * time_of_five)
    session.put_to_sleep(first, job)
    session.worker()
    session.until(job, lambda found: found["attempt"] == 2)
    session.kill(first, signal.SIGCONT)
    found = session.until(job, lambda found: found["state"] == "done")
    assert (found["attempt"], found["kept"]) == (2, 1)
    time.sleep(0.3)
    assert session.told(job)["kept"] == 1


def test_a_job_that_ends_every_worker_fails_after_three(session: Session) -> None:
    """The third worker that ends without a word is the last, and the job says so."""
    job = session.ask("asked('test.die')")
    for attempt in (1, 2, 3):
        worker = session.worker()
        session.until(job, lambda found, attempt=attempt: found["attempt"] == attempt)  # type: ignore[misc]
        session.workers.remove(worker)
    session.worker()
    found = session.until(job, lambda found: found["state"] == "failed")
    assert found["attempt"] == 3
    assert "3 times" in found["result"]["error"]


def test_a_worker_told_to_end_gives_its_job_back_and_nothing_is_held_against_it(session: Session) -> None:
    """SIGTERM four times in the middle of a job, which is one more than the limit, and the fifth worker does it."""
    job = session.count(40)
    for attempt in (1, 2, 3, 4):
        worker = session.worker()
        session.until(
            job,
            lambda found, attempt=attempt: (found["attempt"], found["state"]) == (attempt, "running"),  # type: ignore[misc]
        )
        session.kill(worker, signal.SIGTERM)
        session.workers.remove(worker)
        session.until(job, lambda found: found["state"] == "waiting")
    session.worker()
    found = session.until(job, lambda found: found["state"] == "done")
    assert (found["attempt"], found["kept"]) == (5, 1)


def test_a_job_asked_to_stop_keeps_what_it_has(session: Session) -> None:
    """Stopped in the middle, its result has less than was asked for; one that waits ends at once without any."""
    job, waiting = session.count(1000), session.count(1000)
    session.worker()
    session.until(job, lambda found: found["progress"] >= 3)
    session.ask(f"stop({waiting!r})")
    session.ask(f"stop({job!r})")
    found = session.until(job, lambda found: found["state"] == "stopped")
    assert 3 <= found["result"]["counted"] < 1000
    assert found["kept"] == 1
    assert session.told(waiting) == {"state": "stopped", "attempt": 0, "progress": 0, "result": {}, "kept": 0}


def test_two_workers_never_do_one_job_at_the_same_time(session: Session) -> None:
    """Of thirty jobs each is begun once, by one of three workers, and kept once."""
    before = session.ask("states()")["kept"]
    jobs = [session.count(1) for _ in range(30)]
    for _ in range(3):
        session.worker()
    for job in jobs:
        assert session.until(job, lambda found: found["state"] == "done")["attempt"] == 1
    begun = [path.name.split(".") for path in session.marks.iterdir() if path.name.split(".")[0] in jobs]
    assert sorted(name[0] for name in begun) == sorted(jobs)
    assert session.ask("states()")["kept"] == before + 30
