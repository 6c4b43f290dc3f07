"""What holds for every ASYE year: its clock, its caps, its breaches, its ledger (P1-P12)."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from academy.asye.breaches import Snapshot, Standing, caseload
from academy.asye.caps import CapPeriod
from academy.asye.clock import Clock, FteChange, Pause, unpaused_days
from academy.asye.plan import AsyePlan, cap_at, plan
from academy.asye.preset import CapStage, Unit
from academy.asye.protected_time import promised
from academy.asye.supervision import Supervision, bands_kept
from academy.findings import Severity
from tests.spec.academy.calendars import england
from tests.spec.academy.test_asye_plan import PRESETS

often = settings(max_examples=60, deadline=None)
STARTS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
FTES = st.fractions(Fraction(1, 2), 1, max_denominator=100)
PRESET = st.sampled_from(sorted(PRESETS))
ENGLAND = england()


def laid(start: date, preset: str = "newham", **more: object) -> AsyePlan:
    return plan(
        start=start, preset=PRESETS[preset], working_days=ENGLAND,
        **{"fte": Fraction(1), "full": Fraction(20), "ceiling": Fraction(15), **more},  # type: ignore[arg-type] -- named
    )  # fmt: skip


def after(start: date, days: int, length: int) -> Pause:
    return Pause(start + timedelta(days=days), start + timedelta(days=days + length - 1))


@often
@given(
    STARTS,
    st.tuples(st.integers(0, 50), st.integers(1, 20), st.integers(1, 12), st.integers(1, 20)),
    PRESET,
)
def test_two_pauses_without_a_milestone_between_them_move_what_follows_by_their_sum(
    start: date, spans: tuple[int, int, int, int], preset: str
) -> None:
    """The first review comes after 89 days at the earliest; both pauses begin before it."""
    first, a, between, b = spans
    one, other = after(start, first, a), after(start, first + a + between, b)
    twice = laid(start, preset, pauses=[one, other]).milestones
    once = laid(start, preset, pauses=[after(start, first, a + b)]).milestones
    assert [(m.on, m.due) for m in twice] == [(m.on, m.due) for m in once]


@often
@given(STARTS, FTES, st.tuples(st.integers(0, 400), st.integers(1, 60)), st.booleans(), PRESET)
def test_a_pause_moves_what_is_on_or_after_it_by_its_days_and_nothing_else(
    start: date, fte: Fraction, span: tuple[int, int], scale: bool, preset: str
) -> None:
    length = span[1]
    pause = after(start, *span)
    before = laid(start, preset, fte=fte, scale_part_time=scale)
    moved = laid(start, preset, fte=fte, scale_part_time=scale, pauses=[pause])
    for was, now in zip(before.milestones, moved.milestones, strict=True):
        assert (now.on - was.on).days == (length if was.on >= pause.first else 0)


@often
@given(STARTS, st.lists(st.tuples(st.integers(0, 700), st.fractions(Fraction(1, 2), 1, max_denominator=20)), max_size=4, unique_by=lambda c: c[0]), st.booleans(), PRESET)  # fmt: skip
def test_milestones_stay_in_order_whatever_the_fte_does(
    start: date, changes: list[tuple[int, Fraction]], scale: bool, preset: str
) -> None:
    made = laid(
        start, preset, scale_part_time=scale,
        fte_changes=[FteChange(start + timedelta(days=days), fte) for days, fte in changes],
    )  # fmt: skip
    on = [milestone.on for milestone in made.milestones]
    assert on == sorted(on)
    assert all(start < day <= made.ends for day in on)
    assert [band.first for band in made.bands] == sorted(band.first for band in made.bands)


RATES = st.fractions(Fraction(1, 2), 1, max_denominator=20)
SPELLS = st.lists(
    st.tuples(st.integers(1, 700), RATES),
    max_size=4, unique_by=lambda change: change[0],
)  # fmt: skip


def days_of(start: date, fte: Fraction, spells: list[tuple[int, Fraction]]) -> list[date]:
    changes = tuple(FteChange(start + timedelta(days=days), rate) for days, rate in spells)
    return [Clock(start, fte, changes, (), True).at(months) for months in range(1, 13)]


@often
@given(STARTS, FTES, SPELLS, st.integers(1, 700))
def test_a_change_to_the_fte_somebody_has_already_changes_nothing(
    start: date, fte: Fraction, spells: list[tuple[int, Fraction]], on: int
) -> None:
    assume(on not in dict(spells))
    as_before = Clock(
        start, fte, tuple(FteChange(start + timedelta(days=days), rate) for days, rate in spells)
    ).fte_on(start + timedelta(days=on))
    assert days_of(start, fte, [*spells, (on, as_before)]) == days_of(start, fte, spells)


@often
@given(STARTS, FTES, SPELLS, st.lists(RATES, min_size=5, max_size=5))
def test_who_works_less_at_any_time_is_never_done_earlier(
    start: date, fte: Fraction, spells: list[tuple[int, Fraction]], lower: list[Fraction]
) -> None:
    less = [(days, min(rate, low)) for (days, rate), low in zip(spells, lower, strict=False)]
    more = days_of(start, fte, spells)
    fewer = days_of(start, min(fte, lower[-1]), less)
    assert all(day <= later for day, later in zip(more, fewer, strict=True))


@often
@given(STARTS, FTES, SPELLS, st.tuples(st.integers(1, 700), RATES), st.booleans())
def test_a_last_change_moves_no_day_the_wrong_way_and_none_that_is_past(
    start: date,
    fte: Fraction,
    spells: list[tuple[int, Fraction]],
    last: tuple[int, Fraction],
    falls: bool,
) -> None:
    earlier = [spell for spell in spells if spell[0] < last[0]]
    rate = dict(sorted(earlier)).get(max(dict(earlier), default=0), fte)
    new = min(rate, last[1]) if falls else max(rate, last[1])
    on = start + timedelta(days=last[0])
    without, changed = days_of(start, fte, earlier), days_of(start, fte, [*earlier, (last[0], new)])
    for was, now in zip(without, changed, strict=True):
        assert now == was if was <= on else (now >= was if falls else on <= now <= was)


@often
@given(st.fractions(0, 1, max_denominator=1000), st.integers(0, 200), st.integers(0, 200), FTES)
def test_caps_are_the_floor_of_exact_fractions_and_never_above_the_ceiling(
    share: Fraction, full: int, ceiling: int, fte: Fraction
) -> None:
    cap = cap_at(CapStage(0, share, None), full=Fraction(full), ceiling=Fraction(ceiling), fte=fte)
    exact = min(share * full, Fraction(ceiling)) * fte
    assert cap is not None
    assert cap <= exact < cap + 1
    assert cap <= ceiling * fte


@often
@given(st.one_of(st.just(Fraction(0)), st.fractions(-5, 0), st.fractions(Fraction(101, 100), 9)))
def test_an_fte_outside_its_range_is_refused_with_an_empty_plan(fte: Fraction) -> None:
    made = laid(date(2026, 1, 12), fte=fte)
    if fte == 0 or not 0 < fte <= 1:
        assert [f.code for f in made.findings] == ["FTE_RANGE"]
        assert made.findings[0].severity is Severity.BLOCK
        assert (made.milestones, made.supervision, made.caps) == ((), (), ())


@often
@given(st.lists(st.tuples(st.integers(0, 360), st.integers(0, 25)), max_size=12, unique_by=lambda s: s[0]))  # fmt: skip
def test_only_a_snapshot_at_or_under_the_cap_closes_a_breach(seen: list[tuple[int, int]]) -> None:
    start = date(2026, 1, 12)
    caps = laid(start).caps
    snapshots = [Snapshot(start + timedelta(days=n), cases, Unit.CASE) for n, cases in sorted(seen)]
    as_at = start + timedelta(days=360)
    found = caseload(caps, snapshots, (), as_at)
    within = {
        each.on
        for each in snapshots
        for period in caps
        if period.first <= each.on <= period.last and each.cases <= (period.cap or 0)
    }
    for breach in found.breaches:
        assert (breach.closed_on in within) if breach.closed_on else breach.open
        assert breach.size >= 1
        assert breach.largest >= breach.size
    over = {each.on for each in snapshots} - within
    covered = {
        each.on
        for each in snapshots
        for breach in found.breaches
        if breach.first_on <= each.on and (breach.closed_on is None or each.on < breach.closed_on)
    }
    assert covered == over
    recent = [each for each in snapshots if (as_at - each.on).days <= 31]
    assert (found.standing is Standing.UNKNOWN) is (not recent)


LENGTHS_AND_CAPS = st.lists(
    st.tuples(st.integers(1, 60), st.one_of(st.none(), st.integers(0, 12))), min_size=1, max_size=6
)
"""Periods one after another; None: a pause."""


def laid_caps(start: date, spans: list[tuple[int, int | None]]) -> list[CapPeriod]:
    found = []
    for days, cap in spans:
        last = start + timedelta(days=days - 1)
        if cap is not None:
            found.append(CapPeriod(start, last, cap, Unit.CASE))
        start = last + timedelta(days=1)
    return found


def day_by_day(
    caps: list[CapPeriod], snapshots: list[Snapshot], as_at: date
) -> list[tuple[date, date | None]]:
    """First day and day of closing of each breach, from a look at every single day."""
    found: list[tuple[date, date | None]] = []
    for back in range((as_at - min((s.on for s in snapshots), default=as_at)).days, -1, -1):
        day = as_at - timedelta(days=back)
        last = max((s for s in snapshots if s.on <= day), key=lambda s: s.on)
        cap = next((c.cap for c in caps if c.first <= day <= c.last), None)
        if cap is None or (day - last.on).days > 31:
            continue
        is_open = bool(found) and found[-1][1] is None
        if last.cases > cap and not is_open:
            found.append((day, None))
        elif last.cases <= cap and is_open and last.on == day:
            found[-1] = (found[-1][0], day)
    return found


@often
@given(
    LENGTHS_AND_CAPS,
    st.lists(
        st.tuples(st.integers(-20, 300), st.integers(0, 14)), max_size=8, unique_by=lambda s: s[0]
    ),
    st.integers(0, 40),
)
@example([(89, 15), (90, 7)], [(80, 12)], 14)  # the cap falls under what is held
@example([(89, 5), (90, 10)], [(80, 8)], 14)  # and rises above it
def test_the_standing_is_over_exactly_when_a_breach_is_open(
    spans: list[tuple[int, int | None]], seen: list[tuple[int, int]], later: int
) -> None:
    """Looked at up to 40 days after the last count: an older one says nothing about today."""
    start = date(2026, 1, 12)
    as_at = start + timedelta(days=max((n for n, _ in seen), default=0) + later)
    caps = laid_caps(start, spans)
    snapshots = [Snapshot(start + timedelta(days=n), cases, Unit.CASE) for n, cases in seen]
    found = caseload(caps, snapshots, (), as_at)
    breaches = [(breach.first_on, breach.closed_on) for breach in found.breaches]
    assert breaches == (day_by_day(caps, snapshots, as_at) if snapshots else [])
    open_breach = any(breach.open for breach in found.breaches)
    if found.standing in {Standing.OVER, Standing.WITHIN}:
        assert (found.standing is Standing.OVER) is open_breach
        assert found.latest is not None
        assert found.cap is not None
        if found.latest.cases > (found.cap.cap or 0):
            assert found.standing is Standing.OVER
    assert ("CASELOAD_BREACH" in [each.code for each in found.findings]) is open_breach


@often
@given(STARTS, FTES, st.integers(0, 300), st.integers(1, 60), st.integers(0, 500))
def test_protected_time_is_promised_by_the_day_and_none_while_paused(
    start: date, fte: Fraction, days: int, length: int, until: int
) -> None:
    pause = after(start, days, length)
    clock = Clock(start, fte, (), (pause,))
    last = start + timedelta(days=until)
    running = unpaused_days(start, last, [pause])
    assert promised(clock, 2220, Fraction(1, 10), last) == Fraction(222) * fte * running / 7


@often
@given(STARTS, PRESET)
def test_who_holds_every_target_on_its_due_day_has_kept_every_band(
    start: date, preset: str
) -> None:
    made = laid(start, preset)
    held = [Supervision(target.due, 90) for target in made.supervision]
    found = bands_kept(made.bands, made.supervision, held, (), made.ends + timedelta(days=30))
    assert {kept.kept for kept in found} == {True}
    assert [kept.held for kept in found] == [kept.required for kept in found]
