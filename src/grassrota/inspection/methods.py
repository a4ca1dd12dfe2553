"""How verified good units did it, offered to slow ones. No unit is an example for what it says of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from grassrota.errors import Refused
from grassrota.inspection.design import Outcome
from grassrota.inspection.finding import Finding, State
from grassrota.inspection.gate import Gates, Status
from grassrota.inspection.verdict import Verdict, Verified


@dataclass(frozen=True, slots=True)
class Method:
    """How one case was really fixed, as a team saw it.

    Attributes:
        unit: The unit that did it.
        case: The case.
        topic: What it was about.
        how: How it was changed, in the words of the finding.
    """

    unit: str
    case: str
    topic: str
    how: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a slow unit is shown: methods for the topics that it has open."""

    unit: str
    methods: tuple[Method, ...]


def methods_of(
    verdict: Verdict, findings: Iterable[Finding], topics: Mapping[str, str], gates: Gates | None = None
) -> tuple[Method, ...]:
    """What a verified good unit did in the cases that a team found fixed, in the order of the findings.

    Args:
        verdict: On its claim.
        findings: Of that inspection.
        topics: What each case is about; a case without a topic is left out.
        gates: The gates; it must have passed the upper one.

    Raises:
        Refused: ``not_verified``, if its claim is not confirmed, or what is verified does not reach the upper gate.
    """
    unit = verdict.claim.unit
    if verdict.outcome is not Outcome.CONFIRMED or (gates or Gates()).status(verdict.verified) is not Status.COMPLETE:
        message = f"{unit} is no example: inspect it first, and let what is verified pass the upper gate."
        raise Refused("not_verified", message, unit=unit, outcome=str(verdict.outcome))
    fixed = (finding for finding in findings if finding.state is State.FIXED and finding.case in topics)
    return tuple(Method(unit, finding.case, topics[finding.case], finding.how_changed) for finding in fixed)


def offers(
    units: Iterable[Verified],
    open_topics: Mapping[str, Collection[str]],
    methods: Iterable[Method],
    gates: Gates | None = None,
) -> tuple[Offer, ...]:
    """What each unit below the lower gate is shown, in the order given; nothing to those without a fitting method.

    Args:
        units: What is verified of each.
        open_topics: What the open cases of each are about.
        methods: From ``methods_of``.
        gates: The gates.
    """
    known = tuple(methods)
    slow = (unit.unit for unit in units if (gates or Gates()).status(unit) is Status.CONTINUE)
    fitting = ((unit, tuple(one for one in known if one.topic in open_topics.get(unit, ()))) for unit in slow)
    return tuple(Offer(unit, found) for unit, found in fitting if found)
