"""The problem of a rotation is what its rows say today."""

from __future__ import annotations

from datetime import date

import pytest

from grassrota.errors import BadInput
from grassrota.rota.problem import RotaProblem
from grassrota_web.orgs.models import Exemption, HostAnswer, Opening, Person, Rotation
from grassrota_web.rotas import models
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.convert.problem import problem_of

TODAY = date(2026, 12, 1)


def test_rows_give_the_problem_they_came_from(made: RotaProblem, rotation: Rotation) -> None:
    """Every person, opening, wish, couple and absence comes back; so does the policy."""
    found = problem_of(rotation.policies.get(), TODAY)
    assert {p.id: p for p in found.people} == made.person
    assert {o.id: o for o in found.openings} == made.opening
    assert (found.wishes, found.exempt, found.unavailable) == (made.wishes, made.exempt, made.unavailable)
    assert set(found.couples) == set(made.couples)
    assert found.policy == made.policy
    assert set(found.tree.units) == set(made.tree.units)


def test_the_same_rows_are_the_same_problem_and_a_change_is_another(rotation: Rotation) -> None:
    """Nothing is built twice; one word changed in one row makes another problem."""
    version = rotation.policies.get()
    first = problem_of(version, TODAY)
    assert problem_of(version, TODAY) is first
    Person.objects.filter(pk=Person.objects.earliest("code").pk).update(skills=["flying"])
    assert problem_of(version, TODAY).sha256 != first.sha256


def test_only_openings_with_consent_are_planned_for(rotation: Rotation) -> None:
    """An opening whose host was only asked, has declined, or took it back, is not in the problem."""
    some = list(Opening.objects.order_by("code"))
    version = rotation.policies.get()
    for change in ({"answer": HostAnswer.ASKED}, {"answer": HostAnswer.DECLINED}, {"withdrawn_on": TODAY}):
        Opening.objects.filter(pk=some[0].pk).update(answer=HostAnswer.CONSENTED, withdrawn_on=None)
        assert some[0].code in problem_of(version, TODAY).opening
        Opening.objects.filter(pk=some[0].pk).update(**change)
        assert some[0].code not in problem_of(version, TODAY).opening


def test_exemptions_and_leavers_count_by_the_day(rotation: Rotation) -> None:
    """An exemption that has ended frees; who has left the staff is no longer on the roster."""
    version = rotation.policies.get()
    entry = Exemption.objects.select_related("person").first()
    assert entry is not None
    Exemption.objects.filter(pk=entry.pk).update(until=date(2026, 11, 30))
    assert entry.person.code not in problem_of(version, TODAY).exempt
    assert entry.person.code in problem_of(version, date(2026, 11, 30)).exempt
    Person.objects.filter(pk=entry.person.pk).update(left_on=TODAY)
    assert entry.person.code not in problem_of(version, TODAY).person
    assert entry.person.code in problem_of(version, date(2026, 11, 30)).person


def test_faults_name_the_person_and_where_to_mend_it(rotation: Rotation) -> None:
    """A grade that the scale does not have is told by the person's code and the page, not by a row of a table."""
    someone = Person.objects.earliest("code")
    Person.objects.filter(pk=someone.pk).update(grade="emperor")
    with pytest.raises(BadInput) as caught:
        problem_of(rotation.policies.get(), TODAY)
    fault = next(fault for fault in caught.value.faults if fault.column == "grade")
    assert (fault.file, fault.row) == (someone.code, 0)
    assert "Units and people" in fault.fix


def test_a_batch_tied_to_a_stage_takes_nobody_from_units_in_another(rotation: Rotation) -> None:
    """R000-12: with batch 1 tied to stage 2, units in stage 1 or in none known send nobody then; the nearest counts."""
    version = rotation.policies.get()
    batches = {batch.number for batch in policy_of_text(version.text).batches}
    stages = [models.Stage.objects.create(rotation=rotation, number=n, name=str(n)) for n in (1, 2)]
    stages[1].batches = [1]
    stages[1].save()
    held = problem_of(version, TODAY)
    assert all(1 in held.unavailable[person.id] for person in held.people)
    models.UnitStage.objects.create(rotation=rotation, unit=rotation.home, stage=stages[1], since=TODAY)
    freed = problem_of(version, TODAY)
    someone = next(p for p in freed.people if p.id not in freed.exempt and p.id not in freed.unavailable)
    unit = Person.objects.get(code=someone.id).unit
    models.UnitStage.objects.create(rotation=rotation, unit=unit, stage=stages[0], since=TODAY)
    assert problem_of(version, TODAY).unavailable[someone.id] == {1} & batches
