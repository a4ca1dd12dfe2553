"""Opinions for other programs, as GeoReport v2 (Open311) says: a door to the trays, and what everybody may know."""
