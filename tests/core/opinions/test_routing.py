from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.opinions.chain import OUTSIDE, Chain, Whom, chain_of
from grassrota.opinions.proposals import Proposal, Suggestion, proposals
from grassrota.opinions.routing import RoutingTable, Rule
from grassrota.opinions.topics import Topic, TopicTree, merge_topics, retire
from grassrota.org import Level, Unit, UnitKind, UnitTree

TOPICS = TopicTree(
    (Topic("life", "Life"), Topic("food", "Food", "life"), Topic("tools", "Tools"), Topic("rice", "Rice", "food"))
)
TREE = UnitTree(
    tuple(
        Unit(unit_id, unit_id, level, UnitKind.ORGAN, parent)
        for unit_id, level, parent in (
            ("prefecture", Level.PREFECTURE, ""),
            ("county", Level.COUNTY, "prefecture"),
            ("township", Level.TOWNSHIP, "county"),
            ("bureau", Level.COUNTY, "prefecture"),
        )
    )
)
FREE = Chain()


def _table(*rules: Rule) -> RoutingTable:
    return RoutingTable(rules, TOPICS, TREE)


def test_the_most_specific_rule_decides() -> None:
    """Rice in the township: the rule for food there goes before food, the township, and any."""
    table = _table(
        Rule("prefecture"), Rule("bureau", "food"), Rule("county", place="county"), Rule("township", "food", "county")
    )
    assert table.receiver("rice", "township", "bureau", FREE) == "township"
    assert table.receiver("rice", "bureau", "bureau", FREE) == "bureau"
    assert table.receiver("tools", "township", "bureau", FREE) == "county"
    assert table.receiver("", "", "bureau", FREE) == "prefecture"


def test_without_a_rule_the_organ_addressed_receives() -> None:
    """Rules are for what should go elsewhere."""
    assert _table(Rule("bureau", "food")).receiver("tools", "township", "county", FREE) == "county"


def test_no_rule_leads_into_the_chain() -> None:
    """By rule or addressed, a unit of the chain is passed over for the free organ above or the outside reviewer."""
    table = _table(Rule("township", "food"))
    about = chain_of(Whom(("township",)), TREE)
    assert table.receiver("food", "township", "bureau", about) == "county"
    assert table.receiver("tools", "township", "township", about) == "county"
    assert table.receiver("food", "township", "bureau", chain_of(Whom(("prefecture",)), TREE)) == OUTSIDE
    assert table.receiver("food", "township", "bureau", chain_of(Whom(unclear=True), TREE)) == OUTSIDE


def test_a_tie_is_refused_when_it_is_made() -> None:
    """Food anywhere and anything in the county both hold for food in the county: a rule for just that settles it."""
    ties = (Rule("bureau", "food"), Rule("county", place="county"))
    with pytest.raises(BadInput) as caught:
        _table(*ties)
    (fault,) = caught.value.faults
    assert (fault.row, fault.expected) == (3, "a rule for food / county / any, which both hold for")
    assert _table(*ties, Rule("county", "food", "county")).receiver("rice", "township", "", FREE) == "county"


def test_rules_that_never_meet_and_rules_within_rules_are_no_tie() -> None:
    """Food and tools share no opinion; the county lies in the prefecture; the most specific one decides."""
    table = _table(
        Rule("bureau", "food"),
        Rule("county", "tools"),
        Rule("county", "rice"),
        Rule("county", "food", "", "county"),
        Rule("county", "rice", "", "county"),
    )
    found = [table.receiver(topic, "township", "", FREE) for topic in ("food", "tools", "rice")]
    assert found == ["bureau", "county", "county"]


def test_two_rules_for_the_same_are_a_tie() -> None:
    """Even if they agree: one of them would be forgotten when the other is edited."""
    with pytest.raises(BadInput, match="expected one rule"):
        _table(Rule("bureau", "food"), Rule("bureau", "food"))


def test_a_rule_names_what_is_there() -> None:
    """Receiver, topic, place and organ, all faults at once and each with its row."""
    with pytest.raises(BadInput) as caught:
        _table(Rule("bureau"), Rule("x", "x", "x", "x"))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (3, column) for column in ("to", "topic", "place", "organ")
    ]


