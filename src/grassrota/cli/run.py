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
from typing import Any, NoReturn, cast

import typer

from grassrota.cli.rule_words import in_words
from grassrota.cli.terminal import shown
from grassrota.cli.worker import goes_on
from grassrota.errors import BadInput, GrassrotaError, Infeasible

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
        # typer itself turns an interrupt into its exit code
        if found == INTERRUPTED:
            return _interrupted(as_json)
        return found.code if isinstance(found, Done) else found if isinstance(found, int) else YES
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted(as_json)
    except typer.Exit as error:
        return error.exit_code
    except BrokenPipeError:
        # the reader went away, as `head` does; what is left must not fail again at the end of the process
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        code, told = _told(error)
        if code == OUR_FAULT or (verbose and error.__cause__):
            traceback.print_exc()
        if as_json:
            _print_json(told)
        else:
            _print_words(error, told, verbose)
        return code


def leave(code: int) -> NoReturn:
    """Ends the process; at once if interrupted work still runs beside, as it would not let go by itself."""
    if code == INTERRUPTED and goes_on():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _interrupted(as_json: bool) -> int:
    message = "Interrupted. Nothing is half-written."
    if as_json:
        _print_json({"error": "interrupted", "message": message, "faults": []})
    print(message, file=sys.stderr)
    return INTERRUPTED


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    """The exit code of an error, and what is told about it."""
    if isinstance(error, BadInput):
        faults = [asdict(fault) for fault in error.faults]
        return BAD_INPUT, {"error": error.code, "message": error.message, "faults": faults}
    if isinstance(error, GrassrotaError):
        data = dict(error.data)
        if isinstance(error, Infeasible):
            data["rules"] = in_words(data.get("rules"))
        return NO, {"error": error.code, "message": error.message, "faults": [], "data": data}
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
    lines = [told["message"]]
    if isinstance(error, BadInput):
        lines = _fault_lines(error, len(error.faults) if verbose else MOST_FAULTS)
    elif isinstance(error, Infeasible):
        lines += [f"  {rule}: {words}" for rule, words in told["data"]["rules"].items()]
        offers = [f"  {offer['words']}" for offer in told["data"].get("relaxations", ())]
        lines += ["Any of these would settle this clash:", *offers] if offers else []
    elif isinstance(error, _USAGE) and "\n" not in told["message"]:
        context = getattr(error, "ctx", None)
        lines.append(f"Try: {context.command_path if context else 'grassrota'} --help")
    elif told["error"] == "internal":
        lines = ["This is a fault of Grassrota, not of your input. Please report it with the lines above."]
    for line in lines:
        print(shown(line, sys.stderr), file=sys.stderr)


def _fault_lines(error: BadInput, most: int) -> list[str]:
    count = len(error.faults)
    lines = ["Bad input:" if count == 1 else f"Bad input, {count:,} faults:"]
    lines += [f"  {fault}" for fault in error.faults[:most]]
    if count > most:
        lines.append(f"  and {count - most:,} more: --verbose names them all")
    return lines
