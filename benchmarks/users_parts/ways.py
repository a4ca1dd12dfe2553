"""What they do: short ways through the application, each of which reads and some of which write; by role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from benchmarks.users_parts.browsing import Browser

WORDS = ("食堂", "水井", "道路", "school", "office", "commune", "王", "李", "county", "Li", "mill")
TEXTS = (
    "The pump of the upper well has not worked since the spring, and nobody comes.",
    "公社食堂的账目三个月没有公布，问了也没有人回答。",
    "The road to the school is under water whenever it rains.",
    "卫生所只有一个人，常常锁着门。",
)


def glance(user: Browser) -> None:
    """The figures of a unit, of one below it, and of another day."""
    page = user.get("page of figures", "/figures/")
    for pattern in (r"^/figures/units/\d+/$", r"/figures/units/\d+/\?on=", r"/figures/units/\d+/\?on="):
        if link := user.pick(page, pattern):
            page = user.get("page of figures", link)
    if part := user.pick(page, r"/figures/units/\d+/(floors|gates|rising)/"):
        user.get("part of figures", part)


def units(user: Browser) -> None:
    """The tree of units, one of them, and what it has."""
    page = user.get("list", "/units/")
    if link := user.pick(page, r"^/units/\d+/$"):
        user.get("unit", link)


def people(user: Browser) -> None:
    """The list of people, its next page, and one of them."""
    page = user.get("list", "/units/people/")
    if more := user.pick(page, r"\?.*after="):
        page = user.get("list", more if more.startswith("/") else f"/units/people/{more}")
    if link := user.pick(page, r"^/units/people/\d+/$"):
        user.get("person", link)


def openings(user: Browser) -> None:
    """The openings, and one of them."""
    page = user.get("list", "/units/openings/")
    if link := user.pick(page, r"^/units/openings/\d+/$"):
        user.get("opening", link)


def search(user: Browser) -> None:
    """Everything that goes by a word."""
    user.get("search", f"/search/?q={user.chance.choice(WORDS)}")


def board(user: Browser) -> None:
    """A rotation, its plan, and what the plan does in a unit or for a person."""
    page = user.get("rotation", "/rotations/")
    if link := user.pick(page, r"^/rotations/\d+/$"):
        page = user.get("rotation", link)
    if link := user.pick(page, r"^/rotations/\d+/plans/\d+/$"):
        page = user.get("plan board", link)
        if link := user.pick(page, r"^/rotations/\d+/plans/\d+/(openings|places|units|people)/"):
            user.get("plan board", link)


def postings(user: Browser) -> None:
    """Who goes, who is there, and one of the lists."""
    page = user.get("list", "/postings/")
    if link := user.pick(page, r"^/postings/lists/\d+/"):
        user.get("posted list", link)


def field(user: Browser) -> None:
    """A batch in the field, and one who is posted."""
    page = user.get("in the field", "/field/")
    if link := user.pick(page, r"^/field/rotations/\d+/batches/\d+/$"):
        page = user.get("in the field", link)
    if link := user.pick(page, r"^/field/postings/\d+/$"):
        user.get("in the field", link)


def cases(user: Browser) -> None:
    """The worklist, narrowed by a word, and a case."""
    page = user.get("list of cases", "/cases/")
    user.get("search in cases", f"/cases/search/?q={user.chance.choice(WORDS)}")
    if link := user.pick(page, r"^/cases/[0-9a-f-]{36}/$"):
        user.get("case", link)


def work(user: Browser) -> None:
    """A case on which something is done: somebody tells its raiser, or notes what was found."""
    page = user.get("list of cases", "/cases/")
    link = user.pick(page, r"^/cases/[0-9a-f-]{36}/$")
    page = user.get("case", link) if link else ""
    step = user.pick(page, r"^/cases/[0-9a-f-]{36}/(acknowledge|investigate|feedback|interim)/$")
    if not step:
        return
    form = user.get("step of a case", step)
    soon = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011
    said = {"words": "We look into it.", "found": "The pump is broken.", "expected_on": soon}
    user.send("work on a case (writes)", step, form, said)


def log(user: Browser) -> None:
    """One's own days in the field, and a day that is noted."""
    page = user.get("field log", "/field/log/")
    day = date.today() - timedelta(days=user.chance.randrange(300))  # noqa: DTZ011
    kind = user.chance.choice(("go_to_field", "liaise", "labour"))
    given = {"day": day.isoformat(), "kind": kind, "place": "First commune", "contacts": "3"}
    if page:
        user.send("field entry (writes)", "/field/log/", page, given)


