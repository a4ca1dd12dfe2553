"""The solver's stages: assemble the rows, find prices, price everything, choose columns, solve over them."""

from grassrota.rota.solve.solver import Report, solve

__all__ = ["Report", "solve"]
