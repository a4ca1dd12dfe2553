"""What the tests of the intake share: filing through the trays, and the day's work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from grassrota.opinions.receipts.receipt import Receipt, draw_receipt
from grassrota_web.access.actor import NOBODY, Application
from grassrota_web.intake.actions.days_work import append_filings
from grassrota_web.intake.actions.filing import Confided, file_opinion
from grassrota_web.intake.actions.office_key import confirm_key, propose_key
from grassrota_web.intake.entries import Filing
from grassrota_web.intake.sealed_box import halves
from tests.web.conftest import World

Raise = Callable[..., Receipt]
TOMORROW = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: LazySettings) -> None:
    """Papers of a test lie in a folder of its own, and the day's budget is not what it tries."""
    settings.DATA = tmp_path
    settings.INTAKE_WITHOUT_WORK = 1_000_000


@pytest.fixture
def raised() -> Raise:
    """Files an opinion as anybody may, and gives the receipt."""

    def raise_one(words: str = "The well is dry.", confided: Confided | None = None, **more: object) -> Receipt:
        receipt = draw_receipt()
        filing = Filing(words=words, **{"place_words": "North Township", **more})  # type: ignore[arg-type]
        file_opinion(NOBODY, receipt, filing, confided or Confided())
        return receipt

    return raise_one


@pytest.fixture
def next_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[], date]:
    """Lets a day pass, and does the work of the new one."""
    today = timezone.localdate()

    def pass_a_day() -> date:
        nonlocal today
        today += TOMORROW
        monkeypatch.setattr(timezone, "localdate", lambda *_: today)
        append_filings(Application(), today)
        return today

    return pass_a_day


@pytest.fixture
def key_halves(world: World) -> tuple[str, str]:
    """A key of the inspection office in force, by its two halves."""
    from grassrota_web.access.rights import Role

    public, one, other = halves()
    first = world.actor(Role.INSPECTOR, "/")
    second = world.actor(Role.INSPECTOR, world.units["north"])
    confirm_key(second, propose_key(first, public))
    return one, other
