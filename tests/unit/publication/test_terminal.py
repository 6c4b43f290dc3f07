"""What the command line prints of a scorecard."""

from typing import Any

from service.publication.terminal import lines_for_terminal

FAMILIES = {"turnover": "Turnover", "asked": "Exit interviews", "answered": "Exit interviews"}


def figure(measure: str, value: str | None, **more: Any) -> dict[str, Any]:
    symbol = None if value else "x"
    part = value or "x"
    return {
        "measure": measure, "dimension": "council", "group": "", "category": "", "value": value, "symbol": symbol,
        "numerator": part, "denominator": part, "exclusions": [], **more,
    }  # fmt: skip


def printed(*figures: dict[str, Any]) -> list[str]:
    measures = [
        {
            "id": each, "title": each.title(), "family": family, "unit": "%", "categories": [],
            "numerator": "People", "denominator": "Leavers",
        }
        for each, family in FAMILIES.items()
    ]  # fmt: skip
    document = {
        "status": "draft", "council": "Demoshire", "period": {"end": "2026-09-30"}, "measures": measures,
        "figures": figures, "findings": [],
    }  # fmt: skip
    return list(lines_for_terminal(document))


def test_a_family_of_which_nothing_was_sent_is_one_line() -> None:
    lines = printed(figure("turnover", "14.1"), figure("asked", None), figure("answered", None))
    assert lines[lines.index("EXIT INTERVIEWS") + 1 :][:2] == [
        "Not available: the data were not sent for this half-year. (2 figures)",
        "",
    ]


def test_one_that_was_sent_keeps_the_family_and_a_figure_without_data_has_no_sum() -> None:
    lines = printed(figure("asked", "3"), figure("answered", None))
    assert lines[lines.index("EXIT INTERVIEWS") + 1 :][:2] == [
        "Asked: 3% = 3 people ÷ 3 leavers",
        "Answered: x (not available)",
    ]


def test_a_figure_of_another_group_is_not_printed() -> None:
    assert "TURNOVER" not in printed(figure("turnover", "14.1", dimension="team", group="North"))
