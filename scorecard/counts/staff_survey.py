"""The staff survey counted: who answered, and how far they agree, by employer standard."""

from scorecard.definition import Dimension, Symbol
from scorecard.record_lines import RecordLine
from scorecard.records import Records, SurveyResult
from scorecard.tally import COUNCIL, Place, Tally

_LINES = (
    RecordLine.SURVEY_RESPONSES,
    RecordLine.SURVEY_INVITED,
    RecordLine.SURVEY_AGREE,
    RecordLine.SURVEY_ANSWERS,
)


def standard_code(number: int) -> str:
    """Return the category of one of the eight employer standards."""
    return f"standard-{number}"


def survey_tallies(records: Records) -> dict[RecordLine, Tally]:
    """Count the survey that closed last in the half-year; without one it is unavailable.

    A group below the survey's own minimum, or whose answers would give such a group away, has no
    answers (c), only its response.
    """
    held = sorted(records.survey_results, key=lambda one: (one.closed_on, one.survey, one.edition))
    if not held:
        return {line: Tally(Symbol.UNAVAILABLE) for line in _LINES}
    last = _run(held[-1])
    groups = [one for one in held if _run(one) == last]
    others = {_run(one) for one in held} - {last}
    survey, edition, closed_on = last
    basis = (
        f"{survey}, edition {edition} of its questions, closed on {closed_on:%-d %B %Y}: "
        "results of another edition are not one line with it"
    )
    if others:
        basis += f"; {len(others)} more closed in the half-year and not counted"
    tallies = {
        line: Tally(basis=basis, series=f"{survey}/{edition}", categories=line in _BY_STANDARD)
        for line in _LINES
    }
    if all(one.team is not None for one in groups):
        for tally in tallies.values():
            tally.symbols[COUNCIL] = Symbol.UNAVAILABLE  # groups may overlap: never added up
    for one in groups:
        _count(one, tallies)
    return tallies


_BY_STANDARD = (RecordLine.SURVEY_AGREE, RecordLine.SURVEY_ANSWERS)


def _run(one: SurveyResult) -> tuple[object, ...]:
    return one.survey, one.edition, one.closed_on


def _place(one: SurveyResult) -> Place:
    return COUNCIL if one.team is None else (Dimension.TEAM, one.team)


def _count(one: SurveyResult, tallies: dict[RecordLine, Tally]) -> None:
    place = _place(one)
    tallies[RecordLine.SURVEY_RESPONSES].add([place], one.responses, rows=one.responses)
    tallies[RecordLine.SURVEY_INVITED].add([place], one.invited, rows=one.invited)
    if one.responses < one.minimum_group or not one.statements:
        for line in _BY_STANDARD:
            tallies[line].symbols[place] = Symbol.SUPPRESSED
        return
    for each in one.statements:
        answers = each.agree + each.neutral + each.disagree
        category = standard_code(each.standard)
        agree, every = (tallies[line] for line in _BY_STANDARD)
        agree.add([place], each.agree, category, rows=answers)
        every.add([place], answers, category, rows=answers)
