"""Compiles the loops of the planner once, before each worker of the tests would: that takes a minute of a processor."""

from __future__ import annotations

from dataclasses import replace

from grassrota.rota.solve import solve
from grassrota.rota.solve.large import by_blocks
from grassrota.synth.rota import rota, size_of

if __name__ == "__main__":
    problem = rota(size_of(120), 2)
    # in single precision, and in double, which costs ask for that may be too great to be exact in single precision
    for unlisted in (5, 10_000):
        costs = replace(problem.policy.costs, unlisted=unlisted, preference=2_000)
        solve(replace(problem, policy=replace(problem.policy, costs=costs)), way=by_blocks)
