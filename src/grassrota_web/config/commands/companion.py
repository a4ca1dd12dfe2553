"""A worker beside the pages: started with them, started anew when it dies, ended with them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

PAUSE = 1.0
"""Seconds before a worker that died is started anew."""

PATIENCE = 10.0
"""Seconds that a worker gets to end by itself."""

_COMMAND = "from grassrota.cli import main; main()"


class Companion:
    """Keeps one worker running, as a process of its own."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._started()
        self._watch = threading.Thread(target=self._keep, daemon=True)
        self._watch.start()

    def end(self) -> None:
        """Ends the worker; a job under way is given back first."""
        self._ending.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        while not self._ending.wait(PAUSE):
            code = self._process.poll()
            if code is not None:
                print(f"The worker ended with code {code}; a new one is started.", file=sys.stderr, flush=True)
                self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _COMMAND, "worker", "--companion-of", str(os.getpid())]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)
