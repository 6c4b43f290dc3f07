"""A printed timetable becomes items and findings (rules I1-I5)."""

from collections import Counter
from datetime import date, time

import pytest

from academy.findings import Severity
from academy.printed_programme import read_programme
from academy.printed_rows import BEYOND, BlockHeading, PrintedRow, ProgrammeFinding, ReadProgramme
from tests.spec.academy.calendars import england

FULL = {"label": "DAY", "lead": "Lead", "who": "Ann Example", "room": "Hall"}
HEADER = "block | audience | date | label | time | content | lead | who | room"
NAMES = {
    "date": "date_as_printed",
    "label": "day_label",
    "time": "time_as_printed",
    "lead": "facilitators",
    "who": "presenters",
}


def programme(table: str, *headings: BlockHeading, stated_days: int | None = None) -> ReadProgramme:
    header, *lines = table.strip("\n").splitlines()
    names = [NAMES.get(name.strip(), name.strip()) for name in header.split("|")]
    rows = []
    for number, line in enumerate(lines, 2):
        cells = dict(
            zip(names, (cell.strip().replace("¦", "|") for cell in line.split("|")), strict=True)
        )
        given = {NAMES.get(k, k): v for k, v in FULL.items() if NAMES.get(k, k) not in cells}
        rows.append(PrintedRow(number, {"audience": "newly-qualified"} | given | cells))
    return read_programme(rows, headings=headings, working_days=england(), stated_days=stated_days)


def found(read: ReadProgramme) -> list[tuple[int | None, str]]:
    return [(finding.row, finding.code) for finding in read.findings]


def only(read: ReadProgramme, code: str) -> ProgrammeFinding:
    (finding,) = [finding for finding in read.findings if finding.code == code]
    return finding


def test_a_clean_timetable_has_no_finding() -> None:
    read = programme("""
block | date     | time          | content
a     | 06/11/17 | 9am - 12 noon | Risk
a     | 06/11/17 | 12 noon - 1pm | Lunch
a     | 07/11/17 | 9am - 9:15am  | Coffee break
""")
    assert found(read) == []
    assert (len(read.items), read.sessions, read.lunches, read.days) == (3, 1, 1, 2)
    assert [item.kind for item in read.items] == ["session", "lunch", "break"]
    assert (read.items[0].day, read.items[0].start, read.items[0].end) == (
        date(2017, 11, 6), time(9), time(12),
    )  # fmt: skip


def test_a_blank_date_is_taken_from_above_and_said() -> None:
    read = programme("""
block | date     | label | time       | content
a     | 06/11/17 | DAY 1 | 9am - 10am | One
a     |          |       | 10am - 11am | Two
""")
    assert found(read) == [(3, "CELL_INHERITED")]
    assert read.items[1].day == date(2017, 11, 6)


def test_a_timetable_without_any_date_is_not_given_one() -> None:
    read = programme("""
block | date | time       | content
a     |      | 9am - 10am | One
""")
    assert found(read) == [(2, "CELL_INHERITED")]
    assert (read.items[0].day, read.days) == (None, 0)


def test_what_is_no_date_is_said_and_not_guessed() -> None:
    read = programme("""
block | date       | time       | content
a     | 31/04/2018 | 9am - 10am | One
""")
    assert found(read) == [(2, "DATE_UNREADABLE")]
    assert read.items[0].day is None


def test_a_day_without_a_year_is_the_next_one_after_the_first_and_that_is_said() -> None:
    read = programme("""
block | date         | time       | content
a     | 15/01/2018   | 9am - 10am | One
b     | 9th April    | 9am - 10am | Two
c     | October 8th  | 9am - 10am | Three
d     | 14th January | 9am - 10am | Four
""")
    assert [item.day for item in read.items] == [
        date(2018, 1, 15), date(2018, 4, 9), date(2018, 10, 8), date(2019, 1, 14),
    ]  # fmt: skip
    said = [(f.row, f.severity, f.printed, f.suggestion) for f in read.findings]
    assert said == [
        (3, Severity.INFO, "9th April", "2018-04-09"),
        (4, Severity.INFO, "October 8th", "2018-10-08"),
        (5, Severity.INFO, "14th January", "2019-01-14"),
    ]
    assert {f.code for f in read.findings} == {"YEAR_INFERRED"}


