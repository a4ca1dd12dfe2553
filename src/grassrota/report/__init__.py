"""Self-contained HTML pages of a plan and of a bulletin: one file each, charts included, nothing loaded."""
