"""Consent to a posting: the person's own word, free, private, and revocable until the departure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.posting.steps import Posting, release


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person says to going with one batch. Why somebody says no is asked by nobody and kept nowhere.

    Attributes:
        person: Whose word it is.
        batch: Number of the batch.
        asked_on: When the person was asked.
        given_on: When the person said yes; None if they have not.
        withdrawn_on: When the person said no, whether or not they had said yes before; None if they have not.
    """

    person: str
    batch: int
    asked_on: date
    given_on: date | None = None
    withdrawn_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        given = self.given_on or self.asked_on
        faults.unless(given >= self.asked_on, "given_on", f"on or after {self.asked_on}", self.given_on)
        early = self.withdrawn_on is not None and self.withdrawn_on < given
        faults.unless(not early, "withdrawn_on", f"on or after {given}", self.withdrawn_on)
        faults.raise_if_any()

    def holds_on(self, day: date) -> bool:
        """True if the person had said yes by ``day`` and had not taken it back."""
        said_no = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.given_on is not None and self.given_on <= day and not said_no


def give(consent: Consent, by: str, on: date) -> Consent:
    """Says yes.

    Raises:
        Refused: ``not_ones_own`` unless ``by`` is the person; ``consent_answered`` if the person has said yes or no.
    """
    _require_own(consent, by)
    if consent.given_on or consent.withdrawn_on:
        message = f"{consent.person} has answered for batch {consent.batch}; a no stands until another round."
        raise Refused("consent_answered", message, person=consent.person, batch=consent.batch)
    return replace(consent, given_on=on)


def withdraw(consent: Consent, by: str, on: date, posting: Posting | None = None) -> tuple[Consent, Posting | None]:
    """Says no, at first or after a yes; what is planned or listed for the person in the batch is released.

    Args:
        consent: The consent; one that is withdrawn already stays as it is.
        by: Who says so.
        on: When.
        posting: The person's posting in this batch, if there is one.

    Returns:
        The consent, and the posting as every other release leaves it: nothing shows who asked for that.

    Raises:
        Refused: ``not_ones_own`` unless ``by`` is the person; ``wrong_state`` after the departure, when coming back is
            a return; ``another_posting`` if the posting is somebody else's or of another batch.
    """
    _require_own(consent, by)
    if consent.withdrawn_on is not None:
        return consent, posting
    if posting is None:
        return replace(consent, withdrawn_on=on), None
    if (posting.person, posting.batch) != (consent.person, consent.batch):
        message = f"The posting is {posting.person}'s in batch {posting.batch}, not {consent.person}'s."
        raise Refused("another_posting", message, person=posting.person, batch=posting.batch)
    return replace(consent, withdrawn_on=on), release(posting, on)


def check_consent(consents: Iterable[Consent], posting: Posting, on: date) -> None:
    """Refuses the departure of somebody who has not said yes.

    Raises:
        Refused: ``no_consent``; the same for who was not asked, has not answered, or said no.
    """
    own = (entry for entry in consents if (entry.person, entry.batch) == (posting.person, posting.batch))
    if not any(entry.holds_on(on) for entry in own):
        message = f"{posting.person} has not consented to batch {posting.batch} by {on}."
        raise Refused("no_consent", message, person=posting.person, batch=posting.batch)


def _require_own(consent: Consent, by: str) -> None:
    if by != consent.person:
        message = f"Only {consent.person} can answer for {consent.person}, not {by}."
        raise Refused("not_ones_own", message, person=consent.person, by=by)
