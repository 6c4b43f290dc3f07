"""How each type of cell is read, and what is said about cells that cannot be."""

import io
from datetime import date

import pytest

from scorecard.workforce import (
    AbsenceKind,
    CaseUnit,
    Contract,
    EndType,
    LeaverDestination,
    LeavingReason,
    Role,
    StartOrigin,
    StartType,
)
from service.workforce.findings import Finding, Severity
from service.workforce.records import CaseloadRecord, EmploymentRecord
from service.workforce.tabular import KnownNames, read_return
from service.workforce.tabular.columns import COLUMNS, ValueType
from service.workforce.tabular.read_rows import column_reader
from tests.unit.tabular.reading import (
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    POSTS,
    TODAY,
    identify,
    lines,
    read,
    records,
    table,
    told,
)


def value_of(kind, column, text, **cells):
    """The value read from one cell, in a file of one row without any finding."""
    parsed = read(kind, table(kind, {column: text, **cells}))
    assert lines(parsed) == []
    names = [each.name for each in COLUMNS[kind]]
    return records(parsed)[0][1 + names.index(column)]


def said_of(kind, column, text, **cells):
    """Code of the finding on one cell, in a file of one row."""
    parsed = read(kind, table(kind, {column: text, **cells}))
    assert [finding.column for finding in parsed.findings] == [column]
    return parsed.findings[0].code


def test_a_row_becomes_a_record_in_the_terms_of_the_census():
    parsed = read(EMPLOYMENTS, table(EMPLOYMENTS, {}))
    assert (parsed.rows_read, parsed.rows_accepted, parsed.unreadable) == (1, 1, False)
    assert parsed.findings == []
    assert (parsed.edition, parsed.as_at) == ("1", None)
    assert parsed.records.employments == [
        EmploymentRecord(
            row=2,
            worker="worker SW123456",
            post="P-0042",
            team="Harbour Assessment",
            area="North",
            role="case-holder",
            contract="permanent",
            fte=600_000,
            started=date(2024, 9, 2),
            start_type="new",
            start_origin="1",
            ended=date(2026, 6, 30),
            end_type="left",
            destination="1",
            reason="1",
            qualified_on=date(2024, 7, 15),
            asye_started=date(2024, 9, 2),
            asye_ended=date(2025, 9, 1),
        )
    ]


def test_a_finding_says_where_what_and_what_to_do():
    parsed = read(CASELOADS, table(CASELOADS, {"fte": "1.5"}))
    assert parsed.findings == [
        Finding(
            code="FTE_ABOVE_ONE",
            severity=Severity.REJECT,
            message="The FTE is above 1.",
            hint="Write 1 for full time. If there are several posts or spells, give each a row.",
            row=2,
            line=2,
            column="fte",
            value="1.5",
        )
    ]
    assert (parsed.rows_read, parsed.rows_accepted) == (1, 0)


