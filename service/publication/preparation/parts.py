"""What stands of the preparation of a half-year, and how it is changed: never over somebody's head."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service import clock
from service.access import audit
from service.access.actor import Actor
from service.publication.preparation import store
from service.publication.preparation.refusals import NoSuchPart, PreparationOvertaken
from service.publication.preparation.store import REMOVED, STANDING, Part, PartKind
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work

Json = dict[str, Any]

NOUNS = {
    PartKind.HEADLINE: "headline",
    PartKind.COMMENT: "comment",
    PartKind.ACTION: "action",
    PartKind.EVENT: "event",
    PartKind.QUOTATION: "quotation",
    PartKind.PLAN: "release plan",
    PartKind.PERSON: "entry of pre-release access",
    PartKind.TICK: "tick",
    PartKind.SIGN_OFF: "sign-off",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The latest revision of everything, what was removed among it."""

    period_end: date
    latest: tuple[Part, ...]

    def of(self, kind: PartKind) -> list[Part]:
        """What stands, in the order in which it was first written for this half-year."""
        return [each for each in self.latest if each.kind is kind and each.stands]

    def find(self, kind: PartKind, key: str = "") -> Part | None:
        """The latest revision, be it that it was removed; None where there never was any."""
        for each in self.latest:
            if each.kind is kind and each.key == key:
                return each
        return None

    def one(self, kind: PartKind, key: str = "") -> Part:
        """What stands there. Raises NoSuchPart."""
        found = self.find(kind, key)
        if found is None or not found.stands:
            raise NoSuchPart(f"There is no {NOUNS[kind]} here.")
        return found


async def parts_of(period_end: date) -> Parts:
    """An action is as it stood in this half-year: what later ones did to it is not seen."""
    return folded(period_end, await store.revisions(period_end))


def folded(period_end: date, revisions: Iterable[Part]) -> Parts:
    """``revisions`` are in the order of half-year and revision."""
    latest: dict[tuple[PartKind, str], Part] = {}
    for each in revisions:
        latest[each.kind, each.key] = each
    return Parts(period_end, tuple(latest.values()))


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants a part to be. ``content`` None: taken away.

    ``seen`` is the revision that it was when they saw it; None: that nothing stood there.
    """

    period_end: date
    kind: PartKind
    key: str
    content: Json | None
    seen: int | None
    actor: Actor
    now: datetime


async def write(change: Change) -> Part:
    """Store the next revision, with an audit entry. Raises PreparationOvertaken, NoSuchPart."""
    async with unit_of_work():
        before = (await parts_of(change.period_end)).find(change.kind, change.key)
        _refuse_unseen(change, before)
        part = Part(
            period_end=change.period_end,
            kind=change.kind,
            key=change.key,
            revision=1 if before is None else before.revision + 1,
            state=REMOVED if change.content is None else STANDING,
            content=change.content or {},
            at=change.now,
            by=change.actor.name,
        )
        try:
            await store.add(part)
        except ConstraintBroken as broken:
            if broken.rule != "unique":
                raise
            raise PreparationOvertaken(
                f"The {NOUNS[change.kind]} was changed at the same moment."
            ) from broken
        await audit.record(
            change.actor,
            f"{change.kind}.{'removed' if change.content is None else 'written'}",
            subject_kind="scorecard",
            subject_id=change.period_end.isoformat(),
            before=_for_audit(before),
            after=_for_audit(part),
            now=change.now,
        )
    return part


def _refuse_unseen(change: Change, before: Part | None) -> None:
    stands = before is not None and before.stands
    if stands and before is not None and change.seen == before.revision:
        return
    if not stands and change.seen is None and change.content is not None:
        return
    noun = NOUNS[change.kind]
    if before is None:
        raise NoSuchPart(f"There is no {noun} here.")
    at = f"{before.at.astimezone(clock.LONDON):%H:%M on %-d %B %Y}"
    done = "wrote" if stands else "removed"
    raise PreparationOvertaken(
        f"{before.by} {done} this {noun} at {at}: it is revision {before.revision}, and yours "
        f"was made on {'nothing' if change.seen is None else f'revision {change.seen}'}. "
        "Nothing was overwritten.",
        standing=as_json(before) if stands else None,
        yours=change.content,
    )


def as_json(part: Part) -> Json:
    """A part with who wrote it when, as plain JSON."""
    return {
        "revision": part.revision,
        "at": part.at.astimezone(clock.LONDON).isoformat(),
        "by": part.by,
        **part.content,
    }


def _for_audit(part: Part | None) -> Json | None:
    if part is None or not part.stands:
        return None
    named = {"key": part.key} if part.key else {}
    return {**named, "revision": part.revision, **part.content}
