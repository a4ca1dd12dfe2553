"""A verdict in plain words, English or Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction

from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.many import Naming
from grassrota.inspection.verdict import Verdict


class Language(StrEnum):
    """A language that verdicts are told in."""

    ENGLISH = "en"
    CHINESE = "zh"


def words(verdict: Verdict, language: Language = Language.ENGLISH) -> str:
    """Hypothesis, risks, sample, silence, bounds, and what would change it: one sentence or two a line."""
    return "\n".join(part(verdict) for part in _PARTS[language])


def words_of_many(
    evidence: Mapping[str, float], refuted: int, naming: Naming, language: Language = Language.ENGLISH
) -> str:
    """What may be said of all units together.

    Args:
        evidence: Each unit's, where its visits stopped, by what it is called.
        refuted: How many of them were refuted one by one.
        naming: When a unit may be called false.
        language: What it is told in.
    """
    named = naming.named(evidence)
    level = _risk(naming.level)
    if language is Language.CHINESE:
        told = f"可以称为不实的有：{'、'.join(named)}。" if named else "没有一个单位可以称为不实。"
        return (
            f"{naming.units}个单位中，单独未通过核查的{refuted}个；即使各单位都属实，也难免有几个碰巧不通过。"
            f"{told}在被称为不实的单位中，属实的平均不超过{level}。"
        )
    told = f"May be called false: {', '.join(named)}." if named else "None may be called false."
    return (
        f"Of {naming.units} units {refuted} are refuted one by one, as a few would be if all were honest. {told} "
        f"Of the units so called, at most {level} are honest on average."
    )


def percent(share: Fraction) -> str:
    """A share with one decimal, rounded down so that it never says more than is known."""
    tenths = share * 1000 // 1
    return f"{tenths // 10}.{tenths % 10}%"


def _risk(risk: Fraction) -> str:
    return f"{float(risk * 100):g}%"


def _errors(asked: Hypotheses, words: str) -> str:
    """What inspectors may err by; nothing if it is not allowed for."""
    return words.format(_risk(asked.passed), _risk(asked.failed)) if asked.passed or asked.failed else ""


def _claim_en(verdict: Verdict) -> str:
    claim, asked = verdict.claim, verdict.design.hypotheses
    erring = _errors(
        asked, ", as inspectors find them, who may take {} of the others as fixed and miss {} of the fixed"
    )
    return (
        f"{claim.unit} says that {claim.claimed} of {claim.received} opinions were fixed by {claim.as_of}. "
        f"The claim is false if at most {asked.false_at} truly are, honest if at least {asked.honest_at} are{erring}."
    )


def _sample_en(verdict: Verdict) -> str:
    asked = verdict.design.hypotheses
    return (
        f"The first {verdict.visited} cases of the draw decide, where up to {verdict.design.longest} might have: "
        f"{verdict.fixed} fixed, {verdict.not_fixed} not (of them {verdict.unlisted} never listed), "
        f"{verdict.silent} without an answer. A false claim is confirmed with a chance of at most "
        f"{_risk(asked.alpha)}, an honest one refuted with at most {_risk(asked.beta)}."
    )


def _outcome_en(verdict: Verdict) -> str:
    told = {
        Outcome.CONFIRMED: "Confirmed, even if every case without an answer is not fixed.",
        Outcome.REFUTED: "Refuted, even if every case without an answer is fixed.",
        Outcome.INCONCLUSIVE: "Inconclusive: it hangs on the cases without an answer.",
    }
    return told[verdict.outcome]


def _bounds_en(verdict: Verdict) -> str:
    asked, received = verdict.design.hypotheses, verdict.claim.received
    return (
        f"Verified: at least {verdict.at_least} of {received} opinions "
        f"({percent(Fraction(verdict.at_least, received))}) are truly fixed, "
        f"and at most {verdict.at_most}; each bound is wrong with a chance of at most "
        f"{_risk(asked.alpha)} and {_risk(asked.beta)}."
    )


def _moment_en(verdict: Verdict) -> str:
    least, most = verdict.at_any_moment
    return f"From all {verdict.made} visits, whenever and why they stopped: {least} to {most} are truly fixed."


def _change_en(verdict: Verdict) -> str:
    match verdict.outcome:
        case Outcome.CONFIRMED if verdict.to_refute is not None:
            return f"It would have been refuted if as few as {verdict.to_refute} of the cases found fixed had failed."
        case Outcome.REFUTED if verdict.to_confirm is not None:
            passed = verdict.to_confirm
            return f"It would have been confirmed if as few as {passed} of the cases found not fixed had been fixed."
        case Outcome.INCONCLUSIVE:
            return (
                f"Of the {verdict.silent} cases without an answer, as few as {verdict.to_confirm} found fixed would "
                f"confirm it, as few as {verdict.to_refute} found not fixed would refute it."
            )
        case _:
            return "Had the last of them been found otherwise, more cases would have been visited."


def _claim_zh(verdict: Verdict) -> str:
    claim, asked = verdict.claim, verdict.design.hypotheses
    return (
        f"{claim.unit}称：截至{claim.as_of}，所收{claim.received}条意见中已整改{claim.claimed}条。"
        f"真正整改的若不超过{asked.false_at}条，即为不实；若不少于{asked.honest_at}条，即为属实"
        f"{_errors(asked, '（以查见为准，已计入查访可能的差错：未整改的误作已整改至多{}，已整改的未能查明至多{}）')}。"
    )


def _sample_zh(verdict: Verdict) -> str:
    asked = verdict.design.hypotheses
    return (
        f"以抽签次序的前{verdict.visited}条（至多{verdict.design.longest}条）为准：已整改{verdict.fixed}条，"
        f"未整改{verdict.not_fixed}条（其中{verdict.unlisted}条未列入清单），无回音{verdict.silent}条。"
        f"不实的报数通过核查的可能性不超过{_risk(asked.alpha)}，属实的不通过的可能性不超过{_risk(asked.beta)}。"
    )


def _outcome_zh(verdict: Verdict) -> str:
    told = {
        Outcome.CONFIRMED: "属实：即使无回音的全部算作未整改，结论不变。",
        Outcome.REFUTED: "未通过核查：即使无回音的全部算作已整改，结论不变。",
        Outcome.INCONCLUSIVE: "尚无定论：取决于无回音的各条。",
    }
    return told[verdict.outcome]


def _bounds_zh(verdict: Verdict) -> str:
    asked, received = verdict.design.hypotheses, verdict.claim.received
    return (
        f"经核实：{received}条意见中真正整改的至少{verdict.at_least}条"
        f"（{percent(Fraction(verdict.at_least, received))}），至多{verdict.at_most}条；"
        f"下限、上限出错的可能性分别不超过{_risk(asked.alpha)}和{_risk(asked.beta)}。"
    )


def _moment_zh(verdict: Verdict) -> str:
    least, most = verdict.at_any_moment
    return f"按已查的全部{verdict.made}条，无论何时、因何停止：真正整改的在{least}至{most}条之间。"


def _change_zh(verdict: Verdict) -> str:
    match verdict.outcome:
        case Outcome.CONFIRMED if verdict.to_refute is not None:
            return f"查为已整改的各条中，最少只要有{verdict.to_refute}条不合格，就通不过核查。"
        case Outcome.REFUTED if verdict.to_confirm is not None:
            return f"查为未整改的各条中，最少只要有{verdict.to_confirm}条已整改，就会判为属实。"
        case Outcome.INCONCLUSIVE:
            return (
                f"无回音的{verdict.silent}条中，最少查明{verdict.to_confirm}条已整改即可判为属实，"
                f"最少查明{verdict.to_refute}条未整改即通不过核查。"
            )
        case _:
            return "如果最后查的一条结果不同，就要再多查几条。"


_PARTS: Mapping[Language, tuple[Callable[[Verdict], str], ...]] = {
    Language.ENGLISH: (_claim_en, _sample_en, _outcome_en, _bounds_en, _moment_en, _change_en),
    Language.CHINESE: (_claim_zh, _sample_zh, _outcome_zh, _bounds_zh, _moment_zh, _change_zh),
}
