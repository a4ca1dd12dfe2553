"""Whatever a program sends, the answer is one of those that GeoReport has; no value breaks an address."""

from __future__ import annotations

import random
from urllib.parse import quote

from tests.web.open311.conftest import KEY, Place

ODD = (
    *(
        "\0",
        "²",
        "9" * 30,
        "-1",
        "%",
        "长" * 900,
        "nan",
        "inf",
        "1e400",
        "open",
        "closed",
        "..",
        "a/b",
        "\u202e",
        "<x>",
    ),
    *(
        "2026-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "\ufdd0",
        "2026-01-01T25:00:00Z",
    ),
)
ASKED = (
    *("start_date", "end_date", "updated_after", "updated_before", "status", "service_code", "page", "page_size"),
    *("service_request_id", "jurisdiction_id"),
)
SENT = (
    *("service_code", "description", "lat", "long", "address_string", "address_id", "email", "media_url", "api_key"),
    *("attribute[units]", "attribute[named]", "attribute[read_as]", "attribute[]", "attribute[credit]"),
)


def test_no_value_breaks_an_address(place: Place) -> None:
    """Three odd values at a time in what is asked and in what is filed, and each in the address itself."""
    chance = random.Random(3)
    place.client.raise_request_exception = False
    place.raised(1)
    place.published()
    told = set()
    for turn in range(60):
        asked = {name: chance.choice(ODD) for name in chance.sample(ASKED, 3)}
        address = ("requests.json", "requests.xml", "servicerequestupdates.xml")[turn % 3]
        told.add(place.get(address, **asked).status_code)
        sent = {"api_key": KEY} | {name: chance.choice(ODD) for name in chance.sample(SENT, 3)}
        told.add(place.post(**sent).status_code)
    for odd in ODD:
        for address in ("services", "requests", "tokens"):
            told.add(place.get(f"{address}/{quote(odd, safe='')}.json").status_code)
    assert told == {200, 400, 403, 404}
