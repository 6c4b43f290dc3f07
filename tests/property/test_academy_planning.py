"""What holds for every plan: days off, moves, UIDs over years (G1-G4, V1)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.findings import Severity
from academy.plan import GroupRun, Staffing, lay_out
from academy.planning import BlockSpec, Later, Move, propose
from academy.session import Session
from academy.template import block_specs
from academy.working_days import Closure
from tests.spec.academy.calendars import england
from tests.spec.academy.programmes import lancashire

often = settings(max_examples=60, deadline=None)
LANCASHIRE = lancashire()
SPECS = block_specs(LANCASHIRE)
ANCHORS = st.dates(date(2017, 1, 1), date(2040, 12, 31))
DAYS_ON = st.integers(0, 420)
BLOCKS = st.lists(
    st.builds(
        BlockSpec,
        key=st.sampled_from("abcdef"),
        title=st.just("A block"),
        offset_weeks=st.integers(0, 60),
        working_days=st.integers(1, 12),
        starts_on_monday=st.booleans(),
        consecutive=st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda block: block.key,
)
CLOSURES = st.lists(st.tuples(DAYS_ON, st.integers(0, 30)), max_size=6)
MOVES = st.dictionaries(st.sampled_from("abcdef"), DAYS_ON, max_size=4)


def closures(anchor: date, drawn: list[tuple[int, int]]) -> list[Closure]:
    return [
        Closure(anchor + timedelta(days=n), anchor + timedelta(days=n + length), "closed")
        for n, length in drawn
    ]


@often
@given(ANCHORS, BLOCKS, CLOSURES, MOVES, st.sampled_from(Later))
def test_a_plan_never_lands_on_a_day_off_and_no_block_is_elsewhere_without_a_reason(
    anchor: date,
    blocks: list[BlockSpec],
    closed: list[tuple[int, int]],
    shifts: dict[str, int],
    later: Later,
) -> None:
    calendar = england(*closures(anchor, closed))
    moves = {key: Move(anchor + timedelta(days=n), "a reason", "Lead") for key, n in shifts.items()}
    made = propose(blocks=blocks, anchor=anchor, working_days=calendar, moves=moves, later=later)
    assert {block.key: len(block.dates) for block in made.blocks} == {
        block.key: block.working_days for block in blocks
    }
    for block in made.blocks:
        assert all(calendar.is_working(day) for day in block.dates)
        assert list(block.dates) == sorted(set(block.dates))
        on_anchor = anchor + timedelta(weeks=block.offset_weeks)
        if block.dates[0] == on_anchor:
            assert (block.moved_from, block.reason) == (None, None)
        else:
            assert block.moved_from == on_anchor
            assert block.reason
            if block.key not in moves and later is Later.ANCHOR:
                assert calendar.why_off(on_anchor) is not None
    to_days_off = [key for key, move in moves.items() if not calendar.is_working(move.to)]
    codes = [finding.code for finding in made.findings]
    assert codes.count("MOVE_NOT_WORKING") == len(
        {block.key for block in blocks}.intersection(to_days_off)
    )
    unknown = sum(
        calendar.unknown(each.dates[0], each.dates[-1]) is not None for each in made.blocks
    )
    assert codes.count("HOLIDAYS_UNKNOWN") == unknown
    if not calendar.is_working(anchor):
        assert ("ANCHOR_NOT_WORKING", Severity.BLOCK) in [
            (f.code, f.severity) for f in made.findings
        ]


@often
@given(ANCHORS, CLOSURES, DAYS_ON, DAYS_ON, st.sampled_from(Later))
def test_moving_twice_equals_moving_once(
    anchor: date, closed: list[tuple[int, int]], first: int, second: int, later: Later
) -> None:
    """Where a block was in between leaves nothing behind; moving it where it stands changes no date."""
    calendar = england(*closures(anchor, closed))

    def moved(**moves: date) -> list[tuple[date, ...]]:
        made = propose(
            blocks=SPECS,
            anchor=anchor,
            working_days=calendar,
            moves={key.replace("_", "-"): Move(to, "why", "who") for key, to in moves.items()},
            later=later,
        )
        return [block.dates for block in made.blocks]

    there, back = anchor + timedelta(days=first), anchor + timedelta(days=second)
    history: dict[str, date] = {}
    for to in (there, back):
        history["review_3m"] = to
        latest = moved(**history)
    assert latest == moved(review_3m=back)
    assert moved(review_3m=back) == moved(review_3m=back)
    where_it_stands = latest[1][0]
    assert moved(review_3m=where_it_stands)[1] == latest[1]


def planned(cohort: str, run: str, anchor: date, groups: list[tuple[int, int]]) -> list[Session]:
    """One run of one cohort, with its UIDs made from the keys it is given, as the service does."""
    proposal = propose(blocks=SPECS, anchor=anchor, working_days=england())
    runs = [
        GroupRun("assessment-in-action", number, anchor + timedelta(days=n)) for number, n in groups
    ]
    return list(
        lay_out(
            LANCASHIRE,
            proposal,
            cohort=cohort,
            run=run,
            new_uid=lambda key: str(uuid5(NAMESPACE_URL, key)),
            staffing=Staffing(group_runs=runs),
        )
    )


NAMES = st.text(alphabet="ab/%2F ", min_size=1, max_size=5)
GROUPS = st.lists(
    st.tuples(st.integers(1, 4), DAYS_ON), max_size=3, unique_by=lambda group: group[0]
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(NAMES, NAMES, ANCHORS, GROUPS),
        min_size=2,
        max_size=6,
        unique_by=lambda run: run[:2],
    )
)
def test_uids_never_collide_over_years_of_plans_and_cohorts(
    runs: list[tuple[str, str, date, list[tuple[int, int]]]],
) -> None:
    sessions = [session for run in runs for session in planned(*run)]
    assert len({session.uid for session in sessions}) == len(sessions)


@settings(max_examples=25, deadline=None)
@given(ANCHORS, ANCHORS, GROUPS)
def test_a_session_keeps_its_uid_wherever_its_run_is_moved(
    anchor: date, other: date, groups: list[tuple[int, int]]
) -> None:
    before = planned("c1", "home", anchor, groups)
    after = planned("c1", "home", other, groups)

    def identity(session: Session) -> Session:
        return replace(session, day=anchor)

    assert {s.uid: identity(s) for s in before} == {s.uid: identity(s) for s in after}
    assert planned("c1", "home", anchor, groups) == before
