"""``grassrota demo``: plays packaged scenarios, or a folder of one's own, from the roster to the bulletin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli import scenarios
from grassrota.cli.options import DryRun, Json, Quiet, Verbose, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput

if TYPE_CHECKING:
    from grassrota.play import Played

EXAMPLE = """Example: grassrota demo 001 -o played

To make your own: grassrota demo 001_leaders --copy mine"""
MARK = "bulletin.json"

Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        show_default=False,
        help="A packaged scenario or the beginning of some, as 001, or a folder with rotation.toml. Default: all.",
    ),
]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="Where the results go, one folder a scenario.")
]
Listed = Annotated[bool, typer.Option("--list", help="List the packaged scenarios and stop.")]
Copy = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Copy the scenario to DIR for editing, instead of playing it.")
]


def demo(
    scenario: Scenario = "",
    output: Output = Path("demo-output"),
    listed: Listed = False,
    copy: Copy = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Play scenarios from the roster to the bulletin.

    Every step is taken: roster, plan, postings, opinions, inspection, figures. Each scenario
    leaves its plan, postings, verdicts, bulletin and pages in a folder of its own.
    """
    terminal = Terminal(as_json, quiet, verbose)
    if listed:
        return _list(terminal)
    if copy is not None:
        return _copy(scenario, Target(copy, yes=yes, dry=dry_run), terminal)
    folders = scenarios.find(scenario) if scenario else scenarios.packaged()
    targets = [Target(output / folder.resolve().name, MARK, yes, dry_run) for folder in folders]
    for target in targets:
        target.check()
    played = []
    for place, (folder, target) in enumerate(zip(folders, targets, strict=True)):
        terminal.say(*([""] if place else []))
        played.append(_play(folder, target, terminal))
    pages = [path for target in targets for path in target.written if path.suffix == ".html"]
    if pages:
        terminal.tell("", "Pages that would be written:" if dry_run else "Pages to open in a browser:")
        terminal.tell(*(f"  {path.absolute()}" for path in pages))
    return Done(data={"scenarios": played, "dry_run": dry_run})


def _list(terminal: Terminal) -> Done:
    from grassrota.play.rotation import read_rotation

    found = [(folder, read_rotation(folder)) for folder in scenarios.packaged()]
    for folder, rotation in found:
        terminal.say(f"{folder.name}  {rotation.title}", f"    {rotation.source}")
    rows = [{"name": folder.name, "title": rotation.title, "source": rotation.source} for folder, rotation in found]
    return Done(data={"scenarios": rows})


def _copy(scenario: str, target: Target, terminal: Terminal) -> Done:
    import shutil

    if not scenario:
        raise typer.BadParameter("name the scenario to copy: grassrota demo 001_leaders --copy DIR")
    source = scenarios.find_one(scenario)
    with target.staged() as stage:
        shutil.copytree(source, stage, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    terminal.say(target.words)
    terminal.tell(f"Edit the files, then: grassrota demo {target.folder}")
    return Done(
        data={"folder": str(target.folder), "files": [str(path) for path in target.written], "dry_run": target.dry}
    )


def _play(folder: Path, target: Target, terminal: Terminal) -> dict[str, Any]:
    from grassrota.cli.played_words import played_json, played_words
    from grassrota.cli.worker import interruptible
    from grassrota.play import play
    from grassrota.play.write import write_played

    def work() -> Played:
        try:
            return play(folder, tell)
        except BadInput as error:
            # of several scenarios, which one has the file?
            raise BadInput(replace(fault, file=f"{name}: {fault.file}") for fault in error.faults) from error

    name = target.folder.name
    with terminal.progress(name) as tell:
        played = interruptible(work)
        tell("writing", 0.0)
        with target.staged() as stage:
            write_played(played, stage)
    terminal.say(*played_words(played))
    files = [str(path) for path in target.written]
    return {"name": name, "folder": str(target.folder), "files": files, **played_json(played)}
