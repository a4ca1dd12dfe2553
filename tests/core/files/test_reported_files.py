from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.figures.bulletin import Claim, Use
from grassrota.figures.figure import Coverage, Figure, Scope, Status
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.files.reported import read_reported

Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]

FIRST = """[[figure]]
id = "raised"
label = "Opinions raised"
wording = "3,200-odd"
unit = "opinion"
scope = "Shandong"
scope_kind = "province"
as_of = 1959-02-05
status = "reported"
source = "People's Daily"
counted_by = "the province"
"""
MORE = """out_of = "4,000"
part_of = "all"
form = "turn40"
evidence = "a quotation"
flags = ["no_baseline"]
use = "improvement"
shown_as = "confirmed"
coverage = { reporting = 3, units = 4 }
"""
SECOND = FIRST.replace('"raised"', '"fixed"', 1)


def read(folder: Path, text: str) -> tuple[Claim, ...]:
    path = folder / "reported.toml"
    path.write_text(text, encoding="utf-8")
    return read_reported(path)


def test_the_least_a_figure_says(tmp_path: Path) -> None:
    """A wording is an interval; without evidence the bulletin will refuse it, not the reader."""
    (claim,) = read(tmp_path, FIRST)
    assert claim == Claim(
        Figure(
            *("raised", "Opinions raised", Interval.half_open(3200, 3300), None, "opinion"),
            *(Scope("Shandong", "province"), date(1959, 2, 5), Status.REPORTED, "People's Daily", "the province"),
        ),
        "",
    )


def test_everything_a_figure_may_say(tmp_path: Path) -> None:
    """Denominator, parent, form, coverage, caution, use and the status it was to be shown with."""
    (claim,) = read(tmp_path, FIRST + MORE)
    figure = claim.figure
    assert (figure.denominator, figure.part_of, figure.form) == (Interval.exactly(4000), "all", "turn40")
    assert (figure.coverage, figure.flags) == (Coverage(3, 4), (Flag.NO_BASELINE,))
    assert (claim.evidence, claim.use, claim.shown_as) == ("a quotation", Use.IMPROVEMENT, Status.CONFIRMED)


def test_an_open_list_of_units(tmp_path: Path) -> None:
    """How many units there are may be unknown."""
    (claim,) = read(tmp_path, FIRST + "coverage = { reporting = 3 }\n")
    assert claim.figure.coverage == Coverage(3, None)


def test_a_share_without_its_counts(tmp_path: Path) -> None:
    """62.1 % of nobody knows how many: 62.05 to 62.15 of each hundred, and flagged."""
    (claim,) = read(tmp_path, FIRST.replace("3,200-odd", "62.1 %"))
    assert claim.figure.numerator == Interval.half_open(Fraction(1241, 20), Fraction(1243, 20))
    assert claim.figure.denominator == Interval.exactly(100)
    assert claim.figure.flags == (Flag.NO_DENOMINATOR,)


def test_a_result_without_a_number(tmp_path: Path) -> None:
    """It may be kept, flagged as what it is."""
    (claim,) = read(tmp_path, FIRST.replace('wording = "3,200-odd"', 'flags = ["unquantified"]'))
    assert (claim.figure.numerator, claim.figure.flags) == (None, (Flag.UNQUANTIFIED,))


def test_figures_in_their_order(tmp_path: Path) -> None:
    """Each table is one figure."""
    assert [claim.figure.id for claim in read(tmp_path, FIRST + SECOND)] == ["raised", "fixed"]


