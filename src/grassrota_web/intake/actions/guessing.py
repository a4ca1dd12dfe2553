"""Counting wrong codes and passphrases, so that nobody tries them by the thousand; whose they were is not known."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from grassrota_web.access.verb import Act, verb
from grassrota_web.intake import budget

GUESSED = "guesses"


def is_spent() -> bool:
    """True if so many were tried today that each more costs work."""
    return budget.is_spent(GUESSED, timezone.localdate(), settings.INTAKE_GUESSES)


@verb(
    "intake.count_guess", None, unjournaled="a row for each wrong code would tell when somebody asked", everybody=True
)
def count_guess(act: Act) -> None:
    """Counts a wrong receipt code or passphrase against the budget of the day."""
    act.openly()
    budget.spend(GUESSED, timezone.localdate(), settings.INTAKE_GUESSES)
