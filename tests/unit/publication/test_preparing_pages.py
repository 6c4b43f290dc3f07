"""What the pages of preparing a scorecard say, from plain values: marks, moments, lists and forms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from service.problems import NotFound
from service.publication.due import Plan
from service.publication.office.addresses import rows_address
from service.publication.office.half_years import half_years_page
from service.publication.office.release_fields import confirms, moment_texts, moment_typed
from service.publication.office.rows import ON_A_PAGE, rows_page
from service.publication.office.second_look import second_look
from service.publication.preparation.refusals import PreparationOvertaken, WordsInvalid
from service.publication.store import EditionEntry, Withdrawal
from service.settings import Settings
from service.web.typed import date_in, date_texts, refused, revision_in

SETTINGS = Settings(council_name="Testshire")
SEPTEMBER = date(2026, 9, 30)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


# --- marks -----------------------------------------------------------------------------------------

MARKS = """
now  | before | mark
14.4 | 12.0   | Large move up
14.3 | 12.0   |
9.6  | 12.0   | Large move down
9.7  | 12.0   |
0.9  | 0.0    |
1.0  | 0.0    | Large move up
2    | 1      | Large move up
101  | 100    |
-4   | -1     | Large move down
c    | 12.0   | Had a number last time
12.0 | x      | Had no number last time
c    | x      |
12.0 |        |
"""


def figure(text: str) -> dict[str, str | None] | None:
    if not text:
        return None
    return {"value": None, "symbol": text} if text.isalpha() else {"value": text, "symbol": None}


@pytest.mark.parametrize("line", MARKS.strip().splitlines()[1:])
def test_a_figure_is_marked_that_moved_by_a_fifth_or_whose_number_came_or_went(line: str):
    now, before, mark = (each.strip() for each in line.split("|"))
    found = figure(now)
    assert found is not None
    assert second_look(found, figure(before)) == mark


def test_figures_of_different_question_sets_are_never_compared():
    now = {"value": "50.0", "symbol": None, "series": "b"}
    assert second_look(now, {"value": "10.0", "symbol": None, "series": "a"}) == ""


# --- moments and confirmation ----------------------------------------------------------------------

TIMES = """
typed   | read
09:30   | 09:30
9:30am  | 09:30
9.30 AM | 09:30
9am     | 09:00
12am    | 00:00
12:15pm | 12:15
4pm     | 16:00
        | 09:30
