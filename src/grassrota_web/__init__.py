"""The web face: it stores, locks, permits, schedules and shows; what can be decided without it, the core decides."""
