"""Where people sent earlier opinions, learned, so that the next one's receiver can be suggested, and why.

Complement naive Bayes (Rennie et al. 2003) on weighted characters and word pieces, and on marks such as the place: a
label is weighed by how seldom all *other* labels have a term, which holds up where some labels have few examples. What
it makes of that is sure beyond reason, so that one number, fitted on examples left out, flattens it until it is
likely (Guo et al. 2017). The same examples give the same answer in whatever order they come.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import log_softmax, softmax

from grassrota.errors import Faults
from grassrota.opinions.themes.label import spread
from grassrota.opinions.themes.terms import counted
from grassrota.opinions.themes.weights import Columns, Weights, chosen, weighted

SMOOTHING = 0.1
TERMS = 1 << 15
"""Terms that are kept, the most frequent ones."""
MARK = 0.3
"""What a mark weighs beside all words of a text, which weigh 1 together."""
FOLDS = 5
BECAUSE = 3

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class Sent:
    """An earlier opinion, and where people sent it.

    Attributes:
        label: Whatever is learned, such as the id of a unit or of a topic.
        words: Of the opinion.
        marks: What else was known, such as ids of the place and of what is above it.
    """

    label: str
    words: str
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.label), "label", "where it was sent", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Guess:
    """A label, the share of such guesses that are right, and the words that led to it."""

    label: str
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """What was learned.

    Attributes:
        labels: What can be guessed, in order.
        columns: The terms in use, by column.
        idf: What each weighs.
        marks: The marks in use, in order.
        weights: Terms and marks x labels.
        sharpness: What evidence is multiplied with before they are shares.
    """

    labels: tuple[str, ...]
    columns: Columns
    idf: Weights
    marks: tuple[str, ...]
    weights: Numbers
    sharpness: float

    def guesses(
        self, words: str, marks: Sequence[str] = (), barred: Collection[str] = (), most: int = 3
    ) -> tuple[Guess, ...]:
        """The likeliest labels, the likeliest first.

        Args:
            words: The text.
            marks: What else is known.
            barred: Labels that cannot be; the confidence of the others is as if they had never been known.
            most: How many are given.
        """
        free = [place for place, label in enumerate(self.labels) if label not in barred]
        if not free:
            return ()
        shares = softmax(self.evidence([words], [tuple(marks)])[0, free] * self.sharpness)
        ranked = sorted(zip(shares.tolist(), free, strict=True), key=lambda pair: (-pair[0], pair[1]))[:most]
        return tuple(Guess(self.labels[place], share, self._because(words, place)) for share, place in ranked)

    def evidence(self, words: Sequence[str], marks: Sequence[tuple[str, ...]]) -> Numbers:
        """Texts x labels: the higher, the likelier."""
        found: Numbers = _seen(words, marks, self.columns, self.idf, self.marks) @ self.weights
        return found

    def _because(self, words: str, place: int) -> tuple[str, ...]:
        """The words of the text that speak most for a label, beside all others; the same said twice is one."""
        candidates = sorted(spread([words]))
        if not candidates:
            return ()
        seen = weighted(vstack(list(counted(candidates)), format="csr"), self.columns, self.idf)
        terms = self.weights[: len(self.columns)]
        speaks = seen @ (terms[:, place] - terms.mean(axis=1))
        found: list[str] = []
        for at in sorted(range(len(candidates)), key=lambda at: (-speaks[at], candidates[at])):
            if len(found) == BECAUSE or speaks[at] <= 0:
                break
            if not any(_share(candidates[at], other) for other in found):
                found.append(candidates[at])
        return tuple(found)


def learned(examples: Sequence[Sent], least: int = 3, most: int = 200) -> Habit | None:
    """What the examples teach; None as long as fewer than two labels have ``least`` of them.

    Args:
        examples: Earlier opinions, in any order.
        least: 2 or more; labels with fewer are left out.
        most: Labels that are learned, 2 or more: those with the most examples.

    Raises:
        BadInput: If ``least`` or ``most`` is out of range.
    """
    faults = Faults()
    faults.unless(least >= 2, "least", "2 or more", least)
    faults.unless(most >= 2, "most", "2 or more", most)
    faults.raise_if_any()
    counts = Counter(one.label for one in examples)
    common = sorted(counts, key=lambda label: (-counts[label], label))[:most]
    chosen_labels = {label for label in common if counts[label] >= least}
    kept = sorted(one for one in examples if one.label in chosen_labels)
    labels = sorted(chosen_labels)
    if len(labels) < 2:
        return None
    target = np.searchsorted(labels, [one.label for one in kept])
    marks = tuple(sorted({mark for one in kept for mark in one.marks}))
    terms = vstack(list(counted([one.words for one in kept])), format="csr")
    columns, idf = _frequent(*chosen(terms))
    rows = _seen([one.words for one in kept], [one.marks for one in kept], columns, idf, marks)
    weights = _complement(rows, target, len(labels))
    return Habit(tuple(labels), columns, idf, marks, weights, _sharpness(rows, target, len(labels)))


def packed(habit: Habit) -> bytes:
    """As a file."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        labels=np.asarray(habit.labels, dtype=np.str_),
        columns=habit.columns,
        idf=habit.idf,
        marks=np.asarray(habit.marks, dtype=np.str_),
        weights=habit.weights.astype(np.float32),
        sharpness=np.float64(habit.sharpness),
    )
    return stream.getvalue()


