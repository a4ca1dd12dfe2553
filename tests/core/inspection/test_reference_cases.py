"""Values that others published, each with its source in the file; bring your own with GRASSROTA_REFERENCE_CASES."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grassrota.inspection import classic

OURS = Path(__file__).parents[2] / "data" / "inspection_cases.json"

KINDS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "attr_n_binomial": lambda i: classic.attribute_sample(i["tolerable"], i["expected_rate"], i["risk"]),
    "attr_n_hypergeom": lambda i: classic.attribute_sample_of_lot(i["N"], i["K_bad"], i["failures"], i["risk"]),
    "hypergeom_upper_bound": lambda i: classic.most_unfixed(i["N"], i["n"], i["failures"], i["conf"]) / i["N"],
    "binomial_upper_bound": lambda i: classic.greatest_rate(i["n"], i["failures"], i["conf"]),
    "lqas_oc": lambda i: classic.lqas_chances(i["n"], i["d_max_failures"], i["p_good"], i["p_bad"]),
    "lqas_n_hypergeom": lambda i: classic.lqas_sample(i["N"], i["p_low"], i["p_high"], i["alpha"], i["beta"]),
    "lqas_rule_n19": lambda i: classic.lqas_rule_holds(i["n"], i["benchmark"], i["decision_rule"]),
    "oc_binomial": lambda i: classic.acceptance(i["n"], i["c"], i["p"]),
    "oc_hypergeom": lambda i: float(classic.acceptance_of_lot(i["N"], i["D"], i["n"], i["c"])),
}


def _cases() -> list[Any]:
    content = json.loads(Path(os.environ.get("GRASSROTA_REFERENCE_CASES", OURS)).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["id"]) for case in content["cases"]]


@pytest.mark.parametrize("case", _cases())
def test_a_published_value_is_reproduced(case: dict[str, Any]) -> None:
    """What the cited source printed comes out of our own functions, within the tolerance given there."""
    if case["kind"] not in KINDS:
        pytest.fail(f"{case['id']}: the kind {case['kind']!r} is not offered; offered are {', '.join(KINDS)}.")
    expected, tolerance = case["expected"], case["tolerance"]
    found = KINDS[case["kind"]](case["inputs"])
    if isinstance(expected, bool | str):
        assert found == expected
    elif case["relative"]:
        assert found == pytest.approx(expected, rel=tolerance, abs=0)
    else:
        assert found == pytest.approx(expected, rel=0, abs=tolerance)