def test_all_faults_of_a_row_are_told_at_once_in_the_order_of_the_columns():
    assert told(CASELOADS, {"team": "", "cases": "-1", "fte": "2", "unit": "kid"}) == [
        "2 team CELL_EMPTY reject -",
        "2 cases NUMBER_NEGATIVE reject -1",
        "2 fte FTE_ABOVE_ONE reject 2",
        "2 unit CHOICE_UNKNOWN reject kid",
    ]


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("1", 1_000_000),
        ("1.0", 1_000_000),
        ("1.", 1_000_000),
        (".6", 600_000),
        ("0.6", 600_000),
        (" 0.6 ", 600_000),
        ("0.675676", 675_676),
        ("0.000001", 1),
        ("0.60000000000", 600_000),
    ],
)
def test_fte_in_millionths(text, millionths):
    assert value_of(POSTS, "fte", text) == millionths


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5", "FTE_ABOVE_ONE"),
        ("1.000001", "FTE_ABOVE_ONE"),
        ("1.0000004", "FTE_ABOVE_ONE"),
        ("1." + "0" * 37 + "1", "FTE_ABOVE_ONE"),
        ("37", "FTE_ABOVE_ONE"),
        ("0", "FTE_ZERO"),
        ("0.0000004", "FTE_ZERO"),
        ("-0.1", "NUMBER_NEGATIVE"),
        ("-0", "NUMBER_NEGATIVE"),
        ('"0,6"', "NUMBER_DECIMAL_COMMA"),
        ('"1,000"', "NUMBER_DECIMAL_COMMA"),
        ('"1,234,567"', "NUMBER_THOUSANDS"),
        ("60%", "NUMBER_PERCENT"),
        ("60 %", "NUMBER_PERCENT"),
        ("NaN", "NUMBER_FORM"),
        ("nan", "NUMBER_FORM"),
        ("Infinity", "NUMBER_FORM"),
        ("-inf", "NUMBER_FORM"),
        ("1e5", "NUMBER_FORM"),
        ("1E-1", "NUMBER_FORM"),
        ("0x1", "NUMBER_FORM"),
        ("1_000", "NUMBER_FORM"),
        ("+0.6", "NUMBER_FORM"),
        ("0.6.1", "NUMBER_FORM"),
        (".", "PLACEHOLDER"),
        ("٠.٦", "NUMBER_FORM"),
        ("½", "NUMBER_FORM"),
        ("0.6 FTE", "NUMBER_FORM"),
        ("0." + "6" * 60, "NUMBER_FORM"),
        ("=25/37", "CELL_FORMULA"),
        ("#DIV/0!", "CELL_ERROR"),
    ],
)
def test_what_is_no_fte(text, code):
    assert said_of(POSTS, "fte", text) == code


def test_decimals_beyond_six_are_rounded_half_up_and_that_is_said_once_for_each_value():
    parsed = read(
        POSTS,
        table(
            POSTS,
            {"post": "A", "fte": "0.675675675675676"},
            {"post": "B", "fte": "0.0000015"},
            {"post": "C", "fte": "0.00000149"},
            {"post": "D", "fte": "0.675675675675676"},
        ),
    )
    assert [post.fte for post in parsed.records.posts] == [675_676, 2, 1, 675_676]
    assert [(each.row, each.message) for each in parsed.findings] == [
        (2, "The number has more than 6 decimals. It is kept as 0.675676."),
        (3, "The number has more than 6 decimals. It is kept as 0.000002."),
        (4, "The number has more than 6 decimals. It is kept as 0.000001."),
    ]


@pytest.mark.parametrize(
    ("text", "hundredths"), [("4.5", 450), ("0", 0), ("4.25", 425), ("005", 500)]
)
def test_days_in_hundredths(text, hundredths):
    assert value_of(ABSENCES, "days_lost", text) == hundredths


def test_days_are_rounded_half_up_and_bounded():
    parsed = read(ABSENCES, table(ABSENCES, {"days_lost": "4.335"}))
    assert lines(parsed) == ["2 days_lost NUMBER_ROUNDED info 4.335"]
    assert parsed.findings[0].message.endswith("kept as 4.34.")
    assert parsed.records.absences[0].days_lost == 434
    assert said_of(ABSENCES, "days_lost", "1000.01") == "DAYS_TOO_MANY"


@pytest.mark.parametrize(("text", "cases"), [("0", 0), ("17", 17), ("17.0", 17), ("500", 500)])
def test_cases_are_whole(text, cases):
    assert value_of(CASELOADS, "cases", text) == cases


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "NUMBER_NEGATIVE"),
        ("501", "CASES_TOO_MANY"),
        ("17.5", "NUMBER_NOT_WHOLE"),
        ('"1,000"', "NUMBER_THOUSANDS"),
        ('"17,0"', "NUMBER_DECIMAL_COMMA"),
        ("", "CELL_EMPTY"),
        ("many", "NUMBER_FORM"),
    ],
)
def test_what_is_no_number_of_cases(text, code):
    assert said_of(CASELOADS, "cases", text) == code


