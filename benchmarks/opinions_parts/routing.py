"""Routing suggestions: how often the learned habit is right on letters that others labelled, and how sure it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from python_calamine import CalamineWorkbook

from benchmarks.machine import described
from grassrota.opinions.habit import Sent, learned

FOLDS = 5
BOOTSTRAPS = 1_000
WORDS, LABEL = ("留言主题", "留言详情"), "一级分类"
BINS = 10

Labels = npt.NDArray[np.intp]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, help=f"a workbook with the columns {WORDS[0]}, {WORDS[1]} and {LABEL}"
    )


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The title, a note, and the lines of the table."""
    words, names = letters(options.data)
    labels, truth = np.unique(names, return_inverse=True)
    fold = folds(truth, options.seed)
    yield f"# Routing suggestions on {len(words):,} labelled letters in {len(labels)} classes"
    yield ""
    yield (
        f"{FOLDS}-fold cross-validation, each class dealt out evenly, seed {options.seed}; each letter is guessed by "
        f"what was learned without it. In brackets the middle 95 % of {BOOTSTRAPS:,} bootstraps over letters. "
        "Smoothing was chosen among four values on the same letters: it is not quite blind. "
        f"{described('numpy', 'scipy')}."
    )
    yield from ("", "| what | macro-F1 |", "|---|---|")
    guessed, sure, spare = cross_validated(words, labels, truth, fold)
    own = shown(truth, guessed, len(labels))
    yield f"| learned habit (complement naive Bayes, characters in ones and twos) | {own} |"
    common = np.full(len(truth), np.bincount(truth).argmax())
    yield f"| always the commonest class | {shown(truth, common, len(labels))} |"
    yield from peers(words, truth, fold, len(labels))
    right = guessed == truth
    yield from ("", "| what it says of itself | |", "|---|---|")
    yield f"| right | {right.mean():.3f} |"
    yield f"| right among the first three | {spare.mean():.3f} |"
    yield f"| mean confidence | {sure.mean():.3f} |"
    yield f"| expected calibration error, {BINS} bins (Naeini et al. 2015) | {calibration(right, sure):.3f} |"


def letters(file: Path) -> tuple[list[str], list[str]]:
    """Words and class of each letter."""
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    at = {str(name): place for place, name in enumerate(rows[0])}
    words = ["\n".join(str(row[at[name]]).strip() for name in WORDS) for row in rows[1:]]
    return words, [str(row[at[LABEL]]).strip() for row in rows[1:]]


def folds(truth: Labels, seed: int) -> Labels:
    """The fold of each letter."""
    random = np.random.default_rng(seed)
    found = np.empty(len(truth), dtype=np.intp)
    for label in range(truth.max() + 1):
        own = random.permutation(np.flatnonzero(truth == label))
        found[own] = np.arange(len(own)) % FOLDS
    return found


def cross_validated(words: Sequence[str], labels: Any, truth: Labels, fold: Labels) -> tuple[Labels, Any, Any]:
    """For each letter the label guessed, how sure that was, and whether the right one was among the first three."""
    guessed, sure, spare = np.empty_like(truth), np.empty(len(truth)), np.empty(len(truth), dtype=bool)
    for number in range(FOLDS):
        habit = learned([Sent(str(labels[truth[at]]), words[at]) for at in np.flatnonzero(fold != number).tolist()])
        assert habit is not None
        for at in np.flatnonzero(fold == number).tolist():
            first, *others = habit.guesses(words[at])
            guessed[at], sure[at] = np.searchsorted(labels, first.label), first.confidence
            spare[at] = str(labels[truth[at]]) in {first.label, *(one.label for one in others[:2])}
    return guessed, sure, spare


def peers(words: Sequence[str], truth: Labels, fold: Labels, classes: int) -> Iterator[str]:
    """Logistic regression and a linear support vector machine of scikit-learn on its own TF-IDF, if it is at hand."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.naive_bayes import ComplementNB
        from sklearn.svm import LinearSVC
    except ImportError as missing:
        yield f"| scikit-learn: not run, {missing} | |"
        return
    models: dict[str, Callable[[], Any]] = {
        "logistic regression, C 10": lambda: LogisticRegression(C=10, max_iter=1000),
        "logistic regression, C 100": lambda: LogisticRegression(C=100, max_iter=1000),
        "linear support vector machine": lambda: LinearSVC(),
        "complement naive Bayes": lambda: ComplementNB(alpha=0.1),
    }
    for name, made in models.items():
        guessed = np.empty_like(truth)
        for number in range(FOLDS):
            out = fold == number
            terms = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
            rows = terms.fit_transform([word for word, left in zip(words, out.tolist(), strict=True) if not left])
            model = made().fit(rows, truth[~out])
            guessed[out] = model.predict(
                terms.transform([word for word, left in zip(words, out.tolist(), strict=True) if left])
            )
        yield f"| scikit-learn, {name} | {shown(truth, guessed, classes)} |"


def shown(truth: Labels, guessed: Labels, classes: int) -> str:
    """Macro-F1 with its interval."""
    random = np.random.default_rng(0)
    again = []
    for _ in range(BOOTSTRAPS):
        drawn = random.integers(len(truth), size=len(truth))
        again.append(macro_f1(truth[drawn], guessed[drawn], classes))
    low, high = np.quantile(again, (0.025, 0.975))
    return f"{macro_f1(truth, guessed, classes):.3f} [{low:.3f}, {high:.3f}]"


def macro_f1(truth: Labels, guessed: Labels, classes: int) -> float:
    """Mean over classes of F1; a class that is neither there nor guessed counts as 0."""
    both = np.bincount(truth[truth == guessed], minlength=classes)
    either = np.bincount(truth, minlength=classes) + np.bincount(guessed, minlength=classes)
    return float((2 * both / np.maximum(either, 1)).mean())


def calibration(right: Any, sure: Any) -> float:
    """Mean distance between confidence and share of right guesses, over bins of confidence."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(right[place == number].mean() - sure[place == number].mean()) * (place == number).mean()
        for number in range(BINS)
        if (place == number).any()
    ]
    return float(sum(gaps))
