"""A publication whose server is killed in the middle of the request: all are listed, or nobody; and once, for good."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.installation import Installation, free_port

ONLOOKER = """
from grassrota_web.config.commands.django_set_up import set_up
set_up()
import json
import sys
from tests.web import interrupted
from tests.web.conftest import open_session
interrupted.prepare_publication()
plan, organiser = interrupted.Plan.objects.get(), interrupted.Account.objects.get(username__startswith="organiser")
today = interrupted.timezone.localdate().isoformat()
print(json.dumps([plan.pk, today, open_session(organiser).session.session_key]), flush=True)
for line in sys.stdin:
    print(json.dumps([interrupted.published(), interrupted.journal_holds()]), flush=True)
"""
"""Makes the plan, and tells how it finds the store whenever it is asked."""

TOKEN = "t" * 32


class Served:
    """An approved plan that sends 120 people, and the program that serves it."""

    def __init__(self, installation: Installation) -> None:
        installation.environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        command, pipe = [sys.executable, "-c", ONLOOKER], subprocess.PIPE
        self.onlooker = subprocess.Popen(command, env=installation.environment, stdin=pipe, stdout=pipe, text=True)
        self.plan, self.today, self.session = self._told()
        self.port = free_port()
        self.installation = installation
        self.serve()

    def serve(self) -> None:
        """Starts the program, and waits until it answers."""
        self.process = self.installation.start("serve", "--no-worker", "--port", str(self.port))
        until(lambda: self._ask("GET", "/health/") == 200)

    def publish(self) -> int:
        """Presses the button; the status of the answer, or 0 if there is none."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "on": self.today})
        return self._ask("POST", f"/postings/plans/{self.plan}/publish/", body)

    def kill(self) -> None:
        """Kills the program with whatever makes its pages."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def found(self) -> list[Any]:
        """What there is of the publication, and whether the journal verifies."""
        assert self.onlooker.stdin
        self.onlooker.stdin.write("\n")
        self.onlooker.stdin.flush()
        return self._told()

    def _told(self) -> list[Any]:
        assert self.onlooker.stdout
        told: list[Any] = json.loads(self.onlooker.stdout.readline())
        return told

    def _ask(self, method: str, path: str, body: str | None = None) -> int:
        cookies = f"grassrota_session={self.session}; grassrota_csrf={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Waits for something to hold."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def served(set_up: Installation) -> Iterator[Served]:
    """See ``Served``."""
    made = Served(set_up)
    yield made
    made.onlooker.communicate()


def test_a_publication_is_whole_or_not_there(served: Served) -> None:
    """Killed five times within the request, all 120 are listed or nobody; the sixth request ends it, and once."""
    chance, nothing = random.Random(37), served.found()
    seen, answers = [nothing], [0]
    for _turn in range(5):
        pressed = threading.Thread(target=lambda: answers.append(served.publish()))
        pressed.start()
        time.sleep(chance.uniform(0, 0.3))
        served.kill()
        pressed.join()
        served.serve()
        seen.append(served.found())
        assert seen[-1] != nothing or 302 not in answers
    served.publish()
    everything = served.found()
    assert everything[0][0][0] == 120
    assert everything[0][0][2:] == ["published", 1, 1, 1]
    assert everything[1] is nothing[1] is True
    assert [one for one in seen if one not in (nothing, everything)] == []
    assert seen == sorted(seen, key=lambda one: one == everything)
    assert served.publish() != 302
    assert served.found() == everything