def test_a_weekday_that_the_printed_day_is_not_is_told_and_neither_is_changed() -> None:
    read = programme("""
block | date                    | time       | content
a     | Monday 11 January 2027  | 9am - 10am | One
a     | Tuesday 11 January 2027 | 1pm - 2pm  | Two
""")
    assert found(read) == [(3, "WEEKDAY_MISMATCH")]
    assert [item.day for item in read.items] == [date(2027, 1, 11)] * 2


def test_what_stands_beside_the_table_or_cannot_be_printed_is_told() -> None:
    read = programme(f"""
block | date     | time       | content   | {BEYOND}
a     | 06/11/17 | 9am - 10am | One       | bring a laptop
a     | 06/11/17 | 1pm - 2pm  | Tw\x07o  |
a     | 06/11/17 | 3pm - 4pm  | Three 🌱 |
""")
    assert found(read) == [(2, "CELL_BEYOND"), (3, "CONTROL_CHARACTER")]
    assert only(read, "CELL_BEYOND").printed == "bring a laptop"
    assert only(read, "CONTROL_CHARACTER").severity is Severity.BLOCK


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        ("30th February 2027", ["HEADING_UNREADABLE"]),
        ("9th April", ["HEADING_UNREADABLE"]),
        ("", []),
    ],
)
def test_a_heading_that_names_no_day_is_told(dates: str, codes: list[str]) -> None:
    read = programme(
        """
block | date     | time       | content
a     | 06/11/17 | 9am - 10am | One
""",
        BlockHeading("1", "Cohort", "a", dates, "2 days"),
    )
    assert [code for _, code in found(read)] == codes


@pytest.mark.parametrize("printed", ["9th April", "9th - 10th April", "30th February", "soon"])
def test_without_any_year_no_day_is_guessed(printed: str) -> None:
    read = programme(f"""
block | date      | time       | content
a     | {printed} | 9am - 10am | One
""")
    assert found(read) == [(2, "DATE_UNREADABLE")]


def test_a_day_at_the_end_of_the_calendar_is_a_finding_and_no_fault() -> None:
    read = programme(
        """
block | date       | time       | content
a     | 31/12/9999 | 9am - 10am | One
b     | 08/01/2018 | 9am - 10am | Two
""",
        BlockHeading("2", "Cohort", "a", "31st December 9999", "2 days"),
    )
    assert read.items[0].day == date(9999, 12, 31)
    assert (3, "DATE_OUTSIDE_BLOCK") in found(read)


@pytest.mark.parametrize(
    ("days", "outside"),
    [
        ("10 days", []),  # nine working days after 15 January: to Friday 26 January
        ("9 days", [4]),
        ("1 day", [3, 4]),
        ("100 days", [3, 4]),  # no block is so long
        ("", [3, 4]),
    ],
)
def test_a_heading_that_names_the_first_of_several_days_stands_for_all_of_them(
    days: str, outside: list[int]
) -> None:
    read = programme(
        """
block | date       | time       | content
a     | 15/01/2018 | 9am - 10am | One
a     | 22/01/2018 | 9am - 10am | Two
a     | 26/01/2018 | 9am - 10am | Three
""",
        BlockHeading("2", "Cohort", "a", "15th January 2018", days),
    )
    assert [row for row, code in found(read) if code == "DATE_OUTSIDE_BLOCK"] == outside


def test_a_wrong_month_is_found_by_the_block_though_the_weekday_is_right() -> None:
    read = programme(
        """
block | date       | time       | content
b     | 12/03/2018 | 9am - 10am | One
b     | 13/08/2018 | 9am - 10am | Two
""",
        BlockHeading("1", "Cohort", "b", "12th -13th March 2018", ""),
    )
    finding = only(read, "DATE_OUTSIDE_BLOCK")
    assert (finding.row, finding.severity, finding.printed, finding.suggestion) == (
        3, Severity.BLOCK, "13/08/2018", "2018-03-13",
    )  # fmt: skip
    assert read.items[1].day == date(2018, 3, 13)
    assert read.items[1].printed["date_as_printed"] == "13/08/2018"