def test_a_rule_follows_a_topic_that_was_retired() -> None:
    """Food goes on as tools: its rule holds for old and new opinions, and clashes with a rule for tools."""
    merged = merge_topics(TOPICS, "food", "tools", date(1957, 12, 2))
    table = RoutingTable((Rule("bureau", "food"),), merged, TREE)
    assert [table.receiver(topic, "", "county", FREE) for topic in ("food", "tools", "rice", "life")] == [
        *("bureau", "bureau", "bureau"),
        "county",
    ]
    with pytest.raises(BadInput, match="expected one rule"):
        RoutingTable((Rule("bureau", "food"), Rule("county", "tools")), merged, TREE)


UNITS = st.sampled_from(["", *(unit.id for unit in TREE.units)])
TOPIC = st.sampled_from(["", *(topic.id for topic in TOPICS.topics)])
RULES = st.lists(st.builds(Rule, st.sampled_from([unit.id for unit in TREE.units]), TOPIC, UNITS, UNITS), max_size=5)


def _holds(rule: Rule, topic: str, place: str, organ: str) -> bool:
    above = {one.id for one in TOPICS.line(topic)} if topic else set()
    units = [{unit, *(one.id for one in TREE.ancestors(unit))} if unit else set() for unit in (place, organ)]
    return all(not part or part in line for part, line in zip(rule.scope, (above, *units), strict=True))


def _within_all_others(rules: list[Rule], topic: str, place: str, organ: str) -> Rule | None:
    """The one rule that holds and for all of which every other that holds does too; None if several or none are so."""
    holding = [rule for rule in rules if _holds(rule, topic, place, organ)]
    found = [rule for rule in holding if all(_holds(other, *rule.scope) for other in holding)]
    return found[0] if len(found) == 1 else None


@given(RULES)
@settings(max_examples=40)
def test_a_table_is_accepted_exactly_if_every_opinion_has_one_most_specific_rule(rules: list[Rule]) -> None:
    """Looked at one by one, all 125 kinds of opinions there can be here; and that rule is the one found."""
    kinds = list(product(["", *TOPICS.by_id], ["", *TREE.by_id], ["", *TREE.by_id]))
    expected = {kind: _within_all_others(rules, *kind) for kind in kinds}
    held = {kind for kind in kinds if any(_holds(rule, *kind) for rule in rules)}
    sound = all(expected[kind] is not None for kind in held)
    try:
        table = _table(*rules)
    except BadInput:
        assert not sound
    else:
        assert sound
        assert {kind: table.find(*kind) for kind in kinds} == expected


def test_suggested_topics_propose_receivers_with_confidence() -> None:
    """Two topics that lead to one unit count together; nothing is sent by itself, and nothing into the chain."""
    table = _table(Rule("bureau", "food"), Rule("county", "tools"))
    suggested = [
        Suggestion("rice", Fraction(3, 10)),
        Suggestion("tools", Fraction(2, 5)),
        Suggestion("food", Fraction(1, 5)),
    ]
    assert proposals(table, suggested, "township", "prefecture", FREE) == (
        Proposal("bureau", ("rice", "food"), Fraction(1, 2)),
        Proposal("county", ("tools",), Fraction(2, 5)),
    )
    about = chain_of(Whom(("county",)), TREE)
    assert [one.to for one in proposals(table, suggested, "", "", about)] == ["bureau", "prefecture"]


def test_confidence_is_a_share_of_one() -> None:
    """Of each suggestion, and of all together."""
    for share in (Fraction(0), Fraction(11, 10)):
        with pytest.raises(BadInput, match="a share above 0, up to 1"):
            Suggestion("food", share)
    with pytest.raises(BadInput, match="the id of a topic"):
        Suggestion("", Fraction(1))
    with pytest.raises(BadInput, match="shares of 1 together"):
        proposals(_table(), [Suggestion("food", Fraction(2, 3)), Suggestion("tools", Fraction(2, 3))], "", "", FREE)


def test_a_suggestion_for_a_retired_topic_is_for_the_one_in_use() -> None:
    """What was learned from old cases stays of use."""
    table = RoutingTable((Rule("county", "tools"),), retire(TOPICS, "rice", "tools", date(1957, 12, 2)), TREE)
    (proposal,) = proposals(table, [Suggestion("rice", Fraction(1))], "", "bureau", FREE)
    assert proposal.to == "county"
