"""What is verified of units whose people go: of each the latest bound."""

from __future__ import annotations

from django.db.models import QuerySet

from grassrota_web.rotas.models import VerifiedBound


def latest_bounds(rows: QuerySet[VerifiedBound]) -> dict[str, VerifiedBound]:
    """The latest bound of each unit by its path; ``unit`` to be selected."""
    return {row.unit.path: row for row in rows.order_by("verified_on", "pk")}
