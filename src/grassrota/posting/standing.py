"""How a batch stands on a day, for one page: gone, waiting, late, staying too long or too short, short of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grassrota.forms import Form, LengthRule
from grassrota.posting.departures import Departures, departures
from grassrota.posting.field import FieldDay, QuotaStatus, falling_short, quota_status
from grassrota.posting.steps import Posting, PostingState, return_flag
from grassrota.turns import ONE_DAY, Batch, Turn


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch, or one unit's part of it, as known on a day.

    Attributes:
        unit: Id of the home unit; empty for all of the batch.
        departures: Who has gone, who waits, who is late; gone and waiting are the batch.
        returned: Ids of those who had come back by then.
        over_stay: Ids of those who were due back and were not, or came back late.
        under_stay: Ids of those who came back early.
        short: Those under a form of days a year who will miss its days as things are planned, the greatest shortfall
            first.
    """

    unit: str
    departures: Departures
    returned: tuple[str, ...]
    over_stay: tuple[str, ...]
    under_stay: tuple[str, ...]
    short: tuple[QuotaStatus, ...]


def standing(
    postings: Iterable[Posting],
    batch: Batch,
    as_of: date,
    forms: Mapping[str, Form],
    field_days: Iterable[FieldDay] = (),
    unit: str = "",
) -> Standing:
    """Rolls a batch up.

    Args:
        postings: Postings of this and other batches; ids come out in their order. A person's days of the year are
            counted over all of them.
        batch: The batch.
        as_of: What happened after this day is not known yet.
        forms: Forms by id.
        field_days: Single days in the field, of anybody.
        unit: Id of a home unit, for its people alone; empty for everybody.
    """
    everything = tuple(postings)
    members = [posting for posting in everything if posting.batch == batch.number and unit in ("", posting.home_unit)]
    flags = {posting.person: return_flag(posting, as_of) for posting in members}
    return Standing(
        unit,
        departures(members, batch.number, as_of, batch.depart_by),
        tuple(
            posting.person for posting in members if posting.returned_on is not None and posting.returned_on <= as_of
        ),
        tuple(person for person, flag in flags.items() if flag == "overdue"),
        tuple(person for person, flag in flags.items() if flag == "early"),
        falling_short(_statuses(members, everything, as_of, forms, tuple(field_days))),
    )


def standing_by_unit(
    postings: Iterable[Posting],
    batch: Batch,
    as_of: date,
    forms: Mapping[str, Form],
    field_days: Iterable[FieldDay] = (),
) -> tuple[Standing, ...]:
    """The same for each home unit in the batch, by id; nothing is ranked."""
    everything, days = tuple(postings), tuple(field_days)
    units = sorted({posting.home_unit for posting in everything if posting.batch == batch.number})
    return tuple(standing(everything, batch, as_of, forms, days, unit) for unit in units)


def field_days_by_person(field_days: Iterable[FieldDay], as_of: date) -> Mapping[str, tuple[FieldDay, ...]]:
    """Everybody's days in the field up to a day, by person and then by day; a leader's stand among them."""
    days: dict[str, list[FieldDay]] = defaultdict(list)
    for entry in sorted(field_days, key=lambda entry: (entry.person, entry.day, entry.place, entry.kind)):
        if entry.day <= as_of:
            days[entry.person].append(entry)
    return {person: tuple(own) for person, own in days.items()}


def _statuses(
    members: Sequence[Posting],
    postings: Sequence[Posting],
    as_of: date,
    forms: Mapping[str, Form],
    field_days: Sequence[FieldDay],
) -> list[QuotaStatus]:
    statuses = []
    for member in members:
        form = forms[member.form]
        if form.length != LengthRule.DAYS_A_YEAR or member.state_on(as_of) == PostingState.RELEASED:
            continue
        own = [days for posting in postings if posting.person == member.person for days in days_away(posting, as_of)]
        done = [entry for entry in field_days if entry.day <= as_of]
        statuses.append(quota_status(member.person, as_of.year, form.low, as_of, own, done))
    return statuses


def days_away(posting: Posting, as_of: date) -> tuple[Turn, ...]:
    """The days away so far as they were, and those to come as they are planned; what was missed is neither."""
    if posting.state_on(as_of) == PostingState.RELEASED:
        return ()
    so_far = posting.actual_turn(as_of)
    back = posting.returned_on is not None and posting.returned_on <= as_of
    days = [] if so_far is None else [so_far]
    if not back and posting.turn.last > as_of:
        days.append(Turn(max(posting.turn.first, as_of + ONE_DAY), posting.turn.last))
    return tuple(days)
