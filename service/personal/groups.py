"""Of whom the service holds something: why, what is left out on purpose, and who sees it."""

from dataclasses import dataclass

from service.personal.register import Line, Whose, of
from service.personal.rules import how_long
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of people. ``what`` is the sum of their lines in the register, in a sentence or two."""

    whose: Whose
    title: str
    what: str
    why: str
    who_sees: str


@dataclass(frozen=True, slots=True)
class Held:
    """A group as it is shown. ``how_long``: each rule that its lines name, once."""

    group: Group
    how_long: tuple[str, ...]
    lines: tuple[Line, ...]


NOT_KEPT = "Registration numbers and names are not kept: a keyed code stands in their place."
KEPT = "Registration numbers are kept beside it, sealed."


def groups(settings: Settings) -> tuple[Group, ...]:
    """In the order in which most people meet them."""
    numbers = KEPT if settings.keep_registration_numbers else NOT_KEPT
    return (
        Group(
            Whose.WORKERS,
            "Social workers of the council",
            "What the returns say of their posts, contracts, teams, absence and caseload numbers. "
            + numbers,
            "To work out vacancies, turnover, absence and caseloads.",
            "Human resources and the principal social worker. The public sees totals only, and no "
            "small numbers.",
        ),
        Group(
            Whose.MEMBERS,
            "Members of the academy",
            "Name, team, manager, working days, dates attended or missed, and "
            "the weeks of the first year in practice. Nothing of a case and nothing of health: an "
            "absence is a kind and a time.",
            "To plan dates that each can attend, and to see that nobody misses a session.",
            "The academy lead; a manager for the own team; whoever leads a session, for its "
            "register; and the member.",
        ),
        Group(
            Whose.LEAVERS,
            "People who leave",
            "What they say in an exit interview, with a keyed code in the place of their number. "
            "The words are sealed and are sorted into themes by people.",
            "To learn why people leave, and what would have kept them.",
            "The exit desk and whoever sorts the answers. The public sees counts, and words only "
            "where the leaver agreed.",
        ),
        Group(
            Whose.ANSWERERS,
            "People who answer a staff survey",
            "The answers alone. A response has no name, no time and no link to who was asked: the "
            "link is deleted with its use.",
            "To report what working here is like.",
            "Results are shown when the survey is closed, and only of groups that are large enough.",
        ),
        Group(
            Whose.ACCOUNTS,
            "People who sign in, and who hold a key of the API",
            "Name, work e-mail address, roles, and when they were last here. No password is kept; "
            "keys, links and sessions are kept as codes that cannot be turned back.",
            "So that everybody sees what their work needs and no more.",
            "Whoever looks after accounts.",
        ),
        Group(
            Whose.NAMED,
            "People who are named in a plan or beside a scorecard",
            "The names of those who lead sessions, hold a role, own an action or see a scorecard "
            "before its release.",
            "So that everybody knows whom to turn to.",
            "Whoever works with the plan or the scorecard; the public where it is published.",
        ),
        Group(
            Whose.DOERS,
            "Everybody who changes something",
            "Who changed what and when: the audit trail. Nothing in it can be changed.",
            "So that figures can be accounted for, and mistakes undone.",
            "The auditor and the principal social worker.",
        ),
        Group(
            Whose.SUBSCRIBERS,
            "People who subscribe to a calendar",
            "The calendar program and when it last asked. Private addresses are kept as codes that "
            "cannot be turned back.",
            "To tell whose calendar is dead, and must be told another way.",
            "The academy lead.",
        ),
    )


def held(settings: Settings) -> tuple[Held, ...]:
    """All groups, with what the register says of each."""
    return tuple(
        Held(
            group,
            tuple(how_long(rule, settings) for rule in _rules(group.whose)),
            of(group.whose),
        )
        for group in groups(settings)
    )


def _rules(whose: Whose) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.kept for line in of(whose) if line.kept))
