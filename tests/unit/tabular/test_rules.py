"""Rules between the cells of a row, and between rows."""

import pytest

from service.workforce.tabular import KnownNames
from tests.unit.tabular.reading import (
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    POSTS,
    lines,
    read,
    table,
    told,
)

STILL_HERE = {"ended": "", "end_type": "", "leaver_destination": "", "leaving_reason": ""}
MOVED = {"end_type": "moved", "leaver_destination": "", "leaving_reason": ""}
LEFT = {"end_type": "left", "leaver_destination": "3", "leaving_reason": "resignation"}
CAME_BY_MOVE = {"start_type": "moved", "start_origin": ""}


@pytest.mark.parametrize(
    ("kind", "cells", "said"),
    [
        (POSTS, {"closed": "2024-03-31"}, "closed END_BEFORE_START reject 2024-03-31"),
        (POSTS, {"closed": "2024-04-01"}, "closed POST_NEVER_OPEN reject 2024-04-01"),
        (EMPLOYMENTS, {"ended": "2024-09-01"}, "ended END_BEFORE_START reject 2024-09-01"),
        (AGENCY, {"ended": "2026-01-04"}, "ended END_BEFORE_START reject 2026-01-04"),
        (ABSENCES, {"last_day": "2026-02-01"}, "last_day END_BEFORE_START reject 2026-02-01"),
        (
            EMPLOYMENTS,
            {"asye_ended": "2024-09-01"},
            "asye_ended END_BEFORE_START reject 2024-09-01",
        ),
    ],
)
def test_nothing_ends_before_it_starts(kind, cells, said):
    assert told(kind, cells) == [f"2 {said}"]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (POSTS, {"closed": "2024-04-02"}),
        (AGENCY, {"ended": "2026-01-05"}),
        (ABSENCES, {"last_day": "2026-02-02", "days_lost": "1"}),
        (EMPLOYMENTS, {"asye_ended": "2024-09-02"}),
    ],
)
def test_what_starts_and_ends_on_one_day_lasted_a_day(kind, cells):
    assert told(kind, cells) == []


def test_the_message_names_both_dates():
    parsed = read(ABSENCES, table(ABSENCES, {"last_day": "2026-02-01"}))
    assert parsed.findings[0].message == "“last_day” is before “first_day”."


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (STILL_HERE, []),
        ({"end_type": ""}, ["end_type END_TYPE_MISSING reject -"]),
        (STILL_HERE | {"end_type": "left"}, ["end_type NOT_ENDED reject left"]),
        (
            STILL_HERE | {"leaver_destination": "3", "leaving_reason": "retired"},
            ["leaver_destination NOT_ENDED reject 3", "leaving_reason NOT_ENDED reject retired"],
        ),
        (
            MOVED | {"leaver_destination": "3"},
            ["leaver_destination NOT_A_LEAVER reject 3"],
        ),
        (MOVED | {"leaving_reason": "1"}, ["leaving_reason NOT_A_LEAVER reject 1"]),
        (
            {"leaver_destination": "", "leaving_reason": ""},
            [
                "leaver_destination LEAVER_DETAIL_MISSING warn -",
                "leaving_reason LEAVER_DETAIL_MISSING warn -",
            ],
        ),
        ({"start_origin": ""}, ["start_origin START_ORIGIN_MISSING warn -"]),
        ({"start_type": "moved"}, ["start_origin NOT_A_STARTER warn 1"]),
        ({"qualified_on": "2024-09-03"}, ["qualified_on QUALIFIED_AFTER_START warn 2024-09-03"]),
        ({"qualified_on": "2024-09-02"}, []),
        ({"asye_started": ""}, ["asye_ended ASYE_NOT_STARTED reject 2025-09-01"]),
        ({"asye_ended": ""}, []),
        ({"post": ""}, []),
    ],
)
def test_a_spell_says_how_it_began_and_ended_and_no_more(cells, said):
    assert told(EMPLOYMENTS, cells) == [f"2 {line}" for line in said]


def test_more_days_lost_than_there_were():
    said = "2 days_lost DAYS_IMPOSSIBLE reject 5.5"
    assert told(ABSENCES, {"days_lost": "5.5"}) == [said]
    assert told(ABSENCES, {"days_lost": "5"}) == []
    assert told(ABSENCES, {"days_lost": "40", "last_day": ""}) == []


def test_cases_held_at_no_fte():
    assert told(CASELOADS, {"fte": "0"}) == ["2 fte CASES_WITHOUT_FTE warn 0"]
    assert told(CASELOADS, {"fte": "0", "cases": "0"}) == []


def test_a_leaver_and_a_returner_of_the_next_day_do_not_overlap():
    again = {"started": "2026-07-01"} | STILL_HERE
    assert told(EMPLOYMENTS, {}, again) == []


