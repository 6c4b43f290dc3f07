"""ASYE years as stored and measured, turned into JSON."""

from datetime import date
from fractions import Fraction

from academy.asye.breaches import Breach, Caseload
from academy.asye.evidence import Section
from academy.asye.plan import AsyePlan
from academy.asye.preset import Preset
from academy.asye.protected_time import Ledger
from academy.asye.supervision import BandKept
from academy.asye.two_clocks import Link
from service.asye.pack import Pack
from service.asye.reading import Held, TwoClocks
from service.asye.recording import tells_of_caseload
from service.asye.schemas.years import (
    AcknowledgementJson,
    BandJson,
    BreachEntry,
    BreachJson,
    CapJson,
    CaseloadJson,
    DueJson,
    EntryJson,
    LedgerJson,
    LineJson,
    MilestoneJson,
    PackJson,
    PanelJson,
    PresetJson,
    SectionJson,
    TargetJson,
    TermsJson,
    YearJson,
    YearSummary,
)
from service.asye.store import decimal_text
from service.cohorts.schemas.findings import findings_as_json

CASELOAD_CODES = frozenset(
    {"CASELOAD_BREACH", "CASELOAD_UNKNOWN", "CASELOAD_UNIT", "SNAPSHOT_IN_FUTURE",
     "BREACH_PLAN_OVERDUE"}
)  # fmt: skip
"""Findings about the caseload, which a supervisor's key does not see."""


def year_as_json(held: Held, clocks: TwoClocks, *, with_caseload: bool) -> YearJson:
    record, member, standing = held.record, held.member, held.standing
    caseload_codes = frozenset() if with_caseload else CASELOAD_CODES
    findings = [
        each for each in (*standing.findings, *clocks.findings) if each.code not in caseload_codes
    ]
    return YearJson(
        id=record.id,
        member=member.id,
        name=member.name,
        team=member.team,
        cohort=member.cohort,
        as_at=standing.as_at,
        state=standing.state.value,
        ended_on=record.ended_on,
        ends=standing.plan.ends,
        identified=held.identified,
        supervisor=held.supervisor,
        terms=_terms(held),
        milestones=_milestones(held, {link.milestone.key: link for link in clocks.links}),
        panel=_panel(held),
        supervision=[TargetJson(t.on, t.due, t.band, t.minutes) for t in standing.plan.supervision],
        caps=_caps(standing.plan),
        bands=list(map(_band, standing.supervision)),
        employer_standard=list(map(_band, standing.standard)),
        protected_time=_ledger(standing.protected),
        caseload=_caseload(standing.caseload, standing.as_at) if with_caseload else None,
        open_work=[work.value for work in standing.open_work],
        evidence_due=[
            DueJson(
                each.due.piece.value,
                each.due.milestone,
                each.due.by,
                each.due.number,
                each.there,
                each.met,
            )
            for each in standing.dues
        ],
        entries=[
            EntryJson(each.id, each.kind.value, each.day, each.value, each.at, each.by)
            for each in held.entries
            if with_caseload or not tells_of_caseload(each)
        ],
        findings=findings_as_json(findings),
        revision=record.revision,
    )


def _panel(held: Held) -> PanelJson:
    on, asked = held.year.panel, held.year.terms.preset.panel
    if on is None:
        return PanelJson(asked, None, None)
    return PanelJson(asked, None, on) if on <= held.standing.as_at else PanelJson(asked, on, None)


def summary_as_json(held: Held, *, with_caseload: bool) -> YearSummary:
    standing = held.standing
    load = standing.caseload
    open_breach = next((each for each in load.breaches if each.open), None)
    return YearSummary(
        id=held.record.id,
        member=held.member.id,
        name=held.member.name,
        team=held.member.team,
        cohort=held.member.cohort,
        start=held.record.start,
        ends=standing.plan.ends,
        state=standing.state.value,
        supervisor=held.supervisor,
        caseload=load.standing.value if with_caseload else None,
        open_breach=_breach(open_breach, standing.as_at)
        if with_caseload and open_breach is not None
        else None,
        findings=findings_as_json(
            [each for each in standing.findings if with_caseload or each.code not in CASELOAD_CODES]
        ),
        revision=held.record.revision,
    )


def breach_entry(held: Held, breach: Breach) -> BreachEntry:
    return BreachEntry(
        year=held.record.id,
        member=held.member.id,
        name=held.member.name,
        team=held.member.team,
        breach=_breach(breach, held.standing.as_at),
    )


def preset_as_json(preset: Preset) -> PresetJson:
    return PresetJson(
        key=preset.key,
        title=preset.title,
        source=preset.source,
        retrieved=preset.retrieved,
        months=preset.months,
        maximum_months=preset.maximum_months,
        unit=preset.unit.value,
        full=decimal_text(preset.full),
        ceiling=decimal_text(preset.ceiling),
        protected_share=decimal_text(preset.protected_share),
        weight_in_averages=decimal_text(preset.weight_in_averages),
        panel=preset.panel,
        levels=dict(preset.levels),
        notes=list(preset.notes),
    )


