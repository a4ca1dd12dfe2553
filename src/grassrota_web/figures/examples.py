"""Published bulletins to try: each with its statements as they are packed with the core."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from django.utils.translation import gettext_lazy as _

_SCENARIOS = Path(str(files("grassrota"))) / "scenarios"

EXAMPLES = {
    "report-000": (_("1957: the first batch of a province"), _SCENARIOS / "000_first_batch/figures/departures.toml"),
    "report-001": (_("1959: leaders posted, and a county's income"), _SCENARIOS / "001_leaders/figures/report.toml"),
    "communes": (_("1959: first secretaries of eight communes"), _SCENARIOS / "001_communes/figures/report.toml"),
    "report-002": (_("1957: opinions corrected in sixty units"), _SCENARIOS / "002_sixty_units/figures/report.toml"),
    "report-003": (_("1957: posted staff by grade"), _SCENARIOS / "003_register/figures/report.toml"),
    "register": (_("The same staff by level, role and sector"), _SCENARIOS / "003_register/figures/rows.toml"),
    "tangshan": (_("A hotline's month, 2024: parts and a total"), _SCENARIOS / "published/tangshan_2024_11.toml"),
    "daying": (_("A hotline's week, 2016: shares of whom?"), _SCENARIOS / "published/daying_2016_w10.toml"),
    "beijing": (_("A hotline's three years, 2019 to 2021"), _SCENARIOS / "published/beijing_2019_2021_11.toml"),
    "cpgrams": (_("A national grievance system"), _SCENARIOS / "published/cpgrams.toml"),
    "survey": (_("A survey of residents, 2023"), _SCENARIOS / "published/icsp_2023_a.toml"),
    "survey-reprint": (_("The same survey, as reprinted"), _SCENARIOS / "published/icsp_2023_b.toml"),
}
"""By the word in their address: what they are called, and where they are."""