def test_overlapping_spells_and_two_roles_at_once():
    rows = [
        {"started": "2024-09-02", "post": "P-0001"} | STILL_HERE,
        {"started": "2025-03-03", "post": "P-0002"},
        {"started": "2025-06-02", "post": "P-0042", "role": "4"} | STILL_HERE,
        {"registration_number": "SW654321", "post": "P-0043"},
    ]
    parsed = read(EMPLOYMENTS, table(EMPLOYMENTS, *rows))
    assert lines(parsed) == [
        "3 started SPELLS_OVERLAP warn -",
        "4 role TWO_ROLES warn -",
    ]
    assert [each.message for each in parsed.findings] == [
        "This spell overlaps the one in row 2.",
        "The person has another role at the same time in row 2.",
    ]
    assert parsed.rows_accepted == 4


def test_a_short_spell_inside_a_long_one_hides_neither():
    rows = [
        {"started": "2024-01-08", "ended": "2026-06-30"},
        {"started": "2024-03-04", "ended": "2024-03-29", "post": ""},
        {"started": "2025-01-06", "ended": "2025-03-31", "post": ""},
    ]
    parsed = read(EMPLOYMENTS, table(EMPLOYMENTS, *rows))
    assert [
        (each.row, each.code) for each in parsed.findings if each.code != "QUALIFIED_AFTER_START"
    ] == [
        (3, "SPELLS_OVERLAP"),
        (4, "SPELLS_OVERLAP"),
    ]


def test_overlaps_of_posts_agency_and_absences():
    assert told(POSTS, {"closed": "2025-04-01"}, {"opened": "2025-03-31"}) == [
        "3 opened SPELLS_OVERLAP warn -"
    ]
    assert told(POSTS, {"closed": "2025-04-01"}, {"opened": "2025-04-01"}) == []
    assert told(AGENCY, {}, {"team": "Duty Team"}) == ["3 started SPELLS_OVERLAP warn -"]
    assert told(ABSENCES, {}, {"first_day": "2026-02-06", "days_lost": "1"}) == [
        "3 first_day SPELLS_OVERLAP warn -"
    ]
    assert (
        told(ABSENCES, {}, {"first_day": "2026-02-07", "last_day": "2026-02-09", "days_lost": "1"})
        == []
    )


def test_a_move_has_two_sides():
    before = {"started": "2024-09-02", "ended": "2025-08-31"} | MOVED
    after = {"started": "2025-09-01", "team": "Duty Team"} | CAME_BY_MOVE
    assert told(EMPLOYMENTS, before, after) == []
    assert told(EMPLOYMENTS, before) == ["2 end_type MOVE_WITHOUT_NEXT warn -"]
    late = after | {"started": "2025-09-02"}
    assert [line.split()[2] for line in told(EMPLOYMENTS, before, late)] == [
        "MOVE_WITHOUT_NEXT",
        "MOVE_WITHOUT_PREVIOUS",
    ]
    another = after | {"registration_number": "SW654321"}
    assert [line.split()[2] for line in told(EMPLOYMENTS, before, another)] == [
        "MOVE_WITHOUT_NEXT",
        "MOVE_WITHOUT_PREVIOUS",
    ]


def test_a_move_from_before_the_first_end_in_the_file_cannot_be_judged():
    assert told(EMPLOYMENTS, CAME_BY_MOVE | STILL_HERE) == []


def test_a_move_beside_a_new_start_on_the_next_day_is_no_move():
    before = {"started": "2024-09-02", "ended": "2025-08-31"} | MOVED
    after = {"started": "2025-09-01", "team": "Duty Team"}
    assert [line.split()[2] for line in told(EMPLOYMENTS, before, after)] == ["MOVE_WITHOUT_NEXT"]


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        (POSTS, {"team": "Duty Team"}, "post and opened"),
        (EMPLOYMENTS, {"fte": "1"}, "registration_number and started and post"),
        (AGENCY, {"role": "4"}, "registration_number and started and team"),
        (ABSENCES, {"days_lost": "1"}, "registration_number and first_day and kind"),
        (CASELOADS, {"cases": "1"}, "registration_number and snapshot_date and team"),
    ],
)
def test_two_rows_about_one_thing_are_both_refused(kind, change, words):
    parsed = read(kind, table(kind, {}, change, {}))
    duplicates = [each for each in parsed.findings if each.code == "DUPLICATE_ROW"]
    assert [(each.row, each.column, each.value) for each in duplicates] == [
        (2, None, None),
        (3, None, None),
        (4, None, None),
    ]
    assert duplicates[0].message.startswith("Rows 2, 3 and 4 say different things")
    assert duplicates[0].hint == f"Keep one of them. Rows are told apart by {words}."
    assert parsed.findings == duplicates
    assert (parsed.rows_read, parsed.rows_accepted) == (3, 0)


