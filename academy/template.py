"""A programme template read from its document (rules T1, T2, T4, T5).

``programme_from`` refuses what cannot be planned at all; ``check`` (academy/template_checks.py) lists
what a lead should see before publishing. The document is plain JSON, as
academy/data/programmes/lancashire.json.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from academy.document import Fields
from academy.errors import ProgrammeInvalid
from academy.planning import BlockSpec
from academy.programme import (
    ATTENDED,
    Audience,
    Block,
    Item,
    Kind,
    Outcome,
    Programme,
    Site,
    Task,
)
from academy.template_checks import check as check  # noqa: PLC0414 -- the contract names it here

MOST_WEEKS = 520
MOST_DAYS = 260


def programme_from(document: Any) -> Programme:
    """Raises ProgrammeInvalid, naming the place, when the document breaks a rule of the model."""
    fields = Fields(document, "the programme")
    programme = Programme(
        key=fields.text("key"),
        title=fields.text("title"),
        version=fields.whole("version", least=1, most=1_000_000),
        effective_from=fields.day("effective_from"),
        effective_to=fields.optional_day("effective_to"),
        source=fields.text("source"),
        outcomes=tuple(_outcome(part) for part in fields.parts("outcomes", "outcome")),
        tasks=tuple(_task(part) for part in fields.parts("tasks", "task")),
        sites=tuple(_site(part) for part in fields.parts("sites", "site")),
        notes=fields.texts("notes"),
        shared_roles=fields.texts("shared_roles"),
        blocks=tuple(_block(part) for part in fields.parts("blocks", "block")),
    )
    fields.finish()
    if not programme.blocks:
        raise ProgrammeInvalid("it has no block")
    if programme.effective_to and programme.effective_to < programme.effective_from:
        raise ProgrammeInvalid(
            f"it is in force to {programme.effective_to}, before it begins on "
            f"{programme.effective_from}"
        )
    _unique(programme)
    _known(programme)
    _tracks(programme)
    _prerequisites(programme)
    return programme


def block_specs(programme: Programme, blocks: Sequence[str] | None = None) -> tuple[BlockSpec, ...]:
    """What dates are proposed from.

    A run of some blocks counts its weeks from the first of them, so that a mop-up run has an anchor
    of its own (G7).
    """
    chosen = [block for block in programme.blocks if blocks is None or block.key in blocks]
    first = min((block.offset_weeks for block in chosen), default=0) if blocks is not None else 0
    return tuple(
        BlockSpec(
            key=block.key,
            title=block.title,
            offset_weeks=block.offset_weeks - first,
            working_days=block.working_days,
            starts_on_monday=block.starts_on_monday,
            consecutive=block.consecutive,
        )
        for block in chosen
    )


def in_force(versions: Iterable[Programme], day: date) -> Programme | None:
    """The newest version in force on a day; cohorts keep the version they were published with."""
    covering = [
        programme
        for programme in versions
        if programme.effective_from <= day
        and (programme.effective_to is None or day <= programme.effective_to)
    ]
    return max(covering, key=lambda programme: programme.version, default=None)


def extent(programme: Programme) -> str:
    """Days and months in words, as "16 days over 12 months": computed, never typed (T5)."""
    months = (max(block.offset_weeks for block in programme.blocks) * 12 + 26) // 52
    days = f"{programme.days} day{'' if programme.days == 1 else 's'}"
    if not months:
        return days
    return f"{days} over {months} month{'' if months == 1 else 's'}"


# reading ---------------------------------------------------------------------------------------


def _outcome(fields: Fields) -> Outcome:
    outcome = Outcome(fields.text("key"), fields.text("words"))
    fields.finish()
    return outcome


def _task(fields: Fields) -> Task:
    task = Task(
        key=fields.text("key"),
        title=fields.text("title"),
        due_block=fields.text("due_block"),
        due_day=fields.whole("due_day", least=1, most=MOST_DAYS),
        audience=fields.one_of("audience", Audience),
    )
    fields.finish()
    return task


def _site(fields: Fields) -> Site:
    site = Site(
        fields.text("key"), fields.text("name"), fields.text("address"), fields.texts("rooms")
    )
    fields.finish()
    return site


def _block(fields: Fields) -> Block:
    block = Block(
        key=fields.text("key"),
        title=fields.text("title"),
        offset_weeks=fields.whole("offset_weeks", least=0, most=MOST_WEEKS),
        working_days=fields.whole("working_days", least=1, most=MOST_DAYS),
        starts_on_monday=fields.flag("starts_on_monday", default=True),
        consecutive=fields.flag("consecutive", default=True),
        audience=fields.one_of("audience", Audience),
        items=tuple(_item(part) for part in fields.parts("items", "item")),
    )
    fields.finish()
    return block


def _item(fields: Fields) -> Item:
    kind = fields.one_of("kind", Kind)
    item = Item(
        key=fields.text("key"),
        title=fields.text("title"),
        content=fields.optional_text("content") or "",
        kind=kind,
        day=fields.whole("day", least=1, most=MOST_DAYS),
        start=fields.moment("start"),
        end=fields.optional_moment("end"),
        audience=fields.optional_one_of("audience", Audience),
        capacity=fields.optional_whole("capacity", least=1, most=10_000),
        site=fields.optional_text("site"),
        rooms=fields.texts("rooms"),
        facilitators=fields.texts("facilitators"),
        presenters=fields.texts("presenters"),
        prerequisites=fields.texts("prerequisites"),
        track=fields.optional_text("track"),
        track_unless_completed=fields.optional_text("track_unless_completed"),
        mandatory=fields.flag("mandatory", default=kind in ATTENDED),
        contact=fields.flag("contact", default=False),
        outcomes=fields.texts("outcomes"),
        tasks=fields.texts("tasks"),
        also=fields.several("also", Audience),
    )
    fields.finish()
    if "/" in item.key:
        raise ProgrammeInvalid(
            f"{item.key!r} has a slash in its key: a session is named item/group"
        )
    if item.end is not None and item.end <= item.start:
        raise ProgrammeInvalid(
            f"{item.key} ends at {item.end:%H:%M}, not after it starts at {item.start:%H:%M}"
        )
    return item


# what one part says of another -----------------------------------------------------------------


def _unique(programme: Programme) -> None:
    for name, keys in (
        ("block", [block.key for block in programme.blocks]),
        ("item", [item.key for _, item in programme.items()]),
        ("outcome", [outcome.key for outcome in programme.outcomes]),
        ("task", [task.key for task in programme.tasks]),
        ("site", [site.key for site in programme.sites]),
    ):
        for key, times in Counter(keys).items():
            if times > 1:
                raise ProgrammeInvalid(f"{times} {name}s have the key {key!r}")


def _known(programme: Programme) -> None:
    days = {block.key: block.working_days for block in programme.blocks}
    for task in programme.tasks:
        if task.due_day > days.get(task.due_block, 0):
            raise ProgrammeInvalid(
                f"task {task.key} is due on day {task.due_day} of {task.due_block!r}, and there is "
                "no such day"
            )
    rooms = {site.key: site.rooms for site in programme.sites}
    known = {
        "outcomes": {outcome.key for outcome in programme.outcomes},
        "tasks": {task.key for task in programme.tasks},
        "prerequisites": {item.key for _, item in programme.items()},
    }
    for block, item in programme.items():
        if item.day > block.working_days:
            raise ProgrammeInvalid(
                f"{item.key} is on day {item.day} of {block.key}, which has {block.working_days}"
            )
        for field, keys in known.items():
            for key in getattr(item, field):
                if key not in keys:
                    raise ProgrammeInvalid(f"{item.key} names {key!r} in {field}: it is unknown")
        if item.site is not None and item.site not in rooms:
            raise ProgrammeInvalid(f"{item.key} is at {item.site!r}: there is no such site")
        for room in item.rooms:
            if room not in rooms.get(item.site or "", ()):
                raise ProgrammeInvalid(
                    f"{item.key} is in {room!r}: there is no such room at {item.site or 'no site'}"
                )


def _tracks(programme: Programme) -> None:
    groups: dict[str, list[tuple[Block, Item]]] = {}
    for block, item in programme.items():
        if item.track is not None:
            groups.setdefault(item.track, []).append((block, item))
    for track, members in groups.items():
        if len(members) == 1:
            raise ProgrammeInvalid(
                f"track {track!r} has one item, {members[0][1].key}: a track is a choice"
            )
        if len({(block.key, item.day, item.start, item.end) for block, item in members}) > 1:
            names = ", ".join(item.key for _, item in members)
            raise ProgrammeInvalid(
                f"items of track {track!r} are at different times ({names}): one person could not "
                "be kept to one of them"
            )


def _prerequisites(programme: Programme) -> None:
    graph = {item.key: item.prerequisites for _, item in programme.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as fault:
        circle = " needs ".join(reversed(fault.args[1]))
        raise ProgrammeInvalid(f"prerequisites go round in a circle: {circle}") from fault
