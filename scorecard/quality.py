"""Findings about the facts: what somebody should look at before relying on a figure.

Nothing is refused here and nothing is repaired: HR data are what they are. Each finding names the
lines of the files that show it, so that they can be put right at the source.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scorecard.careers import Careers
from scorecard.caseloads import Holder, Holders, Snapshots, by_holder
from scorecard.experience import bands_of
from scorecard.parameters import Parameters
from scorecard.periods import HalfYear
from scorecard.posts import in_sequence, is_wrong_post
from scorecard.regularity import by_worker, in_order, irregular_workers
from scorecard.workforce import (
    FULL_TIME,
    AgencyAssignment,
    Employment,
    EndType,
    Post,
    StartType,
    Workforce,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """One kind of trouble and all rows that show it. ``refs`` lead to the lines of the files."""

    code: str
    words: str
    hint: str
    refs: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.refs)


KINDS: Mapping[str, tuple[str, str]] = {
    "ends-before-start": (
        "Spells, assignments or posts that end before they begin",
        "Correct one of the two dates. Until then they do not count.",
    ),
    "overlapping-spells": (
        "Spells of one person in the same post or place that overlap",
        "End the earlier spell the day before the later one begins. FTE counts both until then.",
    ),
    "two-roles-at-once": (
        "Spells of people who hold two posts or roles at once",
        "Nothing to do if that is so: counts of people take the more senior role.",
    ),
    "fte-not-stated": (
        "Spells and assignments without an FTE",
        "Send the FTE. Until then they count as people and not in FTE.",
    ),
    "role-not-stated": (
        "Staff in post without a role",
        "Send the role. Until then they are in the breakdown by role as not stated.",
    ),
    "experience-not-stated": (
        "Staff in post whose qualification date is not known",
        "Send the day they first qualified. Until then they are in no experience band.",
    ),
    "leaver-without-reason": (
        "Leavers of the twelve months without a reason for leaving",
        "Ask, or send “not known” or “not yet collected”.",
    ),
    "leaver-without-destination": (
        "Leavers of the twelve months without a destination",
        "Ask, or send “not known” or “not yet collected”.",
    ),
    "move-without-next": (
        "Spells that ended in a move with nothing beginning the day after",
        "Send the spell the person moved to, or say that they left.",
    ),
    "move-without-previous": (
        "Spells that began with a move with nothing ending the day before",
        "Send the spell the person came from, or say that they are new.",
    ),
    "post-not-held": (
        "Staff in post against a post that is not in the establishment on that day",
        "Send the posts return, or correct the post. They fill no vacancy until then.",
    ),
    "post-not-stated": (
        "Staff in post without a post",
        "Send the post. They fill no vacancy until then.",
    ),
    "post-overfilled": (
        "Staff in posts that hold more FTE than the post has",
        "Correct the post or its FTE. What is over does not offset other vacancies.",
    ),
    "team-not-in-establishment": (
        "Staff in post in a team that has no post on that day",
        "Correct the team's name, or send the posts return.",
    ),
    "caseload-without-spell": (
        "Caseloads of people who are neither in post nor assigned on that day",
        "Send the spell, or correct the registration number or the day.",
    ),
    "caseload-in-another-team": (
        "Caseloads in a team where the worker has no spell on that day",
        "Correct the team, or send the spell. The cases count there and in the council.",
    ),
    "caseload-without-fte": (
        "Caseloads that no FTE is known for",
        "Send the FTE with the caseload. Until then they are not in the average.",
    ),
    "caseload-implausible": (
        "Caseloads above the number of cases per FTE that is plausible",
        "Check the cases and the FTE. They count as sent.",
    ),
    "caseload-fte-repeated": (
        "Caseloads of one worker in several rows whose FTE add up to more than the worker's",
        "Send the FTE worked in each team. The worker's FTE counts once until then.",
    ),
    "caseload-units-mixed": (
        "Caseloads of one day that count in different units",
        "Use one unit. Averages are worked out for each unit apart.",
    ),
    "staff-unchanged": (
        "No starter, leaver or move of staff in the half-year",
        "The return of the half-year may not have been sent: without it starters and leavers are 0.",
    ),
    "agency-unchanged": (
        "No agency assignment began or ended in the half-year",
        "The agency return of the half-year may not have been sent.",
    ),
    "absences-unchanged": (
        "No absence began in the half-year",
        "The absence return of the half-year may not have been sent.",
    ),
    "caseload-not-sent": (
        "No caseload was sent for the last month of the period",
        "Send a caseload return taken in that month.",
    ),
}
"""Every code with its words and what to do, in the order in which findings are listed."""


def quality_findings(
    facts: Workforce, period: HalfYear, parameters: Parameters
) -> tuple[QualityFinding, ...]:
    """Return what is wrong with the facts that bear on the period and its twelve months."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, ref in _all(facts, period, parameters):
        found[code].append(ref)
    return tuple(
        QualityFinding(code, words, hint, tuple(sorted(set(found[code]))))
        for code, (words, hint) in KINDS.items()
        if code in found
    )


