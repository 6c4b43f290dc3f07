"""The protected view of an edition, made from the one computation by the decision kept with it.

Documents are the plain JSON values of an edition (docs/scorecards/edition.md). Fields are chosen
here one by one, so that a new one stays private until it is named.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scorecard.commentary import public_words
from scorecard.definition import WHOLE, Dimension, Measure, Symbol
from scorecard.disclosure import council_only
from scorecard.disclosure.blocks import COUNCIL, Why
from scorecard.disclosure.decision import DECISION, Decision, decision_from
from scorecard.disclosure.subjects import BY_UNIT, number, told
from scorecard.lines import Line
from scorecard.measures import FROM_RETURNS
from scorecard.public_comparisons import public_members

Json = dict[str, Any]
Document = Mapping[str, Any]
CauseWords = Callable[[str], str]
"""A cause of a correction in words that do not say how often."""

MEASURES = {measure.id: measure for measure in FROM_RETURNS}
"""Measures counted from records (interviews, survey, ASYE) are not public: a handful of people each."""
HIDDEN = Symbol.SUPPRESSED.value
FEW_BEYOND = "few-people-beyond"
"""Why a value at a rank is closed: too few people are beyond it, so it could be one of theirs."""

_ROWS_TELL_MORE: frozenset[str] = frozenset(
    {line for line in Line if "-fte" in line}
    | {Line.MOVES_HEADS_6, Line.DAYS_LOST_12, Line.VACANCIES_FTE}
)
"""Lines whose rows are not the number of people that is told: who holds two posts, who moved out."""


def public(
    document: Document,
    content_sha256: str,
    *,
    earlier: Document | None = None,
    words: CauseWords = str,
) -> Json:
    """What anybody may see of an edition.

    ``document`` is the whole edition, ``earlier`` the public document of the version before it.
    An edition without a decision was published before there was a policy: it stays as it was.
    """
    if DECISION not in document:
        return council_only.public(document, content_sha256)
    decision = decision_from(document)
    figures = list(protected_figures(document, decision))
    return {
        "status": document["status"],
        "access": "public",
        "edition": document["edition"],
        "version": document["version"],
        "council": document["council"],
        "published_at": document["published_at"],
        "reason": document["reason"],
        "content_sha256": content_sha256,
        "period": document["period"],
        "measures": document["measures"],
        "parameters": document["parameters"],
        DECISION: {"policy": document[DECISION]["policy"]},
        "figures": figures,
        "findings": [
            {**{name: each[name] for name in ("code", "words", "hint")}, "count": None}
            for each in document["findings"]
        ],
        "changes": _changes(document["changes"], figures, earlier, words),
        **(
            {council_only.ACCEPTED: document[council_only.ACCEPTED]}
            if council_only.ACCEPTED in document
            else {}
        ),
        **public_members(document, figures),
        **public_words(document, figures),
    }


def protected_figures(document: Document, decision: Decision) -> Iterator[Json]:
    """Yield the figures of the public breakdowns, those that are closed with the symbol c."""
    for figure in document["figures"]:
        measure = MEASURES.get(figure["measure"])
        if measure is not None and is_shown(measure, figure, decision):
            if why_closed(measure, figure, decision, document["period"]) is None:
                yield _open(measure, figure, decision)
            else:
                yield _closed(figure)


def is_shown(measure: Measure, figure: Document, decision: Decision) -> bool:
    """Whether the figure has a place in the public view, be it with a number or with c.

    Parts of a measure are shown for the whole council alone: by team they would be a handful each.
    The unit that cases are counted in is no group of people.
    """
    whole = figure["dimension"] == Dimension.COUNCIL
    if figure["category"] != WHOLE and measure.inputs[0] not in BY_UNIT:
        return whole and decision.policy.categories
    return whole or figure["dimension"] in decision.policy.breakdowns


def why_closed(
    measure: Measure, figure: Document, decision: Decision, period: Document
) -> str | None:
    """Return why a figure of the public view is closed (a Why, or few beyond a rank), or None."""
    return next(_reasons(measure, figure, decision, period), None)


def _reasons(
    measure: Measure, figure: Document, decision: Decision, period: Document
) -> Iterator[str]:
    closed = [decision.why(*each) for each in told(measure, figure, period)]
    if Why.SMALL in closed:
        yield Why.SMALL.value
    yield from (why.value for why in closed if why is not None)
    if (
        measure.people_beyond is not None
        and number(figure["value"]) is not None
        and figure["n"] * measure.people_beyond < decision.policy.threshold
    ):
        yield FEW_BEYOND


def _open(measure: Measure, figure: Document, decision: Decision) -> Json:
    more = measure.id.startswith("net-change-") or not _ROWS_TELL_MORE.isdisjoint(
        measure.inputs[:1]
    )
    return {
        **figure,
        "n": None if more else figure["n"],
        "exclusions": [
            {**each, "count": each["count"] if _may_count(measure, each, decision) else None}
            for each in figure["exclusions"]
            if (figure["dimension"], figure["group"]) == COUNCIL
        ],
    }


def _may_count(measure: Measure, exclusion: Document, decision: Decision) -> bool:
    """Rows left out may be told of the whole council at a date, if they are not few.

    Of flows they may not (those of twelve months less those of six would be told), nor of parts.
    """
    flows = any(line.endswith(("-6", "-12")) for line in measure.inputs)
    return not flows and not measure.categories and exclusion["count"] >= decision.policy.threshold


def _closed(figure: Document) -> Json:
    return {
        **{name: figure[name] for name in ("measure", "dimension", "group", "category", "basis")},
        "numerator": HIDDEN,
        "denominator": None if figure["denominator"] is None else HIDDEN,
        "value": None,
        "symbol": HIDDEN,
        "n": None,
        "exclusions": [],
    }


# --- corrections -------------------------------------------------------------------------------

_PLACE = ("measure", "dimension", "group", "category")
_SIDE = ("value", "symbol", "numerator", "denominator", "n", "exclusions", "basis")


def _changes(
    changes: Document | None,
    figures: list[Json],
    earlier: Document | None,
    words: CauseWords,
) -> Json | None:
    """What moved, as both versions show it; what is the same in both is not told to have moved."""
    if changes is None:
        return None
    before = {} if earlier is None else _by_place(earlier["figures"])
    now = _by_place(figures)
    moved = []
    for each in changes["figures"]:
        place = tuple(each[name] for name in _PLACE)
        was, is_now = before.get(place), now.get(place)
        if was != is_now and not (_untold(was) and _untold(is_now)):
            moved.append(
                {
                    **dict(zip(_PLACE, place, strict=True)),
                    "before": was,
                    "after": is_now,
                    "moved": _printed(was) != _printed(is_now),
                    "because": each["because"],
                }
            )
    named = {code for each in moved for code in each["because"]}
    unseen = {code for each in changes["figures"] for code in each["because"]} - named
    return {
        "since": changes["since"],
        "causes": [
            {"code": each["code"], "count": None, "words": words(each["code"])}
            for each in changes["causes"]
            if each["code"] not in unseen
        ],
        "figures": moved,
    }


def _by_place(figures: list[Json]) -> dict[tuple[str, ...], Json]:
    return {
        tuple(each[name] for name in _PLACE): {name: each[name] for name in _SIDE}
        for each in figures
    }


def _untold(figure: Document | None) -> bool:
    return figure is None or figure["symbol"] == HIDDEN


def _printed(figure: Document | None) -> tuple[Any, Any] | None:
    return None if figure is None else (figure["value"], figure["symbol"])


# --- for the review ----------------------------------------------------------------------------


def shown_figures(document: Document) -> int:
    """Count the figures that have a place in the public view."""
    decision = decision_from(document)
    return sum(1 for _ in protected_figures(document, decision))


def closed_figures(document: Document) -> list[Json]:
    """List the figures that the public sees as c: place, kind and reason, in print order."""
    decision = decision_from(document)
    found = []
    for figure in document["figures"]:
        measure = MEASURES.get(figure["measure"])
        if measure is None or not is_shown(measure, figure, decision):
            continue
        why = why_closed(measure, figure, decision, document["period"])
        if why is not None:
            found.append(
                {
                    **{name: figure[name] for name in _PLACE},
                    "kind": "primary" if why in {Why.SMALL, FEW_BEYOND} else "secondary",
                    "because": why,
                }
            )
    return found
