"""How charts are drawn."""

from __future__ import annotations

import pytest

from grassrota.report.charts import Bar, Scale, Span, Tone, bars, clipped, round_scale, spans


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (1_045_000, ["0", "500,000", "1,000,000", "1,500,000"]),
        (29_909, ["0", "10,000", "20,000", "30,000"]),
        (1, ["0", "0.25", "0.5", "0.75", "1"]),
    ],
)
def test_a_scale_ends_at_a_round_number(top: int, ticks: list[str]) -> None:
    """Ticks are 1, 2, 2.5 or 5 times a power of ten apart, five at most, and the last one covers the greatest value."""
    assert [text for _, text in round_scale(top, lambda value: f"{value:,.10g}").ticks] == ticks


def test_an_interval_without_an_end_has_an_arrow() -> None:
    """An interval "at least 400" runs to the edge of the scale and ends in an arrow instead of a dot."""
    drawn = spans("c", "t", "w", [Span("posts", "at least 400", 400, None)], Scale(0, 800))
    assert "→" in drawn
    assert drawn.count("<circle") == 1


def test_tones_differ_by_pattern() -> None:
    """Reported is hatched and refuted crossed, with patterns of the chart's own; unknown is an outline."""
    rows = [
        Bar("a", "1", 1, tone=Tone.HATCHED),
        Bar("b", "1", 1, tone=Tone.CROSSED),
        Bar("c", "1", 1, tone=Tone.HOLLOW),
    ]
    drawn = bars("x", "t", "w", rows)
    assert drawn.count("<pattern") == 2
    assert "url(#x-hatched)" in drawn
    assert 'class="bar hollow"' in drawn


def test_nothing_but_zeros_can_be_drawn() -> None:
    """Bars that are all zero have no length and no fault."""
    assert "<rect" not in bars("x", "t", "w", [Bar("a", "0", 0), Bar("b", "0", 0, mark=0)])


def test_long_labels_are_shortened_by_their_width() -> None:
    """44 columns fit on a phone: as many Latin letters, or half as many Chinese characters."""
    assert clipped("a" * 44) == "a" * 44
    assert clipped("a" * 45) == "a" * 43 + "…"
    assert clipped("整" * 22) == "整" * 22
    assert clipped("整" * 23) == "整" * 21 + "…"


def test_labels_in_charts_are_escaped() -> None:
    """A label is text, in the drawing and in its tooltip."""
    drawn = bars("x", "<t>", "w & w", [Bar("<b>", "1 < 2", 1)])
    assert "<b>" not in drawn
    assert "&lt;t&gt;" in drawn
    assert "w &amp; w" in drawn
