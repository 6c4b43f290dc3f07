"""The decision about an edition: which counts are closed, given every edition before."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scorecard.definition import Counts, Dimension
from scorecard.disclosure import (
    DECISION,
    POLICIES,
    Policy,
    decide,
    decision_document,
    decision_from,
    nesting_of,
    policy_document,
    policy_on,
)
from scorecard.disclosure.blocks import COUNCIL, Count, Table, Why
from scorecard.disclosure.decision import published_in
from scorecard.disclosure.policy import policy_from
from scorecard.disclosure.subjects import Subject, number, tables, told
from scorecard.disclosure.tree import draw
from scorecard.formulas import share
from scorecard.measures import CATALOGUE, MEASURES
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import as_document, build
from scorecard.workforce import (
    Contract,
    Employment,
    EndType,
    LeavingReason,
    Role,
    StartType,
    Workforce,
)

MARCH, SEPTEMBER, NEXT_MARCH = date(2026, 3, 31), date(2026, 9, 30), date(2027, 3, 31)
[POLICY] = POLICIES
AREAS = {
    "Alder": "North",
    "Birch": "North",
    "Cedar": "South",
    "Dale": "South",
    "Elm": "East",
    "Fern": "East",
}
Json = dict[str, Any]


def team(
    name: str, staff: int, leavers: Sequence[str] = (), starters: Sequence[str] = (), **changed: Any
) -> list[Employment]:
    """``staff`` people in post throughout, and people who leave or start on the days named."""
    rows = []
    days = [("2015-01-05", None)] * staff
    days += [("2015-01-05", one) for one in leavers] + [(one, None) for one in starters]
    for began, ended in days:
        ref = f"{name}{len(rows)}{began}{ended}".replace("-", "")
        rows.append(
            Employment(
                ref=f"r#{ref}", worker=ref.ljust(32, "0"), post=None, team=name, area=AREAS[name],
                role=Role.CASE_HOLDER, contract=Contract.PERMANENT, fte=1_000_000,
                started=date.fromisoformat(began), start_type=StartType.NEW, start_origin=None,
                ended=ended and date.fromisoformat(ended), end_type=ended and EndType.LEFT,
                destination=None, reason=ended and LeavingReason.RESIGNATION,
                qualified_on=date(2010, 1, 1), asye_started=None, asye_ended=None,
            )
        )  # fmt: skip
        rows[-1] = replace(rows[-1], **changed)
    return rows


def document(rows: Sequence[Employment], end: date = SEPTEMBER, version: int = 1) -> Json:
    facts = Workforce(employments=tuple(rows))
    whole = as_document(build(facts, half_year_ending(end), DEFAULT_PARAMETERS), DEFAULT_PARAMETERS)
    return {**whole, "edition": f"{end} v{version}", "version": version}


def published(
    rows: Sequence[Employment],
    end: date = SEPTEMBER,
    earlier: Sequence[Json] = (),
    policy: Policy = POLICY,
    version: int = 1,
) -> Json:
    whole = document(rows, end, version)
    decision = decide(whole, policy, nesting_of(rows), earlier)
    return {**whole, DECISION: json.loads(json.dumps(decision_document(decision)))}


def closed(whole: Json, subject: str, at: date = SEPTEMBER) -> str:
    """The closed groups of a subject, by name."""
    return " ".join(
        sorted(
            each["group"] or each["dimension"]
            for each in whole[DECISION]["closed"]
            if (each["subject"], each["at"]) == (subject, at.isoformat())
            and each["dimension"] not in {"role", "contract", "experience"}
        )
    )


def leaving(month: int, count: int, year: int = 2026) -> list[str]:
    return [f"{year}-{month:02}-{day + 1:02}" for day in range(count)]


BIG = [*team("Alder", 20), *team("Birch", 20), *team("Dale", 20), *team("Elm", 20)]


def test_the_policy_in_force_on_a_day() -> None:
    later = replace(POLICY, since=date(2027, 1, 1), threshold=10)
    assert policy_on(date(2026, 11, 30)) is POLICY
    assert policy_on(date(2026, 12, 31), [later, POLICY]) is POLICY
    assert policy_on(date(2027, 1, 1), [later, POLICY]) is later
    with pytest.raises(ValueError, match="No disclosure policy is in force on 2014-12-31"):
        policy_on(date(2014, 12, 31))
    assert policy_from(policy_document(later)) == later
    assert policy_document(POLICY)["breakdowns"] == [
        "team",
        "area",
        "role",
        "experience",
        "contract",
    ]
    assert (POLICY.threshold, POLICY.categories, POLICY.rolling_year_month) == (5, True, 9)


def test_where_nothing_was_counted_nothing_is_closed() -> None:
    """A half-year far ahead, of a council that holds only who left long before."""
    assert published([])[DECISION]["closed"] == []
    gone = [replace(each, ended=date(2020, 1, 1)) for each in team("Alder", 3)]
    assert published(gone, end=date(9999, 9, 30))[DECISION]["closed"] == []


def test_a_team_of_one() -> None:
    whole = published([*BIG, *team("Cedar", 1)])
    assert closed(whole, "staff") == "Cedar Dale"
    assert {each["kind"] for each in whole[DECISION]["closed"]} == {"primary", "secondary"}


def test_a_six_month_flow_closes_its_twelve_months_and_no_stock() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(8, 2)), *team("Dale", 0, leaving(7, 6))]
    whole = published(rows)
    assert closed(whole, "leavers") == "Cedar Dale"
    assert closed(whole, "leavers", MARCH) == ""
    assert closed(whole, "staff") == ""


def test_the_half_year_before_is_told_by_twelve_months_less_six() -> None:
    whole = published([*BIG, *team("Cedar", 20, leaving(1, 2)), *team("Dale", 0, leaving(2, 6))])
    assert closed(whole, "leavers") == ""
    assert closed(whole, "leavers", MARCH) == "Cedar Dale"


def test_what_was_closed_half_a_year_ago_stays_closed_in_the_year() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(1, 2)), *team("Dale", 0, leaving(2, 6))]
    rows += team("Elm", 0, leaving(3, 30))
    march = published(rows, MARCH)
    assert closed(march, "leavers", MARCH) == "Cedar Dale"
    september = published(rows, SEPTEMBER, [march])
    assert closed(september, "leavers", MARCH) == "Cedar Dale"
    reasons = {each["because"] for each in september[DECISION]["closed"] if each["group"] == "Dale"}
    assert Why.BEFORE in reasons
    assert september[DECISION]["given"] == ["2026-03-31 v1"]


def test_a_correction_keeps_closed_what_the_version_before_kept() -> None:
    few = [*BIG, *team("Cedar", 20, leaving(8, 2)), *team("Dale", 0, leaving(7, 6))]
    more = [*BIG, *team("Cedar", 20, leaving(8, 7)), *team("Dale", 0, leaving(7, 6))]
    first = published(few)
    second = published(more, SEPTEMBER, [first], version=2)
    # Seven are not few, but Dale's six, unchanged, would tell Cedar's two in version 1.
    assert closed(published(more), "leavers") == ""
    assert closed(second, "leavers") == "Cedar Dale"


def test_a_correction_cannot_hide_behind_what_is_known() -> None:
    dale = team("Dale", 0, leaving(7, 6))
    first = published([*BIG, *team("Cedar", 20), *dale])
    second = published(
        [*BIG, *team("Cedar", 20, leaving(8, 2)), *dale], SEPTEMBER, [first], version=2
    )
    # Dale's six were told in version 1. Who takes them to be the same has Cedar's two: it is reported.
    assert closed(second, "leavers") == "Cedar Dale"
    assert {"subject": "leavers", "at": "2026-09-30", "dimension": "team", "group": "Cedar"} in (
        second[DECISION]["unprotected"]
    )


def test_a_renamed_team_stays_closed_under_any_new_name() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(1, 2)), *team("Dale", 0, leaving(2, 6))]
    march = published(rows, MARCH)
    renamed = [replace(row, team="Dunes") if row.team == "Dale" else row for row in rows]
    september = published(renamed, SEPTEMBER, [march])
    assert closed(september, "leavers", MARCH) == "Cedar Dunes"
    # A new team is not closed where no closed one is gone.
    new = [*rows, *[replace(row, team="New") for row in team("Elm", 9)]]
    assert "New" not in closed(published(new, SEPTEMBER, [march]), "leavers", MARCH)


def test_a_threshold_changed_between_editions() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(1, 6)), *team("Dale", 0, leaving(2, 12))]
    march = published(rows, MARCH)
    assert closed(march, "leavers", MARCH) == ""
    strict = replace(POLICY, threshold=10)
    september = published(rows, SEPTEMBER, [march], strict)
    # Six were told in March: they can be hidden no more. A team of eight is few now.
    assert closed(september, "leavers", MARCH) == ""
    small = [*rows, *team("Fern", 8)]
    assert "Fern" in closed(published(small, SEPTEMBER, [], strict), "staff")


def test_a_breakdown_that_was_public_and_is_no_more_still_binds() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(1, 2)), *team("Dale", 0, leaving(2, 6))]
    only_areas = replace(POLICY, breakdowns=(Dimension.AREA,))
    march = published(rows, MARCH, policy=replace(POLICY, breakdowns=(Dimension.TEAM,)))
    assert closed(march, "leavers", MARCH) == "Cedar Dale"
    september = published(rows, SEPTEMBER, [march], only_areas)
    assert closed(september, "leavers", MARCH) == "Cedar Dale"
    assert published_in(september).breakdowns == (Dimension.AREA,)
    council = published(rows, SEPTEMBER, [], replace(POLICY, breakdowns=()))
    assert closed(council, "leavers", MARCH) == ""
    # Teams that nobody was told of are not taken for closed ones when they become public.
    rows += team("Fern", 20)
    teams = replace(POLICY, breakdowns=(Dimension.TEAM,))
    before = published(rows, MARCH, policy=replace(POLICY, breakdowns=()))
    assert closed(published(rows, SEPTEMBER, [before], teams), "leavers", MARCH) == "Cedar Dale"


def test_categories_of_overlapping_years_are_never_both_public() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(8, 9)), *team("Dale", 9, leaving(1, 9))]
    reasons = "leavers-by-reason"
    assert closed(published(rows), reasons) == ""
    assert "council" in closed(published(rows, MARCH), reasons, MARCH)
    any_month = replace(POLICY, rolling_year_month=None)
    march = published(rows, MARCH, policy=any_month)
    assert closed(march, reasons, MARCH) == ""
    september = published(rows, SEPTEMBER, [march], any_month)
    assert "1" in closed(september, reasons).split()
    assert {e["because"] for e in september[DECISION]["closed"] if e["subject"] == reasons} == {
        "overlapping-year"
    }
    # A year later they do not overlap; and another version of the same months is no other year.
    assert closed(published(rows, NEXT_MARCH, [march], any_month), reasons, NEXT_MARCH) == ""
    again = published(rows, MARCH, [march], any_month, version=2)
    assert closed(again, reasons, MARCH) == ""
    hidden = published(rows, MARCH, policy=replace(any_month, categories=False))
    assert closed(published(rows, SEPTEMBER, [hidden], any_month), reasons) == ""


def test_categories_go_with_their_leavers() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(8, 3))]
    whole = published(rows)
    assert "council" in closed(whole, "leavers")
    assert "council" in closed(whole, "leavers-by-reason")


def test_an_edition_from_before_the_policy_told_figures_of_the_whole_council() -> None:
    rows = [*BIG, *team("Cedar", 20, leaving(8, 3))]
    old = document(rows)
    assert DECISION not in old
    again = published(rows, SEPTEMBER, [old], version=2)
    assert "council" not in closed(again, "leavers").split()
    assert "South" in closed(again, "leavers")
    seen = published_in(old).seen
    assert seen[Subject("staff", "2026-09-30")] == {
        COUNCIL, ("experience", "newly-qualified"), ("experience", "under-2-years"),
        ("experience", "not-stated"),
    }  # fmt: skip
    assert Subject("returners", "2026-09-30") not in seen
    later = {**old, "figures": [{**old["figures"][0], "measure": "of-a-later-program"}]}
    assert published_in(later).seen == {}


def test_early_careers_of_the_council_go_with_the_bands_they_are_made_of() -> None:
    new = team("Cedar", 3, qualified_on=date(2026, 6, 1))
    whole = published([*BIG, *new, *team("Dale", 9)])
    assert "council" in closed(whole, "early-career")
    experienced = published([*BIG, *team("Dale", 3, qualified_on=date(2020, 1, 1))])
    assert "council" not in closed(experienced, "early-career")


def test_a_small_number_where_an_earlier_edition_told_none_is_reported() -> None:
    some = team("Cedar", 20, starters=["2026-05-04"] * 2)
    first = published([*BIG, *some, *team("Dale", 20)])
    late = team("Dale", 20, starters=["2026-08-03"])
    second = published([*BIG, *some, *late], SEPTEMBER, [first], version=2)
    # Whoever takes Cedar's two to be the same as in version 1 has Dale's one.
    [reported] = [each for each in second[DECISION]["unprotected"] if each["subject"] == "starters"]
    assert (reported["dimension"], reported["group"]) == ("team", "Dale")


def test_whoever_makes_up_a_band_that_is_known_is_reported_in_every_group() -> None:
    everybody = [*BIG, *team("Cedar", 20)]
    late = team("Dale", 0, starters=["2026-08-03"], qualified_on=date(2025, 6, 1))
    first = published(everybody)
    second = published([*everybody, *late], SEPTEMBER, [first], version=2)
    # All others are the same in version 1: whoever is under two years is one, and works in Dale.
    found = {(each["subject"], each["group"]) for each in second[DECISION]["unprotected"]}
    assert {("staff", "under-2-years"), ("early-career", ""), ("early-career", "Dale")} <= found
    assert ("early-career", "Cedar") not in found


def test_the_decision_is_the_same_again_and_survives_its_document() -> None:
    rows = [*BIG, *team("Cedar", 1), *team("Dale", 0, leaving(7, 2))]
    march = published(rows, MARCH)
    one, other = published(rows, SEPTEMBER, [march]), published(rows, SEPTEMBER, [march])
    assert one == other
    decision = decision_from(one)
    assert json.loads(json.dumps(decision_document(decision))) == one[DECISION]
    assert decision.why(Subject("staff", "2026-09-30"), ("team", "Cedar")) is Why.SMALL
    assert decision.why(Subject("staff", "2026-09-30"), ("team", "Alder")) is None
    assert decision.why(Subject("nothing", "2026-09-30"), COUNCIL) is None


def test_a_small_count_that_was_told_all_around_is_reported() -> None:
    everything = [*BIG, *team("Cedar", 20), *team("Dale", 0, leaving(7, 6))]
    first = published(everything)
    council_leavers = [*BIG[:-20], *team("Elm", 20, leaving(9, 6))]
    second = published(
        [*council_leavers, *team("Cedar", 20), *team("Dale", 0, leaving(7, 6))],
        SEPTEMBER, [first], version=2,
    )  # fmt: skip
    assert second[DECISION]["unprotected"] == []
    whole = {**first, DECISION: {**first[DECISION], "unprotected": [
        {"subject": "leavers", "at": "2026-09-30", "dimension": "team", "group": "Dale"}]}}  # fmt: skip
    assert decision_document(decision_from(whole))["unprotected"] == whole[DECISION]["unprotected"]


# --- what figures count ------------------------------------------------------------------------


def test_a_new_measure_protects_itself() -> None:
    new = replace(
        MEASURES["newly-qualified-share"], id="answers-share", inputs=("answers", "asked"),
        formula=share,
    )  # fmt: skip
    posts = replace(new, id="posts-share", counts=Counts.POSTS)
    rows = [*BIG, *team("Cedar", 20)]

    def answer(
        group: str, n: int, of: str | None, category: str = "", measure: str = new.id
    ) -> Json:
        return {
            "measure": measure, "dimension": "team" if group else "council", "group": group,
            "category": category, "numerator": str(n), "denominator": of, "value": "1.0",
            "symbol": None, "n": n, "exclusions": [], "basis": "",
        }  # fmt: skip

    whole = document(rows)
    whole["figures"] += [
        answer("", 30, "40"), answer("Alder", 2, "9"), answer("Birch", 9, "10"),
        answer("Cedar", 19, "z"), answer("Dale", 0, None), answer("", 2, "9", measure=posts.id),
    ]  # fmt: skip
    catalogue = (*CATALOGUE, new, posts)
    decision = decide(whole, POLICY, nesting_of(rows), (), catalogue)
    subject = Subject("answers-share", "2026-09-30")
    assert {node[1] for node, why in decision.closings[subject].closed.items() if why is Why.SMALL} == {
        "Alder", "Birch",
    }  # fmt: skip
    assert Subject("posts-share", "2026-09-30") not in decision.closings
    assert set(told(new, whole["figures"][-5], whole["period"])) == {(subject, ("team", "Alder"))}
    parts = {**whole, "figures": [
        answer("", 3, "9", "pay"), answer("", 9, "9", "place"), answer("Alder", 9, "9", "place"),
        answer("Alder", 9, "9"),
    ]}  # fmt: skip
    table = tables(parts, [new])[subject]
    assert table.counts == {
        COUNCIL: Count((12,)), ("category", "pay"): Count((3,), beside=6),
        ("category", "place"): Count((9,)), ("team", "Alder"): Count((9,)),
    }  # fmt: skip
    assert set(told(new, parts["figures"][0], whole["period"])) == {(subject, ("category", "pay"))}


def test_limits_are_counted_by_band_with_those_that_were_not_compared() -> None:
    def held(measure: str, category: str, top: str, bottom: str, n: int) -> Json:
        return {
            "measure": measure, "dimension": "council", "group": "", "category": category,
            "numerator": top, "denominator": bottom, "n": n, "value": None,
        }  # fmt: skip

    period = document([])["period"]
    figures = [
        held("caseload-at-or-over-limit", "under-2-years", "7", "20", 7),
        held("caseload-at-or-over-limit", "2-to-3-years", "0", "6", 0),
        held("caseload-over-limit", "under-2-years", "5", "20", 5),
        held("average-caseload", "child", "400", "28", 29),
    ]
    found = tables({"period": period, "figures": figures}, ())
    assert found[Subject("caseload-limits", "2026-09-30")].counts == {
        COUNCIL: Count((29,)), ("category", "under-2-years"): Count((13, 2, 5)),
        ("category", "2-to-3-years"): Count((6, 0, 0)), ("category", ""): Count((3,)),
    }  # fmt: skip
    assert found[Subject("casework:child", "2026-09-30")].counts == {COUNCIL: Count((29,))}


def test_numbers_and_symbols_in_the_parts_of_a_figure() -> None:
    assert number("2.5") * 2 == 5
    assert number("c") is number(None) is None


def test_every_line_of_the_catalogue_is_described() -> None:
    figure = {"dimension": "council", "group": "", "category": "child", "numerator": "1"}
    period = {"end": "2026-09-30", "opening": "2026-03-31", "year_opening": "2025-09-30"}
    known = {subject.name for m in CATALOGUE for subject, _ in told(m, figure, period)}
    own = {measure.id for measure in CATALOGUE} - {"leavers-by-reason", "leavers-by-destination"}
    # A measure that is described nowhere is its own subject: right, but closes more than need be.
    assert known.isdisjoint(own & {"turnover-fte", "in-post-fte", "caseload-over-limit"})


# --- places ------------------------------------------------------------------------------------


def units(teams: str, areas: str, nesting: str, *dimensions: Dimension) -> list[str]:
    counts = {COUNCIL: Count((1,))}
    counts |= {("team", one): Count((1,)) for one in teams.split()}
    counts |= {("area", one): Count((1,), 1) for one in areas.split()}
    table = Table(counts)
    pairs = [tuple(one.split("-")) for one in nesting.split()]
    draw(table, dimensions or (Dimension.TEAM, Dimension.AREA), pairs)  # type: ignore[arg-type] -- pairs of two
    return [
        f"{parent[1] or 'council'}: {' '.join(name for _, name in children)}"
        for parent, children in table.partitions
    ]


def test_teams_lie_in_their_areas() -> None:
    assert units("a b c", "N S", "a-N b-N c-S") == ["council: N S", "N: a b", "S: c"]


def test_areas_that_share_a_team_are_one_unit() -> None:
    assert units("a b c", "N S W", "a-N a-S b-S c-W") == [
        "council: N|S W",
        "N|S: N S",
        "N|S: a b",
        "W: c",
    ]


def test_a_team_without_an_area_and_an_area_without_a_team() -> None:
    assert units("a b", "N S", "a-N x-N b-y") == ["council: N S b", "N: a"]


def test_one_breakdown_of_places_alone() -> None:
    assert units("a b", "N", "a-N", Dimension.TEAM) == ["council: a b"]
    assert units("a b", "N", "a-N", Dimension.AREA) == ["council: N"]
    assert units("", "", "", Dimension.ROLE) == []
