"""How much of a cohort's plan is ready to be published (rule A7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from academy.groups import Group, unscheduled
from academy.programme import ATTENDED, Item, Kind, Programme
from academy.session import Session, Status


class Gap(StrEnum):
    END = "no end time"
    DATE = "no date"
    ROOM = "no room"
    PRESENTER = "presenter not confirmed"
    GROUP = "a group without a date"


@dataclass(frozen=True, slots=True)
class ItemReadiness:
    item: str
    title: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    items: tuple[ItemReadiness, ...]

    @property
    def ready(self) -> int:
        return sum(not item.gaps for item in self.items)

    @property
    def percent(self) -> Decimal | None:
        """Of the items, to one decimal place, half up; None where there is no item."""
        if not self.items:
            return None
        share = Decimal(100 * self.ready) / len(self.items)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def readiness(
    programme: Programme,
    sessions: Sequence[Session],
    groups: Sequence[Group],
    confirmed: Collection[str],
) -> Readiness:
    """Items with an end time, a date for every group, a room or joining link, and a presenter.

    ``confirmed``: UIDs of the sessions whose presenters are all confirmed. Study time needs no
    presenter; lunches, breaks and travel are not counted. Cancelled sessions leave their gap.
    """
    open_groups = {group.item for group in unscheduled(groups, sessions)}
    live = [session for session in sessions if session.status is Status.CONFIRMED]
    return Readiness(
        tuple(
            ItemReadiness(item.key, item.title, _gaps(item, live, open_groups, confirmed))
            for _, item in programme.items()
            if item.kind in ATTENDED
        )
    )


def _gaps(
    item: Item,
    live: Sequence[Session],
    open_groups: Collection[str],
    confirmed: Collection[str],
) -> tuple[Gap, ...]:
    own = [session for session in live if session.item == item.key]
    presented = all(session.presenters and session.uid in confirmed for session in own)
    placed = all(session.room or session.joining_link for session in own)
    gaps = {
        Gap.END: item.end is None and not own,
        Gap.DATE: not own,
        Gap.ROOM: not (own and placed),
        Gap.PRESENTER: item.kind is Kind.SESSION and not (own and presented),
        Gap.GROUP: item.key in open_groups,
    }
    return tuple(gap for gap, there in gaps.items() if there)
