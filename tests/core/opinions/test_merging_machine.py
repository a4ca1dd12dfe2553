from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from grassrota.opinions.case import Case, claim, reply
from grassrota.opinions.deadlines import DutyKind, duties
from grassrota.opinions.entries import ClosingReason, Reply, ReplyKind, UnitClaim
from grassrota.opinions.merging import apart, merge, split
from grassrota.opinions.news import News, Together, untold

OPENED = date(1957, 12, 2)
ONE = timedelta(days=1)
ORIGINALS = tuple(
    Case(f"c{number}", tuple(f"o{number}{one}" for one in range(number)), "hq", OPENED + number * ONE)
    for number in range(1, 5)
)
OPINIONS = {opinion for case in ORIGINALS for opinion in case.opinions}
PICK = st.integers(0, 99)


class Desk(RuleBasedStateMachine):
    """Merges, takes apart, replies, claims and tells in any order, beside a plain list of who was to hear what."""

    def __init__(self) -> None:
        super().__init__()
        self.cases = list(ORIGINALS)
        self.told: list[News] = []
        self.to_hear: set[News] = set()
        self.numbers = iter(range(1000))
        self.day = OPENED + 10 * ONE
        self.spoken = False

    @precondition(lambda self: len(self.cases) > 1)
    @rule(pick=PICK, other=PICK)
    def merge_two(self, pick: int, other: int) -> None:
        """Two cases without a claim become one, whatever they were merged from."""
        one = self.cases[pick % len(self.cases)]
        two = self.cases[other % len(self.cases)]
        if one is not two and not one.claims and not two.claims:
            self.cases = [case for case in self.cases if case not in (one, two)]
            self.cases.append(merge([one, two], f"m{next(self.numbers)}"))

    @rule(pick=PICK)
    def take_apart(self, pick: int) -> None:
        """One merged case becomes its parts, which may be merged themselves."""
        case = self.cases[pick % len(self.cases)]
        if case.parts:
            self.cases.remove(case)
            self.cases += split(case)

    @rule(pick=PICK, kind=st.sampled_from([ReplyKind.ACKNOWLEDGED, ReplyKind.FEEDBACK]))
    def tell_raisers(self, pick: int, kind: ReplyKind) -> None:
        """A case is replied to, merged or not."""
        entry = Reply(self._next_day(), kind, f"word {next(self.numbers)}")
        self._change(pick, entry)

    @rule(pick=PICK)
    def close(self, pick: int) -> None:
        """A case is closed for a reason."""
        self._change(pick, UnitClaim(self._next_day(), ClosingReason.CANNOT, f"word {next(self.numbers)}"))

    @rule()
    def send_out(self) -> None:
        """What is not told yet is told."""
        self.told += untold(self.cases, self.told)

    @invariant()
    def no_opinion_is_lost(self) -> None:
        """Every opinion is in one case, as old and with as many beside it as at first."""
        single = {case.id: (case.opinions, case.opened_on) for case in apart(self.cases)}
        assert single == {case.id: (case.opinions, case.opened_on) for case in ORIGINALS}

    @invariant()
    def nobody_is_left_overdue(self) -> None:
        """The first feedback is given to whoever heard some, merged or not; more is owed as long as the case stands."""
        heard = {news.opinion for news in self.to_hear if _is_feedback(news.what)}
        for case in apart(self.cases):
            given = [duty.met_on for duty in duties([case], self.day) if duty.kind == DutyKind.FEEDBACK]
            assert (given[0] is not None) == (case.opinions[0] in heard)
            assert (None in given) == case.stands

    def teardown(self) -> None:
        """Undone, the first cases are there again; and everybody heard everything once."""
        self.told += untold(self.cases, self.told)
        self.told += untold(self.cases, self.told)
        single = sorted(apart(self.cases), key=lambda case: case.id)
        if not self.spoken:
            assert tuple(single) == ORIGINALS
        assert tuple(replace(case, replies=(), claims=()) for case in single) == ORIGINALS
        assert len(set(self.told)) == len(self.told)
        assert {news for news in self.told if not isinstance(news.what, Together)} == self.to_hear

    def _change(self, pick: int, entry: Reply | UnitClaim) -> None:
        place = pick % len(self.cases)
        case = self.cases[place]
        self.cases[place] = reply(case, entry) if isinstance(entry, Reply) else claim(case, entry)
        self.to_hear |= {News(opinion, entry) for opinion in case.opinions}
        self.spoken = True

    def _next_day(self) -> date:
        self.day += ONE
        return self.day


def _is_feedback(what: object) -> bool:
    return isinstance(what, UnitClaim) or (isinstance(what, Reply) and what.kind == ReplyKind.FEEDBACK)


def test_any_merges_and_their_undoing_give_the_original() -> None:
    """Whatever was done in between no opinion is lost, raisers hear each thing once, and nobody is left overdue."""
    steps = settings(max_examples=15, stateful_step_count=15, deadline=None, derandomize=True)
    run_state_machine_as_test(Desk, settings=steps)
