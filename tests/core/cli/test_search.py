"""A search as a command shows it, and how an interrupt ends it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grassrota.cli import terminal
from grassrota.cli.search import Looking
from grassrota.cli.terminal import Terminal
from grassrota.cli.worker import interruptible
from grassrota.rota.moment import Moment

from .conftest import Grassrota


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Interrupts are heard even where the tests themselves ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_work_that_ends_by_itself_is_waited_for() -> None:
    """Interrupted, and told to end, it still has its result."""
    told = threading.Event()

    def work() -> str:
        _interrupt()
        return "the best so far" if told.wait(30) else "nothing"

    def ends() -> bool:
        told.set()
        return True

    assert interruptible(work, ends) == "the best so far"


@pytest.mark.parametrize("worth", [True, False])
def test_who_interrupts_again_does_not_wait(worth: bool) -> None:
    """Nor who interrupts what is not worth waiting for, once."""
    told, over = threading.Event(), threading.Event()

    def work() -> None:
        _interrupt()
        if worth:
            told.wait(30)
            _interrupt()
        over.wait(30)

    def ends() -> bool:
        told.set()
        return worth

    with pytest.raises(KeyboardInterrupt):
        interruptible(work, ends)
    over.set()


def test_what_is_known_is_told_beside_the_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """First nothing, then the bound, then what is broken, then cost and gap; of one stage again only after a while."""
    with Terminal().progress("plan") as tell:
        looking = Looking(Terminal(), tell)
        looking(Moment(0.0, "pricing", 0.0), 0.0)
        looking(Moment(1.0, "blocks", 1_000.0), 0.0)
        looking(Moment(2.0, "mending", 1_000.0, None, 1), 0.0)
        looking(Moment(3.0, "improving", 1_000.0, 1_010, 0), 0.0)
        looking(Moment(3.1, "improving", 1_000.0, 1_009, 0), 0.0)
        monkeypatch.setattr(terminal, "EVERY", 0.0)
        looking(Moment(9.0, "improving", 1_000.0, 1_008, 0), 0.0)
        looking(Moment(9.1, "improving", 1_000.0, 1_008, 0), 0.0)
    assert capsys.readouterr().err.splitlines() == [
        "plan: pricing",
        "plan: blocks, at least 1,000",
        "plan: mending, at least 1,000, 1 rule broken",
        "plan: improving, cost 1,010, at least 1,000, gap 1.00%",
        "plan: improving, cost 1,008, at least 1,000, gap 0.80%",
    ]


def test_an_interrupt_asks_only_for_a_plan_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Before there is one it is a plain interrupt; then the search is to end, and that is said."""
    looking = Looking(Terminal(), lambda step, done, known="": None)
    looking(Moment(1.0, "pricing", 1_000.0), 0.0)
    assert (looking.interrupt(), looking.interrupted, capsys.readouterr().err) == (False, False, "")
    looking(Moment(2.0, "improving", 1_000.0, 1_010, 0), 0.0)
    assert (looking.interrupt(), looking.interrupted) == (True, True)
    assert "Ctrl-C again leaves without one" in capsys.readouterr().err


def test_time_that_is_up_before_there_is_a_plan(grassrota: Grassrota, problem: Path, tmp_path: Path) -> None:
    """Exit code 1, and a word that says so; nothing is written."""
    found = grassrota("plan", problem, "-o", tmp_path / "plan", "--seconds", "0", "--json")
    assert (found.code, found.data["error"]) == (1, "stopped")
    assert not (tmp_path / "plan").exists()
    assert grassrota("plan", problem, "-o", tmp_path / "plan", "--seconds", "-1").code == 2
