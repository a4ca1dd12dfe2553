"""Where unusually few opinions come from, the way to speak is opened once more and told to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from grassrota.opinions.opinion import Channel
from grassrota.opinions.quiet import MakeUpRound
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.reach import unit_within
from grassrota_web.themes.models import Advertised


@verb("themes.advertise_channel", Right.ROUTE_CASES)
def advertise_channel(
    act: Act, unit: str, told_at: Sequence[str], channels: Sequence[Channel], first: date, last: date
) -> Advertised:
    """Notes that the way to speak about a place was opened again and told to everybody; no number is asked for."""
    place = unit_within(act.actor, unit, "unit")
    act.at(place.path)
    made = MakeUpRound(place.code, tuple(told_at), tuple(channels), first, last)
    row = Advertised.objects.create(
        unit=place,
        on=timezone.localdate(),
        told_at=list(made.told_at),
        channels=[channel.value for channel in made.channels],
        first=first,
        last=last,
    )
    after = {"channels": row.channels, "first": first.isoformat(), "last": last.isoformat()}
    act.note("unit", place.code, place=place.path, after=after)
    return row
