"""What others' libraries make of the same texts: datasketch of copies, scikit-learn and BERTopic of themes.

None of them is a dependency of the project: ``pip install datasketch scikit-learn bertopic`` beside it runs them, and
what is missing is said by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from grassrota.opinions.themes.copies import NEAR
from grassrota.opinions.themes.model import Model
from grassrota.opinions.themes.signature import SHINGLE, SIZE


def minhash_groups(texts: Sequence[str]) -> list[list[int]]:
    """Groups of copies by datasketch: MinHash of the same shingles, pairs that its bands find joined together."""
    from datasketch import MinHash, MinHashLSH

    among, leader = MinHashLSH(threshold=NEAR, num_perm=SIZE), list(range(len(texts)))
    for number, text in enumerate(texts):
        signature = MinHash(SIZE)
        signature.update_batch({text[i : i + SHINGLE].encode() for i in range(max(len(text) - SHINGLE + 1, 1))})
        leader[number] = min((leader[other] for other in among.query(signature)), default=number)
        among.insert(number, signature)
    size = Counter(leader)
    groups: dict[int, list[int]] = {number: [] for number, count in size.items() if count > 1}
    for number, of in enumerate(leader):
        if of in groups:
            groups[of].append(number)
    return list(groups.values())


def clusterings(words: Sequence[str], model: Model) -> Iterator[tuple[str, Any]]:
    """Clusterings of texts: k-means on TF-IDF and on our vectors, and BERTopic on our vectors."""
    try:
        from sklearn.cluster import KMeans
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError as missing:
        yield f"not run: {missing}", None
        return
    terms, vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(words), model.lens.vectors(words)
    for name, points in (("TF-IDF", terms), ("our vectors", vectors)):
        yield (
            f"k-means of scikit-learn {version('scikit-learn')} on {name}",
            KMeans(model.count, n_init=2, random_state=0).fit_predict(points),
        )
    try:
        from bertopic import BERTopic
        from umap import UMAP
    except ImportError as missing:
        yield f"not run: {missing}", None
        return
    flat = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)
    yield (
        f"BERTopic {version('bertopic')} on our vectors, its own settings",
        np.asarray(BERTopic(umap_model=flat).fit_transform(list(words), vectors)[0]),
    )
