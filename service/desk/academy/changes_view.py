"""What a release changes and who is told, in words: before it is done, and when it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from academy.digest import Digest
from academy.programme import Kind
from academy.revision import Change, ChangeKind
from academy.session import Session
from service.enrolments.operations import MemberRecord
from service.web.english import day_words, span_words

KINDS = {
    ChangeKind.MOVED: "Moved",
    ChangeKind.CANCELLED: "Cancelled",
    ChangeKind.ADDED: "Added",
    ChangeKind.OTHER_ROOM: "Other room",
    ChangeKind.OTHER_PRESENTER: "Somebody else leads it",
    ChangeKind.OTHER: "Other details",
}
"""In the order in which they matter to those who are told."""
_COUNTED = {
    ChangeKind.MOVED: "moved",
    ChangeKind.CANCELLED: "cancelled",
    ChangeKind.ADDED: "added",
    ChangeKind.OTHER_ROOM: "in another room",
    ChangeKind.OTHER_PRESENTER: "led by somebody else",
    ChangeKind.OTHER: "with other details",
}
_RESTS = (Kind.LUNCH, Kind.BREAK)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """``direct``: at shorter notice than calendars are fetched."""

    title: str
    was: str
    now: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Changes of one kind, in order of time; what changed in two ways stands in two sections."""

    words: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A member: what changes for them, and which changes come too soon for a calendar."""

    name: str
    team: str
    what: str
    direct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamLine:
    team: str
    managers: str
    members: int


def sections(changes: Iterable[Change], direct: Collection[str]) -> tuple[Section, ...]:
    """``direct``: UIDs of what is to be told at once."""
    by_kind: dict[ChangeKind, list[ChangeLine]] = {}
    for change in changes:
        for kind in change.kinds:
            by_kind.setdefault(kind, []).append(_line(change, kind, direct=change.uid in direct))
    return tuple(Section(KINDS[kind], tuple(by_kind[kind])) for kind in KINDS if kind in by_kind)


def _line(change: Change, kind: ChangeKind, *, direct: bool) -> ChangeLine:
    was, now, session = change.before, change.after, _session(change)
    title = session.title + (f" (group {session.group})" if session.group is not None else "")
    match kind:
        case ChangeKind.MOVED if was and now:
            return ChangeLine(title, _when(was), _when(now), direct)
        case ChangeKind.OTHER_ROOM if was and now:
            return ChangeLine(title, _where(was), f"{_where(now)}, {_when(now)}", direct)
        case ChangeKind.OTHER_PRESENTER if was and now:
            return ChangeLine(title, _who(was), f"{_who(now)}, {_when(now)}", direct)
        case ChangeKind.CANCELLED:
            return ChangeLine(title, _when(was or session), "", direct)
        case _:
            return ChangeLine(title, "", _when(session), direct)


def _session(change: Change) -> Session:
    session = change.after or change.before
    assert session is not None
    return session


def _when(session: Session) -> str:
    return f"{day_words(session.day)}, {span_words(session.start, session.end)}"


def _where(session: Session) -> str:
    place = ", ".join(filter(None, (session.room, session.site_address or session.site)))
    return place or "Room to be confirmed"


def _who(session: Session) -> str:
    names = dict.fromkeys((*session.presenters, *session.facilitators))
    return ", ".join(names) or "Nobody named"


def told_lines(lines: Iterable[tuple[MemberRecord, Digest]]) -> tuple[ToldLine, ...]:
    return tuple(
        ToldLine(
            member.name,
            member.team or "",
            counted(digest.revision.changes),
            tuple(_direct(change) for change in digest.direct),
        )
        for member, digest in lines
    )


def counted(changes: Iterable[Change]) -> str:
    """``2 moved, 1 cancelled``: sessions, without lunches and breaks where there is anything else."""
    found = list(changes)
    attended = [each for each in found if _session(each).kind not in _RESTS]
    kinds = [kind for change in attended or found for kind in change.kinds]
    return ", ".join(f"{kinds.count(kind)} {_COUNTED[kind]}" for kind in KINDS if kind in kinds)


def _direct(change: Change) -> str:
    session = _session(change)
    kinds = ", ".join(KINDS[kind].lower() for kind in change.kinds)
    return f"{session.title}, {_when(session)}: {kinds}"


def team_lines(teams: Mapping[str, Sequence[MemberRecord]]) -> tuple[TeamLine, ...]:
    return tuple(
        TeamLine(
            team,
            ", ".join(sorted({each.manager for each in found if each.manager})),
            len(found),
        )
        for team, found in teams.items()
    )
