"""Describes the machine a benchmark ran on, in one line a table can carry."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def described(*packages: str) -> str:
    """Processor, cores, memory, Python and the versions of the packages that do the work."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{cpu}, {cores} cores, {memory / 2**20:.0f} GiB, Python {platform.python_version()}, {versions}"


def today() -> str:
    """The day of the measurement."""
    return datetime.now(UTC).date().isoformat()


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
