"""A day's budget that everybody shares: how often something may be done without proof of work."""

from __future__ import annotations

from datetime import date

from grassrota_web.intake.models import Budget


def spend(purpose: str, today: date, limit: int) -> bool:
    """Takes one from the day's budget, within a transaction; False if it is spent."""
    Budget.objects.get_or_create(purpose=purpose, defaults={"day": today})
    row = Budget.objects.select_for_update().get(pk=purpose)
    if row.day != today:
        row.day, row.spent = today, 0
    if row.spent >= limit:
        return False
    row.spent += 1
    row.save()
    return True


def is_spent(purpose: str, today: date, limit: int) -> bool:
    """True if nothing is left of the day's budget."""
    return Budget.objects.filter(pk=purpose, day=today, spent__gte=limit).exists()
