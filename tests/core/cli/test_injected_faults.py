"""``grassrota check`` against whoever makes a plan look better, or somebody else go: each kind of change is found."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from math import copysign
from pathlib import Path
from typing import Any

import pytest

from grassrota.files.plan import write_plan
from grassrota.files.problem import write_problem
from grassrota.rota.bound import proof
from grassrota.rota.solve import solve
from grassrota.synth.rota import rota, size_of

from .conftest import Grassrota, replaced

PRICES, POSTINGS, LEFT_OUT = "plan/prices.csv", "plan/postings.csv", "plan/left_out.csv"
PEOPLE, OPENINGS, POLICY = "problem/people.csv", "problem/openings.csv", "problem/policy.toml"

Row = dict[str, str]
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 people with couples, absences and wishes, planned, and proven by prices that lie heavily on seven rules.

    Any prices prove something: those of the solver, which are next to nothing on most rules, are made dearer by 5.
    """
    folder = tmp_path_factory.mktemp("solved")
    problem = rota(size_of(200), 5)
    plan = solve(problem)
    prices = tuple(replace(price, amount=price.amount + copysign(5, price.amount)) for price in plan.certificate.prices)
    proven = proof(problem, prices)
    certificate = replace(plan.certificate, prices=prices, constant=proven.constant, bound=proven.bound)
    write_problem(problem, folder / "problem")
    write_plan(replace(plan, certificate=certificate), problem, folder / "plan")
    return folder


def table(file: str, change: Callable[[list[Row]], list[Row]]) -> Change:
    """Changes the rows of a table."""

    def made(folder: Path) -> None:
        with (folder / file).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        after = change([dict(row) for row in rows])
        assert after != rows
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(after[0]))
            writer.writeheader()
            writer.writerows(after)

    return made


def one(file: str, which: Callable[[Row], bool], **cells: Callable[[Row], object]) -> Change:
    """Changes the first row of its kind."""

    def change(rows: list[Row]) -> list[Row]:
        row = next(row for row in rows if which(row))
        row.update({name: str(value(row)) for name, value in cells.items()})
        return rows

    return table(file, change)


def without(file: str, which: Callable[[Row], bool] = lambda row: True) -> Change:
    """Leaves out the first row of its kind."""

    def change(rows: list[Row]) -> list[Row]:
        rows.remove(next(row for row in rows if which(row)))
        return rows

    return table(file, change)


def bare(rows: list[Row]) -> list[Row]:
    """Postings without what follows from them, which could give a change away."""
    return [{name: row[name] for name in ("person", "opening", "batch")} for row in rows]


def exchanged(column: str, same: str) -> Change:
    """Two who differ in one column and are the same in another exchange what stands there."""

    def change(rows: list[Row]) -> list[Row]:
        first, *others = rows
        other = next(row for row in others if row[same] == first[same] and row[column] != first[column])
        first[column], other[column] = other[column], first[column]
        return rows

    return table(POSTINGS, change)


def certificate(**changes: Callable[[Any], object]) -> Change:
    """Changes what the certificate says, the gap along with it unless it is that."""

    def change(folder: Path) -> None:
        path = folder / "plan/certificate.json"
        says = json.loads(path.read_text(encoding="utf-8"))
        says.update({key: value(says[key]) for key, value in changes.items()})
        if "gap" not in changes:
            says["gap"] = max(0.0, (says["objective"] - says["bound"]) / says["bound"])
        path.write_text(json.dumps(says), encoding="utf-8")

    return change


def of(rule: str) -> Callable[[Row], bool]:
    """A price of a rule."""
    return lambda row: row["rule"] == rule


