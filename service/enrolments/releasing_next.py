"""What the next release of a plan would change, and who would be told: looked at before it is done.

By the same comparison and the same digest as the release itself (V1, V4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from academy.digest import Digest, by_team
from academy.groups import form_groups, numbers
from academy.membership import Groups
from academy.revision import Change, Revision, carried, compare, notify_directly
from academy.session import Session
from academy.thresholds import PROPOSED, Thresholds
from service.cohorts import operations as cohorts
from service.cohorts.drafts import HOME
from service.cohorts.operations import Preview
from service.enrolments.attending import Attending, attending
from service.enrolments.digest import told_from
from service.enrolments.expected import about_members
from service.enrolments.store import groups as group_store
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot


@dataclass(frozen=True, slots=True)
class NextRelease:
    """``lines``: members for whom something they see would change, by name.

    ``direct``: changes at shorter notice than calendars are fetched. ``teams``: the members of
    ``lines`` by team, whose managers have the digest too.
    """

    preview: Preview
    revision: Revision
    direct: tuple[Change, ...]
    lines: tuple[tuple[MemberRecord, Digest], ...]
    teams: Mapping[str, Sequence[MemberRecord]]


async def next_release(
    cohort_id: UUID, now: datetime, *, thresholds: Thresholds = PROPOSED
) -> NextRelease:
    """Of the draft and the members as they are at ``now``. Raises NoSuchCohort."""
    async with snapshot():
        preview = await cohorts.preview(cohort_id, further=about_members, thresholds=thresholds)
        held = await cohorts.released_sessions(cohort_id)
        here = await attending(cohort_id)
        fill_first = await group_store.fill_first(cohort_id)
    old = [each.session for each in held]
    revision = compare(old, preview.plan.sessions)
    others = [each for each in here.sessions if each.cohort != preview.cohort.record.key]
    after = [*carried(old, preview.plan.sessions), *others]
    lines = told_from(
        here,
        here.sessions,
        after,
        at=now,
        hours=thresholds.notice,
        groups=_groups(here, preview, after, fill_first=fill_first),
    )
    people = {str(member.id): member for member, _ in lines}
    by = by_team((digest for _, digest in lines), (here.planned(member) for member, _ in lines))
    return NextRelease(
        preview,
        revision,
        notify_directly(revision, now, thresholds.notice),
        lines,
        {team: [people[each.member] for each in found] for team, found in by.items()},
    )


def _groups(
    here: Attending, preview: Preview, after: Sequence[Session], *, fill_first: bool
) -> Groups:
    formed = form_groups(
        preview.plan.programme,
        [here.planned(member) for member in here.members],
        after,
        held=here.groups,
        home_run=HOME,
        fill_first=fill_first,
    )
    return numbers(formed)
