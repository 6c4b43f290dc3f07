"""Groups over capacity, their runs, and prerequisites per person (A2-A5; AC8)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.groups import (
    about_groups,
    divide,
    form_groups,
    numbers,
    out_of_order,
    sizes,
    unscheduled,
)
from academy.membership import Member, sessions_for
from academy.plan import GroupRun, Staffing
from academy.programme import Audience
from academy.session import Status
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import item, lancashire, programme
from tests.spec.academy.test_plan import laid

LANCASHIRE = lancashire()
AIA = "assessment-in-action"


def people(count: int, team: str = "t", **more: object) -> list[Member]:
    return [
        Member(id=f"{team}{n:03}", worker=None, audience=Audience.NEWLY_QUALIFIED, cohort="c1", run="mop-up", team=team, **more)  # type: ignore[arg-type] -- passes the choices on
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("required", "capacity", "balanced", "filled"),
    [
        (0, 16, [], []),
        (1, 16, [1], [1]),
        (15, 16, [15], [15]),
        (16, 16, [16], [16]),
        (17, 16, [9, 8], [16, 1]),
        (33, 16, [11, 11, 11], [16, 16, 1]),
        (62, 16, [16, 16, 15, 15], [16, 16, 16, 14]),
        (3, 1, [1, 1, 1], [1, 1, 1]),
    ],
)
def test_sizes(required: int, capacity: int, balanced: list[int], filled: list[int]) -> None:
    assert sizes(required, capacity) == balanced
    assert sizes(required, capacity, fill_first=True) == filled
    assert [len(g) for g in divide(people(required), capacity)] == balanced
    assert [len(g) for g in divide(people(required), capacity, fill_first=True)] == filled


def held(groups: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {one: number for number, group in enumerate(groups, 1) for one in group}


def test_order_is_by_team_then_id() -> None:
    mixed = [*people(1, "b"), *people(2, "a"), replace(people(1, "z")[0], team=None)]
    assert divide(mixed, 2) == (("z000", "a000"), ("a001", "b000"))


def test_a_newcomer_joins_the_smaller_group_and_moves_nobody() -> None:
    before = held(divide(people(17), 16))
    after = held(divide([*people(17), *people(1, "a")], 16, held=before))
    assert after == before | {"a000": 2}


def test_a_leaver_moves_only_who_must_to_keep_sizes_within_one() -> None:
    before = held(divide(people(6), 3))  # 000 001 002 | 003 004 005
    after = held(divide(people(6)[2:], 3, held=before))
    assert {one for one, number in after.items() if number != before[one]} == {"t005"}


def test_when_a_group_falls_away_its_members_move() -> None:
    before = held(divide(people(4), 3))
    assert divide(people(3), 3, held=before) == (("t000", "t001", "t002"),)


def test_fill_first_keeps_everybody_where_there_is_room() -> None:
    before = held(divide(people(5), 3, fill_first=True))  # 000 001 002 | 003 004
    after = divide([*people(5)[1:], *people(1, "a")], 3, held=before, fill_first=True)
    assert after == (("a000", "t001", "t002"), ("t003", "t004"))


def test_a_smaller_room_keeps_only_as_many_as_it_holds() -> None:
    before = held(divide(people(3), 3))
    assert divide(people(3), 2, held=before, fill_first=True) == (("t000", "t001"), ("t002",))
    assert divide(people(3), 2, held=before) == (("t000", "t001"), ("t002",))


@given(
    before=st.sets(st.integers(0, 60)), after=st.sets(st.integers(0, 60)),
    was=st.integers(1, 20), capacity=st.integers(1, 20), fill_first=st.booleans(),
)  # fmt: skip
def test_everybody_has_one_place_and_nobody_moves_without_cause(
    before: set[int], after: set[int], was: int, capacity: int, fill_first: bool
) -> None:
    everybody = people(61)
    first = divide([everybody[n] for n in before], was, fill_first=fill_first)
    again = divide([everybody[n] for n in before], was, held=held(first), fill_first=fill_first)  # fmt: skip
    assert again == first
    changed = divide([everybody[n] for n in after], capacity, held=held(first), fill_first=fill_first)  # fmt: skip
    assert sorted(one for group in changed for one in group) == [f"t{n:03}" for n in sorted(after)]
    assert len(changed) == len(sizes(len(after), capacity))
    assert all(len(group) <= capacity for group in changed)
    if not fill_first and changed:
        lengths = [len(group) for group in changed]
        assert max(lengths) - min(lengths) <= 1


RUNS = Staffing(group_runs=(GroupRun(AIA, 1, d("2017-11-14")), GroupRun(AIA, 2, d("2017-11-22"))))
WINDOWS = {("mop-up", "induction"): (d("2017-11-06"), d("2017-11-17"))}


def mop_up(staffing: Staffing = RUNS) -> tuple:  # type: ignore[type-arg] -- of sessions
    return laid(LANCASHIRE, "2017-11-06", "induction", run="mop-up", staffing=staffing)


def test_the_second_sixteen_come_after_the_item_that_needs_it() -> None:
    """
    group  Assessment in Action  day 9: finalising the assessment
    1      14 Nov 2017           16 Nov 2017   in order
    2      22 Nov 2017           16 Nov 2017   16 people before they have had it
    """
    members, sessions = people(32), mop_up()
    groups = form_groups(LANCASHIRE, members, sessions)
    number = numbers(groups)
    found = [
        (number[AIA][one.id], early)
        for one in members
        for early in out_of_order(
            one, sessions_for(one, sessions, LANCASHIRE, number).sessions, LANCASHIRE
        )
    ]
    assert [group for group, _ in found] == [2] * 16
    assert {(e.item, e.needed, e.finding.code) for _, e in found} == {
        ("finalise-assessment", AIA, "PREREQUISITE_ORDER")
    }
    assert len({e.member for _, e in found}) == 16
    assert found[0][1].finding.message == (
        "Finalising the assessment is on 2017-11-16 and needs Assessment in Action, which is on "
        "2017-11-22."
    )


def test_who_has_had_it_or_never_gets_it() -> None:
    (one,) = people(1)
    session = next(s for s in mop_up() if s.item == "finalise-assessment")
    assert out_of_order(replace(one, completed=frozenset({AIA})), [session], LANCASHIRE) == ()
    (never,) = out_of_order(one, [session], LANCASHIRE)
    assert never.finding.message.endswith("which is not planned for them.")


def test_a_prerequisite_that_ends_as_the_item_starts_is_in_order() -> None:
    tiny = programme(item("a", "09:00", "10:00"), item("b", "10:00", "11:00", prerequisites=["a"]))
    a, b = laid(tiny)
    (one,) = people(1)
    assert out_of_order(one, [a, b], tiny) == ()
    late = replace(a, end=b.start.replace(minute=1))
    assert [e.needed for e in out_of_order(one, [late, b], tiny)] == ["a"]


def test_sixty_two_people_for_sixteen_places() -> None:
    """Two groups have a run, one of them outside the block; two have no date."""
    members, sessions = people(62), mop_up()
    groups = [g for g in form_groups(LANCASHIRE, members, sessions) if g.item == AIA]
    assert [(g.number, len(g.members), g.run, g.block) for g in groups] == [
        (n, size, "mop-up", "induction") for n, size in enumerate((16, 16, 15, 15), 1)
    ]
    assert [g.number for g in unscheduled(groups, sessions)] == [3, 4]
    assert [(f.code, f.message) for f in about_groups(groups, sessions, LANCASHIRE, WINDOWS)] == [
        ("GROUP_UNSCHEDULED", "Group 3 of Assessment in Action (15 people) has no date."),
        ("GROUP_UNSCHEDULED", "Group 4 of Assessment in Action (15 people) has no date."),
        ("RUN_OUTSIDE_BLOCK", "Group 2 of Assessment in Action is on 2017-11-22, outside its block (2017-11-06 to 2017-11-17)."),
    ]  # fmt: skip


def test_a_cancelled_run_leaves_its_group_without_a_date() -> None:
    sessions = [replace(s, status=Status.CANCELLED) for s in mop_up(Staffing())]
    groups = form_groups(LANCASHIRE, people(1), sessions)
    assert [(g.item, g.number) for g in unscheduled(groups, sessions)] == [
        ("lcs-classroom-1", 1), ("lcs-classroom-2", 1), (AIA, 1),
    ]  # fmt: skip
    assert about_groups(groups[:1], sessions, LANCASHIRE, WINDOWS)[0].message == (
        "Group 1 of LCS classroom training, part 1 (1 person) has no date."
    )


def test_a_session_moved_out_of_its_block_is_named_by_its_title() -> None:
    (moved,) = (replace(s, day=d("2017-11-20")) for s in mop_up() if s.item == "mash")
    assert about_groups([], [moved], LANCASHIRE, WINDOWS)[0].message == (
        "MASH and the front door is on 2017-11-20, outside its block (2017-11-06 to 2017-11-17)."
    )
    assert about_groups([], [moved], LANCASHIRE, {}) == []


def test_only_who_needs_a_place_gets_one_and_each_run_has_its_own_groups() -> None:
    """
    8 have done LCS; 3 start in the home run; 1 catches LCS up in another session
    """
    again = laid(LANCASHIRE, "2018-01-08", "induction", run="again", items=["lcs-classroom-1"])
    sessions = (*mop_up(), *laid(LANCASHIRE, "2017-09-11"), *again)
    members = [
        *people(20),
        *people(8, "done", completed=frozenset({"lcs"})),
        *(replace(one, run="home") for one in people(3, "home")),
        *people(1, "later", catch_up=frozenset({again[0].uid})),
    ]
    groups = form_groups(LANCASHIRE, members, sessions, home_run="home")
    assert [(g.item, g.run, g.number, len(g.members)) for g in groups] == [
        ("lcs-classroom-1", "home", 1, 3),
        ("lcs-classroom-1", "mop-up", 1, 10),
        ("lcs-classroom-1", "mop-up", 2, 10),
        ("lcs-classroom-2", "home", 1, 3),
        ("lcs-classroom-2", "mop-up", 1, 11),
        ("lcs-classroom-2", "mop-up", 2, 10),
        (AIA, "home", 1, 3),
        (AIA, "mop-up", 1, 15),
        (AIA, "mop-up", 2, 14),
    ]
    assert form_groups(
        LANCASHIRE, members, sessions, held=numbers(groups), home_run="home"
    ) == groups  # fmt: skip


def test_a_block_without_dates_has_no_groups() -> None:
    assert form_groups(LANCASHIRE, people(2), []) == ()
