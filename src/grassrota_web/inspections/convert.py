"""Rounds, lists, visits and findings as values of the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from grassrota.canonical import canonical
from grassrota.inspection import claim as core
from grassrota.inspection import flagged as odd
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import Commitment, RoundKey
from grassrota.inspection.draw import Draw
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.terms import Scheduled, Terms
from grassrota.inspection.verdict import Verdict, judge
from grassrota_web.inspections import models

ID_BYTES = 16


def terms(row: models.Round) -> Terms:
    """What the core asks to be fixed beforehand; ``commitment`` to be selected."""
    draw = Scheduled(row.number, row.chance_on, row.source)
    said = (row.tolerance, row.grace, row.alpha, row.beta, row.passed, row.failed)
    tolerance, grace, alpha, beta, passed, failed = map(Fraction, said)
    return Terms(
        Commitment(row.commitment.anchor),
        (draw,),
        tolerance,
        grace,
        alpha,
        beta,
        passed,
        failed,
        Fraction(row.flagged),
        row.most_flagged,
    )


def plan_hash(row: models.Round) -> str:
    """SHA-256, in hexadecimal, of the terms and all else that is fixed before anybody knows anything."""
    said = {"place": row.place.code, "as_of": row.as_of.isoformat(), "second": row.second, "decoys": row.decoys}
    return sha256(canonical({**said, "terms": terms(row).hash})).hexdigest()


def beacon(row: models.Round) -> Beacon:
    """What chance said, under the name that was fixed for it."""
    return Beacon(row.number, row.source, row.chance)


def packed(cases: Iterable[UUID]) -> bytes:
    """Ids as they are kept: in the order of their text, which is that of their bytes."""
    return b"".join(sorted(case.bytes for case in cases))


def unpacked(kept: bytes | memoryview) -> list[UUID]:
    """The same again."""
    whole = bytes(kept)
    return [UUID(bytes=whole[start : start + ID_BYTES]) for start in range(0, len(whole), ID_BYTES)]


def claim(row: models.Claim) -> core.Claim:
    """A unit's claim; ``unit`` and ``round`` to be selected."""
    cases = tuple(str(case) for case in unpacked(row.listed))
    return core.Claim(row.unit.code, row.round.as_of, row.received, cases, row.claimed, row.terms)


def flagged(row: models.Claim) -> odd.Flagged:
    """Those of its cases whose closure looked odd; ``unit`` and ``round`` to be selected."""
    return odd.Flagged.of(claim(row), map(str, unpacked(row.flagged)), bytes.fromhex(row.round.seal))


def behind_seals(row: models.Claim) -> Mapping[str, UUID]:
    """The same cases by their sealed names."""
    value, secret = claim(row), bytes.fromhex(row.round.seal)
    return {odd.seal(str(case), value, secret): case for case in unpacked(row.flagged)}


def drawn(row: models.Claim, visits: Sequence[models.Visit]) -> Draw:
    """The sample as far as visits were sent out: from the first looks, so that no ticket is made twice."""
    first = sorted((visit.order or 0, str(visit.case_id)) for visit in visits if visit.case_id and visit.turn == 1)
    key = RoundKey(row.round.number, row.round.key)
    return Draw(row.unit.code, row.list_hash, beacon(row.round), key, tuple(case for _order, case in first))


def finding(row: models.Finding) -> Finding:
    """What a team found; ``visit`` with its members to be selected."""
    answered = row.unresolved == ""
    return Finding(
        str(row.visit.seen_to or row.visit_id),
        row.on,
        team(row.visit),
        row.really_changed if answered else None,
        row.how_changed if answered else "",
        row.small_problem_solved if answered else None,
        tuple(Evidence(Source(source), what) for source, what in row.evidence),
        None if answered else Unresolved(row.unresolved),
        row.disagreement,
    )


def team(row: models.Visit) -> Team:
    """Who goes there together: an inspector, somebody of the leaders, and somebody of the people drawn by lot.

    A member whose name was purged is named by what is left.
    """
    return Team(
        (
            Member(row.inspector, TeamRole.INSPECTION_OFFICE),
            Member(str(row.leader_id or "purged"), TeamRole.MANAGEMENT, drawn_by_lot=True),
            Member(str(row.user_id or "purged"), TeamRole.RAISER_SIDE, drawn_by_lot=True),
        )
    )


def verdict(row: models.Claim, visits: Sequence[models.Visit], found: Iterable[models.Finding]) -> Verdict:
    """The verdict on a claim from the findings that count, one a case."""
    return judge(claim(row), design(row), drawn(row, visits), [finding(one) for one in found])


def design(row: models.Claim) -> SequentialDesign:
    """How a claim is inspected; kept beside the data, so that every process has it at once."""
    return terms(row.round).design(claim(row), Path(settings.DATA) / "designs")
