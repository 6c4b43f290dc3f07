"""Where the pages of preparing a scorecard are."""

from datetime import date
from urllib.parse import urlencode

from service.publication.preparation.tasks import Task

START = "/prepare"


def half_year(end: date, *rest: str) -> str:
    """``/prepare/2026-09-30`` and what comes below it."""
    return "/".join((START, end.isoformat(), *rest))


def rows_address(end: date, figure: dict[str, str], part: str = "numerator", page: int = 1) -> str:
    """The rows behind a figure, named by measure, dimension, group and category."""
    named = {
        name: figure[name]
        for name in ("dimension", "group", "category")
        if figure[name] and (name, figure[name]) != ("dimension", "council")
    }
    asked = named | ({"part": part} if part != "numerator" else {})
    query = urlencode(asked | ({"page": str(page)} if page > 1 else {}))
    there = half_year(end, "numbers", figure["measure"], "rows")
    return f"{there}?{query}" if query else there


PAGES = {
    Task.DATA_IN: "data",
    Task.NUMBERS_CHECKED: "numbers",
    Task.WORDS_WRITTEN: "words",
    Task.SUPPRESSION_REVIEWED: "protection",
    Task.PREVIEW: "preview",
    Task.PRE_RELEASE_ACCESS: "people",
    Task.SIGNED_OFF: "sign-off",
    Task.PUBLISH: "publish",
}
"""The page on which each task is done."""
