"""Where there is no plan: which rules and people clash, no more of them than needed, and what would settle it."""

from grassrota.rota.solve.conflict.find import conflict_of
from grassrota.rota.solve.conflict.member import Conflict, Member, Relaxation

__all__ = ["Conflict", "Member", "Relaxation", "conflict_of"]