def pack_as_json(pack: Pack) -> PackJson:
    held = pack.held
    preset = held.year.terms.preset
    return PackJson(
        council=pack.council,
        name=held.member.name,
        team=held.member.team,
        year=held.record.id,
        revision=held.record.revision,
        as_at=held.standing.as_at,
        start=held.record.start,
        ends=held.standing.plan.ends,
        state=held.standing.state.value,
        preset=preset.title,
        preset_source=preset.source,
        assessor=held.record.assessor,
        supervisor=held.supervisor,
        sections=list(map(_section, pack.sections)),
    )


def _section(section: Section) -> SectionJson:
    return SectionJson(
        section.key,
        section.title,
        [
            LineJson(line.what, line.promised, line.happened, line.met, line.source)
            for line in section.lines
        ],
    )


def _terms(held: Held) -> TermsJson:
    record, preset = held.record, held.year.terms.preset
    return TermsJson(
        preset=preset.key,
        preset_title=preset.title,
        preset_source=preset.source,
        start=record.start,
        fte=decimal_text(record.fte) or "",
        unit=record.unit,
        full=decimal_text(record.full),
        ceiling=decimal_text(record.ceiling),
        scale_part_time=record.scale_part_time,
        first_cases_on=record.first_cases_on,
        contracted_minutes=record.contracted_minutes,
        count_academy=record.count_academy,
        needs_registration=record.needs_registration,
        registered_on=record.registered_on,
        exception_on=record.exception_on,
        exception_by=record.exception_by,
        route=record.route,
        assessor=record.assessor,
    )


def _milestones(held: Held, links: dict[str, Link]) -> list[MilestoneJson]:
    found = []
    for each in held.standing.reviews:
        link = links.get(each.milestone.key)
        found.append(
            MilestoneJson(
                key=each.milestone.key,
                title=each.milestone.title,
                on=each.milestone.on,
                due=each.milestone.due,
                optional=each.milestone.optional,
                held_on=each.on,
                overdue=each.overdue(held.standing.as_at) and held.record.ended_on is None,
                review_day=link.review if link else None,
                gap_days=link.gap_days if link else None,
            )
        )
    return found


def _caps(made: AsyePlan) -> list[CapJson]:
    return [CapJson(c.first, c.last, c.cap, c.unit.value) for c in made.caps]


def _band(kept: BandKept) -> BandJson:
    return BandJson(
        band=kept.band.key,
        first=kept.band.first,
        last=kept.band.last,
        required=kept.required,
        held=kept.held,
        short=kept.short,
        cancelled=kept.cancelled,
        longest_gap=kept.longest_gap,
        allowed_gap=decimal_text(kept.allowed_gap) or "",
        kept=kept.kept,
    )


def _ledger(ledger: Ledger) -> LedgerJson:
    return LedgerJson(
        promised=None if ledger.promised is None else _hundredths(ledger.promised),
        planned=ledger.planned,
        taken=ledger.taken,
        lost=ledger.lost,
        open=ledger.open,
        lost_to={cause.value: minutes for cause, minutes in ledger.lost_to.items()},
        academy_left_out=ledger.academy_left_out,
        kept=ledger.kept,
    )


def _hundredths(value: Fraction) -> str:
    """Half up, once, at the edge."""
    whole = (200 * value + 1) // 2
    return f"{whole // 100}.{whole % 100:02d}"


def _caseload(load: Caseload, as_at: date) -> CaseloadJson:
    cap = load.cap
    return CaseloadJson(
        standing=load.standing.value,
        cap=None if cap is None else CapJson(cap.first, cap.last, cap.cap, cap.unit.value),
        latest_on=load.latest.on if load.latest else None,
        latest_cases=load.latest.cases if load.latest else None,
        latest_unit=load.latest.unit.value if load.latest else None,
        breaches=[_breach(each, as_at) for each in load.breaches],
        unmatched_acknowledgements=[
            AcknowledgementJson(each.on, each.by, [a.value for a in each.actions], each.until)
            for each in load.unmatched
        ],
    )


def _breach(breach: Breach, as_at: date) -> BreachJson:
    told = breach.acknowledged
    return BreachJson(
        first_on=breach.first_on,
        last_on=breach.last_on,
        cases=breach.cases,
        cap=breach.cap,
        size=breach.size,
        largest=breach.largest,
        day=breach.day(as_at),
        escalated_to=list(breach.escalated_to(as_at)),
        open=breach.open,
        closed_on=breach.closed_on,
        ended_on=breach.ended_on,
        acknowledged=None
        if told is None
        else AcknowledgementJson(told.on, told.by, [a.value for a in told.actions], told.until),
    )
