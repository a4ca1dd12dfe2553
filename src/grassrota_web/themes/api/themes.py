"""Operations on themes: the list, one of them, what people say of its pairs, and the big problem that it may be."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from ninja import Query
from pydantic import Field

from grassrota.errors import BadInput, Fault
from grassrota.opinions.themes.answer import Answer
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Given, Key, Shown, Title
from grassrota_web.access.rights import Right
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions.queries.figures import LEAST
from grassrota_web.themes.actions.judging import judge as judge_pair
from grassrota_web.themes.actions.problems import open_problem as open_problem_of
from grassrota_web.themes.models import Pair
from grassrota_web.themes.queries import one
from grassrota_web.themes.queries.copies import OPENS
from grassrota_web.themes.queries.pairs import unjudged
from grassrota_web.themes.queries.seen import Judged, Seen, looked_into, narrowed

room = Room("Themes")
KEY = "5f0c1b7e-92d4-4b33-8f5e-0d6a1c2b3e44"
Few = Annotated[int | None, Field(description=f"Null where it is 1 to {LEAST - 1}: so few could tell of somebody.")]


class ThemesAsked(Listing):
    """Which themes."""

    place: Annotated[str, Field(max_length=80)] = ""
    grows: bool = False
    piles: bool = False


class PairsJudged(Shown):
    """What people said of pairs of a theme that were drawn by lot; one that nobody judged counts against it."""

    EXAMPLE: ClassVar = {"drawn": 20, "answered": 20, "same": 19, "low": 0.75, "high": 1.0}

    drawn: int
    answered: int
    same: int
    low: float
    high: float


class ThemeShown(Shown):
    """A theme as the reader sees it: every number counts their own cases alone."""

    EXAMPLE: ClassVar = {
        "id": KEY,
        "words": ["well", "pump"],
        "since": "2026-10-12",
        "opinions": 41,
        "different": 38,
        "open": 12,
        "places": 7,
        "last_four_weeks": 9,
        "four_weeks_before": None,
        "piles": True,
        "judged": PairsJudged.EXAMPLE,
    }

    id: UUID
    words: list[str]
    since: Day
    opinions: int
    different: int
    open: int
    places: int
    last_four_weeks: Few
    four_weeks_before: Few
    piles: bool
    judged: PairsJudged | None


class PlaceCounted(Shown):
    """How many opinions of a theme are about a place."""

    EXAMPLE: ClassVar = {"place": "north-township", "opinions": 9}

    place: str
    opinions: int


class WholeTheme(ThemeShown):
    """One theme with the places that have five opinions or more, and the last twelve weeks, the latest last."""

    EXAMPLE: ClassVar = {
        **ThemeShown.EXAMPLE,
        "large_places": [PlaceCounted.EXAMPLE],
        "weeks": [0, 0, 1, 0, 2, 3, 3, 5, 8, 2, 7, 10],
        "problems": [KEY],
    }

    large_places: list[PlaceCounted]
    weeks: list[int]
    problems: list[UUID]


class PairShown(Shown):
    """Two opinions of a theme, as their handlers may read them; nobody has judged them yet."""

    EXAMPLE: ClassVar = {"id": 17, "theme": KEY, "one": "The well is dry.", "other": "No water since May."}

    id: int
    theme: UUID
    one: str
    other: str


class Said(Given):
    """What somebody says of a pair."""

    EXAMPLE: ClassVar = {"answer": "same"}

    answer: Answer


class Problem(Given):
    """A big problem, who owns it, and the people who work on it and do not leave with a batch."""

    EXAMPLE: ClassVar = {"owner": "water-bureau", "problem": "Pumps without parts", "members": ["p17", "p21"]}

    owner: Code
    problem: Title
    members: Annotated[list[Code], Field(min_length=1, max_length=50)]


class ProblemOpened(Shown):
    """The big problem that was opened."""

    EXAMPLE: ClassVar = {"id": KEY, "cases": 12}

    id: UUID
    cases: int


@room.reads("themes", Listed[ThemeShown], *OPENS)
def list_themes(request: Asked, find: Query[ThemesAsked]) -> Any:
    """Lists the themes of which the reader sees five opinions or more, the largest first."""
    found, within = narrowed(request.actor, find.place, grows=find.grows, piles=find.piles)
    keys = [str(seen.row.pk) for seen in found]
    if find.after and find.after not in keys:
        raise BadInput([Fault("after", "`next` of a page of this list", find.after)])
    begin = keys.index(find.after) + 1 if find.after else 0
    shown = found[begin : begin + find.limit]
    kept = [(name, value) for name, value in request.GET.items() if name != "after"]
    more = begin + find.limit < len(found)
    following = f"{request.path}?{urlencode([*kept, ('after', keys[begin + find.limit - 1])])}" if more else None
    return Listed(items=[_shown(seen) for seen in looked_into(request.actor, shown, within)], next=following)


@room.reads("themes/{key}", WholeTheme, *OPENS)
def read_theme(request: Asked, key: UUID) -> Any:
    """Tells one theme: its places, how it grew, and the big problems that were opened for it."""
    seen = one.theme(request.actor, key)
    large, _others = one.places(request.actor, seen.row)
    return WholeTheme(
        **_shown(seen).model_dump(),
        large_places=[PlaceCounted(place=unit.code, opinions=count) for unit, count in large],
        weeks=one.weeks(request.actor, seen.row),
        problems=[issue.pk for issue in one.problems(request.actor, seen.row)],
    )


@room.does(open_problem_of, "themes/{key}/open-problem", ProblemOpened, status=201, again=True)
def open_problem(request: Asked, key: UUID, given: Problem) -> Any:
    """Its cases at the unit and below it are linked, and stay open."""
    row = one.theme(request.actor, key).row
    issue = open_problem_of(request.actor, row.pk, given.owner, given.problem, tuple(given.members))
    return ProblemOpened(id=issue.pk, cases=issue.linked.count())


@room.reads("pairs", Listed[PairShown], Right.READ_CASES)
def list_pairs(request: Asked, find: Query[Listing]) -> Any:
    """Lists pairs of opinions that nobody has judged, both of which the reader may read."""
    rows = unjudged(request.actor).select_related("one__opinion", "other__opinion")
    return listed(request, find, rows, ("pk",), _pair)


@room.does(judge_pair, "pairs/{key}/judge", None, status=204)
def judge(request: Asked, key: Key, given: Said) -> Any:
    """Whether both tell of one grievance; asked again, the last answer stands."""
    judge_pair(request.actor, key, given.answer)


def _shown(seen: Seen) -> ThemeShown:
    return ThemeShown(
        id=seen.row.pk,
        words=seen.words,
        since=seen.row.since,
        opinions=seen.size,
        different=seen.different,
        open=seen.open,
        places=seen.places,
        last_four_weeks=_few(seen.growth.after),
        four_weeks_before=_few(seen.growth.before),
        piles=seen.piles,
        judged=_judged(seen.judged) if seen.judged else None,
    )


def _few(count: int) -> int | None:
    return None if 0 < count < LEAST else count


def _judged(said: Judged) -> PairsJudged:
    found = said.precision
    return PairsJudged(
        drawn=found.asked, answered=said.answered, same=found.same, low=round(found.low, 3), high=round(found.high, 3)
    )


def _pair(row: Pair) -> PairShown:
    words = (words_for_handlers(raised.opinion) or "" for raised in (row.one, row.other))
    return PairShown(id=row.pk, theme=row.theme_id, **dict(zip(("one", "other"), words, strict=True)))
