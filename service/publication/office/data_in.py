"""What has been sent for a half-year, by whom and when, and what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service import clock
from service.publication.release_moment import in_england
from service.publication.wording import day
from service.scorecards.operations import Draft
from service.workforce.outcome import Outcome
from service.workforce.records import Kind

Json = Mapping[str, Any]

KINDS = {
    Kind.POSTS: "Posts",
    Kind.EMPLOYMENTS: "Employments",
    Kind.AGENCY: "Agency assignments",
    Kind.ABSENCES: "Absences",
    Kind.CASELOADS: "Caseloads",
    Kind.CENSUS: "Census",
}
HEADLINE = (Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY, Kind.ABSENCES, Kind.CASELOADS)
STATES = {
    "checked": "Checked, not confirmed",
    "refused": "Refused",
    "confirmed": "In force",
    "undone": "Undone",
}
MOST = 60
"""Returns that are listed; the rest are on the page of returns."""


@dataclass(frozen=True, slots=True)
class KindLine:
    title: str
    missing: str
    """Why it counts as missing for this half-year; empty where it was sent."""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """``address``: the receipt of the return, with everything that was found in it."""

    filename: str
    address: str
    kind: str
    state: str
    sent: str
    rows: str
    problems: str


@dataclass(frozen=True, slots=True)
class DataPage:
    end: str
    over: bool
    no_data: bool
    kinds: tuple[KindLine, ...]
    returns: tuple[ReturnLine, ...]
    """Sent since the half-year began, newest first."""
    findings: tuple[Json, ...]
    """What the checks of the whole found, as the public page tells it."""
    records: tuple[tuple[str, int], ...]
    """Kinds of records entered in the service, and how many the half-year sees."""


RECORDS = {
    "cohort-members": "Members of academy cohorts",
    "asye-years": "ASYE years",
    "exit-interviews": "Exit interviews",
    "exit-themes": "Themes of exit interviews",
    "survey-results": "Results of staff surveys",
}


def data_page(current: Draft, sent: Iterable[Outcome], *, over: bool) -> DataPage:
    """``sent``: returns, newest first."""
    missing = {each.kind: each for each in current.missing}
    return DataPage(
        end=day(current.period.end),
        over=over,
        no_data=not current.stamps,
        kinds=tuple(
            KindLine(KINDS[kind], missing[kind].words if kind in missing else "")
            for kind in HEADLINE
        ),
        returns=tuple(_lines(sent, current.period.opening)),
        findings=tuple(current.document["findings"]),
        records=tuple(
            (RECORDS.get(each.kind.value, each.kind.value), each.count) for each in current.kept
        ),
    )


def _lines(sent: Iterable[Outcome], opening: date) -> Sequence[ReturnLine]:
    found = []
    for each in sent:
        record = each.record
        assert record is not None  # of a stored return
        if record.checked_at.astimezone(clock.LONDON).date() <= opening:
            break
        found.append(
            ReturnLine(
                filename=each.filename,
                address=f"/data/import/returns/{record.id}",
                kind=KINDS[each.kind],
                state=STATES.get(each.state, each.state),
                sent=f"{record.checked_by}, {in_england(record.checked_at)}",
                rows="Could not be read"
                if each.unreadable
                else f"{each.rows_accepted:,} of {each.rows_read:,} rows taken",
                problems=_problems(len(each.findings)),
            )
        )
    return found[:MOST]


def _problems(count: int) -> str:
    if count == 0:
        return "None"
    return f"{count:,} {'thing' if count == 1 else 'things'} to look at"
