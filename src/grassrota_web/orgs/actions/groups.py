"""Verbs of groups: who goes to one place together or not at all."""

from __future__ import annotations

from dataclasses import replace

from grassrota import staff
from grassrota.errors import BadInput, Fault
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert, reach
from grassrota_web.orgs.models import Couple, Group, GroupMember, Person


@verb("orgs.form_group", Right.EDIT_PEOPLE)
def form_group(act: Act, value: staff.Group) -> Group:
    """Keeps people as a group: all of them go to one place together, or nobody does."""
    reach.free(Group.objects.filter(code=value.id).exists(), value.id)
    row = Group(code=value.id, headcount=value.headcount)
    people = _free(act, row, value.members)
    row.save()
    _name(row, people)
    act.note("group", row.pk, place=people[0].unit.path, after=convert.facts("groups", value))
    return row


@verb("orgs.change_group", Right.EDIT_PEOPLE)
def change_group(act: Act, key: int, members: tuple[str, ...], headcount: int) -> Group:
    """Changes who is in a group and how many seats it takes; whoever changes it reaches all, old and new."""
    row = act.lock(Group, pk=key)
    before = convert.group(row)
    value = replace(before, members=members, headcount=headcount)
    _reach_all(act, row)
    people = _free(act, row, members)
    row.headcount = headcount
    row.save()
    row.members.all().delete()
    _name(row, people)
    old, new = convert.changed(convert.facts("groups", before), convert.facts("groups", value))
    act.note("group", row.pk, place=people[0].unit.path, before=old, after=new)
    return row


@verb("orgs.dissolve_group", Right.EDIT_PEOPLE)
def dissolve_group(act: Act, key: int) -> None:
    """People go together no longer."""
    row = act.lock(Group, pk=key)
    before, place = convert.group(row), _reach_all(act, row)
    act.note("group", key, place=place, before=convert.facts("groups", before))
    row.delete()


def _reach_all(act: Act, row: Group) -> str:
    """Asks for the right at the unit of each member; the path of the first one's."""
    paths = list(row.members.values_list("person__unit__path", flat=True))
    for path in paths:
        act.at(path)
    return paths[0]


def _free(act: Act, row: Group, members: tuple[str, ...]) -> list[Person]:
    """The people with these codes, within reach, of no other group, and no two of them a couple."""
    people = reach.people_within(act.actor, members, "members")
    for one in sorted(people, key=lambda person: person.pk):
        act.at(one.unit.path)
        # nobody becomes one of two groups at the same time
        act.lock(Person, pk=one.pk)
    others = GroupMember.objects.filter(person__in=people).exclude(group=row.pk)
    faults = [
        Fault("members", "each person in one group", code) for code in others.values_list("person__code", flat=True)
    ]
    couples = Couple.objects.filter(first__in=people, second__in=people)
    expected = "nobody who is kept as a couple with another of them"
    faults += [Fault("members", expected, code) for code in couples.values_list("second__code", flat=True)]
    if faults:
        raise BadInput(faults)
    return people


def _name(row: Group, people: list[Person]) -> None:
    GroupMember.objects.bulk_create(GroupMember(group=row, person=who) for who in people)