def test_a_day_no_correction_reaches_is_left_as_printed() -> None:
    read = programme(
        """
block | date       | time       | content
b     | 22/11/2017 | 9am - 10am | One
b     | 06/11/2017 | 9am - 10am | Two
""",
        BlockHeading("1", "Cohort", "b", "6th - 17th November 2017", ""),
    )
    assert only(read, "DATE_OUTSIDE_BLOCK").suggestion is None
    assert read.items[0].day == date(2017, 11, 22)


def test_without_headings_a_block_follows_the_one_in_front_of_it() -> None:
    read = programme("""
block | date       | time       | content
a     | 12/03/2018 | 9am - 10am | One
b     | 11/06/2017 | 9am - 10am | Two
""")
    assert found(read) == [(3, "DATE_OUTSIDE_BLOCK"), (3, "DATE_WEEKEND")]
    assert read.items[1].day == date(2018, 6, 11)


def test_a_leap_day_in_a_wrong_year_rolls_to_the_28th() -> None:
    read = programme("""
block | date       | time       | content
a     | 12/03/2020 | 9am - 10am | One
b     | 29/02/2020 | 9am - 10am | Two
""")
    assert only(read, "DATE_OUTSIDE_BLOCK").suggestion is None


def test_weekends_and_bank_holidays_are_found() -> None:
    read = programme("""
block | date       | time       | content
a     | 29/03/2018 | 9am - 10am | One
a     | 30/03/2018 | 9am - 10am | Two
a     | 31/03/2018 | 9am - 10am | Three
""")
    assert found(read) == [(3, "DATE_BANK_HOLIDAY"), (4, "DATE_WEEKEND")]
    assert only(read, "DATE_BANK_HOLIDAY").suggestion == "2018-04-03"


def test_headings_of_another_cohort_do_not_disturb() -> None:
    read = programme(
        """
block | date       | time       | content
week1 | 15/01/2018 | 9am - 10am | One
""",
        BlockHeading("1", "One", "induction", "6th - 17th November 2017", "10 days"),
        BlockHeading("2", "Two", "start", "15th January 2018", "10 days"),
        BlockHeading("2", "Two", "later", "9th April", "2 days"),
        BlockHeading("2", "Two", "unread", "in the autumn", "2 days"),
    )
    assert [(f.code, f.message) for f in read.findings] == [
        (
            "HEADING_MISMATCH",
            "The heading of start in cohort 2 states 10 days; its rows fall on 1.",
        ),
        (
            "HEADING_UNREADABLE",
            (
                "'in the autumn', the heading of unread in cohort 2, names no date that can be: its rows "
                "are not checked against it."
            ),
        ),
    ]


def test_a_heading_that_names_a_working_fortnight_states_ten_days() -> None:
    """Twelve dates from Monday to Friday week hold ten weekdays: that is no mismatch."""
    read = programme(
        """
block | date       | time       | content
a     | 06/11/2017 | 9am - 10am | One
""",
        BlockHeading("1", "One over 2 dates", "a", "6th - 17th November 2017", ""),
        BlockHeading("1", "One over 2 dates", "b", "11th - 12th June 2018", "1 day"),
    )
    assert [finding.printed for finding in read.findings] == ["11th - 12th June 2018 1 day"]


