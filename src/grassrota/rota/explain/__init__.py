"""Why a person has what a plan gives them, why not something else, and who would have to make room."""

from grassrota.rota.explain.answer import Answer, Fact, FactKind, OwnAnswer, Verdict
from grassrota.rota.explain.explainer import Explainer

__all__ = ["Answer", "Explainer", "Fact", "FactKind", "OwnAnswer", "Verdict"]
