"""``grassrota inspect verdict``: what the findings of a round say about each claim."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli.options import Json, Quiet, RoundDir, Verbose
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal

if TYPE_CHECKING:
    from grassrota.inspection.verdict import Verdict

EXAMPLE = "Example: grassrota inspect verdict my-round --language zh"


class Tongue(StrEnum):
    """A language that verdicts are told in."""

    EN = "en"
    ZH = "zh"


Language = Annotated[Tongue, typer.Option(help="English or Chinese.")]


def inspect_verdict(
    round_dir: RoundDir,
    language: Language = Tongue.EN,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Tell the verdict on each claim of a round.

    A case without a finding counts as silent. If any claim is refuted, or cannot be judged, the exit code is 1.
    """
    from grassrota.cli.each_claim import each_claim
    from grassrota.files.inspection import read_round
    from grassrota.inspection.design import Outcome
    from grassrota.inspection.many import Naming
    from grassrota.inspection.words import Language as Spoken
    from grassrota.inspection.words import words, words_of_many

    terminal = Terminal(as_json, quiet, verbose)
    found = read_round(round_dir)
    verdicts, refusals = each_claim(found, found.verdict)
    further = {verdict.claim.unit: found.next_visits(verdict.claim) for verdict in verdicts}
    blocks = [
        "\n".join([words(verdict, Spoken(language)), *_go_on(further[verdict.claim.unit], language)])
        for verdict in verdicts
    ]
    blocks += [f"{unit}: {refusal.message}" for unit, refusal in refusals.items()]
    naming = Naming(len(found.claims))
    evidence = {verdict.claim.unit: verdict.evidence for verdict in verdicts}
    if naming.units > 1:
        refuted = sum(verdict.outcome is Outcome.REFUTED for verdict in verdicts)
        blocks.append(words_of_many(evidence, refuted, naming, Spoken(language)))
    for place, block in enumerate(blocks):
        terminal.say(*([""] if place else []), *block.splitlines())
    data = {
        "verdicts": [_data(verdict) | {"next_visits": further[verdict.claim.unit]} for verdict in verdicts],
        "called_false": list(naming.named(evidence)),
        "refused": [{"unit": unit, "code": r.code, "message": r.message} for unit, r in refusals.items()],
    }
    no = any(verdict.outcome is Outcome.REFUTED for verdict in verdicts) or refusals
    return Done(NO if no else YES, data)


def _go_on(more: int, language: Tongue) -> list[str]:
    if not more:
        return []
    if language is Tongue.ZH:
        return [f"查访未完：请按抽签次序再查{more}条。"]
    return [f"Not at its end: visit the next {more} of the draw, in its order."]


def _data(verdict: Verdict) -> dict[str, Any]:
    claim, design = verdict.claim, verdict.design
    counts = ("visited", "fixed", "not_fixed", "unlisted", "silent", "at_least", "at_most", "to_confirm", "to_refute")
    return {
        "unit": claim.unit,
        "as_of": claim.as_of.isoformat(),
        "received": claim.received,
        "claimed": claim.claimed,
        "list_hash": claim.list_hash,
        "outcome": str(verdict.outcome),
        "longest": design.longest,
        "evidence": verdict.evidence if isfinite(verdict.evidence) else None,
        "at_any_moment": verdict.at_any_moment,
        **{name: getattr(verdict, name) for name in counts},
    }
