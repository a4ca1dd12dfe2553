"""Daily work is done once a day, all of it, whatever one part of it runs into."""

from __future__ import annotations

from datetime import date

import pytest

from grassrota_web.jobs.daily import do_the_days_work


def test_each_day_once_and_a_fault_stops_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two parts the first fails and the second is done; nothing more that day, and both again on the next."""
    done: list[str] = []

    def failing() -> None:
        done.append("failing")
        raise ValueError("a fault of its own")

    monkeypatch.setattr("grassrota_web.jobs.daily.DAILY", [failing, lambda: done.append("other")])
    assert do_the_days_work(date(1957, 12, 9))
    assert not do_the_days_work(date(1957, 12, 9))
    assert do_the_days_work(date(1957, 12, 10))
    assert done == ["failing", "other"] * 2


def test_a_day_that_was_cut_short_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is ended in the middle leaves the day to the next one."""
    done: list[str] = []

    def ended() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("grassrota_web.jobs.daily.DAILY", [lambda: done.append("first"), ended])
    with pytest.raises(KeyboardInterrupt):
        do_the_days_work(date(1957, 12, 9))
    monkeypatch.setattr("grassrota_web.jobs.daily.DAILY", [lambda: done.append("again")])
    assert do_the_days_work(date(1957, 12, 9))
    assert done == ["first", "again"]