def test_a_caseload_may_be_held_at_no_fte_or_at_an_unknown_one():
    parsed = read(
        CASELOADS, table(CASELOADS, {"cases": "0", "fte": "0"}, {"team": "Duty Team", "fte": ""})
    )
    assert lines(parsed) == []
    assert parsed.records.caseloads == [
        CaseloadRecord(
            2, "worker SW123456", date(2026, 9, 30), "Harbour Assessment", 0, 0, "child", False
        ),
        CaseloadRecord(
            3, "worker SW123456", date(2026, 9, 30), "Duty Team", 17, None, "child", False
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-01",
        "2024-4-1",
        "2024-04-01 00:00:00",
        "2024-04-01T00:00",
        "01-Apr-2024",
        "1 April 2024",
        "1 apr 2024",
        "  2024-04-01  ",
    ],
)
def test_dates_that_can_only_be_read_one_way(text):
    assert value_of(POSTS, "opened", text) == date(2024, 4, 1)


@pytest.mark.parametrize("text", ["30/09/2024", "30.09.2024", "30-9-2024", "30/09/2024 00:00"])
def test_british_dates_that_prove_it(text):
    assert value_of(POSTS, "opened", text) == date(2024, 9, 30)


def test_a_day_that_is_its_own_month_needs_no_proof():
    assert value_of(POSTS, "opened", "04/04/2024") == date(2024, 4, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2024", "DATE_IMPOSSIBLE"),
        ("2023-02-29", "DATE_IMPOSSIBLE"),
        ("0000-01-01", "DATE_IMPOSSIBLE"),
        ("31/31/2024", "DATE_IMPOSSIBLE"),
        ("02/30/2024", "DATE_IMPOSSIBLE"),
        ("00/01/2024", "DATE_IMPOSSIBLE"),
        ("01/04/24", "DATE_TWO_DIGIT_YEAR"),
        ("1-Apr-24", "DATE_TWO_DIGIT_YEAR"),
        ("45383", "DATE_SERIAL"),
        ("45383.5", "DATE_SERIAL"),
        ("2024-04-01T09:30:00", "DATE_HAS_TIME"),
        ("30/09/2024 12:00", "DATE_HAS_TIME"),
        ("04/25/2024", "DATE_MONTH_FIRST"),
        ("1900-01-01", "DATE_TOO_EARLY"),
        ("31/12/1949", "DATE_TOO_EARLY"),
        ("2099-12-31", "DATE_TOO_LATE"),
        ("2027-11-23", "DATE_TOO_LATE"),
        ("9999-12-31", "DATE_TOO_LATE"),
        ("April 2024", "DATE_FORM"),
        ("1 Avril 2024", "DATE_FORM"),
        ("30/09-2024", "DATE_FORM"),
        ("2024/04/01", "DATE_FORM"),
        ("20240401", "DATE_FORM"),
        ("Q1", "DATE_FORM"),
        ("tbc", "PLACEHOLDER"),
    ],
)
def test_what_is_no_date(text, code):
    assert said_of(POSTS, "opened", text) == code


@pytest.mark.parametrize(
    ("text", "day"), [("1950-01-01", date(1950, 1, 1)), ("2026-11-22", date(2026, 11, 22))]
)
def test_the_first_and_the_last_day_nothing_is_said_about(text, day):
    assert value_of(POSTS, "opened", text) == day


def test_starts_in_the_future_are_taken_with_a_warning_each_time():
    parsed = read(
        POSTS,
        table(POSTS, {"post": "A", "opened": "2026-11-23"}, {"post": "B", "opened": "2026-11-23"}),
    )
    assert lines(parsed) == [
        "2 opened DATE_IN_FUTURE warn 2026-11-23",
        "3 opened DATE_IN_FUTURE warn 2026-11-23",
    ]
    assert [post.opened for post in parsed.records.posts] == [date(2026, 11, 23)] * 2


def test_an_end_may_be_planned_up_to_a_year_ahead():
    assert value_of(POSTS, "closed", "2027-11-22") == date(2027, 11, 22)


