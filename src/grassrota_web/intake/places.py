"""Telling a unit from words, without a script and without a list of all units: by name, and else by asking."""

from __future__ import annotations

from django.db.models.functions import Length

from grassrota_web.orgs.models import Unit

MOST = 8
"""Units that are offered for one name."""


def candidates(words: str) -> list[Unit]:
    """Units that may be meant: the one of just this name, or those whose names hold the words or stand in them."""
    named = words.strip()
    if not named:
        return []
    exact = list(Unit.objects.filter(name=named).order_by("path")[:MOST])
    if exact:
        return exact
    held = Unit.objects.filter(name__icontains=named).order_by(Length("name"), "name", "pk")
    return list(held[:MOST])


def above(unit: Unit) -> str:
    """Names of the units above one, the nearest first, to tell two of the same name apart."""
    keys = [int(key) for key in unit.path.strip("/").split("/")][:-1]
    names = Unit.objects.in_bulk(keys)
    return " · ".join(names[key].name for key in reversed(keys) if key in names)
