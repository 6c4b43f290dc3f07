"""Lists of what is held: what an address asks for, and what is shown of the answer."""

from __future__ import annotations

from datetime import date

import pytest

from service.workforce.fact_kinds import AGENCY, EMPLOYMENTS, POSTS
from service.workforce.pages.held_view import (
    AGENCY_LIST,
    LEAVERS,
    LISTS,
    PEOPLE,
    POSTS_LIST,
    asked,
    exported,
    list_page,
)
from service.workforce.queries import Question, SortedPage, Source

TODAY = date(2026, 11, 30)
APRIL, SEPTEMBER = date(2026, 4, 1), date(2026, 9, 30)
REF = "6c0f9a52-6a8b-4a63-9d5f-0f8f5a3a0c11#12"
SECRET = "0123456789abcdef0123456789abcdef"
PERSON = (
    REF, SECRET, "P-1", "Harbour", "North", "case-holder", "permanent", "0.6", "2024-09-02",
    "new", "1", None, None, None, None, "2024-07-15", None, None,
)  # fmt: skip
LEAVER = (
    REF, SECRET, "P-1", "Harbour", "North", None, "permanent", "0.6", "2024-09-02",
    "new", "1", "2026-06-30", "left", "3", None, "2024-07-15", None, None,
)  # fmt: skip


def shown(held, rows, total=None, given=None, **more):
    found = SortedPage(rows, len(rows) if total is None else total, Source.HR)
    what = asked(held, given or {}, TODAY)
    return list_page(what, found, **{"names": {}, "left_without": {}, "held_at_all": True, **more})


LEFT = ("end_type", "left")


@pytest.mark.parametrize(
    ("held", "given", "question"),
    [
        (PEOPLE, {}, Question(EMPLOYMENTS, in_post_on=TODAY)),
        (PEOPLE, {"on": "2026-09-30", "team": " Hill "},
         Question(EMPLOYMENTS, (("team", "Hill"),), in_post_on=SEPTEMBER)),
        (PEOPLE, {"role": "case-holder", "contract": ""},
         Question(EMPLOYMENTS, (("role", "case-holder"),), in_post_on=TODAY)),
        (POSTS_LIST, {"on": "2026-09-30"}, Question(POSTS, as_at=SEPTEMBER)),
        (LEAVERS, {}, Question(EMPLOYMENTS, (LEFT,))),
        (LEAVERS, {"from": "2026-04-01", "reason": "1"},
         Question(EMPLOYMENTS, (LEFT, ("reason", "1")), between=(("ended", APRIL, None),))),
        (LEAVERS, {"from": "2026-04-01", "to": "2026-09-30"},
         Question(EMPLOYMENTS, (LEFT,), between=(("ended", APRIL, SEPTEMBER),))),
        (AGENCY_LIST, {"area": "North"},
         Question(AGENCY, (("area", "North"),), in_post_on=TODAY)),
    ],
)  # fmt: skip
def test_an_address_is_a_question(held, given, question):
    what = asked(held, given, TODAY)
    assert what.question == question
    assert what.faults == {}


