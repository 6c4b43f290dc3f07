"""The colours of charts can be told from the ground they stand on: WCAG 2.2, 1.4.3 and 1.4.11."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from tests.chart_examples import pictures

SHEET = (Path(__file__).parents[2] / "service" / "static" / "charts.css").read_text()
RULES = dict(
    re.findall(
        r"^\.chart \.?([a-z0-9-]+) \{ ([^}]+)\}$", SHEET.partition("/* Screens */")[0], re.MULTILINE
    )
)
WHITE = "#ffffff"
QUIET = {"grid", "between", "slot"}
"""Gridlines and grounds: what they say stands in words beside them."""
WORDS = {"text", "tick", "name-0", "name-1", "name-2", "name-3"}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(kind: str) -> list[str]:
    return re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", RULES[kind])


def test_the_measure_of_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("#000000", WHITE), 2) == 21
    assert round(contrast("#767676", WHITE), 2) == 4.54


@pytest.mark.parametrize("kind", sorted(set(RULES) - QUIET))
def test_a_mark_stands_out_from_white(kind: str) -> None:
    for colour in colours(kind):
        assert contrast(colour, WHITE) >= (4.5 if kind in WORDS else 3), (kind, colour)


@pytest.mark.parametrize(
    "kind", ["common", "concern", "improvement", "special", "average", "limit"]
)
def test_a_mark_stands_out_from_the_shade_between_limits(kind: str) -> None:
    [ground] = colours("between")
    assert all(contrast(colour, ground) >= 3 for colour in colours(kind))


def test_a_whisker_stands_out_from_its_bar_or_from_the_ground() -> None:
    [whisker], [bar] = colours("whisker"), colours("bar")
    assert contrast(whisker, bar) >= 3


def test_lines_have_colours_of_their_own() -> None:
    found = [colours(f"line-{number}")[0] for number in range(4)]
    assert all(one != other for one, other in combinations(found, 2))


def test_every_class_of_a_chart_has_its_rule() -> None:
    used = {
        kind
        for _, drawn in pictures()
        for classes in re.findall(r' class="([^"]+)"', drawn)
        for kind in classes.split()
        if not kind.startswith("chart")
    }
    assert used - set(RULES) == {"note", "name-target"}  # plain words: the rule of all text