MADE_FOR = "the plan was made for another problem"
FAULTS = {
    "a price of the wrong sign": (one(PRICES, of("leader"), price=lambda row: -float(row["price"])), "no greatest"),
    "a price left out": (without(PRICES, of("couples")), "the prices prove a bound of"),
    "a price twice": (table(PRICES, lambda rows: [*rows, rows[0]]), "stands there twice"),
    "a price raised": (one(PRICES, of("headcount"), price=lambda row: float(row["price"]) - 9), "the prices prove"),
    "a price lowered": (one(PRICES, of("absence"), price=lambda row: float(row["price"]) / 2), "the prices prove"),
    "a price in another batch": (one(PRICES, of("dumping"), batch=lambda row: ""), "the prices prove"),
    "a price of another unit": (one(PRICES, of("absence"), about=lambda row: "hq"), "no such rule there"),
    "a price of no opening": (one(PRICES, of("experience"), about=lambda row: "o99999"), "no such rule there"),
    "a price of a rule that nobody made": (one(PRICES, of("cover"), rule=lambda row: "coverage"), "no such rule"),
    "a price of another couple": (one(PRICES, of("couples"), also=lambda row: "p000001"), "no such rule there"),
    "a price that is none": (one(PRICES, of("cover"), price=lambda row: "nan"), "a number such as"),
    "no prices": (lambda folder: (folder / PRICES).unlink(), "the table prices"),
    "a higher bound": (certificate(bound=lambda bound: bound + 1), "the certificate says"),
    "a lower bound": (certificate(bound=lambda bound: bound - 1), "the certificate says"),
    "another constant": (certificate(constant=lambda constant: constant + 1), "are worth"),
    "a cheaper plan": (certificate(objective=lambda cost: cost - 1), "the plan costs"),
    "a gap of its own": (certificate(gap=lambda gap: gap / 2), "which follows from objective and bound"),
    "another fingerprint": (certificate(problem_sha256=lambda sha: sha[::-1]), MADE_FOR),
    "violations owned up to": (certificate(violations=lambda count: 1), "the certificate itself counts"),
    "somebody does not go": (table(POSTINGS, lambda rows: bare(rows)[1:]), "neither goes nor is given a reason"),
    "somebody else's name": (one(POSTINGS, lambda row: True, name=lambda row: "Somebody"), "changed after the plan"),
    "a day later": (one(POSTINGS, lambda row: True, first_day=lambda row: "2027-03-02"), "changed after the plan"),
    "two exchange their openings": (
        lambda folder: (table(POSTINGS, bare)(folder), exchanged("opening", same="batch")(folder)),
        "the plan costs",
    ),
    "two exchange their batches": (exchanged("batch", same="opening"), "changed after the plan"),
    "another reason": (
        one(LEFT_OUT, lambda row: row["reason"] == "not_available", reason=lambda row: "not_needed"),
        "wrong reason",
    ),
    "somebody is left out of those left out": (without(LEFT_OUT), "neither goes nor is given a reason"),
    "a weight": (lambda folder: replaced(folder / POLICY, "distance = 1", "distance = 2"), MADE_FOR),
    "a softer floor": (lambda folder: replaced(folder / POLICY, "home_absence = 0.25", "home_absence = 0.9"), MADE_FOR),
    "a skill more": (one(PEOPLE, lambda row: True, skills=lambda row: "water;wells"), MADE_FOR),
    "another office": (
        one(PEOPLE, lambda row: row["unit"] == "u001", unit=lambda row: "u002"),
        "changed after the plan",
    ),
    "a seat more": (one(OPENINGS, lambda row: True, high=lambda row: int(row["high"]) + 1), MADE_FOR),
    "no couple": (without("problem/couples.csv"), MADE_FOR),
    "a wish": (one("problem/preferences.csv", lambda row: True, rank=lambda row: 9), MADE_FOR),
    "nobody exempt": (without("problem/absences.csv", lambda row: row["kind"] == "exempt"), MADE_FOR),
}


@pytest.mark.parametrize(("change", "words"), FAULTS.values(), ids=FAULTS)
def test_it_is_found(grassrota: Grassrota, solved: Path, tmp_path: Path, change: Change, words: str) -> None:
    """The plan is refused, with the reason."""
    folder = Path(shutil.copytree(solved, tmp_path / "changed"))
    change(folder)
    found = grassrota("check", folder / "problem", folder / "plan")
    assert found.code in (1, 2)
    assert words in " ".join((found.out + found.err).split())


def test_what_was_not_touched_is_accepted(grassrota: Grassrota, solved: Path) -> None:
    """The plan as it was made, proven by prices of seven rules."""
    found = grassrota("check", solved / "problem", solved / "plan")
    assert found.code == 0
    assert "its prices prove that no plan costs less than" in found.out
    with (solved / PRICES).open(encoding="utf-8", newline="") as stream:
        assert len({row["rule"] for row in csv.DictReader(stream)}) == 7