def test_a_year_ahead_of_a_leap_day_is_the_last_of_february():
    rows = ({"closed": "2029-02-28"}, {"post": "P-0043", "closed": "2029-03-01"})
    parsed = read(POSTS, table(POSTS, *rows), today=date(2028, 2, 29))
    assert lines(parsed) == ["3 closed DATE_TOO_LATE reject 2029-03-01"]


def test_cases_cannot_be_counted_tomorrow():
    assert said_of(CASELOADS, "snapshot_date", "2026-11-23") == "SNAPSHOT_IN_FUTURE"
    assert value_of(CASELOADS, "snapshot_date", "2026-11-22") == date(2026, 11, 22)


def test_a_column_that_never_shows_which_way_is_read_day_first_and_says_so():
    parsed = read(
        POSTS,
        table(
            POSTS,
            {"post": "A", "opened": "2024-04-01"},
            {"post": "B", "opened": "03/04/2024", "closed": "25/12/2024"},
            {"post": "C", "opened": "05/06/2024", "closed": "01/12/2024"},
        ),
    )
    assert lines(parsed) == ["3 opened DATE_DAY_FIRST info 03/04/2024"]
    assert [(post.opened, post.closed) for post in parsed.records.posts] == [
        (date(2024, 4, 1), None),
        (date(2024, 4, 3), date(2024, 12, 25)),
        (date(2024, 6, 5), date(2024, 12, 1)),
    ]


def test_one_proof_anywhere_in_the_column_settles_it():
    assert told(POSTS, {"opened": "03/04/2024"}, {"post": "P-0043", "opened": "25/04/2024"}) == []


def test_a_month_first_column_is_never_read_two_ways_wherever_its_proof_stands():
    rows = [
        {"post": "A", "opened": "03/04/2024"},
        {"post": "B", "opened": "2024-04-03"},
        {"post": "C", "opened": "04/04/2024"},
        {"post": "D", "opened": "04/25/2024"},
        {"post": "E", "opened": "25/04/2024"},
        {"post": "F", "opened": "05/06/2024"},
    ]
    parsed = read(POSTS, table(POSTS, *rows))
    assert lines(parsed) == [
        "2 opened DATE_AMBIGUOUS reject 03/04/2024",
        "5 opened DATE_MONTH_FIRST reject 04/25/2024",
        "7 opened DATE_AMBIGUOUS reject 05/06/2024",
    ]
    assert [(post.row, post.opened) for post in parsed.records.posts] == [
        (3, date(2024, 4, 3)),
        (4, date(2024, 4, 4)),
        (6, date(2024, 4, 25)),
    ]


def test_each_column_of_dates_is_judged_for_itself():
    rows = [
        {"post": "A", "opened": "03/04/2024", "closed": "12/31/2024"},
        {"post": "B", "opened": "13/04/2024", "closed": "01/02/2025"},
    ]
    assert told(POSTS, *rows) == [
        "2 closed DATE_MONTH_FIRST reject 12/31/2024",
        "3 closed DATE_AMBIGUOUS reject 01/02/2025",
    ]


def test_a_file_read_again_for_its_dates_never_tells_progress_twice():
    rows = [{"post": f"P{number}"} for number in range(10_000)]
    rows.append({"post": "last", "opened": "04/25/2024"})
    steps = []
    parsed = read(POSTS, table(POSTS, *rows), progress=steps.append)
    assert lines(parsed) == ["10002 opened DATE_MONTH_FIRST reject 04/25/2024"]
    assert steps == [5_000, 10_000]


EVERY_CHOICE = [
    (POSTS, "role", Role, ["1", "2", "3", "4", "5", "6"]),
    (EMPLOYMENTS, "contract", Contract, []),
    (EMPLOYMENTS, "start_type", StartType, []),
    (EMPLOYMENTS, "start_origin", StartOrigin, [str(code) for code in range(1, 11)]),
    (EMPLOYMENTS, "end_type", EndType, []),
    (EMPLOYMENTS, "leaver_destination", LeaverDestination, [str(code) for code in range(1, 10)]),
    (EMPLOYMENTS, "leaving_reason", LeavingReason, [str(code) for code in range(1, 11)]),
    (ABSENCES, "kind", AbsenceKind, ["MAT", "OTH", "PUB", "SIC", "TRN", "UNA", "UNP"]),
    (CASELOADS, "unit", CaseUnit, []),
]


