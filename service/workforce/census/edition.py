"""Which year's census a message is laid out as. The content decides; the header settles ties."""

from collections.abc import Mapping
from typing import NamedTuple

from service.workforce.census.faults import (
    EDITION_GENDER,
    EDITION_HEADER,
    EDITION_LATER,
    EDITION_MIXED,
    EDITION_UNSTATED,
    Findings,
)
from service.workforce.census.heading import Header
from service.workforce.census.layout import FIRST_EDITION, LAST_EDITION, Layout

GENDER, SEX = "GenderCurrent", "Sex"
RENAMED = 2024
"""GenderCurrent became Sex in this edition: so say the schemas at hand; a press report disagrees."""


class Fit(NamedTuple):
    """The years a content fits, and the words for it."""

    years: range
    because: str


def fitting(layout: Layout, signs: Mapping[str, int]) -> Fit:
    """``signs``: whether GenderCurrent or Sex was seen in any worker, and on which line."""
    if layout is Layout.FROM_2025:
        return Fit(range(LAST_EDITION, LAST_EDITION + 1), "it has a block LALevel")
    if SEX in signs and GENDER not in signs:
        return Fit(range(RENAMED, LAST_EDITION), "it has LALevelVacancies and Sex")
    if GENDER in signs:
        return Fit(range(FIRST_EDITION, RENAMED), "it has LALevelVacancies and GenderCurrent")
    return Fit(range(FIRST_EDITION, LAST_EDITION), "it has LALevelVacancies")


def edition_of(layout: Layout, signs: Mapping[str, int], header: Header, findings: Findings) -> str:
    """One year, or two joined by a hyphen where editions are alike and the header does not say."""
    fit = fitting(layout, signs)
    if layout is Layout.TO_2024 and SEX in signs and GENDER in signs:
        findings.add(
            EDITION_MIXED,
            "Some workers have GenderCurrent and others Sex: one file holds two editions.",
            "Check that the file was not put together from two exports.",
            line=max(signs[SEX], signs[GENDER]),
            column=SEX,
        )
    stated = header.year
    if stated == RENAMED and GENDER in signs and layout is Layout.TO_2024:
        findings.add(
            EDITION_GENDER,
            "The header says 2024 and workers have GenderCurrent, which 2024 renamed Sex. "
            "Both are read.",
            "Nothing needs doing here; check before you send the file to DfE.",
            line=signs[GENDER],
            column=GENDER,
        )
        return str(RENAMED)
    if stated is None:
        return _unstated(fit, header, findings)
    if stated > LAST_EDITION and layout is Layout.FROM_2025:
        findings.add(
            EDITION_LATER,
            f"This is the census of {stated}. Here the layout is known up to {LAST_EDITION}, and the "
            "content is laid out like that: it is read so, and counts for its own reference date.",
            f"Nothing needs doing if DfE asks for the same as in {LAST_EDITION}. An element that is "
            "new is refused by name.",
            line=header.line,
            column="Year",
            value=str(stated),
        )
        return str(LAST_EDITION)
    if stated not in fit.years:
        findings.add(
            EDITION_HEADER,
            f"The header says the census year is {stated}, but the content is laid out as "
            f"{_span(fit.years)}: {fit.because}. It is read as what it is.",
            "Check that this is the export you mean to send.",
            line=header.line,
            column="Year",
            value=str(stated),
        )
        return _by_date(fit, header)
    return str(stated)


def _unstated(fit: Fit, header: Header, findings: Findings) -> str:
    edition = _by_date(fit, header)
    findings.add(
        EDITION_UNSTATED,
        f"The header does not say which year's census this is; it is read as {edition}, because "
        f"{fit.because}.",
        "Nothing needs doing here; DfE expects Year in the header.",
        line=header.line,
        column="Year",
    )
    return edition


def _by_date(fit: Fit, header: Header) -> str:
    if header.reference is not None and header.reference.year in fit.years:
        return str(header.reference.year)
    return _span(fit.years)


def _span(years: range) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
