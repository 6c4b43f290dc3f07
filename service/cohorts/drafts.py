"""The draft of a cohort's plan: what a lead decides beyond the programme, as one document.

Every edit makes a new draft; ``differences`` says which parts it changed, so that a second lead who
edits an older state can be told what came in between.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Annotated, Any

import msgspec

from academy.plan import GroupRun
from academy.planning import Later, Move
from academy.travel import Base
from academy.working_days import Closure
from service.web.texts import Key, Line, Link, Moment, Reason

HOME = "home"
"""The run that lays out every block; reviews stay with it (G7)."""

ItemKey = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Whole = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class DraftClosure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days without sessions in this cohort only, both included."""

    first: date
    last: date
    reason: Line


class DraftBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the working day of somebody who leads sessions begins and ends (R3).

    ``site``: key of a site; the first and last way of their days is checked from and to there.
    """

    who: Line
    site: Line
    leaves: Moment
    back: Moment


class DraftMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A block put elsewhere. ``by`` is filled in by the service."""

    to: date
    reason: Reason
    by: str = ""


class DraftGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When and where one group takes an item (A3); what is null is as the programme says."""

    item: ItemKey
    number: Whole
    day: date
    start: Moment | None = None
    end: Moment | None = None
    site: Line | None = None
    room: Line | None = None


class SessionChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is different from the programme in one session; what is null is as it says.

    ``site`` and ``room`` go together: naming either takes neither from the programme.
    """

    reason: Reason
    day: date | None = None
    start: Moment | None = None
    end: Moment | None = None
    site: Line | None = None
    room: Line | None = None
    title: Line | None = None
    presenters: Annotated[list[Line], msgspec.Meta(max_length=20)] | None = None
    facilitators: Annotated[list[Line], msgspec.Meta(max_length=20)] | None = None
    cancelled: bool = False
    by: str = ""
    """Filled in by the service."""


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A run of the cohort. ``blocks`` and ``items`` null: all of them.

    ``places``: how many starters it takes; null has no limit.
    """

    key: Key
    title: Line
    anchor: date
    places: Whole | None = None
    blocks: Annotated[list[ItemKey], msgspec.Meta(min_length=1, max_length=100)] | None = None
    items: Annotated[list[ItemKey], msgspec.Meta(min_length=1, max_length=500)] | None = None
    later: Later = Later.ANCHOR
    moves: dict[str, DraftMove] = {}
    groups: Annotated[list[DraftGroup], msgspec.Meta(max_length=500)] = []
    links: dict[str, Link] = {}
    sessions: dict[str, SessionChange] = {}
    """By ``session_name``: item, or item/group number."""


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    runs: Annotated[list[Run], msgspec.Meta(min_length=1, max_length=50)]
    closures: Annotated[list[DraftClosure], msgspec.Meta(max_length=200)] = []
    bases: Annotated[list[DraftBase], msgspec.Meta(max_length=200)] = []

    @property
    def home(self) -> Run:
        return next(run for run in self.runs if run.key == HOME)

    def run(self, key: str) -> Run | None:
        return next((run for run in self.runs if run.key == key), None)


def first_draft(anchor: date) -> Draft:
    return Draft(runs=[Run(key=HOME, title="Home run", anchor=anchor)])


def written(draft: Draft) -> str:
    """Canonical JSON."""
    return msgspec.json.encode(draft, order="sorted").decode()


def read(text: str) -> Draft:
    return msgspec.json.decode(text, type=Draft)


def signed(draft: Draft, before: Draft | None, by: str) -> Draft:
    """``by`` on every move and change that is new or other than it was; the rest keeps its name."""
    return msgspec.structs.replace(
        draft,
        runs=[_signed_run(run, before.run(run.key) if before else None, by) for run in draft.runs],
    )


def _signed_run(run: Run, before: Run | None, by: str) -> Run:
    return msgspec.structs.replace(
        run,
        moves={
            key: _signed(move, before.moves.get(key) if before else None, by)
            for key, move in run.moves.items()
        },
        sessions={
            key: _signed(change, before.sessions.get(key) if before else None, by)
            for key, change in run.sessions.items()
        },
    )


Signed = DraftMove | SessionChange


def _signed(now: Any, was: Signed | None, by: str) -> Any:
    author = was.by if was and msgspec.structs.replace(now, by=was.by) == was else by
    return msgspec.structs.replace(now, by=author)


def differences(was: Draft, now: Draft) -> tuple[str, ...]:
    """Which parts differ, as ``runs/home/moves/3-months``; empty when nothing does."""
    return tuple(_differences(_parts(was), _parts(now)))


def _parts(draft: Draft) -> dict[str, Any]:
    """The draft as nested tables, lists by what names their entries."""
    plain = msgspec.to_builtins(draft)
    runs = {}
    for run in plain["runs"]:
        groups = {f"{each['item']}/{each['number']}": each for each in run.pop("groups")}
        runs[run["key"]] = {**run, "groups": groups}
    return {**plain, "runs": runs}


LEAVES = 3
"""How deep a part is named: runs / home / moves / 3-months."""


def _differences(was: Mapping[str, Any], now: Mapping[str, Any], depth: int = 0) -> list[str]:
    found = []
    for name in sorted({*was, *now}):
        one, other = was.get(name), now.get(name)
        if one == other:
            continue
        if depth < LEAVES and isinstance(one, dict) and isinstance(other, dict):
            found += [f"{name}/{part}" for part in _differences(one, other, depth + 1)]
        else:
            found.append(name)
    return found


def session_name(item: str, group: int | None) -> str:
    """A session within its run; a slash in the key of an item is escaped, as in its UID's key."""
    name = item.replace("%", "%25").replace("/", "%2F")
    return name if group is None else f"{name}/{group}"


# what the planner is asked with -------------------------------------------------------------------


def closures_of(draft: Draft) -> tuple[Closure, ...]:
    return tuple(Closure(each.first, each.last, each.reason) for each in draft.closures)


def bases_of(draft: Draft) -> dict[str, Base]:
    return {
        each.who: Base(each.site, time.fromisoformat(each.leaves), time.fromisoformat(each.back))
        for each in draft.bases
    }


def moves_of(run: Run) -> dict[str, Move]:
    return {
        key: Move(to=move.to, reason=move.reason, by=move.by) for key, move in run.moves.items()
    }


def group_runs_of(run: Run) -> Sequence[GroupRun]:
    return [
        GroupRun(
            item=each.item,
            number=each.number,
            day=each.day,
            start=moment(each.start),
            end=moment(each.end),
            site=each.site,
            room=each.room,
        )
        for each in run.groups
    ]


def moment(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
