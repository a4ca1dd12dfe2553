"""Ids of a day tell the day and nothing else."""

from __future__ import annotations

from datetime import date

from grassrota_web.journal.daily import daily_ids

DAY = date(1957, 12, 1)


def test_ids_begin_with_their_day_and_hold_98_bits_of_chance() -> None:
    """Version and variant as RFC 9562 has them; each drawn bit is set in about half of 2,000 ids; later days follow."""
    ids = list(daily_ids(DAY, 2000))
    assert {(one.int >> 104, one.version, one.variant) for one in ids} == {
        (DAY.toordinal(), 8, "specified in RFC 4122")
    }
    often = [sum(one.int >> bit & 1 for one in ids) for bit in range(104)]
    drawn = [bit for bit, count in enumerate(often) if count not in {0, 2000}]
    assert len(drawn) == 98
    assert all(800 < often[bit] < 1200 for bit in drawn)  # nine standard deviations
    assert max(ids) < min(daily_ids(DAY.replace(day=2), 2000))
    assert not list(daily_ids(DAY, 0))
