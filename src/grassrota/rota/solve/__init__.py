"""The solver's stages: assemble the rows, find prices, price everything, choose columns, solve over them."""

from grassrota.rota.solve.solver import solve
from grassrota.rota.solve.watch import Picture, Report, Stop

__all__ = ["Picture", "Report", "Stop", "solve"]
