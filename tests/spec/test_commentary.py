"""What people write beside the figures: limits, what is asked for, what anyone may read."""

from datetime import date
from typing import Any

import pytest

from scorecard.commentary import (
    COMMENT_LIMIT,
    fault_of,
    headline_fault,
    is_shown,
    public_words,
    sentences,
    telling,
    uncommented,
)

Json = dict[str, Any]

COUNTED = """
sentences | words
1         | Vacancies fell to 14.1% of posts.
1         | Vacancies fell
2         | Vacancies fell to 14.1%. Turnover rose!
2         | Vacancies fell. Turnover rose
2         | We hired 12 people. 3 left.
1         | We spoke to leavers, e.g. those from Harbour.
1         | Dr. A. Smith leads the work.
2         | We asked why… Pay was the answer.
2         | “Pay is too low.” So said the survey.
1         | Really?!
3         | One. Two. Three.
1         | It is led by A.
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("count", "words"), rows(COUNTED))
def test_sentences_are_counted_as_a_reader_would(count: str, words: str) -> None:
    assert sentences(words) == int(count)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Vacancies fell. Turnover rose.", ""),
        ("<b>Vacancies</b> & turnover fell.", ""),
        ("One. Two. Three.", "has 3 sentences: two are the most"),
        (" ", "has no words"),
        ("", "has no words"),
        ("a" * 501, "has 501 characters: 500 are the most"),
        ("Two\nlines", "has a line break: it is one line"),
        ("Bell\x07", "has a character that cannot be shown (U+0007) at 5"),
        ("\u202eturned", "has a character that cannot be shown (U+202E) at 1"),
    ],
)
def test_a_headline_is_two_sentences_on_one_line(words: str, fault: str) -> None:
    assert headline_fault(words) == fault


def test_a_comment_may_have_lines_and_no_more_than_the_limit() -> None:
    assert fault_of("One\nTwo", COMMENT_LIMIT, lines=True) == ""
    assert fault_of("a" * 4000, COMMENT_LIMIT, lines=True) == ""
    assert fault_of("a" * 50_000, COMMENT_LIMIT, lines=True) == (
        "has 50,000 characters: 4,000 are the most"
    )
    assert fault_of("One\r\nTwo", COMMENT_LIMIT, lines=True).endswith("(U+000D) at 4")


CARRIED = """
since      | state  | closed in  | March 2026 | September 2026 | March 2027
2026-03-31 | open   |            | yes        | yes            | yes
2026-09-30 | open   |            | no         | yes            | yes
2026-03-31 | closed | 2026-03-31 | yes        | no             | no
2026-03-31 | closed | 2026-09-30 | yes        | yes            | no
2027-03-31 | closed | 2027-03-31 | no         | no             | yes
"""
ENDS = (date(2026, 3, 31), date(2026, 9, 30), date(2027, 3, 31))


@pytest.mark.parametrize("row", rows(CARRIED))
def test_an_open_action_is_carried_and_a_closed_one_stays_closed(row: list[str]) -> None:
    since, state, closed_in, *shown = row
    action = {"since": since, "state": state, "closed_in": closed_in or None}
    assert [is_shown(action, end) for end in ENDS] == [each == "yes" for each in shown]


def test_a_missed_target_asks_for_a_comment_on_its_measure() -> None:
    def target(measure: str, status: str | None) -> Json:
        return {"measure": measure, "status": status}

    targets = [
        target("turnover-fte", "missed"),
        target("vacancy-rate-fte", "missed"),
        target("turnover-fte", "missed"),
        target("average-caseload", "within-tolerance"),
        target("sickness-absence-rate", None),
        target("agency-rate-fte", "met"),
    ]
    assert uncommented(targets, [{"measure": "turnover-fte"}]) == ["vacancy-rate-fte"]
    assert uncommented(targets, []) == ["turnover-fte", "vacancy-rate-fte"]


TOLD = """
words                                | confidential value | told
Turnover rose to 24.4% of staff.     | 24.4               | yes
Turnover rose to 24.45% of staff.    | 24.4               | no
Turnover rose to 124.4% of staff.    | 24.4               | no
Some 12 people left.                 | 12                 | yes
Some 1,200 cases.                    | 1200               | yes
Some 3 people left.                  | 3                  | no
A rate of 3.0, as before.            | 3.0                | yes
Nothing is said.                     | 24.4               | no
"""


@pytest.mark.parametrize(("words", "value", "told"), rows(TOLD))
def test_a_number_that_the_public_may_not_know_is_found_in_the_words(
    words: str, value: str, told: str
) -> None:
    figures = [{"measure": "turnover-fte", "value": value}, {"measure": "x", "value": None}]
    found = [{"measure": "turnover-fte", "number": value}] if told == "yes" else []
    assert telling(words, figures) == found


COMMENT = {"measure": "turnover-fte", "words": "Pay.", "owner": "Jo", "written_on": "2026-11-01"}
WHOLE: Json = {
    "headline": "Turnover rose.",
    "comments": [COMMENT, {**COMMENT, "measure": "exit-interviews-held"}],
    "actions": [{"action": "a", "words": "Raise pay"}],
    "events": [{"on": "2026-05-01", "words": "Pay rise"}],
    "quotations": [{"quotation": "secret", "words": "I liked it here."}],
    "kept": [{"kind": "headline"}],
}
PLANNED: Json = {
    "public_from": "2026-11-26T09:30:00Z",
    "next": None,
    "pre_release_access": [{"name": "Ada", "role": "Director", "reason": "Briefing"}],
    "signed_off": {"by": "Jo", "at": "2026-11-25T10:00:00Z"},
    "kept": [],
}


def test_a_comment_goes_where_the_figures_of_its_measure_go() -> None:
    found = public_words({"commentary": WHOLE}, [{"measure": "turnover-fte"}])
    assert found == {
        "commentary": {
            "headline": "Turnover rose.",
            "comments": [COMMENT],
            "actions": WHOLE["actions"],
            "events": WHOLE["events"],
            "quotations": [{"words": "I liked it here."}],
        }
    }


@pytest.mark.parametrize(("signed", "second"), [(PLANNED["signed_off"], True), (None, False)])
def test_the_public_reads_that_a_second_person_signed_and_not_who(
    signed: Json | None, second: bool
) -> None:
    found = public_words({"release": {**PLANNED, "signed_off": signed}}, [])
    assert found == {
        "release": {
            "public_from": "2026-11-26T09:30:00Z",
            "next": None,
            "pre_release_access": PLANNED["pre_release_access"],
            "second_person": second,
        }
    }


def test_where_nothing_was_written_nothing_is_added() -> None:
    assert public_words({}, []) == {}
