"""Sessions of a run from a proposal (T2, G7, A3, R4)."""

from datetime import date, time

from academy.plan import GroupRun, Holder, Staffing, lay_out
from academy.planning import Proposal, propose
from academy.programme import Audience, Kind, Programme
from academy.session import Session, Status
from academy.template import block_specs
from tests.spec.academy.calendars import d, england
from tests.spec.academy.programmes import item, lancashire, programme

SITES = [
    {"key": "hall", "name": "Hall", "address": "Hall, Preston", "rooms": ["Blue", "Green"]},
    {"key": "mill", "name": "Mill", "address": "Mill, Burnley", "rooms": ["Loom"]},
]


def dated(of: Programme, anchor: str, *blocks: str) -> Proposal:
    return propose(blocks=block_specs(of, blocks or None), anchor=d(anchor), working_days=england())


def laid(of: Programme, anchor: str = "2027-01-11", *blocks: str, run: str = "home", **more: object) -> tuple[Session, ...]:  # fmt: skip
    return lay_out(of, dated(of, anchor, *blocks), cohort="c1", run=run, new_uid=lambda key: f"uid:{key}", **more)  # type: ignore[arg-type] -- passes the choices on  # fmt: skip


def test_a_session_carries_what_the_item_says() -> None:
    tiny = programme(
        item(
            "one", "09:00", "10:00", content="Words", site="hall", rooms=["Blue", "Green"],
            facilitators=["Lead"], presenters=["Director"], outcomes=["a"], tasks=["t"],
            contact=True, also=["managers"],
        ),
        outcomes=[{"key": "a", "words": "Know A"}],
        tasks=[{"key": "t", "title": "Task T", "due_block": "start", "due_day": 1, "audience": "all"}],
        sites=SITES,
    )  # fmt: skip
    assert laid(tiny, staffing=Staffing(links={"one": "https://meet.example/1"})) == (
        Session(
            uid="uid:c1/home/one", cohort="c1", run="home", block="start", item="one", group=None,
            title="one", description="Words\n\nOutcomes:\n- Know A\n\nE-learning:\n- Task T",
            kind=Kind.SESSION, audience=Audience.ALL, day=date(2027, 1, 11), start=time(9),
            end=time(10), site="hall", site_address="Hall, Preston", room="Blue and Green",
            facilitators=("Lead",), presenters=("Director",),
            joining_link="https://meet.example/1", mandatory=True, contact=True, track=None,
            status=Status.CONFIRMED, also=(Audience.MANAGERS,),
        ),
    )  # fmt: skip


def test_an_item_without_much_has_little_to_say() -> None:
    (session,) = laid(programme(item("one", "09:00", "10:00", audience="experienced")))
    assert (session.description, session.room, session.site_address, session.audience) == (
        "", None, None, Audience.EXPERIENCED,
    )  # fmt: skip


def test_sessions_come_in_order_of_time_and_open_ends_are_not_laid_out() -> None:
    tiny = programme(
        item("late", "15:30", None), item("b", "10:00", "11:00", day=2), item("a", "09:00", "10:00")
    )
    assert [(s.item, s.day.isoformat()) for s in laid(tiny)] == [
        ("a", "2027-01-11"), ("b", "2027-01-12"),
    ]  # fmt: skip


def test_roles_are_filled_by_their_holder_on_the_day_or_stay_roles() -> None:
    """
    role      holder  from         to
    Director  Ann     2026-01-01   2027-01-11
    Director  Ben     2027-01-12
    """
    tiny = programme(
        item("a", "09:00", "10:00", presenters=["Director", "PSW"]),
        item("b", "09:00", "10:00", day=2, facilitators=["Director"]),
    )
    staffing = Staffing(
        holders=(
            Holder("Director", "Ann", d("2026-01-01"), d("2027-01-11")),
            Holder("Director", "Ben", d("2027-01-12")),
        )
    )
    first, second = laid(tiny, staffing=staffing)
    assert (first.presenters, second.facilitators) == (("Ann", "PSW"), ("Ben",))
    (early, _) = laid(tiny, "2025-01-13", staffing=staffing)
    assert early.presenters == ("Director", "PSW")


