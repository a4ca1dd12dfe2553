"""Plans kept one by one while a long simulation goes on: it is stopped at any moment, and goes on from there.

One line of JSON a planned problem, known by its fingerprint, below a first line that says what is simulated. A line
that an interrupt cut off is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault, Infeasible
from grassrota.rota.certificate import Certificate
from grassrota.rota.in_turn import Planner
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem


@dataclass
class Steps:
    """Plans of one simulation.

    Attributes:
        path: The file; None keeps nothing.
        about: What is simulated; a file about something else is refused.
        known: What came of each problem, by its fingerprint.
    """

    path: Path | None
    about: Mapping[str, Any]
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def load(self) -> int:
        """Reads what there is; how many plans that are.

        Raises:
            BadInput: If the file is about something else.
        """
        if self.path is None or not self.path.is_file():
            return 0
        lines = [found for line in self.path.read_text("utf-8").split("\n") if (found := _parsed(line))]
        if not lines:  # cut off in its very first line
            self.path.unlink()
            return 0
        head, *rest = lines
        if head != dict(self.about):
            fix = "Name another folder, or give --yes to begin anew."
            raise BadInput([Fault("", "steps of the same simulation", "of another", fix, file=self.path.name)])
        self.known = {found["problem"]: found for found in rest if "problem" in found}
        return len(self.known)

    def planner(self, plan: Planner) -> Planner:
        """Plans by ``plan``, unless what comes of it is known already; what is new is written down at once."""

        def planned(problem: RotaProblem) -> Plan:
            found = self.known.get(problem.sha256)
            if found is None:
                found = self._keep(problem, plan)
            if "infeasible" in found:
                raise Infeasible("infeasible", found["infeasible"], rules=(), rows=(), people=(), proven=False)
            return _plan(problem, found)

        return planned

    def _keep(self, problem: RotaProblem, plan: Planner) -> dict[str, Any]:
        found: dict[str, Any] = {"problem": problem.sha256}
        try:
            made = plan(problem)
        except Infeasible as error:
            found["infeasible"] = error.message
        else:
            proof = made.certificate
            found |= {"cost": proof.objective, "bound": proof.bound, "seed": proof.seed, "seconds": proof.seconds}
            found["going"] = [[entry.person, entry.opening, entry.batch] for entry in made.assignments]
        self.known[problem.sha256] = found
        if self.path is not None:
            self._append(found)
        return found

    def _append(self, found: Mapping[str, Any]) -> None:
        assert self.path is not None
        new = not self.path.is_file()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="") as stream:
            # after a line that was cut off the next begins on its own
            stream.write((_line(self.about) if new else "\n") + _line(found))
            stream.flush()
            os.fsync(stream.fileno())


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line) if line.strip() else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plan(problem: RotaProblem, found: Mapping[str, Any]) -> Plan:
    going = tuple(Assignment(*entry) for entry in found["going"])
    proof = Certificate(found["cost"], found["bound"], 0, found["seed"], problem.sha256, found["seconds"])
    return Plan(going, left_out(problem, frozenset(entry.person for entry in going)), proof)
