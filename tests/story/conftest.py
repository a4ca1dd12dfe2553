"""The five reports as the packaged scenarios tell them: each played once a session, and copies to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.figures.bulletin import words
from grassrota.figures.consistency import check
from grassrota.figures.figure import Figure
from grassrota.figures.statements import Count, StatementSet
from grassrota.figures.wording import parse
from grassrota.files.opinions import OpinionFiles
from grassrota.files.postings import PostingFiles, Step, StepTaken, read_postings
from grassrota.files.replay import replay
from grassrota.inspection.cycle import Coverage
from grassrota.play import Played, play
from grassrota.play.main import Carried, Inspected
from grassrota.posting.register import RegisterCounts
from grassrota.posting.steps import Posting
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem

SCENARIOS = Path(str(files("grassrota").joinpath("scenarios")))


@dataclass(frozen=True)
class Story:
    """A played rotation, of which a test names only parts that are there."""

    played: Played

    @property
    def carried(self) -> Carried:
        assert self.played.carried is not None
        return self.played.carried

    @property
    def problem(self) -> RotaProblem:
        return self.carried.problem

    @property
    def plan(self) -> Plan:
        return self.carried.plan

    @property
    def postings(self) -> tuple[Posting, ...]:
        return self.carried.postings

    @property
    def files(self) -> PostingFiles:
        assert self.carried.files is not None
        return self.carried.files

    @property
    def opinions(self) -> OpinionFiles:
        assert self.played.opinions is not None
        return self.played.opinions

    @property
    def inspected(self) -> Inspected:
        assert self.played.inspected is not None
        return self.played.inspected

    @property
    def register(self) -> RegisterCounts:
        assert self.played.register is not None
        return self.played.register

    @property
    def visits(self) -> Coverage:
        assert self.played.visits is not None
        return self.played.visits

    @property
    def bulletin(self) -> tuple[str, ...]:
        """The bulletin in plain lines."""
        return words(self.played.bulletin)

    @property
    def refused(self) -> set[tuple[str, str]]:
        """What the bulletin does not say: label and reason."""
        return {(line.label, line.code) for line in self.played.bulletin.refused}

    def figure(self, figure_id: str) -> Figure:
        """A published figure."""
        return next(line.figure for line in self.played.bulletin.lines if line.figure.id == figure_id)

    def replayed(self, postings_folder: Path, *people: str) -> tuple[Posting, ...]:
        """Postings listed and departed as planned once more, under what is recorded in a postings folder."""
        found = read_postings(postings_folder, self.problem)
        bare = tuple(_before_the_list(posting) for posting in self.postings if posting.person in people)
        listed = {record.batch: record.list_published_on for record in found.records.values}
        steps = tuple(
            step
            for posting in bare
            for step in (
                StepTaken(posting.person, Step.LISTED, listed.get(posting.batch) or posting.turn.first),
                StepTaken(posting.person, Step.DEPARTED, posting.turn.first),
            )
        )
        numbers = tuple(range(2, len(steps) + 2))
        return replay(bare, replace(found, steps=replace(found.steps, values=steps, numbers=numbers)))


Edited = Callable[..., Path]
"""A copy of a packaged scenario in which, file by file, some words stand for others."""

Agrees = Callable[[str, int], bool]
"""Whether a count of rows and the wording in which a report prints it can both be true."""

Refusal = Callable[..., str]
"""The faults for which a call with some arguments is refused, as one text."""


@pytest.fixture(scope="session")
def shanxi() -> Story:
    """Report 000: 3,200-odd people of the provincial organs, played."""
    return Story(play(SCENARIOS / "000_first_batch"))


@pytest.fixture(scope="session")
def boxing() -> Story:
    """Report 001: the leaders of Boxing county in four batches, played."""
    return Story(play(SCENARIOS / "001_leaders"))


@pytest.fixture(scope="session")
def wushan() -> Story:
    """Report 001: the eight communes of Wushan county, played."""
    return Story(play(SCENARIOS / "001_communes"))


@pytest.fixture(scope="session")
def central() -> Story:
    """Report 002: the central organs as 60 units, played."""
    return Story(play(SCENARIOS / "002_sixty_units"))


@pytest.fixture(scope="session")
def zhejiang() -> Story:
    """Report 003: the register of Zhejiang and the posts of Wenzhou, played."""
    return Story(play(SCENARIOS / "003_register"))


@pytest.fixture(scope="session")
def shanghai() -> Story:
    """Report 004: the field day and the planned transfers of Shanghai, played."""
    return Story(play(SCENARIOS / "004_field_day"))


@pytest.fixture
def replay_of() -> Callable[[Path], Story]:
    """Plays a copy."""
    return lambda folder: Story(play(folder))


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Copies a packaged scenario and changes files of it: ``edited("001_leaders", ("reported.toml", old, new))``."""

    def copy(scenario: str, *changes: tuple[str, str, str]) -> Path:
        folder = tmp_path / f"{scenario}-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(SCENARIOS / scenario, folder)
        for name, old, new in changes:
            text = (folder / name).read_text(encoding="utf-8")
            assert old in text, f"{name} of {scenario} has no {old!r}"
            (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="")
        return folder

    return copy


@pytest.fixture(scope="session")
def agrees() -> Agrees:
    """Holds a printed wording against a count, by the product's own check of statements."""

    def possible(printed: str, counted: int) -> bool:
        statements = (Count("printed", "n", parse(printed)), Count("counted", "n", parse(str(counted))))
        return check(StatementSet("printed and counted", "the report and the rows", statements)).possible

    return possible


@pytest.fixture(scope="session")
def faults_of() -> Refusal:
    """What is wrong with the input of a call, every fault of it."""

    def of(call: Callable[..., object], *args: object, **more: object) -> str:
        with pytest.raises(BadInput) as caught:
            call(*args, **more)
        return "\n".join(map(str, caught.value.faults))

    return of


def _before_the_list(posting: Posting) -> Posting:
    return replace(posting, listed_on=None, departed_on=None, arrived_on=None, returned_on=None, closed_on=None)
