"""Copies and themes: time and memory on made-up opinions, quality on texts that others published, beside peers.

    .venv/bin/python -m benchmarks.themes speed --opinions 1040000
    .venv/bin/python -m benchmarks.themes quality --data FOLDER     # with banking77/, zh_bq/ and gitbugs_hadoop/ in it

No pair or intent label is learned. Halves are cut by a fixed seed and only the second is reported. The few settings
(terms, weights of 0.7 and 0.5, ten neighbours) were chosen in trials whose halves were cut otherwise, and both were
seen: they are not quite blind.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.machine import described, today
from benchmarks.themes_peers import clusterings, minhash_groups
from grassrota.opinions.themes.alike import Alike
from grassrota.opinions.themes.copies import copies
from grassrota.opinions.themes.encoder import installed
from grassrota.opinions.themes.index import Index
from grassrota.opinions.themes.lens import fitted
from grassrota.opinions.themes.model import learned
from grassrota.opinions.themes.text import Text
from grassrota.opinions.themes.theme import learned_from, themes
from grassrota.synth.opinions import FIRST_DAY, opinions

RESULTS = Path(__file__).parent / "results"
BOOTSTRAPS = 1_000
BESIDE = 100_000
"""Texts that a peer gets as well."""
Numbers = npt.NDArray[np.float64]


def speed(count: int, added: int) -> Iterator[tuple[str, str]]:
    """Seconds and memory of each step; then so many opinions added one by one."""
    made = list(opinions(count + added, seed=1))
    texts = [each.text for each in made[:count]]
    found, spent = timed(lambda: copies(texts))
    yield f"copies of {count:,} texts (90 s wanted)", f"{spent:.1f} s, {len(found):,} groups; {memory()}"
    yield from copies_peer(texts[:BESIDE])
    model, learning = timed(lambda: learned_from(texts, installed()))
    last = FIRST_DAY + timedelta(days=240)
    seen, placing = timed(lambda: themes(texts, model, last))
    spent = learning + placing
    yield "themes from scratch (20 min and 8 GiB wanted)", f"{spent / 60:.1f} min, {len(seen)} themes; {memory()}"
    kind = {each.text.id: each.grievance for each in made[:count]}
    yield (
        "pairs of a theme that tell of one grievance",
        f"{pure([[kind[name] for name in each.ids] for each in seen]):.3f}",
    )
    index = Index(model, texts)
    waits = sorted(timed(lambda text=each.text: index.add(text))[1] for each in made[count:])  # type: ignore[misc]
    yield (
        "one opinion placed, p50 and p99 (50 ms wanted)",
        f"{waits[len(waits) // 2] * 1e3:.1f} ms, {waits[-len(waits) // 100] * 1e3:.1f} ms",
    )


def copies_peer(texts: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """Copies of fewer texts, by us and by datasketch."""
    found, spent = timed(lambda: copies(texts))
    yield f"copies of {len(texts):,} texts", f"{spent:.1f} s, {len(found):,} groups"
    try:
        groups, spent = timed(lambda: minhash_groups([text.words for text in texts]))
    except ImportError as missing:
        yield "copies by datasketch", f"not run: {missing}"
        return
    by = f"datasketch {version('datasketch')}"
    yield f"copies of {len(texts):,} texts, {by}", f"{spent:.1f} s, {len(groups):,} groups"


def banking(folder: Path) -> Iterator[tuple[str, str]]:
    """Adjusted Rand index of the second half, texts in no theme being a group of their own."""
    rows = [row for part in ("train", "test") for row in table(folder / "banking77" / f"{part}.csv")]
    chosen = second_half(len(rows))
    words, labels = [rows[i]["text"] for i in chosen], codes([rows[i]["category"] for i in chosen])
    model = learned(list(dict.fromkeys(words)), installed())
    placed, _ = model.place(words)
    yield "banking77 ARI (0.45 wanted)", bootstrapped(lambda pick: rand_index(labels[pick], placed[pick]), len(words))
    for name, found in clusterings(words, model):
        yield f"banking77 ARI, {name}", "" if found is None else f"{rand_index(labels, found):.3f}"


def questions(folder: Path) -> Iterator[tuple[str, str]]:
    """Area under the curve of cosines on the test half of BQ; the lens is fitted on all sentences, without labels."""
    halves = {part: table(folder / "zh_bq" / f"{part}.csv") for part in ("dev", "test")}
    words = sorted({row[key] for rows in halves.values() for row in rows for key in ("sentence1", "sentence2")})
    place = {word: number for number, word in enumerate(words)}
    _, vectors = fitted(words, installed())
    rows = halves["test"]
    same = np.array([row["label"] == "1" for row in rows])
    one, other = (vectors[[place[row[key]] for row in rows]] for key in ("sentence1", "sentence2"))
    score = (one * other).sum(axis=1)
    yield "BQ AUC (0.80 wanted)", bootstrapped(lambda pick: area(same[pick], score[pick]), len(rows))


def duplicates(folder: Path) -> Iterator[tuple[str, str]]:
    """Recall at ten of reports linked as duplicates, among all 2,503 reports; second half of the linked ones."""
    rows = table(folder / "gitbugs_hadoop" / "hadoop_bugs.csv")
    place = {row["Issue id"]: number for number, row in enumerate(rows)}
    linked: dict[int, set[int]] = {}
    for row in table(folder / "gitbugs_hadoop" / "hadoop_bugs-combined.csv"):
        for other in row["Duplicate id"].split(","):
            if row["Issue id"] in place and other.strip() in place:
                one, two = place[row["Issue id"]], place[other.strip()]
                linked.setdefault(one, set()).add(two)
                linked.setdefault(two, set()).add(one)
    asked = sorted(linked)
    among = Alike([row["Summary"] for row in rows], [row["Description"] for row in rows])
    recalls = []
    for number in (asked[i] for i in second_half(len(asked))):
        best = {each for each, _ in among.to(rows[number]["Summary"], rows[number]["Description"], 11)} - {number}
        recalls.append(len(linked[number] & set(list(best)[:10])) / len(linked[number]))
    kept = np.array(recalls)
    yield "hadoop duplicates recall@10 (0.90 wanted)", bootstrapped(lambda pick: float(kept[pick].mean()), len(kept))


def bootstrapped(measure: Callable[[Any], float], size: int) -> str:
    """The measure, and the middle 95 % of it over texts drawn anew with replacement."""
    random = np.random.default_rng(0)
    again = [measure(random.integers(size, size=size)) for _ in range(BOOTSTRAPS)]
    low, high = np.quantile(again, (0.025, 0.975))
    return f"{measure(np.arange(size)):.3f} [{low:.3f}, {high:.3f}]"


def rand_index(labels: Any, found: Any) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985)."""
    both = np.zeros((labels.max() + 1, found.max() - found.min() + 1))
    np.add.at(both, (labels, found - found.min()), 1)
    together, rows, columns = pairs(both), pairs(both.sum(axis=1)), pairs(both.sum(axis=0))
    chance = rows * columns / pairs(both.sum(keepdims=True))
    return (together - chance) / ((rows + columns) / 2 - chance)


