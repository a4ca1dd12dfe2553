"""Everything that any room holds about one person: every model is walked, so that no new one is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from grassrota_web.access.models import Account, Sealed
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Once, Own
from grassrota_web.access.verb import VERBS
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Person

PROTECTED = frozenset({Right.READ_COERCION})
"""Rows read with one of these rights are shown to the person who made them alone, as others are named in them."""

SECRET = frozenset({"password", "ciphertext", "salt"})
"""Fields that are never shown."""


def held(person: str, *, private: bool) -> dict[str, list[dict[str, Any]]]:
    """Rows about a person, by the name of their model.

    Args:
        person: Code of the person.
        private: True for the person themself; otherwise rows that only the person may see are left out. They are not
            even counted: that somebody has a concern is as private as what it is.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for model in _models():
        where = None if _private(model) and not private else _about(model, person)
        if where and model is Entry and not private:
            where &= ~Q(verb__in=[verb.name for verb in VERBS.values() if verb.private])
        rows = list(model._default_manager.filter(where).distinct().order_by("pk")) if where else []
        if rows:
            found[model._meta.label] = [_shown(row, person) for row in rows]
    return found


def _models() -> Iterator[type[models.Model]]:
    for room in apps.get_app_configs():
        if room.name.startswith("grassrota_web."):
            yield from room.get_models()


def _about(model: type[models.Model], person: str) -> Q | None:
    """The rows of a model that are about a person; None if none can be."""
    lookups = {reach.person for reach in getattr(model, "scope", ()) if isinstance(reach, Own)}
    if not _protected(model):
        lookups |= set(_references(model))
    if model is Person:
        lookups.add("code")
    where = None
    for lookup in sorted(lookups):
        one = Q(**{lookup: person})
        where = one if where is None else where | one
    return where


def _references(model: type[models.Model]) -> Iterator[str]:
    """Lookups of a person's code through the fields of a model."""
    for field in model._meta.get_fields():
        if getattr(field, "auto_created", False) or not getattr(field, "concrete", False):
            continue
        if field.related_model is Person:
            yield f"{field.name}__code"
        elif field.related_model is Account:
            yield f"{field.name}__person"
        elif field.name == "person" and isinstance(field, models.CharField):
            yield "person"


def _protected(model: type[models.Model]) -> bool:
    return any(getattr(reach, "right", None) in PROTECTED for reach in getattr(model, "scope", ()))


def _private(model: type[models.Model]) -> bool:
    """True if nobody but the person may see the rows, but for a time; or if few may."""
    scope = getattr(model, "scope", ())
    own = bool(scope) and all(isinstance(reach, Own | Once) for reach in scope)
    return model is Sealed or _protected(model) or own


def _shown(row: models.Model, person: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in SECRET:
            continue
        value = field.value_from_object(row)
        if field.related_model is Person and value is not None:
            # somebody else in the row is not this person's to know
            code = getattr(row, field.name).code
            value = code if code == person else "another person"
        elif isinstance(field, models.ForeignKey) and value is not None:
            value = str(getattr(row, field.name))
        elif isinstance(field, models.BinaryField):
            value = bytes(value).hex() if value is not None else None
        shown[field.name] = value if isinstance(value, (str, int, bool, list, dict, type(None))) else str(value)
    return shown
