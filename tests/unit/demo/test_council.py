"""The invented council: the same every time, and true to itself."""

from datetime import date, timedelta
from itertools import pairwise

from scorecard.workforce import FULL_TIME, AbsenceKind, EndType, Role, StartType
from service.demo.council import SEED, demo_council, found
from service.demo.establishment import AREAS, COUNTYWIDE, TEAMS
from service.demo.leave import spells_by_worker
from service.demo.months import (
    HISTORY_FIRST,
    HISTORY_LAST,
    MARCH_2026,
    REORGANISATION,
    SEPTEMBER_2026,
    month_last,
    months,
    working_days,
)
from service.demo.people import Spell

COUNCIL = demo_council()
MONTH_ENDS = [month_last(month) for month in months(HISTORY_FIRST, HISTORY_LAST)]


def in_post(day: date) -> list[Spell]:
    return [spell for spell in COUNCIL.spells if spell.lasts(day)]


def fte(spells: list[Spell]) -> int:
    return sum(spell.fte for spell in spells)


def test_one_seed_gives_one_council():
    assert found(SEED) == COUNCIL


def test_another_seed_gives_another_council():
    assert found(SEED + 1).spells != COUNCIL.spells


def test_every_name_and_number_says_that_it_is_invented():
    assert {team.name[-7:] for team in TEAMS} == {" (demo)"}
    assert {area[-7:] for area in (*AREAS, COUNTYWIDE)} == {" (demo)"}
    assert {post.post[:5] for post in COUNCIL.posts} == {"DEMO-"}
    workers = [*(s.worker for s in COUNCIL.spells), *(a.worker for a in COUNCIL.assignments)]
    assert {worker.number[:2] for worker in workers} == {"ZZ"}
    assert {len(worker.number) for worker in workers} == {9}
    assert all(worker.number[2:].isdigit() for worker in workers)


def test_the_size_of_a_middling_council():
    on = SEPTEMBER_2026
    posts = [post for post in COUNCIL.posts if post.exists(on)]
    assert len(posts) == 349
    assert len({post.team.name for post in posts}) == 28
    assert len({post.team.area for post in posts}) == 4
    assert {post.role for post in posts} == set(Role)


def test_everybody_holds_an_existing_post_throughout():
    for spell in COUNCIL.spells:
        assert spell.post.opened <= spell.started
        assert spell.post.role is spell.role
        assert 0 < spell.fte <= spell.post.fte
        if spell.post.closed is not None:
            assert spell.ended is not None
            assert spell.ended < spell.post.closed


def test_a_post_is_held_by_one_person_at_a_time():
    by_post: dict[str, list[Spell]] = {}
    for spell in COUNCIL.spells:
        by_post.setdefault(spell.post.post, []).append(spell)
    for spells in by_post.values():
        for earlier, later in pairwise(sorted(spells, key=lambda spell: spell.started)):
            assert earlier.ended is not None
            assert earlier.ended < later.started


def test_moves_join_up_and_leavers_and_starters_are_whole():
    for spells in spells_by_worker(COUNCIL.spells).values():
        for spell in spells:
            before = [s for s in spells if s.ended == spell.started - timedelta(days=1)]
            after = [
                s for s in spells if spell.ended and s.started == spell.ended + timedelta(days=1)
            ]
            left = spell.end_type is EndType.LEFT
            assert (spell.ended is None) == (spell.end_type is None)
            assert (spell.reason is not None) == (spell.destination is not None) == left
            assert (spell.origin is None) == (spell.start_type is StartType.MOVED)
            if spell.start_type is StartType.MOVED:
                assert [s.end_type for s in before] == [EndType.MOVED]
            if spell.end_type is EndType.MOVED:
                assert {s.start_type for s in after} == {StartType.MOVED}
            if left:
                assert after == []
            if spell.ended is not None:
                assert spell.started < spell.ended


def test_only_the_intended_few_hold_two_roles_at_once():
    twice = set()
    for number, spells in spells_by_worker(COUNCIL.spells).items():
        for earlier, later in pairwise(spells):
            if earlier.ended is None or earlier.ended >= later.started:
                twice.add(number)
                assert {earlier.role, later.role} == {
                    Role.SENIOR_PRACTITIONER,
                    Role.QUALIFIED_WITHOUT_CASES,
                }
                assert earlier.fte + later.fte == FULL_TIME
    assert len(twice) == 9


def test_the_reorganisation_moves_everybody_of_the_closed_teams_and_nobody_else():
    day_before = REORGANISATION - timedelta(days=1)
    before = [spell for spell in in_post(day_before) if spell.post.closed]
    after = [
        spell
        for spell in COUNCIL.spells
        if spell.started == REORGANISATION
        and spell.start_type is StartType.MOVED
        and spell.post.follows
    ]
    assert len(before) > 60
    assert sorted((spell.worker.number, spell.fte) for spell in after) == sorted(
        (spell.worker.number, spell.fte) for spell in before
    )


def test_agency_workers_stay_when_their_team_is_reorganised():
    day_before = REORGANISATION - timedelta(days=1)
    there = {a.worker.number for a in COUNCIL.assignments if a.lasts(day_before) and a.team.closed}
    after = {a.worker.number for a in COUNCIL.assignments if a.lasts(date(2024, 4, 2))}
    assert len(there) > 5
    assert there <= after


