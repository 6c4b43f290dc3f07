"""The draft of a scorecard: always what the data held at this moment give, never stored."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from scorecard.canonical import decimal_string
from scorecard.drill_through import Row, rows_behind
from scorecard.parameters import DEFAULT_PARAMETERS, Parameters
from scorecard.periods import HalfYear, half_year_ending
from scorecard.scorecard import as_document, build
from scorecard.workforce import Workforce
from service import clock
from service import settings as settings_module
from service.scorecards import records
from service.scorecards.records import KeptRecords, records_from
from service.scorecards.sent_returns import MissingReturn, missing_returns
from service.settings import Settings
from service.storage.transaction import snapshot
from service.workforce import operations as workforce
from service.workforce.operations import ReturnStamp

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A scorecard as it stands, with what it was computed from."""

    period: HalfYear
    document: Json
    """Period, measures, parameters, figures and findings, as plain JSON values."""
    stamps: tuple[ReturnStamp, ...]
    """Fingerprints of the returns in force, in confirmed order; empty when there are no data."""
    kept: tuple[KeptRecords, ...]
    """The records it was computed from, by kind."""
    facts: Workforce
    """Of the returns, with the records in them."""
    missing: tuple[MissingReturn, ...]
    """Kinds of return that headline figures rest on and that were not sent for the half-year."""


@dataclass(frozen=True, slots=True)
class FigureName:
    """Which figure: a measure, a breakdown, a group of it, and a category where it has any."""

    measure: str
    dimension: str
    group: str
    category: str


async def draft(period_end: date, now: datetime, settings: Settings | None = None) -> Json:
    """The draft document, status ``draft``, with notices where it is not yet what it will be.

    Raises NotAHalfYearEnd (scorecard.errors) when no half-year ends on ``period_end``.
    """
    settings = settings or settings_module.load()
    current = await current_draft(period_end, settings)
    return {
        "status": "draft",
        "edition": None,
        "version": None,
        "council": settings.council_name,
        **current.document,
        "inputs": [stamp_as_json(stamp) for stamp in current.stamps],
        "records": [each.as_json() for each in current.kept],
        "notices": _notices(current, now),
    }


async def current_draft(period_end: date, settings: Settings) -> Draft:
    """Compute the scorecard of a half-year from what is held, all of one state."""
    period = half_year_ending(period_end, settings.half_year_ends)
    async with snapshot():
        stamps = await workforce.inputs()
        facts = await workforce.held_facts()
        kept = await records.current(period)
    facts = replace(facts, records=records_from(kept))
    document = await document_of(facts, period)
    missing = await asyncio.to_thread(missing_returns, facts, stamps, period)
    return Draft(period, document, stamps, kept, facts, missing)


async def document_of(
    facts: Workforce, period: HalfYear, parameters: Parameters = DEFAULT_PARAMETERS
) -> Json:
    """The scorecard document of these facts; computed in a thread, so that others are served."""

    def compute() -> Json:
        return as_document(build(facts, period, parameters), parameters)

    return await asyncio.to_thread(compute)


async def draft_rows(period_end: date, figure: FigureName, settings: Settings) -> Json:
    """The rows behind a figure of the draft. Raises UnknownFigure (scorecard.errors)."""
    period = half_year_ending(period_end, settings.half_year_ends)
    async with snapshot():
        facts = await workforce.held_facts()
        kept = await records.current(period)
    return await rows_of_figure(replace(facts, records=records_from(kept)), period, figure)


async def rows_of_figure(facts: Workforce, period: HalfYear, figure: FigureName) -> Json:
    """Rows behind numerator and denominator, each with its return, file name and row number."""
    found = await asyncio.to_thread(
        rows_behind,
        facts,
        period,
        DEFAULT_PARAMETERS,
        measure=figure.measure,
        dimension=figure.dimension,
        group=figure.group,
        category=figure.category,
    )
    both = (*found.numerator, *found.denominator)
    names = await _file_names({_return_of(row.ref) for row in both})
    return {
        "measure": figure.measure,
        "dimension": figure.dimension,
        "group": figure.group,
        "category": figure.category,
        "numerator": _rows_as_json(found.numerator, names),
        "denominator": _rows_as_json(found.denominator, names),
    }


def stamp_as_json(stamp: ReturnStamp) -> Json:
    """The fingerprint of one return: what was received, and when in the order it counted."""
    return {
        "id": str(stamp.id),
        "kind": str(stamp.kind),
        "edition": stamp.edition,
        "sha256": stamp.sha256,
        "confirmed_order": stamp.confirmed_order,
    }


def is_over(period_end: date, now: datetime) -> bool:
    """Whether the last day of the half-year has passed in England."""
    return period_end < now.astimezone(clock.LONDON).date()


def _notices(current: Draft, now: datetime) -> list[Json]:
    notices = []
    if not current.stamps:
        notices.append(
            {
                "code": "no-data",
                "words": "No workforce return is in force yet, so there is nothing to count. "
                "Send the establishment, employments and caseloads first.",
            }
        )
    if not is_over(current.period.end, now):
        notices.append(
            {
                "code": "period-not-over",
                "words": f"The half-year ends on {current.period.end:%-d %B %Y}. "
                "The figures will change until then, and cannot be published before.",
            }
        )
    elif current.stamps:
        notices += [
            {
                "code": "return-missing",
                "words": f"{each.words} The scorecard cannot be published without it unless a public "
                "reason is given.",
            }
            for each in current.missing
        ]
    return notices


async def _file_names(returns: set[str]) -> dict[str, tuple[str, str]]:
    """Kind and file name of each return."""
    found = {}
    for each in sorted(returns):
        outcome = await workforce.one(UUID(each))
        found[each] = (str(outcome.kind), outcome.filename)
    return found


def _return_of(ref: str) -> str:
    return ref.partition("#")[0]


def _rows_as_json(rows: Sequence[Row], names: dict[str, tuple[str, str]]) -> list[Json]:
    return [
        {
            "return_id": return_id,
            "kind": names[return_id][0],
            "filename": names[return_id][1],
            "row": int(number),
            "worker": row.worker,
            "amount": decimal_string(row.amount),
            "words": row.words,
        }
        for row in rows
        for return_id, _, number in [row.ref.partition("#")]
    ]
