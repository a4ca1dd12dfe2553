"""``grassrota figures verify-bulletin``: whether a bulletin still says what was signed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Verbose
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota figures verify-bulletin bulletin.html --key 3b6a27bcceb6a42d62a3a8d02a6f0d73..."

File = Annotated[Path, typer.Argument(metavar="FILE", help="A bulletin, as a page (HTML) or as JSON.")]
Key = Annotated[str, typer.Option("--key", help="The office's public key, 64 digits, from elsewhere than the file.")]


def figures_verify_bulletin(
    file: File, key: Key, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False
) -> Done:
    """Check whether a bulletin still says what was signed.

    A page is compared to the last sign with the one that its signed figures make. If anything was changed, the exit
    code is 1.
    """
    from grassrota.figures.issue.seal import BEGINS, holds, read_sealed
    from grassrota.report.issued_page import page_is_true

    terminal = Terminal(as_json, quiet, verbose)
    text = file.read_bytes().decode("utf-8", "replace")
    sealed = read_sealed(text)
    issued = sealed.issued
    signed = holds(sealed, key)
    page = page_is_true(text, sealed) if BEGINS in text else None
    terminal.say(f"Bulletin {issued.id} of {issued.unit}, as of {issued.as_of}, published on {issued.published}.")
    if not signed:
        terminal.say("No: this was not signed with that key, or was changed since.")
    elif page is False:
        terminal.say("No: the figures inside are signed, but the page around them says something else.")
    else:
        terminal.say(f"Yes: its {len(issued.numbers)} numbers are those that were signed.")
    terminal.say(f"Journal: {issued.head.size} entries with root {issued.head.root}.")
    terminal.say(*(f"Reading of {one.day}: entry {one.entry}, {one.digest}." for one in issued.readings))
    right = signed and page is not False
    said = {
        "signed": signed,
        "page": page,
        "bulletin": issued.id,
        "numbers": {f"{one.figure} {one.part} {one.day}".replace("  ", " "): one.count for one in issued.numbers},
        "size": issued.head.size,
        "root": issued.head.root,
    }
    return Done(YES if right else NO, said)