@pytest.mark.parametrize(
    ("right", "wrong", "row", "column"),
    [
        ('id = "raised"\n', "", 1, "figure[1].id"),
        ('label = "Opinions raised"', 'label = ""', 3, "figure[1].label"),
        ("3,200-odd", "lots and lots", 4, "figure[1].wording"),
        ('wording = "3,200-odd"', "wording = 3200", 4, "figure[1].wording"),
        ('wording = "3,200-odd"\n', "", 1, "figure[1].numerator"),
        ('"opinion"', "7", 5, "figure[1].unit"),
        ("as_of = 1959-02-05", 'as_of = "1959-02-05"', 8, "figure[1].as_of"),
        ("as_of = 1959-02-05", "as_of = 1959-02-30", 8, "figure[1].as_of"),
        ('"reported"', '"rumoured"', 9, "figure[1].status"),
        ('"4,000"', '"3,000"', 1, "figure[1].numerator"),
        ('"4,000"', '"none"', 12, "figure[1].out_of"),
        ('part_of = "all"', 'part_of = "raised"', 13, "figure[1].part_of"),
        ('["no_baseline"]', '["no_baseline", "shaky"]', 16, "figure[1].flags"),
        ('["no_baseline"]', '"no_baseline"', 16, "figure[1].flags"),
        ('["no_baseline"]', '["unquantified"]', 1, "figure[1].numerator"),
        ('"improvement"', '"boasting"', 17, "figure[1].use"),
        ('"confirmed"', '"true"', 18, "figure[1].shown_as"),
        ("reporting = 3", "reporting = 5", 19, "figure[1].coverage.units"),
        ("reporting = 3", "reporting = -1", 19, "figure[1].coverage.reporting"),
        ("reporting = 3, ", "", 19, "figure[1].coverage.reporting"),
        ("units = 4", "unit = 4", 19, "figure[1].coverage.unit"),
        ('form = "turn40"', 'forms = "turn40"', 14, "figure[1].forms"),
        ("[[figure]]", "[[figures]]", 1, "figures"),
    ],
)
def test_one_fault(tmp_path: Path, places: Places, right: str, wrong: str, row: int, column: str) -> None:
    """One thing wrong is a fault of its line and key."""
    text = FIRST + MORE
    assert right in text
    assert ("reported.toml", row, column) in places(lambda: read(tmp_path, text.replace(right, wrong, 1)))


@pytest.mark.parametrize("status", ["confirmed", "refuted"])
def test_a_paper_confirms_and_refutes_nothing(tmp_path: Path, places: Places, status: str) -> None:
    """Only ledgers and verdicts do: a printed figure of that status is a fault that says which it may have."""
    text = (FIRST + MORE).replace('status = "reported"', f'status = "{status}"')
    assert places(lambda: read(tmp_path, text)) == [("reported.toml", 9, "figure[1].status")]
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    (fault,) = caught.value.faults
    assert (fault.expected, fault.got) == ("one of planned, listed, departed, reported, unknown", status)
    assert "ledgers and verdicts" in fault.fix


@pytest.mark.parametrize("status", ["planned", "listed", "departed", "reported", "unknown"])
def test_what_a_paper_may_say(tmp_path: Path, status: str) -> None:
    """Every other status is kept as it was printed."""
    (claim,) = read(tmp_path, FIRST.replace('status = "reported"', f'status = "{status}"'))
    assert claim.figure.status == status


def test_every_fault_at_once(tmp_path: Path, places: Places) -> None:
    """Two figures with faults, and an unknown key beside them, are told together."""
    text = "titel = 1\n" + FIRST.replace("1959-02-05", '"yesterday"').replace('"reported"', '"rumoured"')
    second = SECOND.replace("3,200-odd", "some").replace('unit = "opinion"\n', "")
    assert places(lambda: read(tmp_path, text + second)) == [
        ("reported.toml", 1, "titel"),
        ("reported.toml", 9, "figure[1].as_of"),
        ("reported.toml", 10, "figure[1].status"),
        ("reported.toml", 13, "figure[2].unit"),
        ("reported.toml", 16, "figure[2].wording"),
    ]


def test_an_id_used_twice(tmp_path: Path, places: Places) -> None:
    """The second figure of the same id is a fault of its line."""
    assert places(lambda: read(tmp_path, FIRST + FIRST)) == [("reported.toml", 13, "figure[2].id")]


def test_a_missing_file(tmp_path: Path, places: Places) -> None:
    """It is named."""
    assert places(lambda: read_reported(tmp_path / "reported.toml")) == [("reported.toml", 0, "")]
