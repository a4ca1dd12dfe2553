"""The one place where errors become words and exit codes.

0: done, or the answer is yes. 1: the answer is no. 2: bad input. 130: interrupted. 70: a fault of the program itself.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import typer

from grassrota.cli.terminal import shown
from grassrota.errors import BadInput, GrassrotaError

YES, NO, BAD_INPUT, OUR_FAULT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141
MOST_FAULTS = 100
"""Faults told in words; with --json all of them are."""

_USAGE = typer.BadParameter.__bases__
"""What typer raises for a wrong command line; where the class lives differs between its versions."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code and, for programs, the answer."""

    code: int = YES
    data: Mapping[str, Any] = field(default_factory=dict)


def run(call: Callable[[], Any], args: Sequence[str]) -> int:
    """Runs a command to its exit code; ``args`` say how errors are told even if they cannot be parsed."""
    options = args[: args.index("--")] if "--" in args else args
    as_json, verbose = "--json" in options, "-v" in options or "--verbose" in options
    try:
        found = call()
        if isinstance(found, Done) and as_json:
            _print_json(found.data)
        sys.stdout.flush()
        return found.code if isinstance(found, Done) else found if isinstance(found, int) else YES
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except typer.Exit as error:
        return error.exit_code
    except BrokenPipeError:
        # the reader went away, as `head` does; what is left must not fail again at the end of the process
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        code, told = _told(error)
        if verbose or code == OUR_FAULT:
            traceback.print_exc()
        if as_json:
            _print_json(told)
        else:
            _print_words(error, told, verbose)
        return code


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    """The exit code of an error, and what is told about it."""
    if isinstance(error, BadInput):
        faults = [asdict(fault) for fault in error.faults]
        return BAD_INPUT, {"error": error.code, "message": error.message, "faults": faults}
    if isinstance(error, GrassrotaError):
        return NO, {"error": error.code, "message": error.message, "faults": [], "data": error.data}
    if isinstance(error, _USAGE):
        words = cast(Any, error).format_message() or "a command is missing"
        return BAD_INPUT, {"error": "usage", "message": words, "faults": []}
    if isinstance(error, OSError):
        message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return BAD_INPUT, {"error": "file", "message": message, "faults": []}
    message = f"{type(error).__name__}: {error}"
    return OUR_FAULT, {"error": "internal", "message": message, "faults": []}


def _print_json(data: Mapping[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)


def _print_words(error: Exception, told: Mapping[str, Any], verbose: bool) -> None:
    if isinstance(error, BadInput):
        shown_faults = error.faults if verbose else error.faults[:MOST_FAULTS]
        lines = [f"  {fault}" for fault in shown_faults]
        lines.insert(0, "1 fault in the input:" if len(error.faults) == 1 else f"{len(error.faults):,} faults:")
        if len(error.faults) > len(shown_faults):
            lines.append(f"  and {len(error.faults) - len(shown_faults):,} more; --json or -v names them all")
    elif isinstance(error, _USAGE):
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "grassrota"
        lines = [told["message"], f"Try: {path} --help"]
    elif told["error"] == "internal":
        lines = ["This is a fault of Grassrota, not of your input. Please report it with the lines above."]
    else:
        lines = [told["message"]]
    for line in lines:
        print(shown(line, sys.stderr), file=sys.stderr)