def test_each_group_has_a_run_of_its_own() -> None:
    """
    group  day         time           place
    1      as the day the lead says,  as the programme says
    2      2027-01-20  13:00-16:00    Loom at the mill
    3      (open end in the programme: takes its own end)
    """
    tiny = programme(
        item("a", "09:00", "12:00", capacity=16, site="hall", rooms=["Blue"]),
        item("open", "09:00", None, day=2, capacity=16),
        sites=SITES,
    )
    runs = (
        GroupRun("a", 1, d("2027-01-11")),
        GroupRun("a", 2, d("2027-01-20"), time(13), time(16), "mill", "Loom"),
        GroupRun("open", 1, d("2027-01-12"), end=time(11)),
        GroupRun("open", 2, d("2027-01-13")),
    )
    assert [
        (s.uid, s.day.isoformat(), f"{s.start:%H:%M}-{s.end:%H:%M}", s.site_address, s.room)
        for s in laid(tiny, staffing=Staffing(group_runs=runs))
    ] == [
        ("uid:c1/home/a/1", "2027-01-11", "09:00-12:00", "Hall, Preston", "Blue"),
        ("uid:c1/home/open/1", "2027-01-12", "09:00-11:00", None, None),
        ("uid:c1/home/a/2", "2027-01-20", "13:00-16:00", "Mill, Burnley", "Loom"),
    ]


def test_groups_at_the_same_time_come_in_their_order_and_a_place_is_taken_whole() -> None:
    """A run at another site is in no room there until one is named; a room alone has no site."""
    tiny = programme(item("a", "09:00", "12:00", site="hall", rooms=["Blue"]), sites=SITES)
    day = d("2027-01-11")
    runs = (
        GroupRun("a", 3, day),
        GroupRun("a", 2, day, site="mill"),
        GroupRun("a", 1, day, room="Annexe"),
    )
    assert [
        (s.group, s.site, s.site_address, s.room)
        for s in laid(tiny, staffing=Staffing(group_runs=runs))
    ] == [
        (1, None, None, "Annexe"), (2, "mill", "Mill, Burnley", None),
        (3, "hall", "Hall, Preston", "Blue"),
    ]  # fmt: skip


def test_lancashire_on_its_anchor() -> None:
    sessions = laid(lancashire(), "2017-09-11")
    assert (len(sessions), len({s.day for s in sessions}), len({s.uid for s in sessions})) == (74, 16, 74)  # fmt: skip
    leavers = next(s for s in sessions if s.contact)
    assert (leavers.day, leavers.start, leavers.end) == (d("2018-03-13"), time(13), time(15, 15))


def test_a_mop_up_run_has_its_own_anchor_and_its_own_blocks() -> None:
    """Home run from 11 September 2017; the printed mop-up of November lays out induction only."""
    home = laid(lancashire(), "2017-09-11")
    mop_up = laid(lancashire(), "2017-11-06", "induction", run="mop-up")
    assert {s.block for s in mop_up} == {"induction"}
    assert sorted({s.day.isoformat() for s in mop_up})[::9] == ["2017-11-06", "2017-11-17"]
    assert {s.uid for s in home} & {s.uid for s in mop_up} == set()


def test_a_mop_up_of_one_item() -> None:
    (only,) = laid(
        lancashire(), "2018-01-08", "induction", run="again", items=["asye-requirements"]
    )
    assert (only.item, only.day) == ("asye-requirements", d("2018-01-11"))


def test_moving_keeps_the_uid() -> None:
    before, after = (laid(lancashire(), anchor) for anchor in ("2027-01-11", "2027-01-18"))
    assert {s.item: s.uid for s in before} == {s.item: s.uid for s in after}
    assert {s.item for s in before if s.day in {t.day for t in after if t.item == s.item}} == set()


def test_no_two_sessions_are_given_the_same_key_whatever_cohorts_and_runs_are_called() -> None:
    tiny = programme(item("one", "09:00", "10:00"))
    runs = [("a/b", "c"), ("a", "b/c"), ("a%2Fb", "c"), ("a", "b")]
    keys = []
    for cohort, run in runs:
        lay_out(tiny, dated(tiny, "2027-01-11"), cohort=cohort, run=run, new_uid=lambda key: keys.append(key) or key)  # type: ignore[func-returns-value] -- keeps what it is given  # fmt: skip
    assert keys == ["a%2Fb/c/one", "a/b%2Fc/one", "a%252Fb/c/one", "a/b/one"]