@pytest.mark.parametrize(("kind", "column", "values", "codes"), EVERY_CHOICE)
def test_every_value_of_the_facts_can_be_sent_as_code_and_in_words(kind, column, values, codes):
    declared = next(each for each in COLUMNS[kind] if each.name == column)
    assert [choice.value for choice in declared.choices] == [str(value) for value in values]
    reader = column_reader(declared, identify=identify, today=TODAY, month_first=False)
    sent = {
        variant: choice.value
        for choice in declared.choices
        for spelling in choice.spellings
        for variant in (spelling, spelling.upper(), f"  {spelling.replace('-', ' ')} ")
    }
    by_name = {value.name.lower().replace("_", "-"): str(value) for value in values}
    by_code = dict(zip(codes, map(str, values), strict=bool(codes)))
    expected = sent | by_name | by_code
    assert {text: reader[text] for text in expected} == expected
    assert {type(value) for value in reader.values()} == {str}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("yes", True),
        ("Y", True),
        ("1", True),
        ("TRUE", True),
        ("no", False),
        ("n", False),
        ("0", False),
        ("False", False),
    ],
)
def test_yes_and_no(text, meant):
    assert value_of(AGENCY, "covers_vacancy", text) is meant
    assert value_of(CASELOADS, "agency", text) is meant


def test_a_value_that_is_not_on_the_list_is_told_the_list_and_the_nearest():
    parsed = read(POSTS, table(POSTS, {"role": "caseholder"}, {"post": "P-0043", "role": "7"}))
    assert [finding.hint for finding in parsed.findings] == [
        (
            "Write one of: 1 or senior-manager, 2 or middle-manager, 3 or first-line-manager, "
            "4 or senior-practitioner, 5 or case-holder, 6 or qualified-without-cases. "
            "Did you mean “case holder”?"
        ),
        (
            "Write one of: 1 or senior-manager, 2 or middle-manager, 3 or first-line-manager, "
            "4 or senior-practitioner, 5 or case-holder, 6 or qualified-without-cases."
        ),
    ]


def test_names_keep_their_spelling_and_lose_only_the_spaces_around_them():
    assert value_of(POSTS, "area", "  Siân’s  Area\u00a0") == "Siân’s  Area"


def test_a_name_is_the_same_however_its_accents_are_encoded():
    parsed = read(POSTS, table(POSTS, {"area": "Si\u0061\u0302n"}))
    assert parsed.records.posts[0].area == "Si\u00e2n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "CELL_EMPTY"),
        ("   ", "CELL_EMPTY"),
        ("-", "PLACEHOLDER"),
        ("N/A", "PLACEHOLDER"),
        ("None", "PLACEHOLDER"),
        ("=1+1", "CELL_FORMULA"),
        ('=HYPERLINK("x")', "CELL_FORMULA"),
        ("@SUM(A1)", "CELL_FORMULA"),
        ("+44 20", "CELL_FORMULA"),
        ("-North", "CELL_FORMULA"),
        ("#REF!", "CELL_ERROR"),
        ("#n/a", "CELL_ERROR"),
        ("A" * 201, "TEXT_TOO_LONG"),
        ('"North\nSouth"', "TEXT_CONTROL"),
        ("North\u00a0West", "TEXT_CONTROL"),
        ("North\u200bWest", "TEXT_CONTROL"),
        ("North\x07", "TEXT_CONTROL"),
        ("\u202eNorth", "TEXT_CONTROL"),
    ],
)
def test_what_is_no_name(text, code):
    assert said_of(POSTS, "area", text) == code


def test_what_was_sent_is_repeated_up_to_a_hundred_characters():
    parsed = read(POSTS, table(POSTS, {"area": "A" * 201}))
    assert parsed.findings[0].value == "A" * 100 + "…"


