"""Charts against SVG files that were looked at, and what every one of them has to be."""

import re

import pytest
from lxml import etree

from tests.chart_examples import FOLDER, pictures

EXAMPLES = dict(pictures())
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_chart_is_the_picture_that_was_looked_at(name: str) -> None:
    assert EXAMPLES[name] + "\n" == (FOLDER / name).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_chart_is_named_and_described_or_hidden(name: str) -> None:
    root = etree.fromstring(EXAMPLES[name])
    if root.get("aria-hidden") == "true":
        assert root.find(f"{SVG}title") is None
        return
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{each}") for each in ("title", "desc")]
    assert [each.get("id") for each in named] == root.get("aria-labelledby").split()
    assert all(each.text.strip() for each in named)


def test_ids_are_unique_over_all_charts_of_a_page() -> None:
    found = re.findall(r' id="([^"]+)"', "".join(EXAMPLES.values()))
    assert len(found) == len(set(found)) > 0


def test_a_strict_policy_finds_nothing_to_refuse_and_the_style_sheet_every_colour() -> None:
    for drawn in EXAMPLES.values():
        attributes = {name for each in etree.fromstring(drawn).iter() for name in each.attrib}
        assert not attributes & {"style", "fill", "stroke", "href", "onload"}
        assert "<script" not in drawn
        assert "<style" not in drawn


def test_words_are_words_and_not_markup() -> None:
    texts = [each.text for each in etree.fromstring(EXAMPLES["line-wide.svg"]).iter(f"{SVG}text")]
    assert "<New> academy & more" in texts


def test_an_event_or_a_value_outside_the_dates_is_not_drawn() -> None:
    assert "Not on this chart" not in "".join(
        each.text or "" for each in etree.fromstring(EXAMPLES["line-wide.svg"]).iter(f"{SVG}text")
    )
