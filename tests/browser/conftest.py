"""The application as its users meet it: served by its own command, with its worker, and opened in Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "grassrota-demo"
LOADING = """
import sys
from pathlib import Path
from grassrota.cli import scenarios
from grassrota_web.config.commands.demonstrate import mark
mark()
from grassrota_web.config.commands.store import Store
Store().migrate()
from grassrota_web.config.demo_accounts import open_accounts
from grassrota_web.config.demonstration import load
load([folder for name in sys.argv[1:] for folder in scenarios.find(name)], None, print)
open_accounts(scenarios.find(sys.argv[-1])[-1].name)
"""


@dataclass
class Served:
    """A demonstration of its own, served at ``url``; ``start`` and ``kill`` as often as a test likes."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def load(self, *rotations: str) -> None:
        """Makes the store, with these rotations of the reports and an account for each role."""
        subprocess.run([sys.executable, "-c", LOADING, *rotations], check=True, env=self._environment(), timeout=300)

    def start(self) -> None:
        """Serves it, and waits until it answers."""
        command = [sys.executable, "-c", "from grassrota.cli import main; main()", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self._environment(), start_new_session=True)
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/sign-in/", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the application did not answer within 30 seconds")

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends it with all its processes, by default without giving them a chance to do anything."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(20)
            self.process = None

    def _environment(self) -> dict[str, str]:
        own = {"GRASSROTA_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "grassrota_web.config.settings"}
        return {**os.environ, **own, **self.environment}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The two small rotations of report 001, planned and served; tests leave it as they find it, or use their own."""
    application = Served(tmp_path_factory.mktemp("served") / "data", free_port())
    application.load("001")
    application.start()
    yield application
    application.kill(signal.SIGTERM)


SignIn = Callable[..., "Page"]


@pytest.fixture
def sign_in(browser: Browser) -> Iterator[SignIn]:
    """Opens a page of an application for somebody: ``sign_in(served, "organiser", width=375, language="zh-hans")``."""
    contexts = []

    def open_page(
        application: Served, name: str, width: int = 1280, language: str = "en", scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
        )
        contexts.append(context)
        context.add_cookies([{"name": "grassrota_language", "value": language, "url": application.url}])
        page = context.new_page()
        page.goto(f"{application.url}/sign-in/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{application.url}/")
        return page

    yield open_page
    for context in contexts:
        context.close()
