"""The post at home, kept open for somebody who is away until a day after the return is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.posting.steps import Posting


@dataclass(frozen=True, slots=True)
class HomePost:
    """A post that is kept open.

    Attributes:
        post: Code of the post.
        person: For whom.
        open_until: Last day on which it is kept; the first day at home again or later.
    """

    post: str
    person: str
    open_until: date

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("post", "person"):
            faults.unless(bool(getattr(self, name)), name, "something", "nothing")
        faults.raise_if_any()


def keep_open(posting: Posting, post: str, until: date) -> HomePost:
    """Keeps a post open for a posting with return.

    Raises:
        Refused: ``no_return`` for a transfer; ``kept_too_short`` if the post is gone when the person is due back.
    """
    if not posting.returns_to:
        raise Refused("no_return", f"{posting.person}'s posting is a transfer without return.", person=posting.person)
    if until < posting.turn.due_back:
        message = f"{posting.person} is due back on {posting.turn.due_back}, and the post is kept only until {until}."
        raise Refused("kept_too_short", message, person=posting.person, until=until)
    return HomePost(post, posting.person, until)


def keep_longer(kept: HomePost, until: date) -> HomePost:
    """Keeps it longer, as when a return is late.

    Raises:
        Refused: ``kept_too_short`` for a day earlier than promised.
    """
    if until < kept.open_until:
        message = f"{kept.post} was promised to {kept.person} until {kept.open_until}."
        raise Refused("kept_too_short", message, person=kept.person, until=until)
    return replace(kept, open_until=until)


def check_post_free(kept: Iterable[HomePost], post: str, person: str, on: date) -> None:
    """Refuses to give a post that is kept open to somebody else.

    Raises:
        Refused: ``post_kept_open``.
    """
    for entry in kept:
        if entry.post == post and entry.person != person and on <= entry.open_until:
            message = f"{post} is kept open for {entry.person} until {entry.open_until}."
            raise Refused("post_kept_open", message, post=post, person=entry.person)
