"""The application as its users meet it: served by its own command, with its worker, and opened in Chromium."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.installation import Installation, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "grassrota-demo"
LOADING = """
from datetime import date
from grassrota.cli import scenarios
from grassrota_web.config.demo_accounts import open_accounts
from grassrota_web.config.demonstrated_opinions import raise_opinions
from grassrota_web.config.demonstration import load
from grassrota_web.jobs.daily import do_the_days_work
from grassrota_web.jobs.worker import work_once
folders = scenarios.find("{name}")
load(folders, None, print)
rotation = folders[-1].name
open_accounts(rotation)
raise_opinions(rotation, date.today())
while do_the_days_work(date.today()) or work_once():
    pass
"""


class Served(Installation):
    """A demonstration of its own, served at ``url``; ``serve`` and ``kill`` as often as a test likes."""

    def __init__(self, folder: Path, port: int) -> None:
        own = {"GRASSROTA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "grassrota_web.config.settings"}
        super().__init__({**os.environ, **own})
        self.port = port
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        """Serves it, and waits until it answers."""
        self.process = self.start("serve", "--port", str(self.port))
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
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None


Demonstrate = Callable[[Path, str], Served]


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory, tables: Installation) -> Demonstrate:
    """Makes a demonstration in a folder, of rotations of the reports and an account for each role.

    Each is made once for all workers, which takes half a minute, with what its worker would do first, and copied.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def demonstrate(folder: Path, rotations: str) -> Served:
        made = shared / f"demonstrated-{rotations}"
        with made.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                first = Served(made.with_suffix(f".{os.getpid()}"), 0)
                shutil.copytree(tables.folder, first.folder)
                (first.folder / "demonstration").touch()
                first.python(LOADING.format(name=rotations), timeout=300)
                first.folder.rename(made)
        shutil.copytree(made, folder)
        return Served(folder, free_port())

    return demonstrate


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, demonstrated: Demonstrate) -> Iterator[Served]:
    """The two small rotations of report 001, planned and served; tests leave it as they find it, or use their own."""
    application = demonstrated(tmp_path_factory.mktemp("served") / "data", "001")
    application.serve()
    yield application
    application.kill(signal.SIGTERM)


def signed_in(
    browser: Browser,
    application: Served,
    name: str,
    width: int = 1280,
    language: str = "en",
    scheme: str = "light",
    **more: Any,
) -> Page:
    """The first page of an application for somebody, in a context of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        **more,
    )
    context.add_cookies([{"name": "grassrota_language", "value": language, "url": application.url}])
    page = context.new_page()
    page.goto(f"{application.url}/sign-in/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{application.url}/")
    return page


SignIn = Callable[..., "Page"]


@pytest.fixture
def sign_in(browser: Browser) -> Iterator[SignIn]:
    """Opens a page of an application for somebody: ``sign_in(served, "organiser", width=375, language="zh-hans")``."""
    opened: list[Page] = []

    def open_page(application: Served, name: str, **how: Any) -> Page:
        opened.append(signed_in(browser, application, name, **how))
        return opened[-1]

    yield open_page
    for page in opened:
        page.context.close()
