"""Who is in which group, and how a cohort is divided."""

from uuid import UUID

from service.storage.tables.enrolments import CohortGrouping, GroupPlace


async def numbers(cohort_id: UUID) -> dict[str, dict[str, int]]:
    """Group number by item and member."""
    rows = await GroupPlace.select(GroupPlace.item, GroupPlace.member, GroupPlace.number).where(
        GroupPlace.cohort == cohort_id
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["item"], {})[str(row["member"])] = row["number"]
    return found


async def put_numbers(cohort_id: UUID, wanted: dict[str, dict[str, int]]) -> None:
    await GroupPlace.delete().where(GroupPlace.cohort == cohort_id)
    rows = [
        GroupPlace(cohort=cohort_id, item=item, member=UUID(member), number=number)
        for item, places in sorted(wanted.items())
        for member, number in sorted(places.items())
    ]
    if rows:
        await GroupPlace.insert(*rows)


async def fill_first(cohort_id: UUID) -> bool:
    row = await (
        CohortGrouping.select(CohortGrouping.fill_first)
        .where(CohortGrouping.cohort == cohort_id)
        .first()
    )
    return bool(row and row["fill_first"])


async def put_fill_first(cohort_id: UUID, chosen: bool) -> None:
    await CohortGrouping.delete().where(CohortGrouping.cohort == cohort_id)
    await CohortGrouping.insert(CohortGrouping(cohort=cohort_id, fill_first=chosen))
