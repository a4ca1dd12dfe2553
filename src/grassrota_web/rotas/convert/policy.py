"""A policy's text as a value, and the text again."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from grassrota.files.policy import checked_policy_text, policy_from
from grassrota.files.toml import parse_toml
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas import models

FILE = "policy.toml"


@lru_cache(maxsize=32)
def policy_of_text(text: str) -> Policy:
    """The policy in a text; raises ``BadInput`` with every fault, each with its key and line."""
    return policy_from(parse_toml(text, FILE))


def policy(row: models.Policy) -> Policy:
    """The policy of a version."""
    return policy_of_text(row.text)


def text_of(value: Policy) -> str:
    """The text that a version keeps; raises ``BadInput`` if a file could not hold the policy."""
    return checked_policy_text(value)


def proposed(rotation: Rotation) -> Policy:
    """What to begin with: one batch of 40 days a fortnight after the rotation opens, on the rotation's scale."""
    first = rotation.opened_on + timedelta(days=14)
    return Policy(rotation.title, orgs.scale(rotation.scale), (Batch(1, first, _end_of_week(first), 40),))


def _end_of_week(day: date) -> date:
    return day + timedelta(days=4)