def test_announced_totals_are_held_against_what_follows() -> None:
    table = """
block | date       | time       | content
a     | 06/11/2017 | 9am - 10am | One
"""
    read = programme(table, BlockHeading("1", "One over 4 dates", "a", "6th November 2017", ""))
    assert only(read, "TOTAL_MISMATCH").suggestion == "1 blocks"
    assert only(programme(table, stated_days=2), "TOTAL_MISMATCH").suggestion == "1 days"
    assert found(programme(table, stated_days=1)) == []


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("9.30-11pm", ["MERIDIEM_INFERRED", "TIME_IMPLAUSIBLE"]),
        ("3.30pm", ["END_MISSING"]),
        ("", ["TIME_MISSING"]),
        ("25:00 - 26:00", ["TIME_IMPLAUSIBLE"]),
        ("3am - 2am", ["TIME_IMPLAUSIBLE"]),
        ("9am - 10am and 11am - 12pm", ["TIME_SEVERAL"]),
    ],
)
def test_times_that_need_a_person(cell: str, codes: list[str]) -> None:
    read = programme(f"block | date | time | content\na | 06/11/17 | {cell} | One")
    assert [code for _, code in found(read) if code != "TIME_MISSING"] == [
        code for code in codes if code != "TIME_MISSING"
    ]
    if cell == "25:00 - 26:00":
        assert (read.items[0].start, read.items[0].end) == (None, None)


def test_an_implausible_time_carries_its_only_plausible_reading() -> None:
    read = programme("block | date | time | content\na | 06/11/17 | 9.30-11pm | One")
    assert (read.items[0].start, read.items[0].end) == (time(9, 30), time(11))
    assert only(read, "TIME_IMPLAUSIBLE").suggestion == "09:30-11:00"
    none = programme("block | date | time | content\na | 06/11/17 | 3am - 2am | One")
    assert (none.items[0].start, none.items[0].end) == (time(3), None)


def test_tracks_run_side_by_side_and_an_alternative_says_so() -> None:
    read = programme("""
block | date     | time       | content                               | lead | who | room
a     | 09/11/17 | 9am - 12pm | LCS training if required (maximum 16) | Ann  | Ann | Hall
a     | 09/11/17 | 9am - 12pm | Or professional accountability        | Bea  | Bea | Annex
a     | 09/11/17 | 1pm - 2pm  | Diary                                 | Ann  | Bea | Hall
a     | 10/11/17 | 1pm - 2pm  | Orientation                           | Ann  | Bea | Hall
""")
    assert found(read) == [
        (2, "TRACK_PARALLEL"), (3, "TRACK_ALTERNATIVE"), (3, "TRACK_PARALLEL"),
    ]  # fmt: skip
    assert [item.track for item in read.items] == ["1a", "1b", None, None]
    assert [item.capacity for item in read.items] == [16, None, None, None]


def test_people_and_rooms_in_two_tracks_at_once_are_found() -> None:
    """As on 9 November 2017: nobody facilitates in two buildings."""
    read = programme("""
block | date     | time       | content | lead        | who | room
a     | 09/11/17 | 9am - 12pm | LCS     | Ann and Bea | Cy  | Hall
a     | 09/11/17 | 9am - 12pm | Or HCPC | Ann and Bea | Ann | Hall
a     | 09/11/17 | 12pm - 1pm | Diary   | Ann and Bea | Cy  | Hall
""")
    told = [
        (finding.row, finding.code, finding.severity, finding.printed, finding.suggestion)
        for finding in read.findings
        if finding.code.endswith("_CLASH")
    ]
    assert told == [
        (3, "PERSON_CLASH", Severity.WARN, "Ann", None),
        (3, "PERSON_CLASH", Severity.WARN, "Bea", None),
        (3, "ROOM_CLASH", Severity.WARN, "Hall", None),
    ]
    assert only(read, "ROOM_CLASH").message == (
        "Hall is in row 2 and in row 3 at the same time on 2017-11-09: one of them needs somebody or "
        "somewhere else."
    )


