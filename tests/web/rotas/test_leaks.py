"""Who sees what of a plan, and when: by list, by address, by count, by export."""

from __future__ import annotations

import pytest
from django.urls import reverse

from grassrota_web.access.actor import Actor
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Person
from grassrota_web.rotas.models import Assignment, Interest, LeftOut, Plan, PlanState
from tests.web.conftest import SignedIn
from tests.web.rotas.conftest import account


def actor(role: Role, path: str, person: str = "") -> Actor:
    return actor_of(account(role, path, person), proven=True)


def become(plan: Plan, state: PlanState) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=state)


@pytest.mark.parametrize(
    ("state", "units", "public"),
    [
        (PlanState.DRAFT, False, False),
        (PlanState.INITIAL, True, False),
        (PlanState.APPROVED, True, False),
        (PlanState.PUBLISHED, True, True),
        (PlanState.UNDER_WAY, True, True),
        (PlanState.SET_ASIDE, False, False),
    ],
)
def test_each_sees_their_own_lines_once_the_plan_has_come_so_far(
    plan: Plan, state: PlanState, units: bool, public: bool
) -> None:
    """A unit officer sees their unit's lines from the initial plan on; hosts and people theirs once it is public."""
    become(plan, state)
    line = plan.assignments.select_related("person__unit", "opening__place").earliest("pk")
    home, host, person = line.person.unit.path, line.opening.place.path, line.person.code
    for reader, shown, mine in (
        (actor(Role.UNIT_OFFICER, home), units, {"person__unit__path__startswith": home}),
        (actor(Role.HOST, host), public, {"opening__place__path__startswith": host}),
        (actor(Role.STAFF_MEMBER, home, person), public, {"person__code": person}),
    ):
        seen = visible(reader, Assignment.objects.filter(plan=plan))
        assert set(seen) == (set(plan.assignments.filter(**mine)) if shown else set())
        assert visible(reader, Plan.objects.all()).exists() is shown


def test_nobody_is_told_of_others_who_are_left_out(plan: Plan) -> None:
    """Hosts see nobody who is left out; people see themselves alone."""
    become(plan, PlanState.PUBLISHED)
    entry = plan.left_out.select_related("person__unit").earliest("pk")
    place = plan.assignments.select_related("opening__place").earliest("pk").opening.place.path
    assert not visible(actor(Role.HOST, place), LeftOut.objects.all()).exists()
    own = actor(Role.STAFF_MEMBER, entry.person.unit.path, entry.person.code)
    assert list(visible(own, LeftOut.objects.all())) == [entry]


def test_pages_show_no_more_than_the_lines(plan: Plan, signed_in: SignedIn) -> None:
    """A unit officer's and a host's page of a plan names nobody else; what they may not open is not there."""
    become(plan, PlanState.PUBLISHED)
    line = plan.assignments.select_related("person__unit", "opening__place").earliest("pk")
    pk, number = plan.rotation.pk, plan.number
    for role, path, mine in (
        (Role.UNIT_OFFICER, line.person.unit.path, {"person__unit": line.person.unit}),
        (Role.HOST, line.opening.place.path, {"opening__place": line.opening.place}),
    ):
        strangers = [row.person for row in plan.assignments.exclude(**mine).select_related("person__unit")]
        assert strangers
        client = signed_in(account(role, path))
        page = client.get(reverse("rotas:plan", args=[pk, number]))
        assert line.person.code in page.content.decode()
        for stranger in strangers:
            assert f">{stranger.code}<" not in page.content.decode()
        for name, more in (("openings", []), ("places", []), ("move", []), ("export", ["plan.zip"])):
            assert client.get(reverse(f"rotas:{name}", args=[pk, number, *more])).status_code in (403, 404), name
    officer = signed_in(account(Role.UNIT_OFFICER, line.person.unit.path, "x"))
    elsewhere = Person.objects.exclude(unit=line.person.unit).select_related("unit").earliest("pk").unit
    assert officer.get(reverse("rotas:unit", args=[pk, number, elsewhere.code])).status_code == 404


def test_wishes_are_their_owner_s_alone(plan: Plan, organiser: object, signed_in: SignedIn) -> None:
    """R004-12: not even the organiser sees a wish, whatever the way; only how many have one, if they are not few."""
    wish = Interest.objects.select_related("person__unit").earliest("pk")
    for role in Role:
        assert not visible(actor(role, "/", "somebody"), Interest.objects.all()).exists()
    own = actor(Role.STAFF_MEMBER, wish.person.unit.path, wish.person.code)
    assert set(visible(own, Interest.objects.all())) == set(Interest.objects.filter(person=wish.person))
    planner = signed_in(organiser)  # type: ignore[arg-type]
    page = planner.get(reverse("rotas:person", args=[plan.rotation.pk, plan.number, wish.person.code]))
    assert "wish" not in page.content.decode().split("<main")[1].split("</main")[0].lower()


@pytest.mark.parametrize(("wishing", "told"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5")])
def test_few_wishes_are_not_counted_out(
    plan: Plan, organiser: object, signed_in: SignedIn, wishing: int, told: str
) -> None:
    """R004-12: one to four are told as fewer than five, apart from those on the list."""
    place = Interest.objects.earliest("pk").place
    Interest.objects.all().delete()
    for person in Person.objects.order_by("pk")[:wishing]:
        Interest.objects.create(rotation=plan.rotation, person=person, place=place, rank=1)
    page = signed_in(organiser).get(reverse("rotas:rotation", args=[plan.rotation.pk]))  # type: ignore[arg-type]
    assert f"<dd>{told}</dd>" in page.content.decode()


def test_another_rotation_s_pages_are_not_there(plan: Plan, signed_in: SignedIn) -> None:
    """An organiser of a unit below cannot open, solve or change the rotation of the units above."""
    below = Person.objects.select_related("unit").earliest("pk").unit
    client = signed_in(account(Role.ORGANISER, below.path))
    pk = plan.rotation.pk
    for name in ("policy", "pins", "cases", "ask", "compare", "verified"):
        assert client.get(reverse(f"rotas:{name}", args=[pk])).status_code == 404, name
    for name in ("move", "openings"):
        assert client.get(reverse(f"rotas:{name}", args=[pk, plan.number])).status_code == 404, name
