"""Faults between the cells of a row, and between rows."""

from service.workforce.findings import Severity
from service.workforce.records import Kind
from service.workforce.tabular.fault import Example, Fault

REJECT, WARN, INFO = Severity.REJECT, Severity.WARN, Severity.INFO

_SPELLS = (Kind.EMPLOYMENTS,)
_TEAMS = (Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY, Kind.CASELOADS)
_WHILE_IN_POST = {
    "ended": "",
    "end_type": "",
    "leaver_destination": "",
    "leaving_reason": "",
}
_MOVED_ON = {
    "end_type": "moved",
    "leaver_destination": "",
    "leaving_reason": "",
}


def _employments(*rows: dict[str, str]) -> Example:
    return Example(Kind.EMPLOYMENTS, rows)


END_BEFORE_START = Fault(
    "END_BEFORE_START",
    REJECT,
    "“{end}” is before “{start}”.",
    "Check both dates.",
    _employments({"started": "2024-09-02", "ended": "2024-08-30"}),
    kinds=(Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY, Kind.ABSENCES),
)
POST_NEVER_OPEN = Fault(
    "POST_NEVER_OPEN",
    REJECT,
    "The post is closed on the day it is opened, so it never exists.",
    "Write the first day it is no longer on the establishment, or leave the row out.",
    Example(Kind.POSTS, ({"opened": "2024-04-01", "closed": "2024-04-01"},)),
    kinds=(Kind.POSTS,),
)
END_TYPE_MISSING = Fault(
    "END_TYPE_MISSING",
    REJECT,
    "The spell has ended, but not how.",
    "Write “left” for somebody who left children's social work here, or “moved”.",
    _employments({"end_type": ""}),
    kinds=_SPELLS,
)
NOT_ENDED = Fault(
    "NOT_ENDED",
    REJECT,
    "The cell is filled, but the spell has no last day.",
    "Write the last day in “ended”, or empty this cell.",
    _employments(_WHILE_IN_POST | {"leaving_reason": "resignation"}),
    kinds=_SPELLS,
)
NOT_A_LEAVER = Fault(
    "NOT_A_LEAVER",
    REJECT,
    "The cell is filled, but the person moved inside the council and did not leave.",
    "Empty this cell, or write “left” in “end_type”.",
    _employments(_MOVED_ON | {"leaver_destination": "3"}),
    kinds=_SPELLS,
)
LEAVER_DETAIL_MISSING = Fault(
    "LEAVER_DETAIL_MISSING",
    WARN,
    "The person has left, and this cell is empty. It counts as not stated.",
    "Ask, or write “not known” or “not yet collected”.",
    _employments({"leaving_reason": ""}),
    kinds=_SPELLS,
)
START_ORIGIN_MISSING = Fault(
    "START_ORIGIN_MISSING",
    WARN,
    "The person is a new starter, and it is not stated where from.",
    "Fill it in, or write “not known” or “not yet collected”.",
    _employments({"start_origin": ""}),
    kinds=_SPELLS,
)
NOT_A_STARTER = Fault(
    "NOT_A_STARTER",
    WARN,
    "The cell is filled, but the person moved inside the council and is not a new starter.",
    "Empty this cell, or write “new” in “start_type”.",
    _employments(
        {"start_type": "new", "started": "2024-01-08", "ended": "2024-09-01"} | _MOVED_ON,
        {"start_type": "moved", "started": "2024-09-02", "start_origin": "1"},
    ),
    kinds=_SPELLS,
)
QUALIFIED_AFTER_START = Fault(
    "QUALIFIED_AFTER_START",
    WARN,
    "The person qualified after the spell started.",
    "Check both dates.",
    _employments({"started": "2024-09-02", "qualified_on": "2024-11-01"}),
    kinds=_SPELLS,
)
QUALIFIED_DIFFERS = Fault(
    "QUALIFIED_DIFFERS",
    WARN,
    "The same person has another day of qualifying in row {other}.",
    "Find out which is right, and write that day in every row of this person.",
    _employments(
        {"qualified_on": "2015-07-01", "post": "P-0001"},
        {"qualified_on": "2016-07-01", "post": "P-0002"},
    ),
    kinds=_SPELLS,
)
ASYE_NOT_STARTED = Fault(
    "ASYE_NOT_STARTED",
    REJECT,
    "The ASYE has ended, but has no first day.",
    "Write the first day in “asye_started”.",
    _employments({"asye_started": "", "asye_ended": "2025-09-01"}),
    kinds=_SPELLS,
)
CASES_WITHOUT_FTE = Fault(
    "CASES_WITHOUT_FTE",
    WARN,
    "The worker holds cases at an FTE of 0.",
    "Check both. Cases of somebody who is away are usually held by somebody else.",
    Example(Kind.CASELOADS, ({"cases": "12", "fte": "0"},)),
    kinds=(Kind.CASELOADS,),
)
DAYS_IMPOSSIBLE = Fault(
    "DAYS_IMPOSSIBLE",
    REJECT,
    "More days lost than there are days from the first to the last.",
    "Check the dates and the days lost.",
    Example(
        Kind.ABSENCES,
        ({"first_day": "2026-02-02", "last_day": "2026-02-06", "days_lost": "6"},),
    ),
    kinds=(Kind.ABSENCES,),
)
DUPLICATE_ROW = Fault(
    "DUPLICATE_ROW",
    REJECT,
    "Rows {rows} say different things, or the same thing twice, about one {thing}.",
    "Keep one of them. Rows are told apart by {key}.",
    Example(Kind.CASELOADS, ({}, {"cases": "18"})),
)
SPELLS_OVERLAP = Fault(
    "SPELLS_OVERLAP",
    WARN,
    "This spell overlaps the one in row {other}.",
    "Check the dates. Two part-time posts side by side are right as they are.",
    _employments(
        {"post": "P-0001"},
        {"post": "P-0002", "started": "2025-01-06"},
    ),
    kinds=(Kind.POSTS, Kind.EMPLOYMENTS, Kind.AGENCY, Kind.ABSENCES),
)
TWO_ROLES = Fault(
    "TWO_ROLES",
    WARN,
    "The person has another role at the same time in row {other}.",
    "Nothing to do if that is so: in counts of people the more senior role counts.",
    _employments(
        {"post": "P-0001"},
        {"post": "P-0002", "started": "2025-01-06", "role": "4"},
    ),
    kinds=_SPELLS,
)
MOVE_WITHOUT_NEXT = Fault(
    "MOVE_WITHOUT_NEXT",
    WARN,
    "The person moved, but no spell of theirs in this file starts with a move on the day after.",
    "Nothing to do if that spell is held already. Otherwise add it, or write “moved” in its "
    "“start_type”. If they left the council, write “left” in “end_type”.",
    _employments(_MOVED_ON),
    kinds=_SPELLS,
)
MOVE_WITHOUT_PREVIOUS = Fault(
    "MOVE_WITHOUT_PREVIOUS",
    WARN,
    "The person moved here, but no spell of theirs in this file ended in a move the day before.",
    "Nothing to do if that spell is held already. Otherwise add it or, if they are new to the "
    "council, write “new” in “start_type”.",
    _employments(
        {"registration_number": "SW654321", "started": "2020-09-07", "ended": "2022-06-30"},
        {"start_type": "moved", "start_origin": ""},
    ),
    kinds=_SPELLS,
)
UNITS_MIXED = Fault(
    "UNITS_MIXED",
    WARN,
    "The cases of this day are counted in different units: {units}.",
    "Count all cases of one day in one unit. Averages over different units mean nothing.",
    Example(Kind.CASELOADS, ({}, {"registration_number": "SW100001", "unit": "family"})),
    kinds=(Kind.CASELOADS,),
)
TEAM_UNKNOWN = Fault(
    "TEAM_UNKNOWN",
    WARN,
    "The team is not among those held. Rows with it: {count}, the first of them this one.",
    "Nothing to do if the team is new.{suggestion}",
    Example(Kind.CASELOADS, ({"team": "Harbor Assessment"},)),
    kinds=_TEAMS,
)
NAME_SPELT_DIFFERENTLY = Fault(
    "NAME_SPELT_DIFFERENTLY",
    WARN,
    "The same name is spelt “{other}” in most rows or first (row {other_row}): only capitals, spaces, "
    "hyphens or apostrophes differ. They count as two. Rows with this spelling: {count}, the first of them this one.",
    "If they are one, write “{other}” in every row. Nothing is merged here.",
    Example(
        Kind.CASELOADS,
        ({}, {"registration_number": "SW100001", "team": "Harbour  assessment"}),
    ),
    kinds=_TEAMS,
)
POST_UNKNOWN = Fault(
    "POST_UNKNOWN",
    WARN,
    "The post is not among those held. Rows with it: {count}, the first of them this one.",
    "Send the posts return first, or check the identifier.{suggestion}",
    _employments({"post": "P-9999"}),
    kinds=_SPELLS,
)

ROW_FAULTS = (
    END_BEFORE_START,
    POST_NEVER_OPEN,
    END_TYPE_MISSING,
    NOT_ENDED,
    NOT_A_LEAVER,
    LEAVER_DETAIL_MISSING,
    START_ORIGIN_MISSING,
    NOT_A_STARTER,
    QUALIFIED_AFTER_START,
    QUALIFIED_DIFFERS,
    ASYE_NOT_STARTED,
    CASES_WITHOUT_FTE,
    DAYS_IMPOSSIBLE,
    DUPLICATE_ROW,
    SPELLS_OVERLAP,
    TWO_ROLES,
    MOVE_WITHOUT_NEXT,
    MOVE_WITHOUT_PREVIOUS,
    UNITS_MIXED,
    TEAM_UNKNOWN,
    NAME_SPELT_DIFFERENTLY,
    POST_UNKNOWN,
)
