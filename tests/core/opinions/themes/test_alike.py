"""The texts most like a given one."""

from __future__ import annotations

from grassrota.opinions.themes.alike import Alike

HEADS = ("Payment refused at the counter", "NameNode fails to start", "供水站的泵坏了", "学校食堂的饭又少又差")
BODIES = ("They said the card was not valid.", "It stops with a null pointer.", "三个星期没有水。", "孩子吃不饱。")


def test_the_same_grievance_comes_first() -> None:
    """Other words, other endings, the other language beside it: the one that shares most is first."""
    among = Alike(HEADS, BODIES)
    assert among.to("refusing my payments", "")[0][0] == 0
    assert among.to("泵坏了", "没有水喝")[0][0] == 2


def test_parts_of_a_compound_name_are_words() -> None:
    """``name node`` finds ``NameNode``."""
    assert Alike(HEADS, BODIES).to("name node", "", count=1)[0][0] == 1


def test_no_more_than_asked_for_and_best_first() -> None:
    """Two of four, in the order of their likeness; texts with nothing in common likeness 0."""
    found = Alike(HEADS, BODIES).to("孩子吃不饱", "", count=2)
    assert found[0][0] == 3
    assert [likeness for _, likeness in found] == sorted((likeness for _, likeness in found), reverse=True)
    assert Alike(HEADS, BODIES).to("zzz", "")[0][1] == 0
