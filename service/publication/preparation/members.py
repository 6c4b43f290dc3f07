"""What an edition takes with it of what was prepared: words beside figures, and how it was released.

Both members name the revisions they were made from, and are made again from those when the edition
is verified. The words of quotations alone are the edition's own: what is said in a survey may be
taken back there, and a published edition stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from scorecard.commentary import COMMENTARY, KEPT, RELEASE
from scorecard.measures import CATALOGUE
from service.publication.preparation import store
from service.publication.preparation.parts import Parts
from service.publication.preparation.store import Kept, Part, PartKind
from service.publication.preparation.words import shown_actions

Json = dict[str, Any]
_PLACE = {measure.id: place for place, measure in enumerate(CATALOGUE)}


class PartsAltered(Exception):  # noqa: N818 -- a finding of the verification, not an error
    """What an edition says was written is not what is kept; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The revisions that go into an edition, in the order in which they are printed."""

    words: tuple[Part, ...]
    people: tuple[Part, ...]
    signed_off: Part | None
    next_plan: Part | None
    """The release plan of the half-year that comes next."""


def taken(parts: Parts, *, signed_off: Part | None, next_plan: Part | None) -> Taken:
    comments = sorted(parts.of(PartKind.COMMENT), key=lambda each: _PLACE.get(each.key, -1))
    events = sorted(parts.of(PartKind.EVENT), key=lambda each: (each.content["on"], each.key))
    words = (
        *parts.of(PartKind.HEADLINE),
        *comments,
        *shown_actions(parts),
        *events,
        *parts.of(PartKind.QUOTATION),
    )
    people = sorted(parts.of(PartKind.PERSON), key=lambda each: (each.content["name"], each.key))
    return Taken(words, tuple(people), signed_off, next_plan)


def members(
    found: Taken, quoted: Mapping[str, str], release_at: datetime | None, at: datetime
) -> Json:
    """The members ``commentary`` and ``release``, where there is anything to say in them.

    ``quoted`` has the words of the quotations by id; ``release_at`` is None for an edition that is
    public from ``at``, when it is published.
    """
    made: Json = {}
    if found.words:
        made[COMMENTARY] = commentary(found.words, quoted)
    if found.people or found.signed_off or found.next_plan or release_at:
        made[RELEASE] = _release(found, release_at or at)
    return made


def commentary(words: Sequence[Part], quoted: Mapping[str, str]) -> Json:
    """The member ``commentary`` of these revisions."""
    headline = [each.content["words"] for each in _of(words, PartKind.HEADLINE)]
    return {
        "headline": headline[0] if headline else None,
        "comments": [
            {"measure": each.key, **each.content} for each in _of(words, PartKind.COMMENT)
        ],
        "actions": [{"action": each.key, **each.content} for each in _of(words, PartKind.ACTION)],
        "events": [{"event": each.key, **each.content} for each in _of(words, PartKind.EVENT)],
        "quotations": [
            {"quotation": each.key, "words": quoted[each.key]}
            for each in _of(words, PartKind.QUOTATION)
        ],
        KEPT: [_name(each) for each in words],
    }


def _release(found: Taken, public_from: datetime) -> Json:
    signed, following = found.signed_off, found.next_plan
    return {
        "public_from": _instant(public_from),
        "next": None
        if following is None
        else {
            "period": following.period_end.isoformat(),
            "release_at": _instant(datetime.fromisoformat(following.content["release_at"])),
        },
        "pre_release_access": [
            {name: each.content[name] for name in ("name", "role", "reason")}
            for each in found.people
        ],
        "signed_off": None if signed is None else {"by": signed.by, "at": _instant(signed.at)},
        KEPT: [_name(each) for each in (*found.people, *filter(None, (signed, following)))],
    }


async def again(
    document: Mapping[str, Any], release_at: datetime | None, published_at: datetime
) -> Json:
    """The members that an edition has, made again from what is kept. Raises PartsAltered."""
    try:
        words = await _named(document.get(COMMENTARY))
        released = await _named(document.get(RELEASE))
        quoted = {
            each["quotation"]: each["words"]
            for each in document.get(COMMENTARY, {}).get("quotations", ())
        }
        found = Taken(
            words,
            tuple(_of(released, PartKind.PERSON)),
            _first(released, PartKind.SIGN_OFF),
            _first(released, PartKind.PLAN),
        )
        made: Json = {}
        if COMMENTARY in document:
            made[COMMENTARY] = commentary(found.words, quoted)
        if RELEASE in document:
            made[RELEASE] = _release(found, release_at or published_at)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise PartsAltered(
            "What the edition says of its words or release is unreadable."
        ) from fault
    return made


async def _named(member: Mapping[str, Any] | None) -> tuple[Part, ...]:
    if member is None:
        return ()
    wanted = [
        Kept(
            date.fromisoformat(each["written_for"]),
            PartKind(each["kind"]),
            each["key"],
            each["revision"],
        )
        for each in member[KEPT]
    ]
    found = await store.named(wanted)
    if len(found) < len(wanted):
        raise PartsAltered("Words or release details that this edition names are not held.")
    return tuple(found)


def _of(parts: Iterable[Part], kind: PartKind) -> list[Part]:
    return [each for each in parts if each.kind is kind]


def _first(parts: Iterable[Part], kind: PartKind) -> Part | None:
    return next(iter(_of(parts, kind)), None)


def _name(part: Part) -> Json:
    return {
        "written_for": part.period_end.isoformat(),
        "kind": part.kind.value,
        "key": part.key,
        "revision": part.revision,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def words_of(parts: Parts) -> tuple[Part, ...]:
    """What is written for the half-year, as an edition would take it."""
    return taken(parts, signed_off=None, next_plan=None).words