"""


@pytest.mark.parametrize("line", TIMES.strip("\n").splitlines()[1:])
def test_a_time_of_day_is_read_as_people_write_it(line: str):
    typed, read = (each.strip() for each in line.split("|"))
    texts = {**date_texts("release_at", SEPTEMBER), "release-time": typed}
    assert moment_typed(texts) == (f"2026-09-30T{read}", "")


@pytest.mark.parametrize("typed", ["25:00", "9:60", "13pm", "0am", "morning", "9", "٩:٣٠"])
def test_what_is_no_time_of_day_is_said_to_be_none(typed: str):
    texts = {**date_texts("release_at", SEPTEMBER), "release-time": typed}
    assert moment_typed(texts) == (
        "",
        "Release time is not a time of day: write it like 9:30am or 09:30",
    )


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "9", "2026"), ("", "9", "2026"), ("1", "9", "26"), ("x", "9", "2026"), ("1", "9", "0")],
)
def test_what_is_no_real_date_is_none(day: str, month: str, year: str):
    texts = {"due-day": day, "due-month": month, "due-year": year}
    assert date_in(texts, "due") is None
    assert moment_typed({f"release_at-{name[4:]}": text for name, text in texts.items()})[1]


def test_a_moment_fills_in_its_fields_by_the_clock_in_england():
    texts = moment_texts(datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
    assert texts == {
        "release_at-day": "1",
        "release_at-month": "7",
        "release_at-year": "2026",
        "release-time": "09:30",
    }
    assert moment_texts(None) == {"release-time": "09:30"}


@pytest.mark.parametrize(
    "typed",
    [
        "30 September 2026",
        " 30  september 2026",
        "30/9/2026",
        "30.09.2026",
        "2026-09-30",
        "30 9 2026",
    ],
)
def test_the_half_year_is_confirmed_in_any_of_the_usual_ways(typed: str):
    assert confirms(typed, SEPTEMBER)


@pytest.mark.parametrize(
    "typed", ["", "yes", "30 September", "30/9/2025", "9/30/2026", "31 March 2026"]
)
def test_nothing_else_confirms_a_half_year(typed: str):
    assert not confirms(typed, SEPTEMBER)


# --- forms -----------------------------------------------------------------------------------------


def test_a_revision_is_a_number_or_none():
    assert revision_in({"revision": "3"}) == 3
    assert [revision_in({"revision": each}) for each in ("", "x", "-1", "²")] == [None] * 4
    assert revision_in({}) is None


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong_with_which_field():
    problem = WordsInvalid(
        "The comment was not kept.",
        errors=[
            {"pointer": "/words", "detail": "has no words"},
            {"pointer": "/elsewhere", "detail": "is odd"},
        ],
    )
    form = refused(problem, {"words": "", "owner": "Jo"}, {"words": "Comment"}, revision="2")
    assert (form.text("owner"), form.revision, form.status) == ("Jo", "2", 422)
    assert form.faults == {"words": "Comment has no words"}
    assert (form.general, form.conflict) == ("", None)


def test_a_conflict_shows_what_stands_and_the_form_is_of_its_revision_from_then_on():
    problem = PreparationOvertaken(
        "Jo wrote this comment.",
        standing={"revision": 4, "by": "Jo", "words": "Theirs", "written_on": "2026-11-03"},
        yours={"words": "Mine"},
    )
    labels = {"words": "Comment", "owner": "Owner", "written_on": "Date"}
    form = refused(problem, {"words": "Mine"}, labels, revision="3")
    assert form.conflict is not None
    assert form.conflict.lines == (("Comment", "Theirs"), ("Date", "3 November 2026"))
    assert (form.text("words"), form.revision, form.general) == (
        "Mine",
        "4",
        "Jo wrote this comment.",
    )


def test_a_conflict_with_what_was_taken_away_starts_from_nothing():
    problem = PreparationOvertaken("Jo removed it.", standing=None, yours={"words": "Mine"})
    form = refused(problem, {"words": "Mine"}, {"words": "Comment"}, revision="3")
    assert form.conflict is not None
    assert (form.conflict.lines, form.revision) == ((), "")


# --- half-years ------------------------------------------------------------------------------------


def entry(end: date, version: int = 1, **changed: object) -> EditionEntry:
    known: dict[str, object] = {
        "id": UUID(int=end.toordinal() * 10 + version),
        "period_end": end,
        "version": version,
        "published_at": datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
        "published_by": "PSW",
        "reason": None,
        "content_sha256": "0" * 64,
    }
    return EditionEntry(**known | changed)  # type: ignore[arg-type] -- a table of the test


def test_a_council_that_has_published_nothing_is_led_to_the_last_half_year_that_is_over():
    page = half_years_page([], [], [], NOW, SETTINGS)
    assert (page.next.title, page.next.state) == ("Half-year to 30 September 2026", "To prepare")
    assert (page.next.address, page.published, page.others) == ("/prepare/2026-09-30", (), ())
    assert [each.address for each in page.never] == [
        "/prepare/2026-03-31",
        "/prepare/2025-09-30",
        "/prepare/2025-03-31",
        "/prepare/2024-09-30",
    ]


def test_half_years_stand_where_their_work_stands():
    march, earlier = date(2026, 3, 31), date(2025, 9, 30)
    versions = [
        entry(SEPTEMBER, release_at=datetime(2026, 11, 26, 9, 30, tzinfo=UTC)),
        entry(march, withdrawal=Withdrawal(NOW, "PSW", "Two figures pointed to one person.")),
    ]
    plans = [Plan(date(2027, 3, 31), datetime(2027, 5, 20, 8, 30, tzinfo=UTC), NOW)]
    page = half_years_page(versions, [SEPTEMBER, earlier], plans, NOW, SETTINGS)
    assert page.next.words == (
        "It can be published from 1 April 2027. Release is announced for 9:30am on 20 May 2027."
    )
    assert [each.title for each in page.others] == ["Half-year to 30 September 2025"]
    assert [(each.state, each.page) for each in page.published] == [
        ("Waits", ""),
        ("Withdrawn", "/scorecards/2026-03-31"),
    ]
    assert "/prepare/2025-09-30" not in [each.address for each in page.never]


def test_a_version_withdrawn_before_it_was_public_leaves_its_half_year_to_prepare():
    gone = entry(
        SEPTEMBER,
        release_at=datetime(2026, 11, 26, 9, 30, tzinfo=UTC),
        withdrawal=Withdrawal(NOW, "PSW", "A mistake in the words."),
    )
    page = half_years_page([gone], [], [], NOW, SETTINGS)
    assert (page.next.address, page.published) == ("/prepare/2026-09-30", ())


# --- rows ------------------------------------------------------------------------------------------

MEASURE = {
    "id": "turnover-fte",
    "title": "Turnover",
    "unit": "%",
    "categories": [],
    "numerator": "FTE of leavers",
    "denominator": "FTE in post",
}
TURNOVER = {
    "measure": "turnover-fte",
    "dimension": "team",
    "group": "Harbour & Quay",
    "category": "",
    "value": "24.4",
    "symbol": None,
    "numerator": "1",
    "denominator": "4.1",
}


def rows(count: int) -> dict[str, list[dict[str, object]]]:
    line = {"filename": "posts.csv", "row": 2, "worker": "w", "amount": "0.5", "words": "left"}
    return {"numerator": [line] * count, "denominator": []}


def test_rows_are_shown_a_page_at_a_time_and_add_up_to_their_part():
    page = rows_page(SEPTEMBER, TURNOVER, MEASURE, rows(ON_A_PAGE + 1), part="numerator", page=2)
    assert (page.title, page.figure, page.total, page.adds_up_to) == (
        "Turnover, Harbour & Quay",
        "24.4%",
        51,
        "25.5",
    )
    assert (len(page.rows), page.page, page.pages, page.after) == (1, 2, 2, "")
    there = "/prepare/2026-09-30/numbers/turnover-fte/rows?dimension=team&group=Harbour+%26+Quay"
    assert (page.before, page.other) == (there, f"{there}&part=denominator")
    assert rows_address(SEPTEMBER, TURNOVER, "denominator", 3) == f"{there}&part=denominator&page=3"


@pytest.mark.parametrize(("part", "page"), [("numerator", 2), ("numerator", 0), ("both", 1)])
def test_there_is_nothing_at_a_part_or_page_that_is_not_there(part: str, page: int):
    with pytest.raises(NotFound):
        rows_page(SEPTEMBER, TURNOVER, MEASURE, rows(1), part=part, page=page)


def test_a_figure_without_a_denominator_has_rows_of_one_part_only():
    count = {**TURNOVER, "denominator": None}
    page = rows_page(SEPTEMBER, count, MEASURE, rows(0), part="numerator", page=1)
    assert (page.other, page.total, page.adds_up_to) == ("", 0, "0")
    with pytest.raises(NotFound):
        rows_page(SEPTEMBER, count, MEASURE, rows(0), part="denominator", page=1)