def own(user: Browser) -> None:
    """What is known of oneself, and one's own posting."""
    page = user.get("own page", "/postings/")
    if link := user.pick(page, r"^/postings/own/\d+/"):
        user.get("own page", link)
    user.get("own page", "/records/own/")


def inspections(user: Browser) -> None:
    """Rounds, one of them, and what is to be visited."""
    page = user.get("inspections", "/inspections/")
    if link := user.pick(page, r"^/inspections/[0-9a-f-]{36}/$"):
        page = user.get("inspections", link)
    if link := user.pick(page, r"^/inspections/claims/"):
        user.get("inspections", link)


def visits(user: Browser) -> None:
    """What is to be visited, and one of the visits."""
    page = user.get("visits", "/inspections/visits/")
    if link := user.pick(page, r"^/inspections/visits/[0-9a-f-]{36}/$"):
        user.get("visits", link)


def themes(user: Browser) -> None:
    """What many say."""
    user.get("themes", "/themes/")


def journal(user: Browser) -> None:
    """Who did what."""
    page = user.get("journal", "/records/journal/")
    if link := user.pick(page, r"^/records/journal/\d+/$"):
        user.get("journal", link)


def take(user: Browser) -> None:
    """A clerk writes down what somebody says at the counter."""
    page = user.get("counter", "/intake/take/")
    given = {**_opinion(user), "channel": "phone", "consent": "on"}
    if page:
        user.send("opinion at the counter (writes)", "/intake/take/", page, given)


def say(user: Browser) -> None:
    """Somebody says what is wrong: written, checked and sent."""
    user.get("raise an opinion", "/raise/")
    page = user.send("raise an opinion", "/raise/", "", {**_opinion(user), "step": "check"})
    if page:
        user.send("opinion filed (writes)", "/raise/", page, {"step": "send"})


def public(user: Browser) -> None:
    """What everybody may read."""
    page = user.get("published figures", "/figures/public/")
    if link := user.pick(page, r"^/figures/public/units/\d+/$"):
        user.get("published figures", link)
    if link := user.pick(page, r"^/figures/public/bulletins/[0-9a-f-]{36}/$"):
        user.get("published bulletin", link)
    page = user.get("published rounds", "/inspections/published/")
    if link := user.pick(page, r"^/inspections/published/[0-9a-f-]{36}/$"):
        user.get("published rounds", link)


def follow(user: Browser) -> None:
    """A program that follows bulletins, and one that asks what was raised."""
    user.get("feed", "/figures/public/bulletins.atom")
    user.get("Open311", "/open311/v2/services.json")
    user.get("log of receipts", "/receipt/log/")


def _opinion(user: Browser) -> dict[str, str]:
    return {"words": user.chance.choice(TEXTS), "place": "by the old mill", "read_as": "original"}


Way = Callable[[Browser], None]
READING: Sequence[Way] = (glance, glance, units, openings, search, board, board, postings, field)
WAYS: Mapping[str, Sequence[Way]] = {
    "organiser": (*READING, people, cases, cases, themes, journal),
    "unit_officer": (glance, glance, cases, work, work, work, search, people, board, postings, field, inspections),
    "host": (units, openings, openings, field, field, search),
    "staff_member": (log, log, log, own, own, search, units),
    "inspector": (inspections, inspections, visits, visits, cases, glance, search, journal),
    "reviewer": (cases, inspections, glance, journal, public),
    "reader": READING,
    "clerk": (take, take, take, search, units),
    "visitor": (say, public, public, public, follow),
}
"""Of each role what they do, the more often the more often it stands here."""
