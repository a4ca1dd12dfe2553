"""A rotation that was begun elsewhere, brought in on its page: looked through without effect, taken over whole."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grassrota.cli import scenarios
from grassrota.errors import Refused
from grassrota.files.plan import write_plan
from grassrota.rota.bound import check_bound, proof
from grassrota.rota.certificate import Price
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Role
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import ImportBatch, Person, Rotation
from grassrota_web.postings.models import Posting
from grassrota_web.records.arrival.actions import take_rotation
from grassrota_web.records.rotation_folder import RotationFolder, bring_in, bring_in_plan
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan
from tests.web.conftest import SignedIn, World

ARRIVE = "/records/rotations/new/"
BOXING = next(path for path in scenarios.packaged() if path.name == "001_leaders")
FAULTS = {
    "problem/people.csv": (b"standing_committee,4,3", b"standing_committee,four,3"),
    "problem/openings.csv": (b"commune-2,rural,field_work,1", b"commune-2,rural,field_work,one"),
}


def folder(change: dict[str, tuple[bytes, bytes]] | None = None, *, plan: Path | None = None) -> SimpleUploadedFile:
    """The leaders of Boxing county as somebody sends them, with some words changed file by file."""
    root, kept = BOXING, io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = [root / "rotation.toml", *root.glob("problem/*"), *(root.glob("postings/*") if plan else ())]
        for path in parts:
            content, name = path.read_bytes(), path.relative_to(root).as_posix()
            wrong = (change or {}).get(name)
            assert not wrong or wrong[0] in content
            archive.writestr(f"sent/{name}", content.replace(*wrong, 1) if wrong else content)
        for path in plan.iterdir() if plan else ():
            archive.writestr(f"sent/plan/{path.name}", path.read_bytes())
    return SimpleUploadedFile("sent.zip", kept.getvalue())


def sent(client: Any, file: SimpleUploadedFile, code: str = "boxing") -> Any:
    """Sent, and looked through by a worker."""
    answer = client.post(ARRIVE, {"file": file, "code": code, "before": ""})
    assert answer.status_code == 302, answer.content.decode()
    assert work_once()
    return answer.url


def test_a_folder_is_looked_through_and_taken_over(world: World, signed_in: SignedIn) -> None:
    """Looked through it changes nothing; taken over, its people are here, the file is gone, and who asked is kept."""
    account = world.account(Role.ORGANISER, EVERYWHERE)
    client, before = signed_in(account), Person.objects.count()
    assert ARRIVE in client.get(reverse("orgs:imports")).content.decode()
    page = sent(client, folder())
    shown = client.get(page).content.decode()
    assert "Nothing is wrong with it" in shown
    assert not Rotation.objects.filter(code="boxing").exists()
    batch = ImportBatch.objects.get()
    assert client.post(f"{page}take/").status_code == 302
    assert work_once()
    assert Rotation.objects.filter(code="boxing").exists()
    assert Person.objects.count() - before == batch.preview["people"] > 0
    assert "Go to the rotation" in client.get(page).content.decode()
    batch.refresh_from_db()
    assert batch.content is None
    entry = Entry.objects.get(verb="records.take_rotation")
    assert (entry.subject, entry.actor) == ("boxing", str(account.pk))
    with pytest.raises(Refused, match="decided"):
        take_rotation(world.actor(Role.ORGANISER, EVERYWHERE), batch)


def test_every_fault_is_in_the_table(world: World, signed_in: SignedIn) -> None:
    """Words where numbers belong, in two files, are two rows that name file and row; nothing can be taken over."""
    client = signed_in(world.account(Role.ORGANISER, EVERYWHERE))
    page = sent(client, folder(FAULTS))
    shown = client.get(page).content.decode()
    assert "people.csv" in shown
    assert "openings.csv" in shown
    assert "Take it over?" not in shown
    assert client.post(f"{page}take/").status_code == 409
    assert not Rotation.objects.filter(code="boxing").exists()


def test_what_has_happened_comes_with_the_plan(world: World, signed_in: SignedIn, tmp_path: Path) -> None:
    """With its plan and postings the rotation is under way: everybody of the plan has a posting, as the folder says."""
    found = RotationFolder.read(BOXING)
    plan = found.plan()
    write_plan(plan, found.problem, tmp_path / "plan")
    client = signed_in(world.account(Role.ORGANISER, EVERYWHERE))
    page = sent(client, folder(plan=tmp_path / "plan"))
    assert "under way" in client.get(page).content.decode()
    client.post(f"{page}take/")
    assert work_once()
    rows = Posting.objects.filter(rotation__code="boxing")
    assert rows.count() == len(plan.assignments)
    assert rows.exclude(departed_on=None).exists()


def test_prices_follow_the_ids_that_things_get_here(world: World) -> None:
    """With a prefix before each id, prices of posts, of a unit and of a grade in it prove what they proved before."""
    found = RotationFolder.read(BOXING, prefix="here-")
    plan, someone = found.plan(), found.problem.people[0]
    absent = (Price("absence", (someone.unit,), 1, -0.5), Price("absence", (someone.unit, someone.grade), 1, -0.25))
    prices = (*plan.certificate.prices, *absent)
    proven = proof(found.problem, prices)
    told = replace(plan.certificate, prices=prices, bound=proven.bound, constant=proven.constant)
    _rotation, policy = bring_in(found, "boxing", lambda words: None)
    bring_in_plan(found, policy, replace(plan, certificate=told), lambda words: None, under_way=False)
    problem = problem_of(policy)
    kept = plan_of(Plan.objects.get(rotation__code="boxing"), problem).certificate
    assert {price.rule for price in kept.prices} == {"headcount", "absence"}
    assert (len(kept.prices), kept.bound) == (len(prices), proven.bound)
    assert check_bound(problem, kept) == ()
    assert len(check_bound(problem, told)) == len(prices)


def test_ids_in_use_and_codes_in_use_are_said_beforehand(world: World, signed_in: SignedIn) -> None:
    """A person of this id is here already: the dry run says so; the code of a rotation is refused at once."""
    client = signed_in(world.account(Role.ORGANISER, EVERYWHERE))
    taken = Person.objects.first()
    assert taken
    with zipfile.ZipFile(io.BytesIO(folder().read())) as archive:
        own = archive.read("sent/problem/people.csv").decode("utf-8-sig").splitlines()[1].partition(",")[0]
    Person.objects.filter(pk=taken.pk).update(code=own)
    assert "Give a prefix" in client.get(sent(client, folder())).content.decode()
    known = Rotation.objects.get(pk=world.rotations["north"].pk).code
    answer = client.post(ARRIVE, {"file": folder(), "code": known, "before": ""})
    assert answer.status_code == 422
    assert "a code that no rotation has" in answer.content.decode().lower()


def test_only_who_looks_after_all_units_brings_a_rotation_in(world: World, signed_in: SignedIn) -> None:
    """An organiser of the north alone reads whose it is and can send nothing; a reader is refused the page itself."""
    north = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    assert "organisers of everything" in north.get(ARRIVE).content.decode()
    assert north.post(ARRIVE, {"file": folder(), "code": "boxing", "before": ""}).status_code == 403
    assert ARRIVE not in north.get(reverse("orgs:imports")).content.decode()
    assert signed_in(world.account(Role.READER, EVERYWHERE)).get(ARRIVE).status_code == 403
    page = sent(signed_in(world.account(Role.ORGANISER, EVERYWHERE)), folder())
    assert north.get(page).status_code == 404
    assert north.post(f"{page}take/").status_code == 404
    assert ImportBatch.objects.get().path == EVERYWHERE
    assert not Posting.objects.filter(rotation__code="boxing").exists()
