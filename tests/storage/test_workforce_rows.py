"""Rows of facts in the tables against the same returns folded in memory; both databases."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.workforce import comparing, fact_rows, store
from service.workforce.fact_kinds import CASELOADS, EMPLOYMENTS, FACT_KINDS, FIELDS, POSTS
from service.workforce.folding import Difference, Held
from service.workforce.records import Kind, Records
from service.workforce.rendering import canonical
from tests.conftest import empty_postgres
from tests.unit.workforce.returns import a_caseload, a_post, an_employment, random_records

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def a_return(work, kind=Kind.POSTS) -> int:
    """A checked return with an (unsealed, unread) file; its number."""
    file = uuid4()
    await store.add_file(
        work, file=file, sha256="0" * 64, size=1, filename="x.csv", received_at=NOW, sender="t",
        chunks=[(0, b"x")],
    )  # fmt: skip
    return await store.add_return(
        store.NewReturn(
            id=uuid4(), kind=kind, edition="1", as_at=None, options="{}", file=file,
            state=store.CHECKED, unreadable=False, held_order=0, rows_read=9, rows_accepted=9,
            findings="[]", changes="{}", checked_at=NOW, checked_by="t",
        )
    )  # fmt: skip


async def apply(records: Records, kind=Kind.POSTS) -> int:
    """Take records in past the readers; the number of the return."""
    async with unit_of_work() as work:
        number = await a_return(work, kind)
        rests_on: set[int] = set()
        for difference in await comparing.differences(kind, records):
            await fact_rows.apply(work, difference, number, census=kind is Kind.CENSUS)
            rests_on |= difference.rests_on
        await store.set_confirmed(
            number,
            order=await store.next_order(),
            changes=canonical({"rests_on": sorted(rests_on)}),
            at=NOW,
            by="t",
        )
    return number


async def state() -> dict:
    """(return, row, fields) in force by kind and account, in order."""
    return {
        (kind.name, census): [row[1:] for row in await fact_rows.in_force(kind, census=census)]
        for kind in FACT_KINDS
        for census in (False, True)
    }


def folded(held: Held) -> dict:
    return {
        (kind.name, census): [row[1:] for row in held.account(kind, census=census)]
        for kind in FACT_KINDS
        for census in (False, True)
    }


async def emptied(database) -> None:
    """Hypothesis runs many examples in one test: each begins with an empty database."""
    if database.is_sqlite:
        async with unit_of_work():
            for table in [*fact_rows.NAMES.values(), "workforce_return"]:
                await fact_rows.execute(fact_rows.QueryString(f'DELETE FROM "{table}"'))
    else:
        await empty_postgres(database)


RETURNS = st.lists(
    st.tuples(random_records(), st.sampled_from([Kind.POSTS, Kind.CENSUS])), min_size=1, max_size=4
)
MANY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@MANY
@given(returns=RETURNS)
async def test_the_tables_hold_what_the_fold_says(database, returns):
    await emptied(database)
    held = Held()
    for records, kind in returns:
        number = await apply(records, kind)
        held.take_in(number, records, census=kind is Kind.CENSUS)
    assert await state() == folded(held)


@MANY
@given(returns=RETURNS, last=random_records(), kind=st.sampled_from([Kind.POSTS, Kind.CENSUS]))
async def test_taking_the_last_return_back_leaves_what_was_there_before(
    database, returns, last, kind
):
    await emptied(database)
    for records, each_kind in returns:
        await apply(records, each_kind)
    before = await state()
    number = await apply(last, kind)
    async with unit_of_work():
        await fact_rows.take_back(number)
    assert await state() == before


@MANY
@given(returns=RETURNS, data=st.data())
async def test_a_return_nothing_rests_on_can_go_from_the_middle(database, returns, data):
    """What is left is what the other returns alone would have made."""
    await emptied(database)
    numbers = [await apply(records, kind) for records, kind in returns]
    confirmed = {record.number: record for record in await store.confirmed_returns()}
    free = [
        place
        for place, number in enumerate(numbers)
        if not any(number in confirmed[later].rests_on for later in numbers[place + 1 :])
    ]
    taken_back = data.draw(st.sampled_from(free))
    async with unit_of_work():
        await fact_rows.take_back(numbers[taken_back])
    held = Held()
    for place, (records, kind) in enumerate(returns):
        if place != taken_back:
            held.take_in(numbers[place], records, census=kind is Kind.CENSUS)
    assert await state() == folded(held)


async def test_nothing_is_deleted_by_superseding_or_taking_back(database):
    await apply(Records(posts=[a_post()]))
    second = await apply(Records(posts=[a_post(fte=500_000), a_post(3, "P-2")]))
    async with unit_of_work():
        told = await fact_rows.take_back(second)
    assert told == {"posts": {"withdrawn": 2, "put_back": 1}}
    rows = await fact_rows.fetch(
        fact_rows.QueryString("SELECT post, fte, came_with, superseded_by FROM post ORDER BY id")
    )
    assert rows == [
        ("P-1", 1_000_000, 1, None),
        ("P-1", 500_000, 2, 2),
        ("P-2", 1_000_000, 2, 2),
    ]


async def store_past_comparing(difference: Difference, *, census: bool) -> None:
    async with unit_of_work() as work:
        await fact_rows.apply(work, difference, await a_return(work), census=census)


async def test_the_database_itself_keeps_one_row_in_force_for_a_key(database):
    await apply(Records(employments=[an_employment(post=None)]), Kind.EMPLOYMENTS)
    unaware = Difference(EMPLOYMENTS, to_store=[an_employment(post=None, fte=1)])
    with pytest.raises(ConstraintBroken) as broken:
        await store_past_comparing(unaware, census=False)
    assert broken.value.rule == "unique"
    await store_past_comparing(unaware, census=True)
    assert [len(rows) for (kind, _), rows in (await state()).items() if kind == "employments"] == [
        1,
        1,
    ]


async def test_only_the_days_a_return_is_about_are_loaded(database):
    days = [date(2026, month, 28) for month in (3, 6, 9)]
    await apply(
        Records(caseloads=[a_caseload(row, taken_on=day) for row, day in enumerate(days)]),
        Kind.CASELOADS,
    )
    found = await fact_rows.in_force(CASELOADS, census=False, days=(days[1], days[2]))
    assert [row[CASELOADS.place_held("taken_on")] for row in found] == days[1:]
    [difference] = await comparing.differences(
        Kind.CASELOADS, Records(caseloads=[a_caseload(taken_on=days[2], cases=3)])
    )
    assert (len(difference.changed), difference.missing) == (1, [])


async def test_a_return_without_a_row_says_what_is_missing(database):
    await apply(Records(posts=[a_post()]))
    [difference] = await comparing.differences(Kind.POSTS, Records())
    assert [row[FIELDS] for row in difference.missing] == ["P-1"]


async def test_thousands_of_rows_are_superseded_in_one_go(database):
    posts = [a_post(row, f"P-{row}") for row in range(2, 5_002)]
    await apply(Records(posts=posts))
    await apply(Records(posts=[post._replace(fte=500_000) for post in posts]))
    rows = await fact_rows.fetch(
        fact_rows.QueryString("SELECT fte, superseded_by, COUNT(*) FROM post GROUP BY 1, 2")
    )
    assert {(fte, by): n for fte, by, n in rows} == {
        (1_000_000, 2): 5_000,
        (500_000, None): 5_000,
    }
    known = await fact_rows.known_names()
    assert (known[0], len(known[1])) == (frozenset({"Harbour"}), 5_000)


async def test_values_come_back_as_they_went_in(database):
    """Every field of every kind, None included, through the driver and back."""
    records = Records(
        posts=[a_post(role=None, closed=date(2026, 1, 1))],
        employments=[an_employment(fte=None, contract=None, role=None, post=None)],
        caseloads=[a_caseload(fte=333_333, agency=True)],
    )
    await apply(records)
    for kind in (POSTS, EMPLOYMENTS, CASELOADS):
        [row] = await fact_rows.in_force(kind, census=False)
        assert row[2:] == tuple(kind.records_in(records)[0])