def test_cells_that_are_not_stated_are_taken_with_a_warning():
    cells = {"role": "", "contract": "", "fte": "", "qualified_on": ""}
    parsed = read(EMPLOYMENTS, table(EMPLOYMENTS, cells))
    assert lines(parsed) == [
        "2 role NOT_STATED warn -",
        "2 contract NOT_STATED warn -",
        "2 fte NOT_STATED warn -",
        "2 qualified_on NOT_STATED warn -",
    ]
    spell = parsed.records.employments[0]
    assert (spell.role, spell.contract, spell.fte, spell.qualified_on) == (None,) * 4


@pytest.mark.parametrize("number", ["SW123456", "sw123456", " SW 123 456 ", "SW\u00a0123456"])
def test_one_number_is_one_person_however_it_is_written(number):
    assert value_of(CASELOADS, "registration_number", number) == "worker SW123456"


def test_another_spelling_is_told_once_for_each():
    rows = [
        {"team": f"Team {place}", "registration_number": number}
        for place, number in enumerate(
            ["SW123456", "sw 123456", "SW123456", "sw 123456", "Sw123456", "SW7"]
        )
    ]
    parsed = read(CASELOADS, table(CASELOADS, *rows), known=KnownNames())
    assert lines(parsed) == [
        "3 registration_number REGISTRATION_SPELLING info AA 999999",
        "6 registration_number REGISTRATION_SPELLING info AA999999",
    ]
    assert [one.worker for one in parsed.records.caseloads] == ["worker SW123456"] * 5 + [
        "worker SW7"
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("123456", "999999"),
        ("SW", "AA"),
        ("S123456", "A999999"),
        ("SWE123456", "AAA999999"),
        ("SW12345678901", "AA99999999999"),
        ("SWO12345", "AAA99999"),
        ("Jane Doe", "AAAA AAA"),
        ("ŚW123456", "AA999999"),
        ("SW１２３", "AA999"),
        ("SW-123456", "AA-999999"),
    ],
)
def test_what_is_no_registration_number_is_shown_by_its_shape(text, shown):
    assert told(CASELOADS, {"registration_number": text}) == [
        f"2 registration_number REGISTRATION_FORM reject {shown}"
    ]


def test_the_worker_key_is_asked_for_once_for_each_number():
    asked = []

    def counting(number):
        asked.append(number)
        return identify(number)

    rows = [{"team": f"Team {place}"} for place in range(50)]
    content = table(CASELOADS, *rows, {"registration_number": "sw123456"}).encode()
    parsed = read_return(CASELOADS, io.BytesIO(content), identify=counting, today=TODAY)
    assert parsed.rows_accepted == 51
    assert asked == ["SW123456"]


def test_every_column_that_takes_one_of_a_list_has_a_list():
    assert {
        column.name
        for columns in COLUMNS.values()
        for column in columns
        if bool(column.choices) != (column.type is ValueType.CHOICE)
    } == set()


@pytest.mark.parametrize(
    ("column", "hint"),
    [
        ("registration_number", "Fill it in: Social Work England registration number: two"),
        ("team", "Fill it in: name of the team"),
    ],
)
def test_the_hint_of_an_empty_cell_keeps_the_capitals_of_a_name(column, hint):
    [finding] = read(CASELOADS, table(CASELOADS, {column: ""})).findings
    assert finding.hint.startswith(hint)


def test_a_move_is_followed_by_a_move_not_by_a_new_start():
    """The next spell is there, but as a new start: the words say which of the two is missed."""
    rows = (
        {
            "ended": "2025-06-30",
            "end_type": "moved",
            "leaver_destination": "",
            "leaving_reason": "",
        },
        {
            "started": "2025-07-01",
            "start_type": "new",
            "start_origin": "4",
        },
    )
    codes = {
        finding.code: finding for finding in read(EMPLOYMENTS, table(EMPLOYMENTS, *rows)).findings
    }
    assert "starts with a move on the day after" in codes["MOVE_WITHOUT_NEXT"].message
    assert "write “moved” in its “start_type”" in codes["MOVE_WITHOUT_NEXT"].hint