def pairs(counts: Numbers) -> float:
    """Pairs within groups of these sizes."""
    return float((counts * (counts - 1) / 2).sum())


def area(same: Any, score: Any) -> float:
    """Area under the receiver operating characteristic, by ranks."""
    from scipy.stats import rankdata

    positive = int(same.sum())
    above = rankdata(score)[same].sum() - positive * (positive + 1) / 2
    return float(above / (positive * (len(same) - positive)))


def pure(groups: Sequence[Sequence[str]]) -> float:
    """Share of pairs within groups that bear one name."""
    sizes = [np.unique(group, return_counts=True)[1].astype(float) for group in groups]
    right = sum(float((each * (each - 1)).sum()) for each in sizes)
    return right / sum(float(each.sum() * (each.sum() - 1)) for each in sizes)


def codes(names: Sequence[str]) -> Any:
    return np.unique(names, return_inverse=True)[1]


def second_half(size: int) -> list[int]:
    return [int(each) for each in np.random.default_rng(0).permutation(size)[size // 2 :]]


def table(file: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    found = call()
    return found, time.perf_counter() - started


def memory() -> str:
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "quality"))
    parser.add_argument("--opinions", type=int, default=1_040_000)
    parser.add_argument("--added", type=int, default=1_000)
    parser.add_argument("--data", type=Path, help="folder with texts of the shape of the published ones")
    parser.add_argument("--only", choices=("banking", "questions", "duplicates"))
    options = parser.parse_args()
    if options.what == "speed":
        rows = speed(options.opinions, options.added)
    else:
        parts = {"banking": banking, "questions": questions, "duplicates": duplicates}
        chosen = [part for name, part in parts.items() if options.only in (None, name)]
        rows = chain.from_iterable(part(options.data) for part in chosen)
    lines = [f"# Themes: {options.what}", "", f"{today()}. {described('numpy', 'scipy')}.", ""]
    lines += ["| what | measured |", "|---|---|"]
    print("\n".join(lines), flush=True)
    for what, measured in rows:
        lines.append(f"| {what} | {measured} |")
        print(lines[-1], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"themes-{options.what}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
