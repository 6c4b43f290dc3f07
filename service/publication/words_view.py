"""What people wrote beside the figures, and how the edition was released, as the page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scorecard.commentary import COMMENTARY, OPEN, RELEASE
from service import clock
from service.publication.due import NextRelease
from service.publication.release_moment import in_england
from service.publication.wording import day

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommentLine:
    """``title`` is the measure's; ``paragraphs`` are the lines as they were written."""

    measure: str
    title: str
    paragraphs: tuple[str, ...]
    owner: str
    written_on: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    words: str
    measure: str
    """Title of the measure it is for; empty where it is for all of them."""
    owner: str
    due: str
    state: str
    """``Open``, ``Open, overdue`` or ``Closed``: as it stood when the edition was published."""
    outcome: str
    since: str
    """The half-year it was set in, where that is an earlier one; empty else."""


@dataclass(frozen=True, slots=True)
class EventLine:
    on: str
    words: str


@dataclass(frozen=True, slots=True)
class WordsPage:
    headline: str
    comments: tuple[CommentLine, ...]
    actions: tuple[ActionLine, ...]
    events: tuple[EventLine, ...]
    quotations: tuple[str, ...]

    def of(self, measures: Iterable[str]) -> tuple[CommentLine, ...]:
        """The comments on these measures, in their order."""
        wanted = set(measures)
        return tuple(each for each in self.comments if each.measure in wanted)


@dataclass(frozen=True, slots=True)
class AccessLine:
    name: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    access: tuple[AccessLine, ...]
    second_person: bool


def words_page(document: Json) -> WordsPage:
    """Everything of ``commentary`` in a public document; empty where nothing was written."""
    words = document.get(COMMENTARY, {})
    titles = {each["id"]: each["title"] for each in document["measures"]}
    end = document["period"]["end"]
    published = in_england_day(document)
    return WordsPage(
        headline=words.get("headline") or "",
        comments=tuple(_comment(each, titles) for each in words.get("comments", ())),
        actions=tuple(_action(each, titles, end, published) for each in words.get("actions", ())),
        events=tuple(
            EventLine(_day(each["on"]), each["words"]) for each in words.get("events", ())
        ),
        quotations=tuple(each["words"] for each in words.get("quotations", ())),
    )


def release_page(document: Json) -> ReleasePage | None:
    """How the edition was released; None where there is nothing to say."""
    release = document.get(RELEASE)
    if release is None:
        return None
    return ReleasePage(
        tuple(
            AccessLine(each["name"], each["role"], each["reason"])
            for each in release["pre_release_access"]
        ),
        release["second_person"],
    )


def public_from(document: Json) -> datetime:
    """When the edition became public: when it was published, unless it says another moment."""
    release = document.get(RELEASE)
    return datetime.fromisoformat(
        document["published_at"] if release is None else release["public_from"]
    )


def in_england_day(document: Json) -> date:
    return public_from(document).astimezone(clock.LONDON).date()


def next_in_words(due: NextRelease) -> str:
    """When the next scorecard comes, in sentences."""
    end = day(due.period.end)
    if due.release_at is None:
        return (
            f"The next scorecard is for the half-year to {end} and can be published from "
            f"{day(due.publishable_from)}."
        )
    if due.late:
        return (
            f"The next scorecard is for the half-year to {end}. It was to be published at "
            f"{in_england(due.release_at)} and is late."
        )
    return (
        f"The next scorecard is for the half-year to {end} and will be published at "
        f"{in_england(due.release_at)}."
    )


def _comment(comment: Json, titles: Mapping[str, str]) -> CommentLine:
    return CommentLine(
        measure=comment["measure"],
        title=titles.get(comment["measure"], comment["measure"]),
        paragraphs=tuple(line for line in comment["words"].split("\n") if line.strip()),
        owner=comment["owner"],
        written_on=_day(comment["written_on"]),
    )


def _action(action: Json, titles: Mapping[str, str], end: str, published: date) -> ActionLine:
    overdue = action["state"] == OPEN and date.fromisoformat(action["due"]) < published
    return ActionLine(
        words=action["words"],
        measure=titles.get(action["measure"], "") if action["measure"] else "",
        owner=action["owner"],
        due=_day(action["due"]),
        state=f"{action['state'].capitalize()}{', overdue' if overdue else ''}",
        outcome=action["outcome"] or "",
        since=_day(action["since"]) if action["since"] != end else "",
    )


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
