"""An inspection where only counts are known: claims with made-up case ids, a real draw, and made-up findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from grassrota.files.counts import UnitCount
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim
from grassrota.inspection.draw import Draw
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.round import Round
from grassrota.inspection.terms import Scheduled, Terms
from grassrota.inspection.verdict import FIXED, Verdict, judge
from grassrota.play.rotation import DrawSettings

TEAM = Team(
    (
        Member("inspector", TeamRole.INSPECTION_OFFICE),
        Member("manager of another unit", TeamRole.MANAGEMENT),
        Member("service user", TeamRole.RAISER_SIDE, drawn_by_lot=True),
    )
)


def round_from_counts(counts: Mapping[str, UnitCount], settings: DrawSettings, as_of: date) -> Round:
    """A round over all units: each lists as many cases as it says are fixed, under ids made for the purpose."""
    secret = hashlib.sha256(settings.secret.encode()).digest()
    schedule = (Scheduled(1, as_of, settings.chance),)
    terms = Terms(commit(secret, 1), schedule, tolerance=settings.tolerance, grace=settings.grace)
    frozen = terms.hash
    claims = tuple(
        Claim.of(
            unit,
            as_of,
            count.opinions,
            (f"{unit}-{number:06}" for number in range(count.reported_fixed)),
            terms=frozen,
        )
        for unit, count in counts.items()
    )
    return Round(claims, terms, Beacon(1, settings.chance, settings.outcome), round_key(secret, 1, 1))


def made_up_verdicts(
    found: Round, counts: Mapping[str, UnitCount], on: date, seed: int
) -> tuple[Round, tuple[Verdict, ...]]:
    """The round with findings for every case visited, at the true shares that ``counts`` assumes, and its verdicts."""
    findings, verdicts = {}, []
    for claim in found.claims:
        design, drawn = found.design(claim), found.draw(claim)
        imagined = tuple(_findings(drawn, counts[claim.unit], on, seed))
        ends = design.ends([FIXED[finding.state] for finding in imagined])
        findings[claim.unit] = imagined[: max(end.visited for end in ends if end)]
        verdicts.append(judge(claim, design, drawn, findings[claim.unit]))
    return replace(found, findings=findings), tuple(verdicts)


def _findings(drawn: Draw, count: UnitCount, on: date, seed: int) -> Iterator[Finding]:
    random = np.random.default_rng([seed, *drawn.unit.encode()])
    heard = False
    for case in drawn.cases:
        if random.random() < count.silent:
            yield Finding(case, on, TEAM, unresolved=Unresolved.SILENCE)
            continue
        fixed = bool(random.random() < count.really_fixed)
        how = "as the raiser had asked" if fixed else "nothing was changed"
        # no unit counts as inspected without hearing a raiser
        source = Source.PLACE if heard and random.random() < 0.5 else Source.RAISER
        heard = True
        yield Finding(case, on, TEAM, fixed, how, fixed, (Evidence(source, how),))