def test_the_same_person_under_two_spellings_is_a_duplicate_all_the_same():
    rows = [{}, {"registration_number": "sw 123456", "cases": "3"}]
    assert [line.split()[2] for line in told(CASELOADS, *rows)] == [
        "DUPLICATE_ROW",
        "DUPLICATE_ROW",
        "REGISTRATION_SPELLING",
    ]


def test_numbers_that_differ_only_in_leading_zeros_are_shown_and_not_told():
    numbers = ("SW0077", "SW77", "sw 077", "SW78", "SW770", "AB77")
    rows = [{"registration_number": written} for written in numbers]
    parsed = read(CASELOADS, table(CASELOADS, *rows, rows[1] | {"team": "Duty Team"}))
    assert lines(parsed) == [
        "3 registration_number REGISTRATION_SIMILAR warn AA99",
        "4 registration_number REGISTRATION_SIMILAR warn AA999",
    ]
    for finding in parsed.findings:
        assert "the one in row 2 differ only in zeros" in finding.message
        assert "77" not in finding.message + finding.hint
    assert parsed.rows_accepted == 7


HELD = KnownNames(workers=frozenset({"worker SW77", "worker AB0000000012"}))


@pytest.mark.parametrize(
    ("written", "told_of"),
    [
        ("SW0077", "AA9999"),
        ("sw 077", "AA999"),
        ("SW0000000077", "AA9999999999"),
        ("AB12", "AA99"),
        ("SW77", None),  # held just so
        ("SW770", None),
        ("SW78", None),
        ("AB77", None),
    ],
)
def test_a_number_held_with_other_zeros_is_told_by_its_key_alone(written, told_of):
    rows = [{"registration_number": written}, {"registration_number": written, "team": "Duty Team"}]
    parsed = read(CASELOADS, table(CASELOADS, *rows), known=HELD)
    found = [each for each in parsed.findings if each.code == "REGISTRATION_SIMILAR_HELD"]
    assert [(each.row, each.value) for each in found] == ([(2, told_of)] if told_of else [])
    assert parsed.rows_accepted == 2
    for each in found:
        assert "7" not in each.message + each.hint


def test_a_number_like_that_of_a_row_left_out_is_not_compared():
    rows = [{"registration_number": "SW77", "cases": ""}, {"registration_number": "SW077"}]
    assert [line.split()[2] for line in told(CASELOADS, *rows)] == ["CELL_EMPTY"]
    assert [line.split()[2] for line in told(CASELOADS, rows[0], rows[0] | rows[1])] == [
        "CELL_EMPTY",
        "CELL_EMPTY",
    ]


def test_one_person_has_one_day_of_qualifying():
    spells = [
        {"qualified_on": day, "started": started} | STILL_HERE | {"ended": ended} | left
        for day, started, ended, left in (
            ("2015-07-01", "2016-01-04", "2017-01-06", LEFT),
            ("", "2018-01-08", "2019-01-11", LEFT),
            ("2016-07-01", "2020-01-06", "2021-01-08", LEFT),
            ("2015-07-01", "2022-01-10", "", {}),
        )
    ]
    parsed = read(EMPLOYMENTS, table(EMPLOYMENTS, *spells))
    differing = [each for each in parsed.findings if each.code == "QUALIFIED_DIFFERS"]
    assert [(each.row, each.column, each.severity) for each in differing] == [
        (4, "qualified_on", "warn")
    ]
    assert differing[0].message.endswith("in row 2.")
    other = {"registration_number": "SW654321", "qualified_on": "2016-07-01"}
    assert "QUALIFIED_DIFFERS" not in "".join(told(EMPLOYMENTS, {}, other))


def test_one_worker_may_be_counted_in_two_teams_and_on_two_days():
    assert told(CASELOADS, {}, {"team": "Duty Team"}, {"snapshot_date": "2026-03-31"}) == []


def test_units_mixed_on_one_day():
    rows = [
        {"team": "Duty Team"},
        {"unit": "family"},
        {"snapshot_date": "2026-03-31", "unit": "case"},
    ]
    parsed = read(CASELOADS, table(CASELOADS, *rows))
    assert lines(parsed) == ["3 unit UNITS_MIXED warn -"]
    assert parsed.findings[0].message.endswith("in different units: child and family.")


