from __future__ import annotations

import json
import os
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
import typer

from grassrota.cli.run import INTERRUPTED, MOST_FAULTS, Done, leave, run
from grassrota.cli.terminal import Terminal, shown
from grassrota.cli.worker import goes_on, interruptible
from grassrota.errors import BadInput, Fault, Infeasible, Refused


class Asked:
    """Something that a command may end with, raised or returned."""

    def __init__(self, outcome: object) -> None:
        self.outcome = outcome

    def __call__(self) -> object:
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


FAULT = Fault("grade", "a grade", "king", "Ask.", "people.csv", 3)
OUTCOMES = [
    (Done(), 0, None),
    (Done(1, {"valid": False}), 1, None),
    (None, 0, None),
    (3, 3, None),
    (Refused("not_ready", "No."), 1, "not_ready"),
    (Infeasible("infeasible", "No.", rules=("leader", "no_such_rule")), 1, "infeasible"),
    (BadInput([FAULT]), 2, "bad_input"),
    (typer.BadParameter("No."), 2, "usage"),
    (PermissionError(13, "Permission denied", "there"), 2, "file"),
    (KeyboardInterrupt(), 130, "interrupted"),
    (typer.Abort(), 130, "interrupted"),
    (typer.Exit(4), 4, None),
    (ZeroDivisionError("oh"), 70, "internal"),
]


@pytest.mark.parametrize(("outcome", "code", "error"), OUTCOMES)
def test_every_outcome_has_its_exit_code_and_one_object(
    capsys: pytest.CaptureFixture[str], outcome: object, code: int, error: str | None
) -> None:
    """With --json there is at most one object on stdout, and an error has its code, message and faults."""
    assert run(Asked(outcome), ["plan", "--json"]) == code
    out = capsys.readouterr().out
    if error is not None:
        told = json.loads(out)
        assert (told["error"], bool(told["message"])) == (error, True)
        assert isinstance(told["faults"], list)
    elif isinstance(outcome, Done):
        assert json.loads(out) == outcome.data


@pytest.mark.parametrize(("outcome", "code", "error"), OUTCOMES)
def test_in_words_errors_are_on_stderr_only(
    capsys: pytest.CaptureFixture[str], outcome: object, code: int, error: str | None
) -> None:
    """Without --json stdout stays free for the answer."""
    assert run(Asked(outcome), ["plan"]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert bool(told.err) == (error is not None)


def test_json_after_two_dashes_is_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder may be called --json."""
    assert run(Asked(BadInput([FAULT])), ["check", "--", "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_fault_in_json_has_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    """File, row, column, expected, got and what to do."""
    run(Asked(BadInput([FAULT])), ["--json"])
    expected = {"file": "people.csv", "row": 3, "column": "grade", "expected": "a grade", "got": "king", "fix": "Ask."}
    assert json.loads(capsys.readouterr().out)["faults"] == [expected]


def test_a_flood_of_faults_is_cut_in_words_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Of 150 faults 100 are told in words, all with --verbose, and all in JSON."""
    flood = Asked(BadInput([FAULT] * 150))
    run(flood, [])
    assert capsys.readouterr().err.count("people.csv") == MOST_FAULTS
    run(flood, ["--verbose"])
    assert capsys.readouterr().err.count("people.csv") == 150
    run(flood, ["--json"])
    assert len(json.loads(capsys.readouterr().out)["faults"]) == 150


def test_control_characters_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """A file cannot colour or clear the terminal of whoever reads about it."""
    run(Asked(Refused("no", "a\x1b[31mb")), [])
    assert "\x1b" not in capsys.readouterr().err


class Screen:
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_lines_are_wrapped_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """At 20 columns words go on the next line, indented; in a file the line stays whole; Chinese is left alone."""
    monkeypatch.setenv("COLUMNS", "20")
    line = "one two three four five six"
    assert shown(line, Screen()) == "one two three four\n  five six"  # type: ignore[arg-type]
    assert shown("属" * 30, Screen()) == "属" * 30  # type: ignore[arg-type]
    with (tmp_path / "x").open("w", encoding="utf-8") as stream:
        assert shown(line, stream) == line


class Stderr(StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.mark.parametrize(("stream", "live"), [(Stderr(), True), (StringIO(), False)])
def test_progress_is_live_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, stream: StringIO, live: bool) -> None:
    """Elsewhere each step is one line, however often it is told; with --quiet there is nothing."""
    monkeypatch.setattr(sys, "stderr", stream)
    with Terminal().progress("plan") as tell:
        for done in (0.0, 0.5, 1.0):
            tell("pricing", done)
    text = stream.getvalue()
    assert "plan: pricing" in text
    assert ("\x1b" in text) == live
    if not live:
        assert text == "plan: pricing\n"
    with Terminal(quiet=True).progress("plan") as tell:
        tell("relaxing", 0.0)
    assert "relaxing" not in stream.getvalue()


def test_only_work_that_goes_on_ends_the_process_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of others do not matter; interrupted work that still runs does."""
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    wait = threading.Event()
    threading.Thread(target=wait.wait).start()
    with pytest.raises(SystemExit) as caught:
        leave(INTERRUPTED)
    assert (caught.value.code, ended) == (INTERRUPTED, [])
    beside = threading.Thread(target=lambda: interruptible(wait.wait))
    beside.start()
    while not goes_on():
        pass
    with pytest.raises(SystemExit):
        leave(INTERRUPTED)
    assert ended == [INTERRUPTED]
    wait.set()
    beside.join()
    assert not goes_on()