def test_overlaps_are_found_and_back_to_back_is_none() -> None:
    read = programme("""
block | date     | time            | content
a     | 12/03/18 | 10:45am-12:15pm | Court
a     | 12/03/18 | 12pm-1pm        | Lunch
a     | 12/03/18 | 1pm-2pm         | Art
a     | 12/03/18 | 3pm             | Open end
a     | 13/03/18 | 12pm-1pm        | Elsewhere
""")
    assert only(read, "OVERLAP").row == 3
    assert only(read, "OVERLAP").message == (
        "2018-03-12 10:45-12:15 (row 2) and 12:00-13:00 (row 3) overlap."
    )


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"who": ""}, "PRESENTER_MISSING"),
        ({"who": "Legal (barrister?)"}, "PRESENTER_TBC"),
        ({"who": "Legal TO BE CONFIRMED"}, "PRESENTER_TBC"),
        ({"who": "TBC"}, "PRESENTER_TBC"),
        ({"lead": ""}, "FACILITATOR_MISSING"),
        ({"room": ""}, "ROOM_MISSING"),
        ({"room": "Blackpool ¦ Townley hall"}, "ROOM_MULTIPLE"),
        ({"content": "Others at a later date TBC"}, "GROUP_TBC"),
        ({"content": "ASYE requirements", "audience": "all"}, "AUDIENCE_SUSPECT"),
        ({"content": "ASYE requirements", "audience": ""}, "AUDIENCE_SUSPECT"),
    ],
)
def test_what_is_left_out_or_doubtful(cells: dict[str, str], code: str) -> None:
    row = {"block": "a", "date": "06/11/17", "time": "9am - 10am", "content": "One"} | cells
    read = programme(" | ".join(row) + "\n" + " | ".join(row.values()))
    assert [c for _, c in found(read)] == [code]


def test_asye_for_newly_qualified_staff_is_not_suspect() -> None:
    assert (
        found(programme("block | date | time | content\na | 06/11/17 | 9am - 10am | ASYE day"))
        == []
    )


def test_a_bare_row_inherits_only_where_rows_mostly_print_their_own() -> None:
    read = programme("""
block | date     | time        | content | lead | room
a     | 06/11/17 | 9am - 10am  | One     | Lead | Hall
a     | 06/11/17 | 10am - 11am | Two     |      |
b     | 13/11/17 | 9am - 10am  | Three   |      |
""")
    inherited = [row for row, code in found(read) if code == "CELL_INHERITED"]
    assert inherited == [3]


def test_names_alike_are_offered_for_merging() -> None:
    read = programme("""
block | date     | time        | content | who                    | room
a     | 06/11/17 | 9am - 10am  | One     | Presenter 1 and Jo Doe | Savoy, County Hall
a     | 06/11/17 | 10am - 11am | Two     | Presenter 2 and Jo Dor | The Savoy County hall
a     | 06/11/17 | 11am - 12pm | Three   | Somebody else          | Savoy County Hall.
""")
    assert [(f.row, f.printed, f.suggestion) for f in read.findings] == [
        (3, "The Savoy County hall", "Savoy, County Hall"),
        (3, "Jo Dor", "Jo Doe"),
        (4, "Savoy County Hall", "Savoy, County Hall"),
        (4, "Savoy County Hall", "The Savoy County hall"),
    ]


def test_findings_are_counted_by_code() -> None:
    read = programme(
        "block | date | time | content\na | 06/11/17 | 9-10 | One\na | 06/11/17 | 10-11 | Two"
    )
    assert Counter(f.code for f in read.findings) == Counter(MERIDIEM_INFERRED=2)


@pytest.mark.parametrize(
    ("audience", "content", "code"),
    [
        ("all", "", "CONTENT_MISSING"),
        ("everybody", "Welcome", "AUDIENCE_UNKNOWN"),
        ("all", "Training (maximum 0)", "CAPACITY_IMPLAUSIBLE"),
        ("all", "Training (maximum 500)", None),
        ("all", "Training (maximum 501)", "CAPACITY_IMPLAUSIBLE"),
        ("managers", "Training (1)", "CAPACITY_INFERRED"),
        ("Newly  qualified", "Training", None),
    ],
)
def test_what_a_row_says_has_to_mean_something(
    audience: str, content: str, code: str | None
) -> None:
    cells = {
        "block": "a", "audience": audience, "date_as_printed": "06/11/2017", "day_label": "DAY 1",
        "time_as_printed": "9am-10am", "content": content, "facilitators": "Lead",
        "presenters": "Lead", "room": "Hall", "learning_outcomes": "Know",
    }  # fmt: skip
    read = read_programme([PrintedRow(2, cells)], working_days=england())
    assert found(read) == ([(2, code)] if code else [])


