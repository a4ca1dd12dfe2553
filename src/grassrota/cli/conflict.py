"""``grassrota conflict``: which rules and people clash, and what would settle it."""

from __future__ import annotations

from grassrota.cli.options import Json, Problem, Quiet, Verbose
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota conflict my-problem"


def conflict(problem_dir: Problem, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False) -> Done:
    """Find out which rules clash, before planning.

    Names rules and people that cannot all be met, no more of them than needed, and what would settle it, the least
    first; then the exit code is 1. It names people: it is for the organiser.
    """
    from grassrota.cli.worker import interruptible
    from grassrota.errors import BadInput, Fault
    from grassrota.files.problem import read_problem
    from grassrota.rota.frame import Frame
    from grassrota.rota.solve.conflict import conflict_of
    from grassrota.rota.solve.model import assemble

    terminal = Terminal(as_json, quiet, verbose)
    with terminal.progress("conflict") as tell:
        tell("reading", 0.0)
        problem = interruptible(lambda: read_problem(problem_dir))
        if any(len(group.members) > 1 for group in problem.groups):
            raise BadInput([Fault("members", "people who go alone", "groups", "Use `grassrota plan`.", file="groups")])
        tell("explaining", 0.0)
        found = interruptible(lambda: conflict_of(assemble(Frame(problem))))
    if found is None:
        terminal.say("No clash was found.")
        return Done(YES, {"clash": False})
    terminal.say("These cannot all be met:", *(f"  {words}" for words in found.words))
    if not found.minimal:
        terminal.say("Some of them may not be needed for that: time ran out.")
    offers = [{"words": one.words, "amount": one.amount, "whole": one.whole} for one in found.relaxations]
    terminal.say("Any of these would settle this clash:", *(f"  {one.words}" for one in found.relaxations))
    data = {"clash": True, "rules": found.rules, "rows": found.words, "people": found.people}
    return Done(NO, data | {"minimal": found.minimal, "relaxations": offers})
