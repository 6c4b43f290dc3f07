"""What is written for a half-year and what is still asked for, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.commentary import OPEN
from scorecard.targets import place_of
from service.publication.beside_view import BesideFigures
from service.publication.office.addresses import half_year
from service.publication.preparation.parts import Parts
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.tasks import Preparation
from service.publication.preparation.words import shown_actions
from service.publication.previewing import Preview
from service.publication.release_moment import in_england
from service.publication.wording import day, title_of, value_in_words
from service.surveys.store.codings import QuotationRecord

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """Something that stands: its words, and who wrote it last and when. ``edit``: where to change it."""

    title: str
    words: str
    about: str
    last: str
    edit: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure on which a comment is asked for or may be written."""

    title: str
    figure: str
    target: str
    edit: str


@dataclass(frozen=True, slots=True)
class WordsPage:
    end: str
    period: date
    headline: Written | None
    asked: tuple[Asked, ...]
    """Measures that miss a target and have no comment."""
    comments: tuple[Written, ...]
    free: tuple[Asked, ...]
    """Other measures without a comment."""
    actions: tuple[Written, ...]
    events: tuple[Written, ...]
    quotations: tuple[Written, ...]
    told: tuple[str, ...]
    """Numbers in the words that the public would see as c."""


def words_page(
    found: Preparation, preview: Preview, approved: Sequence[QuotationRecord]
) -> WordsPage:
    end, parts = found.period_end, found.parts
    titles = {each["id"]: str(each["title"]) for each in preview.whole["measures"]}
    commented = {each.key for each in parts.of(PartKind.COMMENT)}
    missing = set(found.missing_comments)
    places = [each for each in titles if each not in commented]
    headline = parts.of(PartKind.HEADLINE)
    return WordsPage(
        end=day(end),
        period=end,
        headline=_headline(end, headline[0]) if headline else None,
        asked=tuple(asked(end, preview, each) for each in places if each in missing),
        comments=tuple(
            _comment(end, each, titles.get(each.key, each.key))
            for each in parts.of(PartKind.COMMENT)
        ),
        free=tuple(asked(end, preview, each) for each in places if each not in missing),
        actions=tuple(_action(end, each, titles) for each in shown_actions(parts)),
        events=tuple(_event(end, each) for each in _by_day(parts)),
        quotations=tuple(_quotation(end, each, approved) for each in parts.of(PartKind.QUOTATION)),
        told=tuple(
            dict.fromkeys(
                f"“{each['number']}” in the {each['where']} reads like a confidential figure of "
                f"{titles.get(each['measure'], each['measure'])}."
                for each in found.told
            )
        ),
    )


def asked(end: date, preview: Preview, measure_id: str) -> Asked:
    """A measure with its figures of the whole council and its target, for whoever comments on it."""
    measure = next(each for each in preview.whole["measures"] if each["id"] == measure_id)
    beside = BesideFigures(preview.whole)
    figures = [
        each
        for each in preview.whole["figures"]
        if each["measure"] == measure_id and each["dimension"] == "council"
    ]
    told, targets = [], []
    for each in figures[:MOST_FIGURES]:
        name = title_of(each, measure).removeprefix(measure["title"]).removeprefix(": ")
        told.append(f"{name} {value_in_words(each, measure)}".strip())
    for each in figures:
        against = beside.against(each)
        if against is not None and place_of(each)[1] == "council":
            targets.append(f"{against.status}: {against.words}")
    more = len(figures) - MOST_FIGURES
    return Asked(
        title=measure["title"],
        figure="; ".join(told) + (f"; and {more} more" if more > 0 else ""),
        target="; ".join(targets),
        edit=half_year(end, "words", "comments", measure_id),
    )


MOST_FIGURES = 3


def last(part: Part) -> str:
    return f"{part.by}, {in_england(part.at)}"


def _headline(end: date, part: Part) -> Written:
    return Written(
        "Headline", part.content["words"], "", last(part), half_year(end, "words", "headline")
    )


def _comment(end: date, part: Part, title: str) -> Written:
    written_on = day(date.fromisoformat(part.content["written_on"]))
    return Written(
        title,
        part.content["words"],
        f"{part.content['owner']}, {written_on}",
        last(part),
        half_year(end, "words", "comments", part.key),
    )


def _action(end: date, part: Part, titles: Mapping[str, str]) -> Written:
    content = part.content
    due = day(date.fromisoformat(content["due"]))
    state = "Open" if content["state"] == OPEN else f"Closed: {content['outcome']}"
    measure = (
        f" For: {titles.get(content['measure'], content['measure'])}." if content["measure"] else ""
    )
    since = date.fromisoformat(content["since"])
    carried = f" Carried on from the half-year to {day(since)}." if since != end else ""
    return Written(
        content["words"],
        "",
        f"{content['owner']}, due {due}. {state}.{measure}{carried}",
        last(part),
        half_year(end, "words", "actions", part.key),
    )


def _by_day(parts: Parts) -> list[Part]:
    return sorted(parts.of(PartKind.EVENT), key=lambda each: (each.content["on"], each.key))


def _event(end: date, part: Part) -> Written:
    return Written(
        day(date.fromisoformat(part.content["on"])),
        part.content["words"],
        "",
        last(part),
        half_year(end, "words", "events", part.key),
    )


def _quotation(end: date, part: Part, approved: Sequence[QuotationRecord]) -> Written:
    words = next((each.words for each in approved if str(each.id) == part.key), "")
    return Written(
        "",
        words
        or "This quotation is no longer approved, or the consent to it was withdrawn. Take it out.",
        "",
        last(part),
        half_year(end, "words", "quotations"),
    )


# --- quotations to choose from ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quotable:
    id: str
    words: str
    taken: bool
    revision: str
    """Of the part, where it is taken."""


def quotable(parts: Parts, approved: Sequence[QuotationRecord]) -> tuple[Quotable, ...]:
    """Every approved quotation, and those taken in that no longer are."""
    taken = {each.key: each for each in parts.of(PartKind.QUOTATION)}
    known = {str(each.id) for each in approved}
    lines = [
        Quotable(
            str(each.id),
            each.words,
            str(each.id) in taken,
            str(taken[str(each.id)].revision) if str(each.id) in taken else "",
        )
        for each in approved
    ]
    lines += [
        Quotable(key, "", True, str(part.revision))
        for key, part in taken.items()
        if key not in known
    ]
    return tuple(lines)