def test_a_name_spelt_in_several_ways_is_told_with_the_usual_one_and_never_merged():
    rows = [
        {"team": "harbour assessment", "post": "P-1", "area": "North East"},
        {"team": "Harbour  Assessment", "post": "P-2"},
        {"team": "Harbour Assessment", "post": "P-3", "area": "North-East"},
        {"team": "Harbour Assessment", "post": "P-4", "area": "North East"},
        {"team": "harbour assessment", "post": "P-5"},
        {"team": "Harbour Assessment", "post": "P-6"},
    ]
    parsed = read(POSTS, table(POSTS, *rows), known=KnownNames())
    told = [each for each in parsed.findings if each.code == "NAME_SPELT_DIFFERENTLY"]
    assert [(each.row, each.column, each.value, each.severity, each.hint) for each in told] == [
        (2, "team", "harbour assessment", "warn", HARBOUR),
        (3, "team", "Harbour  Assessment", "warn", HARBOUR),
        (4, "area", "North-East", "warn", HARBOUR.replace("Harbour Assessment", "North East")),
    ]
    assert "first (row 4)" in told[0].message
    assert "Rows with this spelling: 2," in told[0].message
    assert [post.team for post in parsed.records.posts] == [row["team"] for row in rows]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("Fennick's Wharf", "Fennick\u2019s Wharf"),
        ("Duty - North", "Duty \u2013 North"),
    ],
)
def test_a_name_that_only_a_program_sees_as_another_is_told(usual, other):
    rows = [{"team": usual}, {"team": usual, "post": "P-2"}, {"team": other, "post": "P-3"}]
    parsed = read(POSTS, table(POSTS, *rows), known=KnownNames())
    [told] = [each for each in parsed.findings if each.code == "NAME_SPELT_DIFFERENTLY"]
    assert (told.row, told.value) == (4, other)
    known = KnownNames(teams=frozenset([usual]))
    parsed = read(POSTS, table(POSTS, {"team": other}), known=known)
    [told] = [each for each in parsed.findings if each.code == "TEAM_UNKNOWN"]
    assert told.hint.endswith(f"Did you mean “{usual}”?")


HARBOUR = "If they are one, write “Harbour Assessment” in every row. Nothing is merged here."


@pytest.mark.parametrize("kind", [POSTS, EMPLOYMENTS, AGENCY, CASELOADS])
def test_a_team_that_is_not_held_is_told_once_with_the_nearest(kind):
    rows = [
        {},
        {"team": "Harbor Assessment", "registration_number": "SW1", "post": "P-0001"},
        {"team": "Harbor Assessment", "registration_number": "SW2", "post": "P-0002"},
        {"team": "Moonbase", "registration_number": "SW3", "post": "P-0043"},
    ]
    parsed = read(kind, table(kind, *rows))
    strangers = [each for each in parsed.findings if each.code == "TEAM_UNKNOWN"]
    assert [(each.row, each.value, each.message, each.hint) for each in strangers] == [
        (
            3,
            "Harbor Assessment",
            "The team is not among those held. Rows with it: 2, the first of them this one.",
            "Nothing to do if the team is new. Did you mean “Harbour Assessment”?",
        ),
        (
            5,
            "Moonbase",
            "The team is not among those held. Rows with it: 1, the first of them this one.",
            "Nothing to do if the team is new.",
        ),
    ]
    assert parsed.rows_accepted == 4


def test_capitals_and_spaces_are_the_first_thing_to_be_suspected():
    parsed = read(CASELOADS, table(CASELOADS, {"team": "harbour  assessment"}))
    assert parsed.findings[0].hint.endswith("Did you mean “Harbour Assessment”?")


def test_a_post_that_is_not_held():
    assert told(EMPLOYMENTS, {"post": "p-0042"}) == ["2 post POST_UNKNOWN warn p-0042"]
    assert told(POSTS, {"post": "P-9999"}) == []


@pytest.mark.parametrize(
    ("sent", "suggestion"),
    [
        ("DEMO-0432", ""),  # the next number of the series is another post
        ("DEM-0430", " Did you mean “DEMO-0430”?"),
        ("demo 0430", " Did you mean “DEMO-0430”?"),
        ("DEMO-043O", ""),
        ("P-0430", ""),
    ],
)
def test_another_number_of_a_series_is_not_offered(sent, suggestion):
    held = KnownNames(posts=frozenset({"DEMO-0430", "DEMO-0431"}))
    parsed = read(EMPLOYMENTS, table(EMPLOYMENTS, {"post": sent}), known=held)
    [finding] = [each for each in parsed.findings if each.code == "POST_UNKNOWN"]
    assert finding.hint == f"Send the posts return first, or check the identifier.{suggestion}"


def test_while_nothing_is_held_nothing_is_strange():
    assert told(EMPLOYMENTS, {"post": "P-9999", "team": "Moonbase"}, known=KnownNames()) == []


def test_a_rejected_row_does_not_speak_for_the_others():
    rows = [{"team": "Moonbase", "fte": "2"}, {}]
    assert told(CASELOADS, *rows) == ["2 fte FTE_ABOVE_ONE reject 2"]
