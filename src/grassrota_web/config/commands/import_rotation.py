"""``grassrota import``: a rotation folder into the store, to begin with it or to go on in its middle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.store import Store

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder with rotation.toml and problem.")]
Plan = Annotated[
    Path | None,
    typer.Option(metavar="PLAN_DIR", help="Bring in this plan too, as `grassrota plan` wrote it: as a draft."),
]
UnderWay = Annotated[
    bool, typer.Option("--under-way", help="The plan is being carried out: FOLDER/postings says what has happened.")
]
Code = Annotated[str, typer.Option(metavar="CODE", help="Of the new rotation; the folder's name if not given.")]
Prefix = Annotated[str, typer.Option(metavar="TEXT", help="Put before every id, where ids are taken already.")]


def import_rotation(
    folder: Folder,
    plan: Plan = None,
    under_way: UnderWay = False,
    code: Code = "",
    prefix: Prefix = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Bring a rotation into the store: its roster, openings and policy, and what was done so far.

    All of it comes in, or nothing. Example: grassrota import my-rotation --plan my-plan --under-way
    """
    terminal = Terminal(as_json, quiet)
    name = code or folder.resolve().name
    if under_way and plan is None:
        fix = "Name the plan that is being carried out: --plan PLAN_DIR"
        raise BadInput([Fault("--under-way", "a plan that is under way", "none", fix)])
    Store().check_complete()
    from django.db import transaction

    from grassrota_web.orgs.models import Rotation
    from grassrota_web.records.rotation_folder import RotationFolder, bring_in, bring_in_plan

    if Rotation.objects.filter(code=name).exists():
        raise BadInput([Fault("--code", "a code that no rotation has", name, "Give another: --code CODE")])
    found = RotationFolder.read(folder, prefix)
    with transaction.atomic():
        rotation, policy = bring_in(found, name, terminal.tell)
        if plan is not None:
            bring_in_plan(found, policy, found.plan(plan), terminal.tell, under_way=under_way)
    people, postings = len(found.problem.people), rotation.postings.count()
    terminal.say(
        f"{rotation.title}: {people:,} people, {len(found.problem.openings):,} openings, {postings:,} postings"
    )
    return Done(data={"rotation": name, "people": people, "postings": postings})
