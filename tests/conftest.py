"""What all tests share: one profile for properties on every machine and run, frozen lists, and a browser."""

from __future__ import annotations

import csv
import gc
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from grassrota.files.terms import take_fixed
from grassrota.files.toml import read_toml
from grassrota.inspection.claim import Claim
from grassrota_web.figures.engines import connected
from tests.extras import needs
from tests.web.installation import Installation, Installations

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pyspark.sql import SparkSession

settings.register_profile("house", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("house")

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first shows pages as the others do, at half their cost: they draw windows that nobody sees."""

Refreeze = Callable[[Path], None]
"""Freezes the lists of a round of inspection once more, after a test has changed one to see what comes later."""


def pytest_collection_finish() -> None:
    """Leaves what is loaded by now alone: to look through it again and again for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def refreeze() -> Refreeze:
    """Writes to the settings of a round the hash that each unit would publish for its list as it stands now."""

    def freeze(folder: Path) -> None:
        path = folder / "inspection.toml"
        text = path.read_text(encoding="utf-8")
        given = tomllib.loads(text)
        terms = take_fixed(read_toml(path)).terms
        assert terms is not None
        with (folder / "claim.csv").open(encoding="utf-8", newline="") as stream:
            listed = [(row["unit"], row["case"]) for row in csv.DictReader(stream)]
        hashes = iter(
            Claim.of(
                claim["unit"],
                given["as_of"],
                claim["received"],
                (case for unit, case in listed if unit == claim["unit"]),
                claim["claimed"],
                terms.hash,
            ).list_hash
            for claim in given["claims"]
        )
        frozen = re.sub(r'(?m)^list_hash = ".*"$', lambda _: f'list_hash = "{next(hashes)}"', text)
        frozen = re.sub(r'(?m)^terms_hash = ".*"$', f'terms_hash = "{terms.hash}"', frozen)
        path.write_text(frozen, encoding="utf-8")

    return freeze


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with all tables and nothing in them, to be copied: making them takes seconds."""
    made = Installations(tmp_path_factory.mktemp("tables"))
    first = made()
    done = first("setup")
    assert done.code == 0, done.err
    yield first
    made.end()


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session of Spark, as Sail speaks it in this process."""
    needs("ibis", "pyspark.sql.connect", "pysail.spark")
    with connected() as session:
        yield session


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; a test that cannot have it says so."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        reason = f"Chromium not found: none of {', '.join(BROWSERS)} is on the PATH"
        if os.environ.get("GRASSROTA_NOTHING_MISSING"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    # how long is not what is tested: a machine that does much else needs longer than the usual five seconds
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