def test_some_people_come_back():
    back = 0
    for spells in spells_by_worker(COUNCIL.spells).values():
        left = {spell.ended for spell in spells if spell.end_type is EndType.LEFT}
        started = {spell.started for spell in spells if spell.start_type is StartType.NEW}
        back += len(started) - 1
        assert len(left) in (len(started), len(started) - 1)
    assert back == 30


def test_nobody_is_away_twice_at_once_or_while_not_employed():
    spells = spells_by_worker(COUNCIL.spells)
    until: dict[str, date] = {}
    for leave in COUNCIL.leave:
        mine = spells[leave.worker.number]
        assert any(spell.lasts(leave.first_day) for spell in mine)
        if leave.last_day <= HISTORY_LAST:
            assert any(spell.lasts(leave.last_day) for spell in mine)
        assert leave.first_day <= leave.last_day
        assert leave.first_day > until.get(leave.worker.number, HISTORY_FIRST - timedelta(days=1))
        until[leave.worker.number] = leave.last_day
    assert {leave.kind for leave in COUNCIL.leave} == set(AbsenceKind)


def test_snapshots_are_of_people_who_are_there_and_hold_cases():
    own = {
        (s.worker.number, day): s for day in MONTH_ENDS for s in in_post(day) if s.post.team.load
    }
    agency = {
        (a.worker.number, day): a for day in MONTH_ENDS for a in COUNCIL.assignments if a.lasts(day)
    }
    for snapshot in COUNCIL.snapshots:
        key = (snapshot.worker.number, snapshot.taken_on)
        if snapshot.agency:
            assert agency[key].team is snapshot.team
        else:
            assert own[key].post.team is snapshot.team
    assert sorted({snapshot.taken_on for snapshot in COUNCIL.snapshots}) == MONTH_ENDS


def headline(day: date, opening: date) -> dict[str, int]:
    """Rough figures in tenths of a per cent (cases in tenths), reckoned apart from the product."""
    there = in_post(day)
    held: dict[str, int] = {}
    for spell in there:
        held[spell.post.post] = held.get(spell.post.post, 0) + spell.fte
    vacant = sum(post.fte - held.get(post.post, 0) for post in COUNCIL.posts if post.exists(day))
    agency = [a for a in COUNCIL.assignments if a.lasts(day)]
    agency_fte = sum(a.fte for a in agency)
    covering = sum(a.fte for a in agency if a.covers_vacancy)
    left = sum(
        s.fte for s in COUNCIL.spells
        if s.end_type is EndType.LEFT and s.ended and opening < s.ended <= day
    )  # fmt: skip
    sick = sum(
        working_days(max(each.first_day, opening + timedelta(days=1)), min(each.last_day, day))
        * each.fte
        for each in COUNCIL.leave
        if each.kind is AbsenceKind.SICKNESS and each.first_day <= day and each.last_day > opening
    )
    holders = [s for s in COUNCIL.snapshots if s.taken_on == day and s.cases]
    stock = fte(there)
    return {
        "vacancy": 1000 * vacant // (vacant + stock),
        "turnover": 1000 * left // stock,
        "agency": 1000 * agency_fte // (agency_fte + stock),
        "cover": 1000 * covering // vacant,
        "sickness": 1000 * sick // (stock * 253),
        "caseload": 10 * sum(s.cases for s in holders) * FULL_TIME // sum(s.fte for s in holders),
    }  # fmt: skip


def test_headline_figures_are_those_of_an_english_council():
    ranges = {
        "vacancy": (120, 155),
        "turnover": (130, 165),
        "agency": (90, 130),
        "cover": (600, 750),
        "sickness": (28, 38),
        "caseload": (150, 170),
    }
    for day, opening in ((MARCH_2026, date(2025, 3, 31)), (SEPTEMBER_2026, date(2025, 9, 30))):
        figures = headline(day, opening)
        outside = {
            name: value
            for name, value in figures.items()
            if not ranges[name][0] <= value <= ranges[name][1]
        }
        assert outside == {}


def test_newly_qualified_workers_hold_less_and_about_half_are_above_their_limit():
    there = [
        snapshot
        for snapshot in COUNCIL.snapshots
        if snapshot.taken_on == MARCH_2026 and not snapshot.agency and snapshot.cases
    ]
    new = [s for s in there if s.worker.qualified_on and s.worker.qualified_on > date(2025, 3, 31)]
    assert len(new) == 16
    assert sum(s.cases * FULL_TIME > 15 * s.fte for s in new) == 8  # pro rata to hours
    assert max(s.cases for s in there) > 25


def test_starters_come_in_autumn_and_leavers_go_after_march_and_in_august():
    starters = [
        s for s in COUNCIL.spells if s.start_type is StartType.NEW and s.started >= HISTORY_FIRST
    ]
    leavers = [s for s in COUNCIL.spells if s.end_type is EndType.LEFT and s.ended]
    started = {month: sum(s.started.month == month for s in starters) for month in range(1, 13)}
    left = {month: sum(s.ended.month == month for s in leavers) for month in range(1, 13)}
    assert sorted(started, key=started.__getitem__)[-2:] == [10, 9]
    assert {month for month in left if left[month] > sum(left.values()) / 12} >= {4, 8}
