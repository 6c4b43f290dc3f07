"""Whose presenters have agreed, and which are roles only (rule R4)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from academy.findings import PlanFinding, Severity
from academy.plan import Presenting, Staffing
from academy.programme import Kind, Programme
from academy.session import Session, Status

_CODES = {
    Presenting.PROPOSED: (
        "PRESENTER_PROPOSED",
        "{name} is proposed as {role} and has not confirmed",
    ),
    Presenting.DECLINED: ("PRESENTER_DECLINED", "{name} has declined as {role}"),
    Presenting.TBC: ("PRESENTER_TBC", "Nobody holds the role {role} yet"),
}


def state_of(role: str, day: date, staffing: Staffing) -> tuple[Presenting, str]:
    """How far a role is filled on a day, and by whom ("" where it is the role only)."""
    holder = staffing.holder(role, day)
    if holder:
        return holder.state, holder.name
    for other in staffing.holders:
        if other.holds(role, day) and other.state is Presenting.DECLINED:
            return Presenting.DECLINED, other.name
    return Presenting.TBC, ""


def about_presenters(
    programme: Programme,
    sessions: Sequence[Session],
    staffing: Staffing,
    *,
    shared_roles: Collection[str] = (),
) -> tuple[PlanFinding, ...]:
    """WARN for every role that is not confirmed on some day, and PRESENTER_MISSING (WARN).

    ``shared_roles`` are filled by more people than one (as "APs"), so that nobody confirms them.
    """
    open_days: dict[tuple[Presenting, str, str], set[date]] = {}
    found = []
    roles_by_item = _presenters(programme)
    for session in _presented(sessions):
        roles = roles_by_item.get(session.item, ())
        if not roles:
            found.append(
                PlanFinding(
                    "PRESENTER_MISSING",
                    Severity.WARN,
                    f"{session.title} on {session.day.isoformat()} has no presenter.",
                )
            )
        for role in roles:
            state, name = state_of(role, session.day, staffing)
            if role not in shared_roles and state is not Presenting.CONFIRMED:
                open_days.setdefault((state, role, name), set()).add(session.day)
    for (state, role, name), days in sorted(open_days.items()):
        code, words = _CODES[state]
        on = ", ".join(day.isoformat() for day in sorted(days))
        found.append(
            PlanFinding(code, Severity.WARN, f"{words.format(role=role, name=name)}: {on}.")
        )
    return tuple(found)


def confirmed_sessions(
    programme: Programme,
    sessions: Sequence[Session],
    staffing: Staffing,
    *,
    shared_roles: Collection[str] = (),
) -> frozenset[str]:
    """UIDs of the sessions whose presenters are all confirmed, as ``readiness`` takes them (A7)."""
    roles_by_item = _presenters(programme)
    return frozenset(
        session.uid
        for session in _presented(sessions)
        if (roles := roles_by_item.get(session.item, ()))
        and all(
            role in shared_roles or state_of(role, session.day, staffing)[0] is Presenting.CONFIRMED
            for role in roles
        )
    )


def _presenters(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    return {item.key: item.presenters for _, item in programme.items()}


def _presented(sessions: Iterable[Session]) -> Iterator[Session]:
    return (s for s in sessions if s.status is Status.CONFIRMED and s.kind is Kind.SESSION)
