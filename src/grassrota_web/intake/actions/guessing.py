"""Counting codes that lead nowhere, so that nobody tries them by the thousand; whose they were is not known."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from grassrota_web.access.verb import Act, verb
from grassrota_web.intake import budget

GUESSED = "guesses"


@verb(
    "intake.count_guess", None, unjournaled="a row for each wrong code would tell when somebody asked", everybody=True
)
def count_guess(act: Act) -> None:
    """Counts a receipt code that leads nowhere against the budget of the day."""
    act.openly()
    budget.spend(GUESSED, timezone.localdate(), settings.INTAKE_GUESSES)
