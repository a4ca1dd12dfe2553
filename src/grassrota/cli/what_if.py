"""``grassrota what-if``: the plan of an imagined problem beside the present one, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.compare import tell_side_by_side, told, write_side_by_side
from grassrota.cli.options import DryRun, Json, Problem, Quiet, Seed, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.plan import Gap
from grassrota.cli.run import Done
from grassrota.cli.search import Looking
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault

if TYPE_CHECKING:
    from grassrota.rota.pin import Pin
    from grassrota.rota.problem import RotaProblem
    from grassrota.rota.what_if import Seats, WhatIf

EXAMPLE = "Example: grassrota what-if my-problem --set floors.home_absence=0.4 -o imagined"
MARK = "moved.csv"
_SEATS = re.compile(r"(.+)=([0-9]{1,6})-([0-9]{1,6})")
_PIN = re.compile(r"([^=]+)=(?:(stays)|([^:]*)(?::([0-9]{1,5}))?)")

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Another value for a key of policy.toml, with dots between names."),
]
Close = Annotated[list[str] | None, typer.Option("--close", metavar="OPENING", help="An opening that starts nobody.")]
SeatsOf = Annotated[
    list[str] | None, typer.Option("--seats", metavar="OPENING=LOW-HIGH", help="Another headcount for an opening.")
]
Excuse = Annotated[
    list[str] | None, typer.Option("--excuse", metavar="PERSON", help="Somebody who would not be available.")
]
PinTo = Annotated[
    list[str] | None,
    typer.Option(
        "--pin", metavar="PERSON=WHERE", help="Somebody settled: WHERE is OPENING, OPENING:BATCH, :BATCH or stays."
    ),
]
PlanDir = Annotated[
    Path | None, typer.Option("--plan", metavar="PLAN_DIR", help="The present plan; made anew if not given.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the imagined plan goes.")]


def what_if(
    problem_dir: Problem,
    output: Output,
    settings: Set = None,
    close: Close = None,
    seats: SeatsOf = None,
    excuse: Excuse = None,
    pin: PinTo = None,
    plan_dir: PlanDir = None,
    seed: Seed = 0,
    gap: Gap = 0.005,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Plan what is imagined, and set it beside the present plan.

    The problem itself stays as it is. Writes problem/ and plan/ as they would be, moved.csv, burden.csv and
    report.html. If the rules could not all be met, those involved are named and the exit code is 1.
    """
    from grassrota.cli.worker import interruptible
    from grassrota.files.plan import read_plan, write_plan
    from grassrota.files.problem import read_problem, write_problem
    from grassrota.report.page import write_page
    from grassrota.report.plan_page import plan_page
    from grassrota.rota.compare import compare
    from grassrota.rota.solve import solve, within
    from grassrota.rota.what_if import imagined

    terminal = Terminal(as_json, quiet, verbose)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    with terminal.progress("what-if") as tell:
        tell("reading", 0.0)
        problem = read_problem(problem_dir)
        asked = _what_if(problem, settings or (), close or (), seats or (), excuse or (), pin or ())
        other = imagined(problem, asked)
        given = read_plan(plan_dir, problem) if plan_dir else None
        tell("planning the present", 0.0)
        looking, stop = Looking(terminal, tell), within(gap)
        first = given or interruptible(lambda: solve(problem, stop=stop, seed=seed, onlooker=looking))
        tell("planning what is imagined", 0.0)
        second = interruptible(lambda: solve(other, stop=stop, seed=seed, onlooker=looking))
        tell("comparing", 0.0)
        found = compare(problem, first, second, other)
        with target.staged() as stage:
            (stage / "problem").mkdir()
            (stage / "plan").mkdir()
            write_problem(other, stage / "problem")
            write_plan(second, other, stage / "plan")
            write_page(stage / "plan/report.html", plan_page(other, second))
            said = (*(settings or ()), *_sentences(asked))
            write_side_by_side(stage, problem, other, found, ("Present plan", "Imagined plan"), said)
    tell_side_by_side(terminal, found)
    terminal.tell(target.words)
    if not dry_run:
        terminal.tell(f"Next, to adopt it: use {quote(str(output / 'problem'))} and {quote(str(output / 'plan'))}")
    return Done(data={"folder": str(output), "files": [str(path) for path in target.written], **told(found)})


def _what_if(
    problem: RotaProblem,
    settings: Sequence[str],
    close: Sequence[str],
    seats: Sequence[str],
    excuse: Sequence[str],
    pins: Sequence[str],
) -> WhatIf:
    """What was asked for; raises ``BadInput`` if that cannot be read, or is nothing."""
    from grassrota.files.settings import setting, with_settings
    from grassrota.rota.what_if import WhatIf

    policy = with_settings(problem.policy, dict(map(setting, settings))) if settings else None
    found = WhatIf(policy, tuple(close), _seats(seats), tuple(excuse), tuple(map(_pin, pins)))
    if found.is_nothing:
        fix = "Give --set, --close, --seats, --excuse or --pin."
        raise BadInput([Fault("", "something to imagine", "nothing", fix)])
    return found


def _seats(words: Sequence[str]) -> Mapping[str, Seats]:
    from grassrota.rota.what_if import Seats

    found = {}
    for word in words:
        parts = _SEATS.fullmatch(word)
        if parts is None:
            raise BadInput([Fault("--seats", "OPENING=LOW-HIGH, such as o12=2-6", word)])
        found[parts[1]] = Seats(int(parts[2]), int(parts[3]))
    return found


def _pin(word: str) -> Pin:
    from grassrota.rota.pin import Pin

    parts = _PIN.fullmatch(word)
    if parts is None:
        raise BadInput([Fault("--pin", "PERSON=OPENING, PERSON=OPENING:BATCH, PERSON=:BATCH or PERSON=stays", word)])
    return Pin(parts[1], parts[3] or "", int(parts[4]) if parts[4] else None, bool(parts[2]))


def _sentences(asked: WhatIf) -> Iterator[str]:
    """What is imagined beside the policy, in words."""
    for opening in asked.closed:
        yield f"The opening {opening} is closed."
    for opening, seats in asked.seats.items():
        yield f"The opening {opening} takes {seats.low} to {seats.high} people in each batch."
    for who in asked.excused:
        yield f"{who} is not available."
    for pin in asked.pins:
        yield f"{pin}."
