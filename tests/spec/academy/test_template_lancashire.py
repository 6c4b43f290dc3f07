"""The shipped Lancashire programme: corrected, complete, and without anybody's name (T4, T5)."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from academy.clashes import clashes
from academy.engagements import engagements
from academy.findings import Severity
from academy.printed_programme import read_programme
from academy.printed_rows import PrintedRow
from academy.programme import Audience, Kind
from academy.template import check
from tests.spec.academy.calendars import d, england
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.test_plan import laid

PRINTED = Path(__file__).parents[3].parent / "shared" / "data" / "lancashire-cohort1.tsv"


def test_sixty_four_sessions_and_ten_lunches_on_sixteen_days() -> None:
    read = lancashire()
    held = [item for _, item in read.items() if item.kind is not Kind.LUNCH]
    assert (read.version, read.days, len(held), len(read.items())) == (1, 16, 64, 74)
    assert Counter(block.key for block, item in read.items() if item in held) == {
        "induction": 37, "review-3m": 12, "review-6m": 9, "review-9m": 3, "review-12m": 3,
    }  # fmt: skip
    assert len({(block.key, item.day) for block, item in read.items()}) == 16


def test_what_somebody_may_have_done_before_are_items_modules_and_tasks() -> None:
    read = lancashire()
    known = read.completable()
    assert {item.key for _, item in read.items()} | {task.key for task in read.tasks} < known
    assert known - {item.key for _, item in read.items()} - {task.key for task in read.tasks} == {
        "lcs", "professional-accountability",
    }  # fmt: skip


def test_audiences_are_stated_by_day_number() -> None:
    stated = {(block.key, item.day > 5): set() for block, item in lancashire().items()}  # type: dict[tuple[str, bool], set[str | None]]
    for block, item in lancashire().items():
        if item.key != "asye-requirements":
            stated[block.key, item.day > 5].add(item.audience)
    new = {Audience.NEWLY_QUALIFIED}
    assert stated == {
        ("induction", False): {Audience.ALL}, ("induction", True): new,
        ("review-3m", False): new, ("review-6m", False): new, ("review-9m", False): new,
        ("review-12m", False): new,
    }  # fmt: skip
    also = [item.key for _, item in lancashire().items() if item.also == (Audience.MANAGERS,)]
    assert also == ["pdr"]


def test_nine_e_learning_tasks_with_study_slots_before_their_due_day() -> None:
    read = lancashire()
    assert [(task.due_block, task.due_day) for task in read.tasks] == [("induction", 5)] * 9
    slots = [item.day for _, item in read.items() if item.kind is Kind.SELF_STUDY]
    assert slots == [1, 2, 3, 5]


def test_capacities_tracks_prerequisites_and_contact() -> None:
    items = [item for _, item in lancashire().items()]
    assert {item.key: item.capacity for item in items if item.capacity} == {
        "lcs-classroom-1": 16, "lcs-classroom-2": 16, "assessment-in-action": 16,
    }  # fmt: skip
    assert [(item.track, item.key) for item in items if item.track] == [
        ("lcs-or-accountability", "lcs-classroom-1"),
        ("lcs-or-accountability", "accountability"),
        ("lcs-or-asye", "lcs-classroom-2"),
        ("lcs-or-asye", "asye-requirements"),
    ]
    assert {item.key: item.prerequisites for item in items if item.prerequisites} == {
        "finalise-assessment": ("assessment-in-action",),
        "smart-plans": ("finalise-assessment",),
    }
    contact = [(item.key, f"{item.start:%H:%M}-{item.end:%H:%M}") for item in items if item.contact]
    assert contact == [("toward-independence", "13:00-15:15")]


def test_nobody_is_named_and_nothing_is_to_be_confirmed() -> None:
    """Places are held by roles; the printed stand-ins for names have gone."""
    roles = {
        role for _, item in lancashire().items() for role in (*item.facilitators, *item.presenters)
    }
    assert [r for r in sorted(roles) if re.search(r"confirmed|\?|^Presenter \d|Adviser", r)] == []
    assert {"Director", "Principal social worker", "Head of service", "APs"} <= roles


def test_nothing_in_it_blocks_publishing() -> None:
    findings = check(lancashire())
    assert [f.code for f in findings if f.severity is Severity.BLOCK] == []
    assert Counter(f.code for f in findings) == {
        "ITEM_WITHOUT_OUTCOME": 5, "DAY_NO_BREAK": 7, "DAY_NO_LUNCH": 5, "DAY_TOO_LONG": 1,
    }  # fmt: skip


def test_it_says_what_was_chosen_where_the_source_is_silent() -> None:
    notes = " ".join(lancashire().notes)
    for chosen in ("e-learning-finish", "e-learning-final", "child-protection-1", "yot-3m", "feedback-9m"):  # fmt: skip
        assert chosen in notes


def printed_day(block: str, day: int) -> date:
    """Induction as printed for the mop-up; reviews from 11 September 2017."""
    starts = {"induction": "2017-11-06", "review-3m": "2017-12-11", "review-6m": "2018-03-12",
              "review-9m": "2018-06-11", "review-12m": "2018-09-10"}  # fmt: skip
    weekend = 2 if day > 5 else 0
    return d(starts[block]) + timedelta(days=day - 1 + weekend)


@pytest.mark.skipif(not PRINTED.exists(), reason=f"the printed programme is not at {PRINTED}")
def test_every_date_and_time_is_as_printed_or_named_in_the_notes() -> None:
    with PRINTED.open(encoding="utf-8") as file:
        rows = [PrintedRow(n, row) for n, row in enumerate(csv.DictReader(file, delimiter="\t"), 2)]
    printed = read_programme(rows, working_days=england())
    changed = {}
    for read, (block, item) in zip(printed.items, lancashire().items(), strict=True):
        ours = (printed_day(block.key, item.day), item.start, item.end, item.kind is Kind.LUNCH)
        if ours != (read.day, read.start, read.end, read.kind == "lunch"):
            changed[item.key] = f"{item.start:%H:%M}-{item.end:%H:%M}"
    assert changed == {
        "e-learning-finish": "15:30-17:00",
        "e-learning-final": "15:30-17:00",
        "yot-3m": "11:15-12:00",
        "child-protection-1": "12:00-13:00",
        "lunch-6m-1": "12:15-13:00",
    }


def test_roles_of_several_people_are_never_double_booked() -> None:
    """Of two cohorts with a review at the same time, only roles of one person are doubled."""
    shared = lancashire().shared_roles
    assert shared == ("APs", "Learning and development", "Line managers", "Participation partners")
    roles = {
        role for _, item in lancashire().items() for role in (*item.facilitators, *item.presenters)
    }
    assert set(shared) <= roles
    at_once = [
        replace(session, uid=f"{cohort}/{session.uid}", cohort=cohort)
        for cohort in ("c2", "c3")
        for session in laid(lancashire(), "2018-06-11")
        if session.item == "feedback-12m"
    ]
    people = {c.key for c in clashes(engagements(at_once, shared_roles=shared))}
    assert people == {"Director", "Principal social worker"}
