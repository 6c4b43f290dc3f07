"""Records as bytes and back: the same values, the same bytes, and nothing read that is not theirs."""

from __future__ import annotations

import json
from datetime import date

import pytest

from scorecard.codes import LeaverDestination, LeavingReason
from scorecard.records import (
    AsyeYear,
    CapCheck,
    CapUnit,
    CohortMember,
    ExitInterview,
    ExitTheme,
    InterviewStatus,
    Pause,
    ProtectedTime,
    RecordKind,
    Records,
    StatementResult,
    SupervisionTarget,
    SurveyResult,
)
from service.scorecards.records import KeptRecords, RecordsUnreadable, kept, records_from

DAY = date(2026, 6, 1)
ALL = Records(
    cohort_members=(
        CohortMember("m1", "w1", "Spring", "Step Up", DAY, completed=DAY, left_childrens_on=DAY),
        CohortMember("m2", None, "Spring", None, DAY),
    ),
    asye_years=(
        AsyeYear(
            "a1",
            "w1",
            "Spring",
            "Step Up",
            "Harbour",
            DAY,
            DAY,
            pauses=(Pause(DAY, None),),
            supervision=(SupervisionTarget(DAY, kept=None),),
            protected_time=(ProtectedTime(DAY, 300, None),),
            caps=(CapCheck(DAY, 1500, None, CapUnit.POINTS),),
        ),
    ),
    exit_interviews=(
        ExitInterview(
            "e1",
            "w2",
            DAY,
            InterviewStatus.DONE,
            codable=True,
            reasons=("CAS", "PAY"),
            praised=("TEA",),
            codebook="2",
            census_reason=LeavingReason.RESIGNATION,
            destination=LeaverDestination.AGENCY,
        ),
    ),
    exit_themes=(ExitTheme("CAS", "Caseload", before=("OLD",)),),
    survey_results=(
        SurveyResult(
            "s1",
            "Health check",
            "2",
            DAY,
            DAY,
            "Harbour",
            9,
            7,
            5,
            (StatementResult("q1", 3, 4, 2, 1),),
        ),
    ),
    collected=frozenset(RecordKind),
    recorded=frozenset(RecordKind),
)


def test_every_kind_comes_back_as_it_was():
    assert records_from(kept(ALL)) == ALL


def test_the_order_of_records_makes_no_other_bytes():
    turned = Records(
        cohort_members=ALL.cohort_members[::-1],
        collected=ALL.collected,
        recorded=ALL.recorded,
    )
    assert kept(turned)[0] == kept(ALL)[0]


def test_only_collected_kinds_are_kept_and_an_empty_one_says_whether_anything_is_held():
    collected = frozenset({RecordKind.EXIT_INTERVIEWS, RecordKind.COHORT_MEMBERS})
    some = Records(collected=collected, recorded=frozenset({RecordKind.EXIT_INTERVIEWS}))
    assert [(part.kind, json.loads(part.content)) for part in kept(some)] == [
        (
            RecordKind.COHORT_MEMBERS,
            {"format": 1, "kind": "cohort-members", "recorded": False, "rows": []},
        ),
        (
            RecordKind.EXIT_INTERVIEWS,
            {"format": 1, "kind": "exit-interviews", "recorded": True, "rows": []},
        ),
    ]
    assert records_from(kept(some)) == some


def test_a_field_that_came_later_takes_its_default():
    row = {"ref": "m1", "worker": None, "cohort": "Spring", "route": None, "joined": "2026-06-01"}
    content = {"format": 1, "kind": "cohort-members", "recorded": True, "rows": [row]}
    part = KeptRecords(RecordKind.COHORT_MEMBERS, json.dumps(content).encode(), 1)
    assert records_from([part]).cohort_members == (CohortMember("m1", None, "Spring", None, DAY),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"format":1}',
        b'{"format":2,"kind":"cohort-members","recorded":true,"rows":[]}',
        b'{"format":1,"kind":"exit-interviews","recorded":true,"rows":[]}',
        b'{"format":1,"kind":"cohort-members","recorded":true,"rows":[{"ref":"m1"}]}',
        b'{"format":1,"kind":"cohort-members","recorded":true,"rows":{}}',
    ],
)
def test_what_is_not_records_of_the_kind_is_not_read(content: bytes):
    with pytest.raises(RecordsUnreadable, match="cohort-members"):
        records_from([KeptRecords(RecordKind.COHORT_MEMBERS, content, 0)])
