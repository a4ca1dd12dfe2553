"""Planning anew after the list is public: as few people as can be hear something else, and how few is proven."""

from grassrota.rota.replan.changes import Changes, since
from grassrota.rota.replan.reasons import OwnReason, Reason
from grassrota.rota.replan.replan import Replanned, replan

__all__ = ["Changes", "OwnReason", "Reason", "Replanned", "replan", "since"]