@pytest.mark.parametrize(
    ("people", "severity"),
    [(0, Severity.BLOCK), (501, Severity.WARN), (10_000, Severity.WARN), (10_001, Severity.BLOCK)],
)
def test_a_capacity_that_cannot_be_is_refused_and_one_that_is_odd_is_said(
    people: int, severity: Severity
) -> None:
    cells = {"block": "a", "audience": "all", "date_as_printed": "06/11/2017", "day_label": "DAY 1",
             "time_as_printed": "9am-10am", "content": f"Training (maximum {people})",
             "facilitators": "Lead", "presenters": "Lead", "room": "Hall", "learning_outcomes": "Know"}  # fmt: skip
    read = read_programme([PrintedRow(2, cells)], working_days=england())
    assert [(each.code, each.severity) for each in read.findings] == [("CAPACITY_IMPLAUSIBLE", severity)]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "capacity", "inferred"),
    [
        ("Children Act (1989) and section 47", None, [None]),
        ("Working Together (2023)", None, [None]),
        ("Working Together (2023) (16)", 16, [None, "16"]),
        ("Children Act (1989), maximum 16", 16, []),
        ("Training (max. 12)", 12, []),
        ("Training (maximum of 12)", 12, []),
        ("Training for (16) another 16 people", 16, []),
        ("Training (16 places)", 16, []),
        ("Training for (2019)", None, [None]),
        ("Training (16)", 16, ["16"]),
        ("Training (200)", 200, ["200"]),
        ("Training (201)", None, [None]),
        ("Training (0)", None, [None]),
    ],
)
def test_a_year_in_brackets_is_no_capacity(
    content: str, capacity: int | None, inferred: list[str | None]
) -> None:
    read = programme(f"""
block | date     | time          | content
a     | 06/11/17 | 9am - 12 noon | {content}
""")
    assert read.items[0].capacity == capacity
    told = [(f.code, f.severity, f.suggestion) for f in read.findings]
    assert told == [("CAPACITY_INFERRED", Severity.INFO, each) for each in inferred]


@pytest.mark.parametrize(
    ("content", "kind", "codes"),
    [
        ("Lunch.", "lunch", []),
        ("Lunch  break", "lunch", []),
        ("Lunchtime seminar", "session", []),
        ("Lunch time seminar", "session", []),
        ("Lunch and learn", "session", []),
        ("Lunch (provided) in canteen", "lunch", ["KIND_INFERRED"]),
        ("Lunch provided", "lunch", ["KIND_INFERRED"]),
        ("Luncheon law", "session", []),
        ("Tea break", "break", []),
        ("Working lunch", "session", []),
    ],
)
def test_a_row_is_a_rest_by_whole_words(content: str, kind: str, codes: list[str]) -> None:
    read = programme(f"""
block | date     | time          | content
a     | 06/11/17 | 12 noon - 1pm | {content}
""")
    assert read.items[0].kind == kind
    assert [f.code for f in read.findings] == codes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Thomson | Al", "Jane Thompson | Al"),
        ("Al | Jane Thomson", "Al | Jane Thompson"),
        ("Jane Thomson | Al", "Bo | Jane Thompson"),
    ],
)
def test_people_are_compared_whether_they_lead_or_present(one: str, other: str) -> None:
    read = programme(f"""
block | date     | time       | content | lead | who
a     | 06/11/17 | 9am - 10am | Risk    | {one}
a     | 07/11/17 | 9am - 10am | Law     | {other}
""")
    similar = only(read, "NAME_SIMILAR")
    assert (similar.row, similar.printed, similar.suggestion) == (
        3,
        "Jane Thompson",
        "Jane Thomson",
    )
