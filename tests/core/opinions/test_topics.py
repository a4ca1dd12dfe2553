from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.opinions.topics import Topic, TopicTree, merge_topics, move, rename, retire

TODAY = date(1957, 12, 2)
TREE = TopicTree(
    (
        Topic("life", "Daily life"),
        Topic("food", "Food", "life"),
        Topic("canteen", "Canteens", "food"),
        Topic("market", "Markets", "food"),
        Topic("work", "Work"),
    )
)


def test_a_renamed_topic_keeps_its_former_names() -> None:
    """Old cases show what it was called, the oldest name first."""
    topic = rename(rename(TREE, "canteen", "Dining halls"), "canteen", "Mess halls")["canteen"]
    assert (topic.name, topic.former_names) == ("Mess halls", ("Canteens", "Dining halls"))


def test_a_topic_moves_with_all_below_it() -> None:
    """Food goes from daily life to work, and canteens with it; then to the top."""
    moved = move(TREE, "food", "work")
    assert [topic.id for topic in moved.line("canteen")] == ["canteen", "food", "work"]
    assert [topic.id for topic in move(moved, "food", "").line("canteen")] == ["canteen", "food"]


def test_a_retired_topic_is_read_as_before_and_filed_under_another() -> None:
    """Its old cases keep name and place; a chain of topics that took over ends at the one in use."""
    tree = retire(retire(TREE, "market", "canteen", TODAY), "canteen", "work", TODAY)
    assert [topic.name for topic in tree.line("market")] == ["Markets", "Food", "Daily life"]
    assert (tree["market"].goes_on_as, tree.in_use("market").id, tree.in_use("work").id) == ("canteen", "work", "work")
    assert tree.children("food") == ()


def test_a_merged_topic_gives_its_topics_to_the_other() -> None:
    """Canteens and markets are below work afterwards, and food goes on as work."""
    tree = merge_topics(TREE, "food", "work", TODAY)
    assert [topic.id for topic in tree.children("work")] == ["canteen", "market"]
    assert tree.in_use("food").id == "work"
    assert [topic.id for topic in tree.children("life")] == []


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda: retire(TREE, "food", "work", TODAY), "topic_has_children"),
        (lambda: merge_topics(TREE, "food", "canteen", TODAY), "topic_below"),
        (lambda: merge_topics(TREE, "food", "food", TODAY), "topic_below"),
        (lambda: rename(TREE, "sport", "Sports"), "unknown_topic"),
        (lambda: retire(retire(TREE, "market", "work", TODAY), "market", "work", TODAY), "topic_retired"),
        (lambda: retire(retire(TREE, "market", "work", TODAY), "canteen", "market", TODAY), "topic_retired"),
    ],
    ids=["with children", "into its own child", "into itself", "unknown", "retired already", "for a retired one"],
)
def test_an_edit_that_would_lose_cases_is_refused(edit: Any, code: str) -> None:
    """Each refusal has its code."""
    with pytest.raises(Refused) as caught:
        edit()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("topics", "columns"),
    [
        ((Topic("a", "A"), Topic("a", "B")), ["id"]),
        ((Topic("a", "A", "b"),), ["parent"]),
        ((Topic("a", "A", "b"), Topic("b", "B", "a")), ["parent", "parent"]),
        ((Topic("a", "A", retired_on=TODAY, goes_on_as="a"),), ["goes_on_as"]),
        ((Topic("a", "A"), Topic("b", "A")), ["name"]),
        ((Topic("a", "A", "b"), Topic("b", "B", "", (), TODAY, "c"), Topic("c", "C")), ["parent"]),
    ],
    ids=["one id twice", "no parent", "a circle", "goes on as itself", "one name twice", "below a retired one"],
)
def test_a_tree_that_cannot_be_read_is_bad_input(topics: tuple[Topic, ...], columns: list[str]) -> None:
    """Every topic can be followed up and, if retired, on; no two side by side are called the same."""
    with pytest.raises(BadInput) as caught:
        TopicTree(topics)
    assert [fault.column for fault in caught.value.faults] == columns


def test_a_topic_has_an_id_and_a_name_and_a_retired_one_goes_on() -> None:
    """All faults are told at once."""
    with pytest.raises(BadInput) as caught:
        Topic("", " ", retired_on=TODAY)
    assert [fault.column for fault in caught.value.faults] == ["id", "name", "goes_on_as"]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "move", "retire", "merge"]),
        st.sampled_from([topic.id for topic in TREE.topics]),
        st.sampled_from([topic.id for topic in TREE.topics]),
    ),
    max_size=8,
)


@given(EDITS)
@settings(max_examples=40)
def test_no_edit_makes_an_old_case_unreadable(edits: list[tuple[str, str, str]]) -> None:
    """After any edits that were allowed every topic is still there, has its first name, and leads to one in use."""
    tree = TREE
    for kind, topic, other in edits:
        try:
            match kind:
                case "rename":
                    tree = rename(tree, topic, f"{other} {len(tree[topic].former_names)}")
                case "move":
                    tree = move(tree, topic, other)
                case "retire":
                    tree = retire(tree, topic, other, TODAY)
                case _:
                    tree = merge_topics(tree, topic, other, TODAY)
        except (Refused, BadInput):
            continue
    for first in TREE.topics:
        now = tree[first.id]
        assert (*now.former_names, now.name)[0] == first.name
        assert tree.in_use(first.id).retired_on is None
        assert tree.line(first.id)[-1].parent == ""
