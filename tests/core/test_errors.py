from __future__ import annotations

import pickle

import pytest

from grassrota.errors import BadInput, Fault, Faults, GrassrotaError, Infeasible, Refused


@pytest.mark.parametrize("kind", [GrassrotaError, Refused, Infeasible])
def test_an_error_carries_code_message_and_data(kind: type[GrassrotaError]) -> None:
    """A program can compare the code and read the data; a person reads the message."""
    error = kind("open_list", "Say which units.", unit="u1")
    assert (error.code, error.message, error.data) == ("open_list", "Say which units.", {"unit": "u1"})
    assert str(error) == "Say which units."


@pytest.mark.parametrize(
    "error",
    [Refused("open_list", "Say which units.", unit="u1"), BadInput([Fault("id", "an id", "nothing", row=3)])],
)
def test_an_error_comes_whole_out_of_a_worker_process(error: GrassrotaError) -> None:
    """Pickling, which worker processes do to errors, loses neither kind, code, message nor data."""
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.code, copy.message, copy.data, str(copy)) == (error.code, error.message, error.data, str(error))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault("", "one sheet", "two"), "expected one sheet, got two"),
        (Fault("id", "an id", "nothing"), "column id: expected an id, got nothing"),
        (Fault("", "six cells", "five", row=4), "row 4: expected six cells, got five"),
        (
            Fault("low", "0 or more", "-1", "Leave it empty for 0.", "openings.csv", 7),
            "openings.csv, row 7, column low: expected 0 or more, got -1. Leave it empty for 0.",
        ),
        (Fault("", "one sheet", "two", "Remove the second."), "expected one sheet, got two. Remove the second."),
    ],
)
def test_a_fault_says_where_what_was_expected_and_what_was_there(fault: Fault, words: str) -> None:
    """A fault names file, row, column, expected and got, as far as each is known, and what to do about it."""
    assert str(fault) == words


def test_a_fault_is_placed_in_a_file_once() -> None:
    """The reader of a file places a fault; a later, less exact placing changes nothing."""
    placed = Fault("id", "an id", "nothing").at("units.csv", 5)
    assert (placed.file, placed.row) == ("units.csv", 5)
    assert placed.at("people.csv", 9) == placed


def test_a_row_that_is_known_stays() -> None:
    """A fault of a whole list knows its row already, so that naming the file must not lose it."""
    assert Fault("parent", "the id of a unit", "x", row=4).at("units.csv", 0).row == 4


def test_bad_input_lists_every_fault() -> None:
    """One line a fault, in the order found."""
    error = BadInput([Fault("id", "an id", "nothing"), Fault("low", "0 or more", "-1")])
    assert error.code == "bad_input"
    assert error.data == {"faults": error.faults}
    assert str(error).splitlines() == [
        "column id: expected an id, got nothing",
        "column low: expected 0 or more, got -1",
    ]


def test_faults_are_raised_all_at_once() -> None:
    """What is right leaves no fault, and what is wrong is collected until the end."""
    faults = Faults()
    faults.unless(True, "id", "an id", "u1")
    faults.raise_if_any()
    faults.unless(False, "low", "0 or more", -1, "Leave it empty.")
    faults.add("high", "a number", None, file="openings.csv", row=2)
    with pytest.raises(BadInput) as caught:
        faults.raise_if_any()
    assert caught.value.faults == (
        Fault("low", "0 or more", "-1", "Leave it empty."),
        Fault("high", "a number", "None", "", "openings.csv", 2),
    )
