"""What stands out in a text: told to a person, and never a reason to drop or repair it."""

from __future__ import annotations

import pytest

from scorecard.themes.remarks import Remark, remarks_on

#                                                                            remarks
TEXTS = [
    ("My caseload was too high and nobody listened to any of us.",           ""),
    ("👍",                                                                   "NO_WORDS"),
    ("... 10/10",                                                            "NO_WORDS"),
    ("",                                                                     "NO_WORDS"),
    ("<script>alert('the caseload')</script>",                               "MARKUP"),
    ("The <b>caseload</b> was too high.",                                    "MARKUP"),
    ("a < b and I was > 20 cases over what is safe to hold",                 ""),
    ("Było za dużo pracy i nikt nigdy mnie nie słuchał",                     "OTHER_LANGUAGE PERSONAL_DATA"),
    ("Roedd gormod o waith ac nid oedd neb yn gwrando arnaf",     "OTHER_LANGUAGE PERSONAL_DATA"),
    ("zu viel arbeit",                                                       ""),
    ("I left because of Priya, my manager.",                                 "PERSONAL_DATA"),
    ("The child, Jaxon, was moved three times and nobody told me.",          "PERSONAL_DATA CHILD_NAMED"),
    ("I still think of Ebony, aged 7, who I was not allowed to see.",        "PERSONAL_DATA CHILD_NAMED"),
    ("My own child was ill and I was told to come in.",                      ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_remarks(text: str, expected: str):
    assert " ".join(remarks_on(text).remarks) == expected


def test_the_places_of_personal_data_are_told_with_it():
    text = "Ask Priya about it, on 07700 900123."
    found = remarks_on(text)
    assert [text[span.start : span.end] for span in found.spans] == ["Priya", "07700 900123"]
    assert found.remarks == (Remark.PERSONAL_DATA,)
