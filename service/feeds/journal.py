"""Which feeds a change can have touched, read off the audit trail.

After a change most feeds are as they were: with the journal they are known to be without a look at
the database. What an entry can touch is decided by its kind; a kind that is not listed here can
touch everything, so that whoever adds one need not know of feeds.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from service.feeds import store
from service.feeds.store import Change, FeedRecord, Kind

TOUCHES_NOTHING = frozenset(
    {
        *("key", "return"),
        *("programme", "programme-import", "role-holder", "travel"),
        *("register", "commitment", "team", "starter", "people-import"),
        *("bank-holidays", "closure"),
    }
)
"""Plans name people, places and days only as they were when released; and what was attended, who is
away, who covers and who waits stands in no calendar before it changes a member. Other working days
move no released plan; each ASYE year they move has an entry of its own."""
SAYS_NOTHING_NEW = frozenset(
    {"cohort.created", "cohort.finding-overridden", "cohort.state-changed"}
)
"""Done to a cohort, and seen in no calendar."""
OF_COHORTS = frozenset({"cohort", "enrolment"})
"""The subject is a cohort."""
OF_MEMBERS = frozenset({"member"})
"""One member's change can change the groups of all; a transfer has a cohort before and another after."""
OF_PLACES = frozenset({"room", "site"})
OF_YEARS = frozenset({"asye-year"})
"""One member's ASYE year: in their calendar and their supervisor's. Entries say whether a calendar
shows it, and whose it is."""
AT_MOST = 500
"""Entries at once; after more of them everything is looked at again."""

SPANNING = frozenset({Kind.FACILITATOR, Kind.ROOM, Kind.TEAM})
"""Feeds of what happens in any cohort."""


class Journal:
    """Keeps, for what feeds are made of, the mark of the last change that can have touched it."""

    def __init__(self) -> None:
        self.mark = -1
        """All entries up to this one have been read."""
        self._everything = -1
        self._kinds: defaultdict[Kind, int] = defaultdict(lambda: -1)
        self._cohorts: defaultdict[UUID, int] = defaultdict(lambda: -1)
        self._feeds: defaultdict[UUID, int] = defaultdict(lambda: -1)
        self._members: defaultdict[str, int] = defaultdict(lambda: -1)
        self._reading = asyncio.Lock()

    def touched(self, feed: FeedRecord, cohorts: Iterable[UUID]) -> int:
        """The mark of the last change that can have touched a feed made of these cohorts."""
        last = max(self._everything, self._kinds.get(feed.kind, -1), self._feeds.get(feed.id, -1))
        if feed.kind is Kind.MEMBER:
            last = max(last, self._members.get(feed.subject, -1))
        for cohort in cohorts:
            last = max(last, self._cohorts.get(cohort, -1))
        return last

    async def read_up_to(self, mark: int) -> None:
        """Read the entries that have come since the last time, up to ``mark`` at least."""
        async with self._reading:
            if self.mark >= mark:
                return
            if self.mark < 0:
                changes: list[Change] | None = None
            else:
                changes = await store.changes(self.mark, mark, limit=AT_MOST + 1)
            if changes is None or len(changes) > AT_MOST:
                self._everything = mark
            else:
                for change in changes:
                    self._note(change)
            self.mark = mark

    def _note(self, change: Change) -> None:
        kind, mark = change.subject_kind, change.mark
        if kind in TOUCHES_NOTHING or _is_unseen(change):
            return
        if kind == "feed":
            self._feeds[UUID(change.subject_id)] = mark
        elif kind == "edition":
            self._kinds[Kind.SCORECARD] = mark
        elif kind in OF_YEARS and (members := _members_of(change)) is not None:
            for member in members:
                self._members[member] = mark
                self._kinds[Kind.FACILITATOR] = mark
        elif kind in OF_PLACES:
            self._kinds[Kind.ROOM] = mark
        elif kind in OF_COHORTS:
            self._cohorts[UUID(change.subject_id)] = mark
            for each in SPANNING:
                self._kinds[each] = mark
        elif kind in OF_MEMBERS and (cohorts := _cohorts_of(change)):
            for cohort in cohorts:
                self._cohorts[cohort] = mark
            self._kinds[Kind.TEAM] = mark
        else:
            self._everything = mark


def _is_unseen(change: Change) -> bool:
    """Whether no calendar can show it: of a draft, only the cohort's title can be seen."""
    if change.action == "cohort.edited" and change.after is not None:
        return "title" not in json.loads(change.after).get("changed", ["title"])
    return change.action in SAYS_NOTHING_NEW


def _members_of(change: Change) -> list[str] | None:
    """Whose calendar a change of an ASYE year shows in: nobody's, or None where it does not say."""
    after = json.loads(change.after) if change.after is not None else {}
    if after.get("in_calendar") is False:
        return []
    members: list[str] | None = after.get("members")
    return members


def _cohorts_of(change: Change) -> set[UUID]:
    """The cohorts of a member before and after; none where an entry does not say."""
    states = [json.loads(text) for text in (change.before, change.after) if text is not None]
    return {UUID(state["cohort"]) for state in states if "cohort" in state}
