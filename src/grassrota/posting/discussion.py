"""The discussion of a draft list: open to all staff of the unit, going or staying, and emptied when it closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.org import UnitTree
from grassrota.staff import Person


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """Something said in a discussion.

    Attributes:
        day: The day, nothing finer.
        text: What was said.
        author: Id of who said it; empty if they did not want to be named, and then known to nobody.
    """

    day: date
    text: str
    author: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.text.strip()), "text", "what is said", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Discussion:
    """The discussion of one unit's draft list for a batch. Nobody is counted: neither who spoke nor who read.

    Attributes:
        unit: Id of the home unit; everybody in it or below takes part.
        batch: Number of the batch.
        opened_on: When it was opened.
        posts: What was said, by day; within a day by its words, so that the order betrays no author.
        closed_on: When the final list was published and the posts were purged; None while it is open.
    """

    unit: str
    batch: int
    opened_on: date
    posts: tuple[Post, ...] = ()
    closed_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        closed = self.closed_on or self.opened_on
        faults.unless(closed >= self.opened_on, "closed_on", f"on or after {self.opened_on}", self.closed_on)
        faults.unless(self.closed_on is None or not self.posts, "posts", "none once it is closed", len(self.posts))
        faults.unless(self.posts == tuple(sorted(self.posts)), "posts", "by day and words", "another order")
        early = [post.day for post in self.posts if post.day < self.opened_on]
        faults.unless(not early, "posts", f"nothing said before {self.opened_on}", early)
        faults.raise_if_any()


def check_takes_part(discussion: Discussion, person: Person, tree: UnitTree) -> None:
    """Refuses somebody of another unit to read or write; on the list or not plays no part.

    Raises:
        Refused: ``not_of_the_unit``.
    """
    if discussion.unit not in {unit.id for unit in (tree[person.unit], *tree.ancestors(person.unit))}:
        message = f"The discussion is open to all staff of {discussion.unit}, and {person.unit} is no part of it."
        raise Refused("not_of_the_unit", message, unit=discussion.unit)


def read(discussion: Discussion, reader: Person, tree: UnitTree) -> tuple[Post, ...]:
    """What was said, for somebody who takes part.

    Raises:
        Refused: ``not_of_the_unit``.
    """
    check_takes_part(discussion, reader, tree)
    return discussion.posts


def say(
    discussion: Discussion, speaker: Person, tree: UnitTree, text: str, on: date, named: bool = False
) -> Discussion:
    """Says something, without a name unless the speaker wants it there.

    Raises:
        Refused: ``not_of_the_unit``; ``discussion_closed``.
    """
    check_takes_part(discussion, speaker, tree)
    _require_open(discussion)
    post = Post(on, text, speaker.id if named else "")
    return replace(discussion, posts=tuple(sorted((*discussion.posts, post))))


def close(discussion: Discussion, published_on: date) -> Discussion:
    """Closes the discussion as the final list is published, and purges it in the same step.

    Raises:
        Refused: ``discussion_closed``.
    """
    _require_open(discussion)
    return replace(discussion, posts=(), closed_on=published_on)


def _require_open(discussion: Discussion) -> None:
    if discussion.closed_on is not None:
        message = f"The discussion of batch {discussion.batch} was closed on {discussion.closed_on}."
        raise Refused("discussion_closed", message, unit=discussion.unit, batch=discussion.batch)