@pytest.mark.parametrize(
    ("held", "given", "field", "words"),
    [
        (PEOPLE, {"on": "30/09/2026"}, "on", "In post at the end of: write the day as 2026-09-30"),
        (PEOPLE, {"on": "2026-13-45"}, "on", "In post at the end of: write the day as 2026-09-30"),
        (PEOPLE, {"role": "king"}, "role", "Role: choose one from the list"),
        (LEAVERS, {"to": "soon"}, "to", "Left on or before: write the day as 2026-09-30"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_shows_no_rows(held, given, field, words):
    assert asked(held, given, TODAY).faults == {field: words}
    page = shown(held, [PERSON], given=given)
    assert page.faults == ((field, words),)
    assert page.rows == ()
    assert next(each for each in page.fields if each.name == field).value == given[field]


@pytest.mark.parametrize(
    ("sort", "by", "descending"),
    [
        (None, "team", False),
        ("started", "started", False),
        ("-fte", "fte", True),
        ("worker", "team", False),
        ('"; DROP TABLE', "team", False),
    ],
)
def test_a_list_is_sorted_by_its_columns_and_by_nothing_else(sort, by, descending):
    what = asked(PEOPLE, {"sort": sort}, TODAY)
    assert (what.by, what.descending) == (by, descending)


def test_headings_sort_and_turn_round_and_keep_the_filters():
    page = shown(PEOPLE, [PERSON], given={"team": "Harbour & Hill", "sort": "fte", "page": "3"})
    told = {each.label: (each.address, each.sorted) for each in page.headings}
    assert told["FTE"] == ("/data/people?team=Harbour+%26+Hill&sort=-fte", "ascending")
    assert told["Team"] == ("/data/people?team=Harbour+%26+Hill", "")
    assert page.sort == "fte"
    assert page.export == "/data/people.csv?team=Harbour+%26+Hill&sort=fte"


@pytest.mark.parametrize(
    ("page", "total", "words", "earlier", "later"),
    [
        (None, 50, "", "", ""),
        ("1", 51, "Page 1 of 2", "", "/data/people?page=2"),
        ("2", 150, "Page 2 of 3", "/data/people?page=1", "/data/people?page=3"),
        ("3", 150, "Page 3 of 3", "/data/people?page=2", ""),
        ("0", 51, "Page 1 of 2", "", "/data/people?page=2"),
        ("-1", 51, "Page 1 of 2", "", "/data/people?page=2"),
        ("\N{SUPERSCRIPT TWO}", 51, "Page 1 of 2", "", "/data/people?page=2"),
    ],
)
def test_fifty_rows_are_a_page(page, total, words, earlier, later):
    found = shown(PEOPLE, [PERSON], total, {"page": page})
    assert (found.pages, found.earlier, found.later) == (words, earlier, later)


def test_a_row_is_in_words_and_leads_to_the_import_that_brought_it():
    row = shown(PEOPLE, [PERSON]).rows[0]
    assert [(each.label, each.text) for each in row.cells] == [
        ("Team", "Harbour"),
        ("Area", "North"),
        ("Role", "Case holder"),
        ("Contract", "Permanent"),
        ("FTE", "0.6"),
        ("Started", "2 September 2024"),
        ("Post", "P-1"),
    ]
    assert (row.row, row.address) == ("12", "/data/import/returns/" + REF.partition("#")[0])
    left = {each.label: each.text for each in shown(LEAVERS, [LEAVER]).rows[0].cells}
    assert left["Left on"] == "30 June 2026"
    assert left["Went to"] == "Agency or consultancy"
    assert (left["Role"], left["Reason"]) == ("Not stated", "Not stated")


def test_no_list_shows_the_key_of_a_worker_nor_exports_it():
    for held in LISTS:
        fields = {column.field for column in held.columns} | {each.field for each in held.filters}
        assert not fields & {"worker", "qualified_on", "asye_started", "asye_ended"}
    assert SECRET not in repr(shown(PEOPLE, [PERSON])) + repr(shown(LEAVERS, [LEAVER]))
    header, rows = exported(LEAVERS, [LEAVER])
    assert header == ["ended", "team", "role", "fte", "destination", "reason", "started", "ref"]
    assert rows == [["2026-06-30", "Harbour", None, "0.6", "3", None, "2024-09-02", REF]]


def test_when_nothing_fits_each_filter_says_what_there_would_be_without_it():
    page = shown(
        PEOPLE,
        [],
        given={"team": "Harbour", "role": "case-holder"},
        left_without={"team": 3, "role": 0},
    )
    assert [(each.words, each.address, each.count) for each in page.removals] == [
        ("Team: Harbour", "/data/people?role=case-holder", 3),
        ("Role: Case holder", "/data/people?team=Harbour", 0),
    ]


def test_the_sentence_says_how_many_of_what_on_which_day():
    assert shown(PEOPLE, [PERSON]).sentence == (
        "1 row: one for each person and post. In post at the end of 30 November 2026. From HR returns."
    )
    assert shown(LEAVERS, [], 1234).sentence == (
        "1,234 rows: one for each person who left children's social work here. From HR returns."
    )


def test_a_team_that_is_asked_for_and_not_held_stays_in_the_list():
    page = shown(PEOPLE, [], given={"team": "Gone"}, names={"team": ["Harbour"]})
    team = next(each for each in page.fields if each.name == "team")
    assert team.options == (("Harbour", "Harbour"), ("Gone", "Gone"))
    assert team.value == "Gone"
