"""What a process that serves pages loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_pages_start_without_the_compiler_of_the_planner(tmp_path: Path) -> None:
    """It takes seconds to load, in each process that only shows what was planned."""
    script = (
        "import django, sys; django.setup()\n"
        "import grassrota_web.config.urls\n"
        "print([name for name in ('numba', 'llvmlite') if name in sys.modules])"
    )
    asked = {"DJANGO_SETTINGS_MODULE": "grassrota_web.config.settings", "GRASSROTA_DATA": str(tmp_path)}
    call = [sys.executable, "-c", script]
    found = subprocess.run(call, capture_output=True, text=True, env=os.environ | asked, check=True)
    assert found.stdout.splitlines()[-1] == "[]"
