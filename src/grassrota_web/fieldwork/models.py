"""What is kept of the days between arrival and return, as rows."""

from __future__ import annotations
