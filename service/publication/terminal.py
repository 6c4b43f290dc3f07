"""A scorecard document as lines for the terminal: what the page says, without the page."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from scorecard.definition import Symbol
from scorecard.disclosure import ACCEPTED
from service.publication.corrected import moves_of
from service.publication.wording import SYMBOLS, figure_in_words, without_returns

Json = Mapping[str, Any]

UNAVAILABLE = Symbol.UNAVAILABLE.value


def lines_for_terminal(document: Json) -> Iterator[str]:
    """Heading, figures of the whole council by family, data quality, and what a correction moved."""
    status = document["status"]
    version = f", version {document['version']}" if status == "edition" else ""
    yield f"Scorecard to {document['period']['end']} ({status}{version}), {document['council']}"
    for notice in document.get("notices", ()):
        yield f"Note: {notice['words']}"
    if accepted := document.get(ACCEPTED):
        yield f"Note: {without_returns(accepted)}"
    measures = {each["id"]: each for each in document["measures"]}
    whole = (each for each in document["figures"] if each["dimension"] == "council")
    for family, grouped in groupby(whole, lambda each: str(measures[each["measure"]]["family"])):
        yield from _heading(family)
        yield from _family_for_terminal(list(grouped), measures)
    yield from _heading("Data quality")
    for each in document["findings"]:
        yield f"{each['words']}: {records(each['count'])}"
    if not document["findings"]:
        yield "The checks found nothing that needs a second look."
    yield from moves_for_terminal(document)


def _family_for_terminal(figures: Sequence[Json], measures: Mapping[str, Json]) -> Iterator[str]:
    """A line a figure; one line for all where nothing was sent for the whole family."""
    if len(figures) > 1 and all(each["symbol"] == UNAVAILABLE for each in figures):
        yield f"{SYMBOLS[UNAVAILABLE][1]} ({len(figures)} figures)"
        return
    for figure in figures:
        yield figure_in_words(figure, measures[figure["measure"]])
        for each in figure["exclusions"]:
            yield f"  Left out, {each['count']}: {each['words']}"


def moves_for_terminal(document: Json) -> Iterator[str]:
    """What a correction moved in the figures of the whole council, and why."""
    changes = document.get("changes")
    if changes is None:
        return
    yield from _heading(f"What moved since version {changes['since']['version']}, and why")
    for cause in changes["causes"]:
        yield f"{cause['words']}."
    whole = [each for each in changes["figures"] if each["dimension"] == "council"]
    for move in moves_of({**document, "changes": {**changes, "figures": whole}}):
        yield f"{move.title}: {move.before} before, {move.after} now. {'; '.join(move.because)}."
    if others := len(changes["figures"]) - len(whole):
        figures = "1 figure" if others == 1 else f"{others} figures"
        yield f"In the breakdowns, {figures} moved as well."


def records(count: int) -> str:
    """``1 record``, ``3 records``."""
    return "1 record" if count == 1 else f"{count} records"


def _heading(words: str) -> tuple[str, str]:
    return "", words.upper()
