"""A gate and a deadline that cannot both be met, in plain words: both are named, and neither is bent."""

from __future__ import annotations

from grassrota.inspection.gate import Conflict
from grassrota.inspection.words import Language, percent


def conflict_words(conflict: Conflict, language: Language = Language.ENGLISH) -> str:
    """Both sides of a conflict, what is lacking, and the work a day that would reconcile them."""
    gate, cases = percent(conflict.gate), f"{conflict.missing:,}"
    if language is Language.CHINESE:
        both = f"{conflict.unit}须在{conflict.deadline}前开始，而经核实的整改率须达{gate}，尚缺{cases}件："
        if conflict.per_day is None:
            return f"{both}已没有时间，两者必须改变其一。"
        return f"{both}余下{conflict.days}天每天核实整改{conflict.per_day:,}件，两者方能兼顾；否则必须改变其一。"
    both = (
        f"{conflict.unit} must start by {conflict.deadline} and reach {gate} verified first, and lacks {cases} cases: "
    )
    if conflict.per_day is None:
        return f"{both}no day is left, so one of the two must move."
    return f"{both}{conflict.per_day:,} a day over {conflict.days} days would reconcile the two, else one must move."