def unpacked(content: bytes) -> Habit:
    """The habit of a file."""
    with np.load(io.BytesIO(content), allow_pickle=False) as parts:
        labels, marks = (tuple(map(str, parts[name])) for name in ("labels", "marks"))
        weights = parts["weights"].astype(np.float64)
        return Habit(labels, parts["columns"], parts["idf"], marks, weights, float(parts["sharpness"]))


def _frequent(columns: Columns, idf: Weights) -> tuple[Columns, Weights]:
    """The most frequent terms: of the rarest, which weigh most, few are met again."""
    kept = np.sort(np.argsort(idf, kind="stable")[:TERMS])
    return columns[kept], idf[kept]


def _seen(
    words: Sequence[str],
    marks: Sequence[tuple[str, ...]],
    columns: Columns,
    idf: Weights,
    known: tuple[str, ...],
) -> csr_matrix:
    """Texts x terms and marks."""
    terms = weighted(vstack(list(counted(words)), format="csr"), columns, idf)
    place = {mark: at for at, mark in enumerate(known)}
    cells = [(row, place[mark]) for row, own in enumerate(marks) for mark in sorted(set(own)) if mark in place]
    rows, at = zip(*cells, strict=True) if cells else ((), ())
    flags = csr_matrix((np.full(len(cells), MARK), (rows, at)), shape=(len(words), len(known)))
    return hstack([terms, flags], format="csr")


def _complement(rows: csr_matrix, target: npt.NDArray[np.intp], labels: int) -> Numbers:
    own = csr_matrix((np.ones(len(target)), (target, np.arange(len(target)))), shape=(labels, len(target)))
    mass = np.asarray((own @ rows).todense())
    others = mass.sum(axis=0) - mass + SMOOTHING
    found: Numbers = -np.log(others / others.sum(axis=1, keepdims=True)).T
    return found


def _sharpness(rows: csr_matrix, target: npt.NDArray[np.intp], labels: int) -> float:
    """What makes examples that were left out most likely."""
    # dealt out label by label, so that each fold has some of each
    place = np.empty(len(target), dtype=np.int64)
    place[np.argsort(target, kind="stable")] = np.arange(len(target))
    fold = place % min(FOLDS, int(np.bincount(target).min()))
    evidence = np.empty((len(target), labels))
    for number in range(fold.max() + 1):
        out = fold == number
        evidence[out] = rows[out] @ _complement(rows[~out], target[~out], labels)

    def surprise(log: float) -> float:
        return -float(log_softmax(evidence * np.exp(log), axis=1)[np.arange(len(target)), target].mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 6.0), method="bounded").x))


def _share(one: str, other: str) -> bool:
    """True if they have two characters side by side in common."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return any(other[at : at + 2] in pairs for at in range(len(other) - 1))
