"""The solver's stages: assemble the rows, find prices, price everything, choose columns, solve over them."""

from grassrota.rota.solve.large import by_blocks
from grassrota.rota.solve.medium import over_cheap_columns
from grassrota.rota.solve.small import over_everything
from grassrota.rota.solve.solver import Way, solve
from grassrota.rota.solve.stopping import Stop, after, when, within
from grassrota.rota.solve.watch import Onlooker

__all__ = [
    "Onlooker",
    "Stop",
    "Way",
    "after",
    "by_blocks",
    "over_cheap_columns",
    "over_everything",
    "solve",
    "when",
    "within",
]
