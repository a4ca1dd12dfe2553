from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from .conftest import BOXING, PROGRAM, SCENARIOS, Grassrota, environment


def test_help_starts_light() -> None:
    """Grassrota --help imports neither numpy nor scipy nor highspy, and not rich either."""
    script = (
        "import sys; from grassrota.cli.program import app\n"
        "try: app(['--help'], prog_name='grassrota')\n"
        "except SystemExit: print([name for name in ('numpy', 'scipy', 'highspy', 'rich') if name in sys.modules])"
    )
    found = subprocess.run([PROGRAM[0], "-c", script], capture_output=True, text=True, env=environment(), check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_the_version_is_told(program: Grassrota) -> None:
    """--version prints name and version."""
    found = program("--version")
    assert (found.code, found.out.split()[0]) == (0, "grassrota")


def test_without_a_command_the_help_is_shown(program: Grassrota) -> None:
    """No command is a usage error; the commands are listed."""
    found = program()
    assert found.code == 2
    assert "figures" in found.out + found.err


def test_answers_go_to_stdout_and_progress_to_stderr(program: Grassrota, tmp_path: Path) -> None:
    """The program's stdout is one JSON object while stderr tells the steps; -q silences those."""
    found = program("plan", BOXING / "problem", "-o", tmp_path / "p", "--json")
    assert (found.code, found.data["people"]) == (0, 16)
    assert "plan: reading" in found.err.splitlines()
    quiet = program("plan", BOXING / "problem", "-o", tmp_path / "p", "-q")
    assert (quiet.code, quiet.err) == (0, "")
    assert "16 of 16 people go" in quiet.out


def test_a_no_and_bad_input_have_their_exit_codes(program: Grassrota, tmp_path: Path) -> None:
    """1 for a refuted set of statements, 2 for a missing file and for an unknown command."""
    assert program("figures", "check", SCENARIOS / "published/icsp_2023_b.toml").code == 1
    missing = program("figures", "check", tmp_path / "none.toml", "--json")
    assert (missing.code, missing.data["error"], missing.err) == (2, "bad_input", "")
    unknown = program("plon", "--json")
    assert (unknown.code, unknown.data["error"]) == (2, "usage")
    assert "'plan'" in unknown.data["message"]


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`grassrota demo --list | true` prints no traceback."""
    command = [*PROGRAM, "demo", "--list"]
    reading, writing = os.pipe()
    os.close(reading)
    found = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, env=environment(), check=False)
    os.close(writing)
    assert found.stderr == ""


def test_a_terminal_without_unicode_gets_numbers(program: Grassrota) -> None:
    """A Chinese verdict on an ASCII terminal is readable by programs, not a traceback."""
    found = program(
        *("inspect", "verdict", BOXING / "inspection", "--language", "zh"), PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert found.code == 0
    assert "\\u" in found.out


def _until(words: str, command: Sequence[str]) -> subprocess.Popen[str]:
    """A program that has come so far as to say these words."""
    # so that it hears the signal even where the tests themselves ignore it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    pipe = subprocess.PIPE
    try:
        running = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment())
    finally:
        signal.signal(signal.SIGINT, before)
    assert running.stderr is not None
    while words not in running.stderr.readline():
        assert running.poll() is None
    return running


ENDLESS = """
from grassrota.rota.solve import medium, solver
solver.SMALL, medium.IN_VAIN = 0, 10**9
from grassrota.cli import main
main()
"""
"""The program, looking for a cheaper plan for ever."""


def test_ctrl_c_keeps_the_best_plan(grassrota: Grassrota, tmp_path: Path) -> None:
    """Interrupted while it improves a plan, the program ends with that plan, which keeps every rule."""
    problem, folder = tmp_path / "p", tmp_path / "plan"
    assert grassrota("synth", "rota", "--people", "100", "--seed", "1", "-o", problem).code == 0
    command = [sys.executable, "-c", ENDLESS, "plan", str(problem), "-o", str(folder), "--gap", "0", "--json"]
    running = _until("improving, cost", command)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, json.loads(out)["violations"]) == (0, 0)
    assert "Ending with the best plan so far" in err
    assert "more time or another --seed may narrow it" in err
    assert grassrota("check", problem, folder).code == 0


@pytest.mark.parametrize("option", [["--json"], []])
def test_ctrl_c_leaves_nothing_half_written(program: Grassrota, tmp_path: Path, option: list[str]) -> None:
    """Interrupted while it plans for 800 people, the program ends with 130, one line, and no file."""
    assert program("synth", "rota", "--people", "800", "--seed", "1", "-o", tmp_path / "p").code == 0
    running = _until("pricing", [*PROGRAM, "plan", str(tmp_path / "p"), "-o", str(tmp_path / "plan"), *option])
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert err.splitlines()[-1] == "Interrupted. Nothing is half-written."
    assert "Traceback" not in err
    assert (json.loads(out)["error"] == "interrupted") if option else (out == "")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
