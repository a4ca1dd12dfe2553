from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.rota.rules import fit

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_skills_and_grades_are_asked_of_everyone(kit: Kit) -> None:
    """The well needs both skills of each; the chair needs a chief; whoever has neither may go to the plain opening."""
    people = [
        kit.person("both", skills=frozenset({"wells", "accounts"})),
        kit.person("one", skills=frozenset({"wells"}), grade="chief"),
    ]
    openings = [
        kit.opening("well", needs=frozenset({"wells", "accounts"})),
        kit.opening("chair", grades=frozenset({"chief"})),
        kit.opening("plain"),
    ]
    problem = kit.problem(people, openings, kit.policy(1))
    assert kit.allowed(problem, fit.barred) == [[True, False, True], [False, True, True]]
    assert kit.broken(problem, ("one", "well", 1), ("both", "chair", 1)) == ["fit", "fit"]
    assert kit.broken(problem, ("both", "well", 1), ("one", "chair", 1)) == []
