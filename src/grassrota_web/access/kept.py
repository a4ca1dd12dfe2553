"""What is dear to count, kept at hand: counted once, whichever threads ask for it at the same time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """A function of one argument that keeps its latest answers; whoever asks while one is worked out waits for it.

    ``lru_cache`` alone lets every thread that comes meanwhile work it out for itself.
    """

    def __init__(self, function: Callable[[Key], Value], most: int) -> None:
        self._lock = Lock()
        self._answers = lru_cache(maxsize=most)(lambda key: _Answer(function, key))

    def __call__(self, key: Key) -> Value:
        """The answer; what is raised instead of one is not kept."""
        with self._lock:
            answer = self._answers(key)
        return answer.given()

    def forget(self) -> None:
        """Lets go of everything."""
        self._answers.cache_clear()


def kept(most: int) -> Callable[[Callable[[Key], Value]], Kept[Key, Value]]:
    """Keeps the latest answers of a function, so many of them."""
    return lambda function: Kept(function, most)


class _Answer(Generic[Key, Value]):
    """One answer, worked out by the first who asks."""

    def __init__(self, function: Callable[[Key], Value], key: Key) -> None:
        self._function, self._key, self._lock = function, key, Lock()
        self._given: tuple[Value] | None = None

    def given(self) -> Value:
        with self._lock:
            if self._given is None:
                self._given = (self._function(self._key),)
            return self._given[0]
