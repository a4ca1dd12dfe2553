"""What a policy means for the staff and the openings there are, in sentences with numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import floor

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.rota.policy import Policy
from grassrota.rota.rules.absence import unit_cap
from grassrota_web.orgs.models import HostAnswer, Opening, Person, Rotation


def meaning(rotation: Rotation, policy: Policy) -> list[str]:
    """What the rules come to today; counts of all staff below the rotation's home, which whoever edits it may see."""
    staff = Person.objects.filter(unit__path__startswith=rotation.home.path)
    staff = staff.filter(Q(left_on=None) | Q(left_on__gt=timezone.localdate())).order_by()
    by_grade = {row["grade"]: row["n"] for row in staff.values("grade").annotate(n=Count("pk"))}
    by_unit = {row["unit__name"]: row["n"] for row in staff.values("unit", "unit__name").annotate(n=Count("pk"))}
    if not by_unit:
        return [_("There is nobody on the roster yet: add people in Units and people.")]
    return [
        *_absence(policy, by_unit),
        *_coverage(policy, sum(by_unit.values())),
        *_ranks(policy, by_grade),
        *_openings(rotation, policy),
    ]


def _absence(policy: Policy, staff: dict[str, int]) -> Iterator[str]:
    caps = {name: unit_cap(policy.home_absence, count) for name, count in staff.items()}
    yield ngettext(
        "Of %(staff)s people in %(count)s office, at most %(away)s may be away at once.",
        "Of %(staff)s people in %(count)s offices, at most %(away)s may be away at once.",
        len(staff),
    ) % {"staff": f"{sum(staff.values()):,}", "count": len(staff), "away": f"{sum(caps.values()):,}"}
    tightest = min(staff, key=lambda name: (caps[name] / staff[name], staff[name], name))
    words = _("The tightest office is %(office)s: %(away)s of its %(staff)s people.")
    yield words % {"office": tightest, "away": caps[tightest], "staff": staff[tightest]}


def _coverage(policy: Policy, staff: int) -> Iterator[str]:
    if policy.coverage_over is not None:
        least = floor(policy.coverage_over * staff) + 1
        yield _("At least %(least)s of %(staff)s people must have a turn.") % {
            "least": f"{least:,}",
            "staff": f"{staff:,}",
        }


def _ranks(policy: Policy, staff: dict[str, int]) -> Iterator[str]:
    ranks: Counter[int] = Counter()
    for grade, count in staff.items():
        if grade in policy.scale:
            ranks[policy.scale.grade(grade).rank] += count

    def above(rank: int) -> int:
        return sum(count for of, count in ranks.items() if of >= rank)

    if policy.lead_rank:
        able = above(policy.lead_rank)
        words = ngettext("%(count)s person may lead a team.", "%(count)s people may lead a team.", able)
        yield words % {"count": f"{able:,}"}
    if policy.cover_rank:
        able = above(policy.cover_rank)
        words = ngettext("%(count)s person may cover a place.", "%(count)s people may cover a place.", able)
        yield words % {"count": f"{able:,}"}


def _openings(rotation: Rotation, policy: Policy) -> Iterator[str]:
    offered = Opening.objects.filter(rotation=rotation, answer=HostAnswer.CONSENTED, withdrawn_on=None)
    found = offered.aggregate(n=Count("pk"), low=Sum("low"), high=Sum("high"))
    waiting = Opening.objects.filter(rotation=rotation, answer=HostAnswer.ASKED, withdrawn_on=None).count()
    if not found["n"]:
        yield _("No host has consented to any opening yet, so nobody can be sent.")
    else:
        yield ngettext(
            "%(count)s opening asks for %(low)s to %(high)s people in each batch in which it is open.",
            "%(count)s openings ask for %(low)s to %(high)s people in each batch in which they are open.",
            found["n"],
        ) % {"count": found["n"], "low": found["low"], "high": found["high"]}
        batches = len(policy.batches)
        yield ngettext("There is %(n)s batch.", "There are %(n)s batches.", batches) % {"n": batches}
    if waiting:
        words = ngettext(
            "%(count)s more opening waits for its host's answer and is not planned for.",
            "%(count)s more openings wait for their hosts' answer and are not planned for.",
            waiting,
        )
        yield words % {"count": waiting}
