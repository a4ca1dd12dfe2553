"""How a theme grew, as a small picture with the same numbers beside it as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

WIDTH, HEIGHT, GAP = 400, 90, 6


def growth(weeks: Sequence[int], today: date) -> dict[str, Any]:
    """Opinions a week as columns, for ``components/svg_chart.html``; the last four weeks are darker.

    Args:
        weeks: How many came in each, the latest last.
        today: The last day of the latest week.
    """
    most, step = max(*weeks, 1), WIDTH / len(weeks)
    columns = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="currentColor" fill-opacity="{}"/>',
        (
            (
                round(number * step, 1),
                round(HEIGHT - HEIGHT * count / most, 1),
                round(step - GAP, 1),
                round(HEIGHT * count / most, 1),
                "1" if number >= len(weeks) - 4 else "0.4",
            )
            for number, count in enumerate(weeks)
        ),
    )
    title = _("Opinions a week")
    begins = [today - timedelta(days=7 * back + 6) for back in reversed(range(len(weeks)))]
    return {
        "id": "weeks",
        "title": title,
        "summary": _("The last twelve weeks, up to %(day)s; the last four are darker. The most in one week: %(most)s.")
        % {"day": date_format(today), "most": max(weeks)},
        "svg": format_html(
            '<svg viewBox="0 0 {} {}" width="{}" aria-hidden="true">{}<path d="M0 {}H{}" stroke="currentColor"/></svg>',
            *(WIDTH, HEIGHT + 2, WIDTH, columns, HEIGHT + 1, WIDTH),
        ),
        "columns": [{"label": _("Week from")}, {"label": _("Opinions"), "numeric": True}],
        "rows": [
            [{"text": date_format(day)}, {"text": str(count), "numeric": True}]
            for day, count in zip(begins, weeks, strict=True)
        ],
    }
