"""The policy as a form: what it means is told at once, each save is a version, and no version changes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.forms import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grassrota.rota.problem import RotaProblem
from grassrota_web.access.models import Account
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.forms.policy import Batches, PolicyForm, ShareField, batches_of, shown
from grassrota_web.rotas.models import Policy
from tests.web.conftest import SignedIn


def posted(made: RotaProblem, **changes: object) -> dict[str, object]:
    """What a browser sends for a policy that nobody touched, but for the changes."""
    form, batches = PolicyForm(base=made.policy), Batches(initial=batches_of(made.policy), prefix="batches")
    sent: dict[str, object] = {}
    for bound in [*form, *batches.management_form, *(field for row in batches for field in row)]:
        value = bound.value()
        if value is True:
            sent[bound.html_name] = "on"
        elif value is not None and value is not False:
            sent[bound.html_name] = value
    return {**sent, **changes}


@given(st.fractions(0, 1))
def test_a_share_reads_back_as_it_is_shown(share: Fraction) -> None:
    """Percentages are short or exact: a third is never 33.33 %."""
    assert ShareField().clean(shown(share)) == share


@pytest.mark.parametrize("text", ["a half", "101", "-1", "1/0", "3/2"])
def test_what_is_no_share_is_refused(text: str) -> None:
    """Words, more than everything, less than nothing."""
    with pytest.raises(ValidationError):
        ShareField().clean(text)


def test_saving_what_is_there_makes_no_version_and_a_change_makes_one(
    rotation: Rotation, made: RotaProblem, organiser: Account, signed_in: SignedIn
) -> None:
    """The form gives back the policy it was filled from; half becomes a third in version 2, and version 1 stays."""
    client, url = signed_in(organiser), reverse("rotas:policy", args=[rotation.pk])
    assert client.post(url, posted(made)).status_code == 302
    assert Policy.objects.count() == 1
    assert client.post(url, posted(made, home_absence="1/3")).status_code == 302
    latest, first = Policy.objects.all()
    assert policy_of_text(latest.text).home_absence == Fraction(1, 3)
    assert policy_of_text(first.text) == made.policy
    page = client.get(reverse("rotas:policy_version", args=[rotation.pk, 2])).content.decode()
    assert "floors.home_absence" in page
    assert "1/3" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"evidence": ["speech", "signup_drive"]}, "rests on"),
        ({"purposes": ["restructure"]}, "burden-dumping"),
        ({"batches-0-days": "3"}, "a length that the form"),
        ({"batches-0-depart_by": "2020-01-01"}, "on or after"),
        ({"form": "until_harvest"}, "autumn_harvest_end"),
        ({"home_absence": "two thirds"}, "Enter a percentage"),
    ],
)
def test_a_policy_that_must_not_be_is_refused_with_the_reason(
    rotation: Rotation,
    made: RotaProblem,
    organiser: Account,
    signed_in: SignedIn,
    changes: dict[str, object],
    told: str,
) -> None:
    """R002-15, R002-16, R004-10, R001-02: crude evidence, restructuring, turns too short or without their event."""
    answer = signed_in(organiser).post(reverse("rotas:policy", args=[rotation.pk]), posted(made, **changes))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Policy.objects.count() == 1


def test_what_is_filled_in_is_checked_live_and_not_saved(
    rotation: Rotation, made: RotaProblem, organiser: Account, signed_in: SignedIn
) -> None:
    """Of 80 people in 3 offices, at 100 % all may be away; a fault is told in place of the numbers."""
    client, url = signed_in(organiser), reverse("rotas:policy_check", args=[rotation.pk])
    said = client.post(url, posted(made, home_absence="100")).content.decode()
    offices = len({person.unit for person in made.people})
    assert f"Of 80 people in {offices} offices, at most 80 may be away at once." in said
    assert "Enter a percentage" in client.post(url, posted(made, home_absence="?")).content.decode()
    assert Policy.objects.count() == 1


def test_directions_are_kept_in_their_order(
    rotation: Rotation, made: RotaProblem, organiser: Account, signed_in: SignedIn
) -> None:
    """R002-14: plants first, then villages and uplands alike, and the others have no direction."""
    ranks = {"direction_plant": "1", "direction_rural": "2", "direction_upland": "2"}
    ranks |= {"direction_culture_education_health": "", "direction_other": ""}
    signed_in(organiser).post(reverse("rotas:policy", args=[rotation.pk]), posted(made, **ranks))
    found = policy_of_text(Policy.objects.latest("number").text)
    assert [[str(sector) for sector in group] for group in found.directions] == [["plant"], ["rural", "upland"]]
