"""JSON of themes: how often they were counted, how well coders agree, how suggestions fared."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import msgspec

from scorecard.rounding import half_up
from scorecard.themes.agreement import Agreement
from scorecard.themes.coding import Acceptance
from scorecard.themes.wilson import Interval
from service.surveys.counting import Agreed, Counted, Fared


class ThemeAgreement(msgspec.Struct, frozen=True):
    """Comments by who gave the theme as a reason; Cohen's kappa with its 95 % interval.

    ``kappa`` is null where chance explains everything: no comment, or a theme nobody or everybody
    gave.
    """

    theme: str
    both: int
    first_only: int
    second_only: int
    neither: int
    observed: str | None
    kappa: str | None
    low: str | None
    high: str | None


class AgreementJson(msgspec.Struct, frozen=True):
    """Over the comments that two people coded blind, in the themes of ``codebook``."""

    codebook: int
    comments: int
    undecided: int
    themes: list[ThemeAgreement]


class ThemeAcceptance(msgspec.Struct, frozen=True):
    """``rate``: accepted as suggested, of those shown; null where none was shown."""

    theme: str
    shown: int
    accepted: int
    redirected: int
    rejected: int
    added: int
    rate: str | None


class VersionAcceptance(msgspec.Struct, frozen=True):
    suggester: str
    codebook: int
    comments: int
    themes: list[ThemeAcceptance]


class AcceptanceJson(msgspec.Struct, frozen=True):
    """By version of the suggester and of the codebook, oldest first."""

    versions: list[VersionAcceptance]


class ThemeCountJson(msgspec.Struct, frozen=True):
    """``low`` and ``high``: 95 % Wilson interval of ``reasons`` of ``units``, as shares."""

    theme: str
    name: str
    reasons: int
    praised: int
    low: str | None
    high: str | None


class PairJson(msgspec.Struct, frozen=True):
    themes: list[str]
    both: int


class ThemeCountsJson(msgspec.Struct, frozen=True):
    """Working figures of a half-year: confirmed reasons only, denominators first.

    ``units`` are interviews (comments, of surveys and review days) with a confirmed coding;
    ``codable`` those of them with at least one reason.
    """

    source: str
    half_year: date
    codebook: int
    offered: int
    declined: int
    done: int
    comments: int
    coded: int
    undecided: int
    units: int
    codable: int
    themes: list[ThemeCountJson]
    together: list[PairJson]
    to_code_again: list[UUID]


def agreed_as_json(found: Agreed) -> AgreementJson:
    return AgreementJson(
        found.codebook,
        found.comments,
        found.undecided,
        [_agreement(theme, each) for theme, each in found.themes.items()],
    )


def _agreement(theme: str, found: Agreement) -> ThemeAgreement:
    return ThemeAgreement(
        theme,
        found.table.both,
        found.table.first_only,
        found.table.second_only,
        found.table.neither,
        share(found.observed),
        share(found.kappa),
        _low(found.interval),
        _high(found.interval),
    )


def fared_as_json(found: tuple[Fared, ...]) -> AcceptanceJson:
    return AcceptanceJson(
        [
            VersionAcceptance(
                each.suggester,
                each.codebook,
                each.comments,
                [_acceptance(theme) for theme in each.themes],
            )
            for each in found
        ]
    )


def _acceptance(found: Acceptance) -> ThemeAcceptance:
    return ThemeAcceptance(
        found.theme,
        found.shown,
        found.accepted,
        found.redirected,
        found.rejected,
        found.added,
        share(found.rate),
    )


def counted_as_json(source: str, half_year: date, found: Counted) -> ThemeCountsJson:
    return ThemeCountsJson(
        source=source,
        half_year=half_year,
        codebook=found.codebook,
        offered=found.offered,
        declined=found.declined,
        done=found.done,
        comments=found.comments,
        coded=found.coded,
        undecided=found.undecided,
        units=found.units,
        codable=found.codable,
        themes=[
            ThemeCountJson(
                each.theme,
                each.name,
                each.reasons,
                each.praised,
                _low(each.interval),
                _high(each.interval),
            )
            for each in found.themes
        ],
        together=[PairJson(list(pair), both) for pair, both in found.pairs.items()],
        to_code_again=list(found.to_code_again),
    )


def share(found: Fraction | None) -> str | None:
    """A share from 0 to 1 with three decimals, half up."""
    return None if found is None else str(half_up(found, 3))


def _low(interval: Interval | None) -> str | None:
    return None if interval is None else _written(interval.low)


def _high(interval: Interval | None) -> str | None:
    return None if interval is None else _written(interval.high)


def _written(value: Decimal) -> str:
    return str(half_up(value, 3))