def _all(facts: Workforce, period: HalfYear, parameters: Parameters) -> Iterator[tuple[str, str]]:
    yield from _wrong_order(facts)
    spells = [
        spell
        for spell in facts.employments
        if spell.started <= period.end and not _ends_before_start(spell) and _bears(spell, period)
    ]
    yield from _spells(spells, facts.agency, period)
    yield from _moves(facts.employments, period)
    yield from _together(spells)
    staff = [spell for spell in spells if _in_post(spell, period.end)]
    yield from _staff(staff)
    if facts.posts:
        yield from _against_posts(staff, facts.posts, period.end)
    yield from _unchanged(facts, period)
    yield from _caseloads(facts, period, parameters)


def _unchanged(facts: Workforce, period: HalfYear) -> Iterator[tuple[str, str]]:
    """What looks as if nobody had sent anything for the half-year: the latest row stands for it."""
    events: tuple[tuple[str, list[tuple[date, str]]], ...] = (
        (
            "staff-unchanged",
            [(day, s.ref) for s in facts.employments for day in (s.started, s.exit) if day],
        ),
        (
            "agency-unchanged",
            [(day, a.ref) for a in facts.agency for day in (a.started, a.ended) if day],
        ),
        ("absences-unchanged", [(absence.first_day, absence.ref) for absence in facts.absences]),
    )
    for code, dated in events:
        if dated and not any(period.opening < day <= period.end for day, _ in dated):
            yield code, max(dated)[1]


def _ends_before_start(spell: Employment | AgencyAssignment) -> bool:
    return spell.ended is not None and spell.ended < spell.started


def _bears(spell: Employment | AgencyAssignment, period: HalfYear) -> bool:
    """Whether the spell was in force at some time of the twelve months."""
    return spell.ended is None or spell.ended > period.year_opening


def _in_post(spell: Employment, day: date) -> bool:
    exit_day = spell.exit
    return spell.started <= day and (exit_day is None or exit_day > day)


def _within(day: date | None, period: HalfYear) -> bool:
    return day is not None and period.year_opening < day <= period.end


def _wrong_order(facts: Workforce) -> Iterator[tuple[str, str]]:
    spells: list[Employment | AgencyAssignment] = [*facts.employments, *facts.agency]
    for spell in spells:
        if _ends_before_start(spell):
            yield "ends-before-start", spell.ref
    for post in facts.posts:
        if is_wrong_post(post):
            yield "ends-before-start", post.ref


def _spells(
    spells: Sequence[Employment], agency: Sequence[AgencyAssignment], period: HalfYear
) -> Iterator[tuple[str, str]]:
    for spell in spells:
        if spell.fte is None:
            yield "fte-not-stated", spell.ref
        if spell.end_type is EndType.LEFT and _within(spell.ended, period):
            if spell.reason is None:
                yield "leaver-without-reason", spell.ref
            if spell.destination is None:
                yield "leaver-without-destination", spell.ref
    for assignment in agency:
        wanted = assignment.started <= period.end and _bears(assignment, period)
        if wanted and assignment.fte is None:
            yield "fte-not-stated", assignment.ref


