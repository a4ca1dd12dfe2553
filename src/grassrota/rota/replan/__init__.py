"""Planning anew after the list is public: as few people as can be hear something else, and how few is proven.

``mend.replan`` does it. What happened and why somebody is moved are read by those who do not plan: they need no solver.
"""

from grassrota.rota.replan.changes import Changes, since
from grassrota.rota.replan.reasons import OwnReason, Reason

__all__ = ["Changes", "OwnReason", "Reason", "since"]
