"""E-learning tasks as deadlines of the runs that set them (T4)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from academy.deadlines import Deadline, Released, deadlines, deadlines_for
from academy.membership import Member
from academy.programme import Audience, Programme
from academy.session import Session, Status
from tests.spec.academy.programmes import item, lancashire, programme
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

FIRST, LATER = datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 1, 8, 9, tzinfo=UTC)
LANCASHIRE = lancashire()
NQ, EXPERIENCED, MANAGERS = Audience.NEWLY_QUALIFIED, Audience.EXPERIENCED, Audience.MANAGERS


def task(key: str, day: int = 2, audience: str = "all") -> dict[str, object]:
    return {"key": key, "title": key.upper(), "due_block": "start", "due_day": day, "audience": audience}  # fmt: skip


def two_days(*tasks: dict[str, object]) -> Programme:
    items = [item("early", "09:00", "10:00", day=2), item("late", "14:00", "15:00", day=2)]
    return programme(item("first", "09:00", "10:00"), *items, tasks=list(tasks))


def released(*sessions: Session) -> list[Released]:
    return [(each, 0, FIRST) for each in sessions]


def known(of: Programme, entries: list[Released]) -> tuple[Deadline, ...]:
    return deadlines(of, entries, lambda key: f"uid:{key}")


def test_the_lancashire_modules_are_due_at_the_end_of_day_five_of_each_run() -> None:
    home, mop_up = (
        laid(LANCASHIRE, "2017-09-11"),
        laid(LANCASHIRE, "2017-11-06", "induction", run="mop-up"),
    )
    found = known(LANCASHIRE, released(*home, *mop_up))
    titles = {each.key: each.title for each in LANCASHIRE.tasks}
    assert {(d.uid, d.title, d.day) for d in found} == {
        (f"uid:c1/{run}/task/{key}", title, day)
        for key, title in titles.items()
        for run, day in (("home", date(2017, 9, 15)), ("mop-up", date(2017, 11, 10)))
    }
    assert len(found) == 18
    assert [d.uid for d in found] == sorted(d.uid for d in found)


def test_a_deadline_takes_its_day_and_its_count_from_the_sessions_of_that_day() -> None:
    early, late = (session(key, day="2027-01-12") for key in ("early", "late"))
    entries = [(session("first"), 7, LATER), (early, 2, FIRST), (late, 1, LATER)]
    assert known(two_days(task("lcs")), entries) == (
        Deadline(
            "uid:c1/home/task/lcs", "c1", "home", "lcs", "LCS", Audience.ALL, "start",
            date(2027, 1, 12), 2, LATER, Status.CONFIRMED,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "cancelled", "expected"),
    [
        # early, late               due
        (("12", "12"), set(), "12"),
        (("13", "12"), set(), "12"),  # as many on each: the first
        (("12", "13"), {"early"}, "13"),
        (("13", "13"), {"early", "late"}, "13"),
    ],
)
def test_moved_and_cancelled_sessions(
    days: tuple[str, str], cancelled: set[str], expected: str
) -> None:
    sessions = [
        session(key, day=f"2027-01-{day}", status=Status.CANCELLED if key in cancelled else Status.CONFIRMED)
        for key, day in zip(("early", "late"), days, strict=True)
    ]  # fmt: skip
    (found,) = known(two_days(task("lcs")), released(*sessions))
    assert found.day == date(2027, 1, int(expected))
    assert (found.status is Status.CANCELLED) == (len(cancelled) == 2)


def test_the_day_that_most_sessions_are_on() -> None:
    of = programme(*(item(key, "09:00", "10:00") for key in "abc"), tasks=[task("lcs", day=1)])
    days = {"a": "2027-01-20", "b": "2027-01-13", "c": "2027-01-20"}
    (found,) = known(of, released(*(session(key, day=day) for key, day in days.items())))
    assert found.day == date(2027, 1, 20)


def test_sessions_of_a_group_and_of_no_item_set_no_deadline() -> None:
    sessions = (session("early", group=2, day="2027-01-20"), session("unknown"), session("first"))
    assert known(two_days(task("lcs")), released(*sessions)) == ()


def test_a_member_has_the_deadlines_of_their_run_and_audience() -> None:
    of = two_days(*(task(str(audience), audience=audience) for audience in Audience))
    home = session("early", day="2027-01-12")
    other_runs = [replace(home, uid="m", run="mop-up"), replace(home, uid="o", cohort="c2")]
    found = known(of, released(home, *other_runs))

    def theirs(audience: Audience, run: str = "home", **more: object) -> list[str]:
        who = Member(**({"id": "m", "worker": None, "audience": audience, "cohort": "c1", "run": run} | more))  # type: ignore[arg-type] -- passes the choices on  # fmt: skip
        mine = deadlines_for(who, found, [home, *other_runs], home_run="home")
        assert {(d.cohort, d.run) for d in mine} <= {("c1", run if run != "none" else "home")}
        return sorted(d.task for d in mine)

    assert theirs(NQ) == ["all", "newly-qualified"]
    assert theirs(NQ, "mop-up") == ["all", "newly-qualified"]
    assert theirs(NQ, "none") == ["all", "newly-qualified"]
    assert theirs(EXPERIENCED) == ["all", "experienced"]
    assert theirs(MANAGERS) == ["managers"]
    assert theirs(Audience.NAMED) == []
    assert theirs(MANAGERS, named=frozenset({"named"})) == ["managers", "named"]
    assert theirs(NQ, completed=frozenset({"all"})) == ["newly-qualified"]
    assert theirs(NQ, completed=frozenset({"all"}), repeats=frozenset({"all"})) == [
        "all",
        "newly-qualified",
    ]
