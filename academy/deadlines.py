"""Tasks with a due date, as e-learning: whole-day deadlines of the runs that set them (rule T4)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from academy.membership import Member, run_for
from academy.programme import Audience, Programme, Task
from academy.session import Session, Status

_STARTERS = frozenset({Audience.NEWLY_QUALIFIED, Audience.EXPERIENCED, Audience.ALL})

Released = tuple[Session, int, datetime]
"""A released session, its SEQUENCE, and when it last changed."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A task of a run, due at the end of ``day``. ``block`` is the block of that day."""

    uid: str
    cohort: str
    run: str
    task: str
    title: str
    audience: Audience
    block: str
    day: date
    sequence: int
    changed_at: datetime
    status: Status


def deadlines(
    programme: Programme, released: Iterable[Released], new_uid: Callable[[str], str]
) -> tuple[Deadline, ...]:
    """One deadline for each task and each run of each cohort that has the task's day, by UID.

    ``released`` has the cancelled sessions too, and ``new_uid`` is as in ``lay_out``. A deadline
    stands and falls with the sessions of its day that the whole run attends: it is on the day on
    which most of them are held (the first of several), it is cancelled when all of them are, and it
    takes the highest SEQUENCE and the last change among them, so that its own never falls.
    """
    by_run: dict[tuple[str, str, str, int], list[Released]] = {}
    ordinals = {(block.key, item.key): item.day for block, item in programme.items()}
    for entry in released:
        session = entry[0]
        ordinal = ordinals.get((session.block, session.item))
        if session.group is None and ordinal is not None:
            place = (session.cohort, session.run, session.block, ordinal)
            by_run.setdefault(place, []).append(entry)
    found = [
        _deadline(task, entries, new_uid(f"{cohort}/{run}/task/{task.key}"))
        for (cohort, run, block, ordinal), entries in by_run.items()
        for task in programme.tasks
        if (task.due_block, task.due_day) == (block, ordinal)
    ]
    return tuple(sorted(found, key=lambda deadline: deadline.uid))


def _deadline(task: Task, entries: Sequence[Released], uid: str) -> Deadline:
    held = [session for session, _, _ in entries if session.status is Status.CONFIRMED]
    days = Counter(session.day for session in held or [session for session, _, _ in entries])
    first = entries[0][0]
    return Deadline(
        uid=uid,
        cohort=first.cohort,
        run=first.run,
        task=task.key,
        title=task.title,
        audience=task.audience,
        block=task.due_block,
        day=min(days, key=lambda day: (-days[day], day)),
        sequence=max(sequence for _, sequence, _ in entries),
        changed_at=max(changed_at for _, _, changed_at in entries),
        status=Status.CONFIRMED if held else Status.CANCELLED,
    )


def deadlines_for(
    member: Member,
    known: Iterable[Deadline],
    sessions: Sequence[Session],
    *,
    home_run: str | None = None,
) -> tuple[Deadline, ...]:
    """Theirs: of their run (see ``run_for``), for their audience, and not completed before."""
    runs: dict[str, str | None] = {}
    theirs = []
    for deadline in known:
        if deadline.cohort != member.cohort or not _is_for(member, deadline):
            continue
        if deadline.block not in runs:
            runs[deadline.block] = run_for(member, deadline.block, sessions, home_run)
        if deadline.run == runs[deadline.block]:
            theirs.append(deadline)
    return tuple(theirs)


def _is_for(member: Member, deadline: Deadline) -> bool:
    if deadline.task in member.completed - member.repeats:
        return False
    if deadline.audience is Audience.NAMED:
        return deadline.task in member.named
    if deadline.audience is Audience.ALL:
        return member.audience in _STARTERS
    return member.audience is deadline.audience
