"""What is dear to count is counted once, whichever threads ask for it."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from grassrota_web.access.kept import kept


class Asked:
    """A key that says when it is looked up."""

    def __init__(self, looked_up: Event) -> None:
        self.looked_up = looked_up

    def __hash__(self) -> int:
        self.looked_up.set()
        return 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked)


def test_two_threads_that_ask_at_once_count_once() -> None:
    """The second asks while the first is counting: it waits, and gets the same thing."""
    begun, asked, go, counted, got = Event(), Event(), Event(), list[object](), list[object]()

    @kept(2)
    def count(_key: Asked) -> object:
        counted.append(object())
        begun.set()
        assert go.wait(10)
        return counted[-1]

    threads = [Thread(target=lambda key=key: got.append(count(key))) for key in (Asked(Event()), Asked(asked))]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    assert asked.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert got == counted * 2


def test_only_the_latest_are_kept_and_no_failure_is() -> None:
    """Of three with room for two the oldest is counted again; so is what failed, and what was let go of."""
    counted = []

    @kept(2)
    def count(key: int) -> int:
        counted.append(key)
        if counted == [0]:
            raise ValueError("not yet")
        return key

    with pytest.raises(ValueError, match="not yet"):
        count(0)
    assert [count(key) for key in (0, 1, 1, 0)] == [0, 1, 1, 0]
    assert counted == [0, 0, 1]
    count(2)
    count(1)
    assert counted == [0, 0, 1, 2, 1]
    count.forget()
    count(1)
    assert counted == [0, 0, 1, 2, 1, 1]
