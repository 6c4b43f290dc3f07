"""A year as recorded and how it stands; its evidence pack; what a private calendar shows of it."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from uuid import UUID

import pytest

from academy.asye.agreement import AgreedPause, PauseReason, Signatory
from academy.asye.breaches import Acknowledgement, Action, Snapshot
from academy.asye.calendar import entries, event
from academy.asye.clock import FteChange, Pattern, Pause
from academy.asye.complexity import CoWorker, Holding
from academy.asye.evidence import Section, evidence, hours
from academy.asye.lead_in import Piece
from academy.asye.preset import Unit, Work
from academy.asye.protected_time import ProtectedTime
from academy.asye.supervision import CancelledBy, Cause, Supervision
from academy.asye.thresholds import YearThresholds
from academy.asye.year import State, Terms, Year, YearStanding, planned, stand
from academy.feed import Days
from academy.session import Status
from tests.spec.academy.calendars import d, england
from tests.spec.academy.test_asye_plan import PRESETS

LANCASHIRE = Terms(start=d("2027-01-11"), fte=Fraction(1), preset=PRESETS["lancashire"])
EVERYBODY = dict.fromkeys(Signatory, d("2027-04-30"))
SPRING = Pause(d("2027-05-03"), d("2027-07-11"))
AGREED = AgreedPause(SPRING, PauseReason.SICKNESS, EVERYBODY)
REVIEWS = {"review-3m": d("2027-04-12"), "review-6m": d("2027-07-12")}


def standing(year: Year, as_at: str, **more: object) -> YearStanding:
    return stand(year, england(), d(as_at), **more)  # type: ignore[arg-type] -- a preset


def codes(found: YearStanding) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("year", "as_at", "state"),
    [
        (Year(LANCASHIRE), "2027-01-10", State.NOT_STARTED),
        (Year(LANCASHIRE), "2027-01-11", State.ON_TIME),
        (Year(LANCASHIRE), "2027-04-12", State.ON_TIME),
        (Year(LANCASHIRE), "2027-04-13", State.LATE),
        (Year(LANCASHIRE, reviews=REVIEWS), "2027-04-13", State.ON_TIME),
        # The nine month review is optional; the final one is not.
        (Year(LANCASHIRE, reviews=REVIEWS), "2028-01-11", State.ON_TIME),
        (Year(LANCASHIRE, reviews=REVIEWS), "2028-01-12", State.LATE),
        (
            Year(LANCASHIRE, reviews={**REVIEWS, "final": d("2028-01-11")}),
            "2028-01-12",
            State.LATE,
        ),
        (Year(LANCASHIRE, pauses=(AGREED,)), "2027-05-03", State.PAUSED),
        (Year(LANCASHIRE, away=(SPRING,)), "2027-07-11", State.PAUSED),
        (Year(LANCASHIRE, ended_on=d("2027-03-01")), "2027-02-28", State.ON_TIME),
        (Year(LANCASHIRE, ended_on=d("2027-03-01")), "2027-03-01", State.ENDED),
        (Year(LANCASHIRE, ended_on=d("2028-01-14"), completed=True), "2028-02-01", State.COMPLETED),
    ],
)
def test_a_year_is_on_time_paused_late_completed_or_ended(
    year: Year, as_at: str, state: State
) -> None:
    assert standing(year, as_at).state is state


def test_a_pause_counts_once_all_four_have_signed() -> None:
    for missing in Signatory:
        signed = {who: day for who, day in EVERYBODY.items() if who is not missing}
        year = Year(LANCASHIRE, pauses=(AgreedPause(SPRING, PauseReason.SICKNESS, signed),))
        found = standing(year, "2027-04-10")
        assert codes(found) == ["PAUSE_NOT_AGREED", "CASELOAD_UNKNOWN"]
        assert f"not signed by {missing.value}" in found.findings[0].message
        assert found.plan.ends == d("2028-01-11")
    agreed = standing(Year(LANCASHIRE, pauses=(AGREED,)), "2027-04-10")
    assert agreed.plan.ends == d("2028-03-21")


def test_capability_is_no_reason_for_a_pause() -> None:
    assert not [reason for reason in PauseReason if "capab" in reason.value]


def test_the_clock_waits_for_the_registration_where_that_is_the_rule() -> None:
    waiting = replace(LANCASHIRE, needs_registration=True)
    found = standing(Year(waiting), "2027-06-01")
    assert (found.state, codes(found)[0], found.plan.milestones) == (
        State.NOT_STARTED, "NOT_REGISTERED", (),
    )  # fmt: skip
    assert (found.supervision, found.dues, found.protected.promised) == ((), (), None)
    late = planned(Year(replace(waiting, registered_on=d("2027-02-01"))), england())
    early = planned(Year(replace(waiting, registered_on=d("2026-02-01"))), england())
    assert (late.ends, early.ends) == (d("2028-02-01"), d("2028-01-11"))


def test_terms_that_cannot_be_planned_measure_nothing() -> None:
    found = standing(Year(replace(LANCASHIRE, fte=Fraction(2))), "2027-06-01")
    assert (found.state, found.clock, codes(found)[0]) == (State.NOT_STARTED, None, "FTE_RANGE")


def test_who_left_in_a_pause_was_away_for_the_rest_of_it() -> None:
    """SPRING is 3 May to 11 July; away from 1 June to 31 August: 121 days, none of them twice."""
    gone = Pause(d("2027-06-01"), d("2027-08-31"))
    year = Year(LANCASHIRE, pauses=(AGREED,), away=(gone,))
    assert year.standing_still == (Pause(d("2027-05-03"), d("2027-05-31")), gone)
    made = planned(year, england())
    assert (made.ends - d("2028-01-11")).days == 121
    assert "PAUSE_OVERLAP" not in [finding.code for finding in made.findings]


@pytest.mark.parametrize(
    ("away", "left"),
    [
        (("2027-01-01", "2027-05-02"), [("2027-05-03", "2027-07-11")]),
        (("2027-07-12", "2027-08-31"), [("2027-05-03", "2027-07-11")]),
        (("2027-05-03", "2027-07-11"), []),
        (("2027-05-01", "2027-05-03"), [("2027-05-04", "2027-07-11")]),
        (("2027-06-01", "2027-06-30"), [("2027-05-03", "2027-05-31"), ("2027-07-01", "2027-07-11")]),
    ],
)  # fmt: skip
def test_what_is_left_of_a_pause_without_another(
    away: tuple[str, str], left: list[tuple[str, str]]
) -> None:
    parts = SPRING.without(Pause(d(away[0]), d(away[1])))
    assert [(each.first, each.last) for each in parts] == [(d(a), d(b)) for a, b in left]


def test_the_end_of_the_year_is_no_review_that_can_be_overdue() -> None:
    newham = replace(LANCASHIRE, preset=PRESETS["newham"])
    held = {**REVIEWS, "final": d("2027-12-13")}
    found = standing(Year(newham, reviews=held), "2028-01-20")
    assert (found.state, "REVIEW_OVERDUE" in codes(found)) == (State.LATE, False)
    titles = [line[0] for line in pack(Year(newham, reviews=held), "2028-01-20")["reviews"]]
    assert titles == ["3 month review", "6 month review", "Final review"]


def test_the_pack_says_when_the_panel_meets_and_met_and_when_the_clock_began() -> None:
    terms = replace(LANCASHIRE, needs_registration=True, registered_on=d("2027-02-01"))
    year = Year(terms, reviews={"panel": d("2028-02-10")})
    assert "Internal moderation panel" not in str(pack(Year(terms), "2028-02-10"))
    assert pack(year, "2028-02-09")["reviews"][-1] == (
        "Internal moderation panel", "", "planned for 10 February 2028", None,
    )  # fmt: skip
    found = pack(year, "2028-02-10")
    assert found["reviews"][-1] == (
        "Internal moderation panel", "", "met on 10 February 2028", None,
    )  # fmt: skip
    assert found["changes"] == [
        ("Registered at Social Work England", "", "the clock began on 1 February 2027", None)
    ]


def test_reviews_that_were_due_after_somebody_left_were_not_missed() -> None:
    left = Year(LANCASHIRE, reviews={"review-3m": d("2027-04-12")}, ended_on=d("2027-06-01"))
    assert pack(left, "2027-09-01")["reviews"][1] == (
        "6 month review", "by 12 July 2027", "no day is recorded", None,
    )  # fmt: skip


def test_what_is_dated_later_is_not_looked_at() -> None:
    year = Year(
        LANCASHIRE,
        reviews=REVIEWS,
        pieces=((Piece.OBSERVATION, d("2027-04-05")), (Piece.OBSERVATION, d("2027-04-06"))),
        case_mix=((d("2027-04-06"), Holding(Work.COURT, 1, 0, None)),),
    )
    found = standing(year, "2027-04-05")
    assert [each.on for each in found.reviews][:2] == [None, None]
    assert max(each.there for each in found.dues) == 1
    assert "COMPLEXITY_UNSUPPORTED" not in codes(found)
    assert "COMPLEXITY_UNSUPPORTED" in codes(standing(year, "2027-04-06"))
    mended = replace(year, case_mix=(*year.case_mix, (d("2027-04-07"), Holding(Work.COURT, 0, 0, None))))  # fmt: skip
    assert "COMPLEXITY_UNSUPPORTED" not in codes(standing(mended, "2027-04-08"))


def test_supervision_is_tested_against_the_employer_standards_too() -> None:
    monthly = tuple(Supervision(d(f"2027-{month:02}-11"), 90) for month in range(8, 13))
    found = standing(
        Year(LANCASHIRE, supervision=monthly), "2028-01-11", standard=PRESETS["employer-standards"]
    )
    assert found.supervision[2].kept is True
    [standard] = found.standard
    assert (standard.required, standard.held, standard.kept) == (26, 5, False)


FULL = Year(
    replace(LANCASHIRE, exception=True, preset=replace(PRESETS["lancashire"], maximum_months=12)),
    fte_changes=(FteChange(d("2027-03-01"), Fraction(4, 5)),),
    patterns=(Pattern(d("2027-03-01"), frozenset({0, 1, 2, 3})),),
    pauses=(AGREED, AgreedPause(Pause(d("2027-09-01"), d("2027-09-02")), PauseReason.PARENTAL, {})),
    away=(Pause(d("2027-10-01"), d("2027-10-05")),),
    reviews={"review-3m": d("2027-04-13")},
    pieces=((Piece.OBSERVATION, d("2027-04-01")),),
    supervision=(
        Supervision(d("2027-01-18"), 90),
        Supervision(d("2027-01-25"), 30),
        Supervision(d("2027-02-01"), 0, CancelledBy.SUPERVISOR, Cause.COURT),
    ),
    protected=(
        ProtectedTime(d("2027-01-18"), 222, 100, 122, Cause.DUTY),
        ProtectedTime(d("2027-01-25"), 222, 0, 0, None),
        ProtectedTime(d("2027-01-26"), 60, 60, 0, None, academy=True),
    ),
    case_mix=(
        (d("2027-02-01"), Holding(Work.CHILD_PROTECTION, 2, 2, CoWorker.SENIOR)),
        (d("2027-02-01"), Holding(Work.COURT, 1, 0, None)),
        (d("2027-12-01"), Holding(Work.COURT, 1, 0, None)),
    ),
    acknowledgements=(
        Acknowledgement(d("2027-02-02"), (Action.CO_WORKER,), d("2027-02-20"), "May Manager"),
    ),
    snapshots=(
        Snapshot(d("2027-02-01"), 17, Unit.CASE),
        Snapshot(d("2027-02-20"), 15, Unit.CASE),
        Snapshot(d("2027-04-10"), 16, Unit.CASE),
    ),
)


CLOSED = (
    "17 held, 2 over at the worst; closed by the caseload of 20 February 2027; acknowledged by "
    "May Manager (co worker), to be mended by 20 February 2027"
)
USED = (
    "1 h 40 min taken, 7 h 24 min planned, 2 h 2 min lost (2 h 2 min to duty), 3 h 42 min not "
    "accounted for; 1 h 0 min at the academy are not counted"
)


def pack(year: Year, as_at: str, **more: object) -> dict[str, list[tuple[str, str, str, bool | None]]]:  # fmt: skip
    sections: tuple[Section, ...] = evidence(year, standing(year, as_at, **more))
    return {
        section.key: [(line.what, line.promised, line.happened, line.met) for line in section.lines]
        for section in sections
    }


def test_the_evidence_says_what_was_promised_and_what_happened() -> None:
    year = replace(FULL, terms=replace(FULL.terms, count_academy=False))
    found = pack(year, "2027-04-20")
    assert found["supervision"] == [
        (
            "Lancashire: 11 January 2027 to 22 February 2027",
            "every 7 days, at least 90 minutes: 6 due so far",
            "1 held, 1 shorter, 1 cancelled; longest gap 35 days (10.5 allowed, pauses left out)",
            False,
        ),
        (
            "Lancashire: 23 February 2027 to 19 September 2027",
            "every 14 days, at least 90 minutes: 4 due so far",
            "0 held; longest gap 57 days (21 allowed, pauses left out)",
            False,
        ),
        (
            "Lancashire: 20 September 2027 to 27 March 2028",
            "every month, at least 90 minutes: 0 due so far",
            "0 held; longest gap 0 days (46.5 allowed, pauses left out)",
            None,
        ),
    ]
    assert found["workload"] == [
        ("Cap 11 January 2027 to 28 February 2027", "at most 15 (case)",
         "2 returned; most 17 on 1 February 2027", False),
        ("Cap 1 March 2027 to 2 May 2027", "at most 12 (case)",
         "1 returned; most 16 on 10 April 2027", False),
        ("Breach since 1 February 2027", "at most 15",
         CLOSED, False),
        # Fifteen were within the cap of February and no longer within that of March.
        ("Breach since 1 March 2027", "at most 12",
         "16 held, 4 over at the worst; open, day 51; not acknowledged", False),
    ]  # fmt: skip
    assert found["complexity"] == [
        ("Child protection, 1 February 2027", "jointly before 11 April 2027 and after",
         "2 held, 2 of them jointly with senior social worker", True),
        ("Court, 1 February 2027", "jointly before 19 September 2027",
         "1 held, 0 of them jointly", False),
    ]  # fmt: skip
    assert found["protected-time"] == [
        ("Up to 20 April 2027", hours(Fraction(222) * 49 / 7 + Fraction(222) * 4 / 5 * 51 / 7),
         USED, False)
    ]  # fmt: skip
    assert found["reviews"][:3] == [
        ("3 month review", "by 12 April 2027", "held on 13 April 2027", False),
        ("6 month review", "by 20 September 2027", "no day is recorded", None),
        ("9 month review (optional)", "by 29 December 2027", "no day is recorded", None),
    ]
    assert found["evidence"][0] == (
        "Self-assessment against the knowledge and skills statement", "1 by 11 January 2027",
        "0 there", False,
    )  # fmt: skip
    assert ("Direct observations of practice", "1 by 12 April 2027", "1 there", True) in found["evidence"]  # fmt: skip
    assert found["changes"] == [
        ("Pause 3 May 2027 to 11 July 2027", "long term sickness", "signed by all four", None),
        ("Pause 1 September 2027 to 2 September 2027", "parental leave",
         "not signed by newly-qualified, assessor, manager, co-ordinator: the clock went on", None),
        ("Away 1 October 2027 to 5 October 2027", "", "left and came back", None),
        ("From 1 March 2027", "", "0.8 FTE", None),
        ("From 1 March 2027", "", "works on Monday, Tuesday, Wednesday, Thursday", None),
        ("Longer than the limit", "", "an exception was agreed", None),
    ]  # fmt: skip


def test_what_is_unknown_is_said_to_be_unknown() -> None:
    bare = Year(replace(LANCASHIRE, preset=replace(PRESETS["newham"], protected_share=None)))
    found = pack(bare, "2027-04-20", standard=PRESETS["employer-standards"])
    assert found["workload"] == [
        ("Cap 11 January 2027 to 10 April 2027", "not known", "no caseload was returned", None),
        ("Cap 11 April 2027 to 10 July 2027", "not known", "no caseload was returned", None),
        ("On 20 April 2027", "a recent caseload", "not known", None),
    ]
    assert found["protected-time"][0][1:3] == ("nothing", "0 h 0 min taken, 0 h 0 min planned")
    assert found["reviews"][0] == (
        "3 month review",
        "by 12 April 2027",
        "no day is recorded",
        False,
    )
    assert found["supervision"][-1][0] == "Employer standards: 11 January 2027 to 11 January 2028"
    seen = replace(bare, snapshots=(Snapshot(d("2027-02-01"), 3, Unit.CASE),))
    assert pack(seen, "2027-04-20")["workload"][0][2:] == ("1 returned; most 3 on 1 February 2027", None)  # fmt: skip


def test_a_year_that_ended_is_evidence_up_to_its_end() -> None:
    ended = replace(FULL, snapshots=FULL.snapshots[:1], ended_on=d("2027-02-10"))
    found = pack(ended, "2027-04-20")
    assert [line[0] for line in found["workload"]] == [
        "Cap 11 January 2027 to 28 February 2027", "Breach since 1 February 2027",
    ]  # fmt: skip
    assert "open when the year ended" in found["workload"][1][2]
    late = standing(replace(ended, reviews={}), "2027-06-01")
    assert "REVIEW_OVERDUE" not in codes(late)
    assert "REVIEW_OVERDUE" in codes(standing(replace(FULL, pauses=(), reviews={}), "2027-06-01"))


IN_TIME = "closed by the caseload of 20 February 2027"


def test_points_are_recorded_here_and_cases_returned_by_hr() -> None:
    """Wirral: 90 of 100 points, and no return counts points."""
    terms = replace(LANCASHIRE, preset=PRESETS["wirral"], full=Fraction(100))
    held = (Snapshot(d("2027-02-01"), 92, Unit.POINTS), Snapshot(d("2027-02-20"), 90, Unit.POINTS))
    year = Year(terms, snapshots=held)
    found = evidence(year, standing(year, "2027-02-21"))
    [workload] = [section for section in found if section.key == "workload"]
    assert [(line.promised, line.happened, line.met) for line in workload.lines] == [
        ("at most 90 (points)", "2 recorded; most 92 on 1 February 2027", False),
        (
            "at most 90",
            f"92 held, 2 over at the worst; {IN_TIME}; not acknowledged",
            False,
        ),
    ]
    assert not [line for line in workload.lines if "return" in line.source]


def test_an_allowed_gap_of_another_setting_is_told_exactly() -> None:
    year = Year(LANCASHIRE)
    stood = stand(
        year, england(), d("2027-02-01"), thresholds=YearThresholds(longest_gap=Fraction(5, 4))
    )
    [section] = [each for each in evidence(year, stood) if each.key == "supervision"]
    assert "(8.75 allowed, pauses left out)" in section.lines[0].happened


def test_a_band_of_several_months_and_without_a_length_is_told_in_words() -> None:
    bands = (replace(PRESETS["lancashire"].supervision[-1], every_months=2, minutes=None),)
    year = Year(replace(LANCASHIRE, preset=replace(PRESETS["lancashire"], supervision=bands)))
    assert pack(year, "2027-01-12")["supervision"][0][1] == "every 2 months: 0 due so far"


def test_a_year_without_a_clock_has_no_evidence_of_complexity() -> None:
    year = replace(FULL, terms=replace(FULL.terms, fte=Fraction(2)))
    assert pack(year, "2027-04-20")["complexity"] == []


def test_hours_are_rounded_half_up_once() -> None:
    assert [hours(each) for each in (Fraction("133.2"), Fraction("133.5"), 60, 0)] == [
        "2 h 13 min", "2 h 14 min", "1 h 0 min", "0 h 0 min",
    ]  # fmt: skip


# --- in a private calendar ---------------------------------------------------------------------

YEAR = UUID(int=7)
AT = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
PLAN = planned(Year(replace(LANCASHIRE, preset=PRESETS["newham"], full=Fraction(20))), england())


def test_a_calendar_has_milestones_supervision_and_cap_changes() -> None:
    found = entries(PLAN)
    told = [(entry.summary, entry.day) for entry in found]
    assert told[:4] == [
        ("3 month review due", d("2027-04-12")), ("6 month review due", d("2027-07-12")),
        ("Final review due", d("2027-12-13")), ("End of the ASYE year due", d("2028-01-11")),
    ]  # fmt: skip
    assert [day for words, day in told if words == "Supervision due"] == [
        target.due for target in PLAN.supervision
    ]
    assert [each for each in told if each[0].startswith("Caseload")] == [
        ("Caseload cap from today: 5", d("2027-01-11")),
        ("Caseload cap from today: 10", d("2027-04-11")),
        ("Caseload cap from today: 14", d("2027-07-11")),
        ("Caseload cap from today: 18", d("2027-10-11")),
    ]
    assert len({entry.key for entry in found}) == len(found)
    assert not any(entry.cancelled for entry in found)


def test_a_cap_that_a_pause_or_another_fte_moves_stays_the_same_entry() -> None:
    newham = replace(LANCASHIRE, preset=PRESETS["newham"], full=Fraction(20))
    half = FteChange(d("2027-08-02"), Fraction(1, 2))
    changed = planned(Year(newham, pauses=(AGREED,), fte_changes=(half,)), england())
    caps = {e.key: (e.day, e.summary[-2:]) for e in entries(changed) if "cap" in e.summary}
    was = {e.key: e.summary[-2:] for e in entries(PLAN) if "cap" in e.summary}
    assert was == {"cap/1": " 5", "cap/2": "10", "cap/3": "14", "cap/4": "18"}
    assert caps == {
        "cap/1": (d("2027-01-11"), " 5"),
        "cap/2": (d("2027-04-11"), "10"), "cap/2/2": (d("2027-08-02"), " 5"),
        "cap/3": (d("2027-09-19"), " 7"), "cap/4": (d("2027-12-20"), " 9"),
    }  # fmt: skip


def test_a_cap_that_stays_or_cannot_be_known_is_no_change() -> None:
    fixed = planned(Year(LANCASHIRE, pauses=(AGREED,)), england())
    assert [e.summary for e in entries(fixed) if "cap" in e.summary] == [
        "Caseload cap from today: 15"
    ]
    unknown = planned(Year(replace(LANCASHIRE, preset=PRESETS["newham"])), england())
    assert not [e for e in entries(unknown) if "cap" in e.summary]
    optional = next(e for e in entries(fixed) if "9 month" in e.summary)
    assert optional.description.endswith("It is optional.")
    silent = planned(
        Year(
            replace(
                LANCASHIRE,
                preset=replace(
                    PRESETS["lancashire"],
                    supervision=(replace(PRESETS["lancashire"].supervision[0], minutes=None),),
                ),
            )
        ),
        england(),
    )
    assert {e.description for e in entries(silent) if "Sup" in e.summary} == {""}


def test_a_day_is_whole_and_free_and_a_supervisors_says_whose_it_is() -> None:
    entry = entries(PLAN)[0]
    own = event(YEAR, entry, sequence=3, changed_at=AT)
    hers = event(YEAR, entry, sequence=3, changed_at=AT, whose="Nell Newly")
    for found, words in ((own, "3 month review due"), (hers, "3 month review due: Nell Newly")):
        assert (found.summary, found.when, found.transparent, found.sequence, found.status) == (
            words, Days(entry.day, entry.day), True, 3, Status.CONFIRMED,
        )  # fmt: skip
    assert own.uid != hers.uid
    gone = event(YEAR, replace(entry, cancelled=True), sequence=3, changed_at=AT)
    assert (gone.uid, gone.status) == (own.uid, Status.CANCELLED)


def test_what_lies_after_the_end_of_the_year_is_told_as_cancelled() -> None:
    by_day = {e.day: e.cancelled for e in entries(PLAN, ended_on=d("2027-04-12"))}
    assert not by_day[d("2027-04-12")]
    assert by_day[d("2027-07-12")]
