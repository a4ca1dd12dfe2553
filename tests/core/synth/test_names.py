from __future__ import annotations

import numpy as np

from grassrota.synth.names import FAMILY, GIVEN, name


def test_a_name_is_a_family_name_and_two_syllables() -> None:
    """Drawn from the lists; the same chance gives the same name."""
    for seed in range(20):
        found = name(np.random.default_rng(seed))
        assert len(found) == 3
        assert found[0] in FAMILY
        assert set(found[1:]) <= set(GIVEN)
        assert name(np.random.default_rng(seed)) == found