def _moves(employments: Sequence[Employment], period: HalfYear) -> Iterator[tuple[str, str]]:
    begins = {(spell.worker, spell.started) for spell in employments}
    moved_out = {
        (spell.worker, spell.ended + ONE_DAY)
        for spell in employments
        if spell.ended is not None and spell.end_type is EndType.MOVED
    }
    for spell in employments:
        left_for = spell.exit if spell.end_type is EndType.MOVED else None
        if _within(left_for, period) and (spell.worker, left_for) not in begins:
            yield "move-without-next", spell.ref
        came = spell.started if spell.start_type is StartType.MOVED else None
        if _within(came, period) and (spell.worker, came) not in moved_out:
            yield "move-without-previous", spell.ref


def _together(spells: Sequence[Employment]) -> Iterator[tuple[str, str]]:
    for theirs in by_worker(spells, irregular_workers(spells)).values():
        ordered = in_order(theirs)
        for place, spell in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if spell.exit is not None and other.started >= spell.exit:
                    continue
                same = (spell.post, spell.team, spell.role) == (other.post, other.team, other.role)
                code = "overlapping-spells" if same else "two-roles-at-once"
                yield code, spell.ref
                yield code, other.ref


def _staff(staff: Sequence[Employment]) -> Iterator[tuple[str, str]]:
    for spell in staff:
        if spell.role is None:
            yield "role-not-stated", spell.ref
        if spell.qualified_on is None and spell.asye_started is None:
            yield "experience-not-stated", spell.ref


def _against_posts(
    staff: Sequence[Employment], posts: Sequence[Post], day: date
) -> Iterator[tuple[str, str]]:
    open_posts = {
        post.post: post
        for post in in_sequence(posts)
        if post.opened <= day and (post.closed is None or post.closed > day)
    }
    teams = {post.team for post in open_posts.values()}
    filled: dict[str, list[Employment]] = defaultdict(list)
    for spell in staff:
        if spell.team not in teams:
            yield "team-not-in-establishment", spell.ref
        if spell.post is None:
            yield "post-not-stated", spell.ref
        elif spell.post not in open_posts:
            yield "post-not-held", spell.ref
        else:
            filled[spell.post].append(spell)
    for number, holders in filled.items():
        if sum(spell.fte or 0 for spell in holders) > open_posts[number].fte:
            for spell in holders:
                yield "post-overfilled", spell.ref


def _caseloads(
    facts: Workforce, period: HalfYear, parameters: Parameters
) -> Iterator[tuple[str, str]]:
    if not facts.caseloads:
        return
    snapshots = Snapshots(facts, parameters.snapshot_days)
    day = snapshots.day_for(period.end)
    if day is None:
        yield "caseload-not-sent", max(facts.caseloads, key=lambda row: row.taken_on).ref
        return
    rows = snapshots.rows_on({day})
    mixed = len({row.unit for row in rows}) > 1
    careers = Careers(facts.employments, {row.worker for row in rows})
    finder = Holders(facts, careers, bands_of(parameters))
    for together in by_holder(rows):
        holder = finder.holder(together)
        for code, refs in _of_holder(holder, parameters):
            yield from ((code, ref) for ref in refs)
        if mixed:
            yield from (("caseload-units-mixed", row.ref) for row in together)


def _of_holder(holder: Holder, parameters: Parameters) -> Iterator[tuple[str, Sequence[str]]]:
    refs = [one.row.ref for one in holder.standings]
    whole, contracted = holder.whole, holder.contracted
    if not holder.in_force:
        yield "caseload-without-spell", refs
    else:
        yield "caseload-in-another-team", [s.row.ref for s in holder.standings if not s.spells]
    if whole.cases and not whole.fte:
        yield "caseload-without-fte", refs
    elif whole.cases * FULL_TIME > parameters.implausible_cases_per_fte * (whole.fte or 0):
        yield "caseload-implausible", refs
    stated = sum(one.row.fte or 0 for one in holder.standings)
    if len(refs) > 1 and stated > (FULL_TIME if contracted is None else contracted):
        yield "caseload-fte-repeated", refs
