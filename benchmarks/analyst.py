"""The catalogue as an analyst would compute it in pandas: filter and group, measure by measure."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from scorecard.definition import Dimension
from scorecard.lines import Line
from scorecard.measures import FROM_RETURNS
from scorecard.parameters import NEWLY_QUALIFIED, Parameters

Frame = pd.DataFrame
COLUMN = {
    Dimension.TEAM: "team", Dimension.AREA: "area", Dimension.ROLE: "role",
    Dimension.EXPERIENCE: "band", Dimension.CONTRACT: "contract",
}  # fmt: skip
LIMITS = {"newly-qualified": 15, "under-2-years": 20, "2-to-3-years": 20}


class Analyst:
    def __init__(self, tables: dict[str, Frame], parameters: Parameters) -> None:
        self.staff = tables["employment"]
        self.posts = tables["post"]
        self.agency = tables["agency"]
        self.absences = tables["absence"]
        self.caseloads = tables["caseload"]
        self.parameters = parameters

    def catalogue(self, ends: Iterable[object]) -> int:
        """Compute every measure at every month-end in every breakdown; returns how many values."""
        values = 0
        for end in map(pd.Timestamp, ends):
            self.end = end
            self.opening = end - pd.offsets.MonthEnd(6)
            self.year_opening = end - pd.offsets.MonthEnd(12)
            for measure in FROM_RETURNS:
                for dimension in measure.dimensions:
                    parts = [self.line(Line(line), dimension) for line in measure.inputs]
                    values += len(parts[0])
                    if len(parts) > 1:
                        values += int((parts[0] / parts[-1].reindex(parts[0].index)).notna().sum())
        return values

    def line(self, line: Line, dimension: Dimension) -> pd.Series:
        return LINES[line](self, dimension)

    # rows --------------------------------------------------------------------------------------
    def in_post(self, day: pd.Timestamp) -> Frame:
        staff = self.staff
        return self.banded(staff[(staff.started <= day) & (staff.gone > day)], day)

    def people(self, day: pd.Timestamp) -> Frame:
        return self.in_post(day).sort_values("seniority").drop_duplicates("worker")

    def banded(self, rows: Frame, day: object) -> Frame:
        conditions = [day < rows[f"years_{years}"] for years in (1, 2, 3, 5, 10)]
        band = np.select(
            [rows.qualified_on.isna(), *conditions],
            ["not-stated", *self.parameters.band_codes()[:5]],
            self.parameters.band_codes()[5],
        )
        return rows.assign(band=band)

    def started(self, opening: pd.Timestamp) -> Frame:
        staff = self.staff
        chosen = (
            (staff.start_type == "new") & (staff.started > opening) & (staff.started <= self.end)
        )
        rows = staff[chosen]
        return self.banded(rows, rows.started)

    def left(self, opening: pd.Timestamp) -> Frame:
        staff = self.staff
        rows = staff[(staff.end_type == "left") & (staff.gone > opening) & (staff.gone <= self.end)]
        return self.banded(rows, rows.gone)

    def left_people(self, opening: pd.Timestamp) -> Frame:
        rows = self.left(opening)
        others = rows.merge(self.staff, on="worker", suffixes=("", "_other"))
        still = others[(others.started_other <= others.gone) & (others.gone_other > others.gone)]
        return rows[~rows.ref.isin(still.ref)]

    def started_people(self, opening: pd.Timestamp) -> Frame:
        rows = self.started(opening)
        others = rows.merge(self.staff, on="worker", suffixes=("", "_other"))
        before = others[
            (others.started_other < others.started) & (others.gone_other >= others.started)
        ]
        return rows[~rows.ref.isin(before.ref)]

    def returned(self) -> Frame:
        rows = self.started_people(self.opening)
        gone = self.staff[self.staff.end_type == "left"]
        others = rows.merge(gone[["worker", "gone"]], on="worker", suffixes=("", "_before"))
        return rows[rows.ref.isin(others[others.gone_before < others.started].ref)]

    def open_posts(self) -> Frame:
        posts = self.posts
        return posts[(posts.opened <= self.end) & (posts.closed > self.end)]

    def vacant(self) -> Frame:
        held = self.in_post(self.end).groupby("post").fte.sum()
        posts = self.open_posts()
        empty = (posts.fte - posts.post.map(held).fillna(0)).clip(lower=0)
        return posts.assign(empty=empty)

    def agency_there(self) -> Frame:
        agency = self.agency
        return agency[(agency.started <= self.end) & (agency.gone > self.end)]

    def held(self, dimension: Dimension) -> Frame:
        """The workers of the snapshot with what they hold in each group, their FTE once."""
        cases = self.caseloads
        within = (cases.taken_on <= self.end) & (cases.taken_on > self.end - pd.Timedelta(days=31))
        cases = cases[within]
        day = cases.taken_on.max()
        cases = cases[cases.taken_on == day]
        there = self.in_post(day) if len(cases) else self.in_post(self.end).head(0)
        columns = ["worker", "area", "role", "contract", "band"]
        people = there.sort_values("seniority").drop_duplicates("worker")[columns]
        rows = cases.merge(people, on="worker", how="left")
        rows["contracted"] = rows.worker.map(there.groupby("worker").fte.sum())
        group = [] if dimension is Dimension.COUNCIL else [COLUMN[dimension]]
        by = rows.groupby(["worker", *(one for one in group if one != "band")])
        added = by.agg(
            cases=("cases", "sum"), fte=("fte", "sum"), contracted=("contracted", "first"),
            band=("band", "first"), silent=("fte", lambda one: one.isna().any()),
        ).reset_index()  # fmt: skip
        contracted = added.contracted.fillna(1_000_000)
        added["fte"] = np.where(added.silent, contracted, np.minimum(added.fte, contracted))
        return added[(added.cases > 0) & (added.fte > 0)]

    def limited(self, dimension: Dimension) -> Frame:
        """The same with each worker's whole load beside the limit of their band."""
        whole = self.held(Dimension.COUNCIL)
        load = (whole.cases * 1e6 / whole.fte).set_axis(whole.worker)
        rows = self.held(dimension)
        return rows.assign(most=rows.band.map(LIMITS).fillna(23), load=rows.worker.map(load))

    def days_lost(self) -> Frame:
        ill = self.absences
        ill = ill[
            (ill.kind == "SIC") & (ill.first_day <= self.end) & (ill.last_day > self.year_opening)
        ]
        one = np.timedelta64(1, "D")
        first, last = (ill[c].to_numpy().astype("datetime64[D]") for c in ("first_day", "last_day"))
        begin = np.maximum(first, np.datetime64(self.year_opening, "D") + one)
        stop = np.minimum(last, np.datetime64(self.end, "D"))
        part = np.busday_count(begin, stop + one) / np.maximum(
            1, np.busday_count(first, last + one)
        )
        merged = ill.assign(days=ill.days_lost * part).merge(
            self.staff, on="worker", suffixes=("", "_staff")
        )
        merged = merged[(merged.started <= merged.first_day) & (merged.gone > merged.first_day)]
        merged = merged.sort_values("seniority").drop_duplicates("ref")
        return self.banded(merged, merged.first_day)


def total(rows: Frame, dimension: Dimension, column: str) -> pd.Series:
    if dimension is Dimension.COUNCIL:
        return pd.Series([rows[column].sum()], index=[""])
    return rows.groupby(COLUMN[dimension])[column].sum()


def count(rows: Frame, dimension: Dimension) -> pd.Series:
    if dimension is Dimension.COUNCIL:
        return pd.Series([len(rows)], index=[""])
    return rows.groupby(COLUMN[dimension]).size()


def count_by(rows: Frame, dimension: Dimension, category: str) -> pd.Series:
    if dimension is Dimension.COUNCIL:
        return rows.groupby(category).size()
    return rows.groupby([COLUMN[dimension], category]).size()


def quantile(rows: Frame, dimension: Dimension, q: float) -> pd.Series:
    if dimension is Dimension.COUNCIL:
        return pd.Series([rows.cases.quantile(q)], index=[""])
    return rows.groupby(COLUMN[dimension]).cases.quantile(q)


def net_moves_fte(a: Analyst, d: Dimension) -> pd.Series:
    return (
        total(a.in_post(a.end), d, "fte")
        .sub(total(a.in_post(a.opening), d, "fte"), fill_value=0)
        .sub(total(a.started(a.opening), d, "fte"), fill_value=0)
        .add(total(a.left(a.opening), d, "fte"), fill_value=0)
    )


def net_moves_heads(a: Analyst, d: Dimension) -> pd.Series:
    return (
        count(a.people(a.end), d)
        .sub(count(a.people(a.opening), d), fill_value=0)
        .sub(count(a.started_people(a.opening), d), fill_value=0)
        .add(count(a.left_people(a.opening), d), fill_value=0)
    )


def known(a: Analyst) -> Frame:
    people = a.people(a.end)
    return people[people.band != "not-stated"]


def early(a: Analyst, bands: tuple[str, ...]) -> Frame:
    people = a.people(a.end)
    return people[people.band.isin(bands)]


LINES: dict[Line, Callable[[Analyst, Dimension], pd.Series]] = {
    Line.ESTABLISHMENT_FTE: lambda a, d: total(a.open_posts(), d, "fte"),
    Line.ESTABLISHMENT_POSTS: lambda a, d: count(a.open_posts(), d),
    Line.VACANCIES_FTE: lambda a, d: total(a.vacant(), d, "empty"),
    Line.IN_POST_FTE: lambda a, d: total(a.in_post(a.end), d, "fte"),
    Line.IN_POST_HEADS: lambda a, d: count(a.people(a.end), d),
    Line.OPENING_FTE: lambda a, d: total(a.in_post(a.opening), d, "fte"),
    Line.OPENING_HEADS: lambda a, d: count(a.people(a.opening), d),
    Line.YEAR_OPENING_HEADS: lambda a, d: count(a.people(a.year_opening), d),
    Line.STARTERS_FTE_6: lambda a, d: total(a.started(a.opening), d, "fte"),
    Line.STARTERS_HEADS_6: lambda a, d: count(a.started_people(a.opening), d),
    Line.STARTERS_FTE_12: lambda a, d: total(a.started(a.year_opening), d, "fte"),
    Line.STARTERS_HEADS_12: lambda a, d: count(a.started_people(a.year_opening), d),
    Line.LEAVERS_FTE_6: lambda a, d: total(a.left(a.opening), d, "fte"),
    Line.LEAVERS_HEADS_6: lambda a, d: count(a.left_people(a.opening), d),
    Line.LEAVERS_FTE_12: lambda a, d: total(a.left(a.year_opening), d, "fte"),
    Line.LEAVERS_HEADS_12: lambda a, d: count(a.left_people(a.year_opening), d),
    Line.MOVES_FTE_6: net_moves_fte,
    Line.MOVES_HEADS_6: net_moves_heads,
    Line.RETURNERS_HEADS_6: lambda a, d: count(a.returned(), d),
    Line.LEAVERS_BY_DESTINATION_12: lambda a, d: count_by(
        a.left_people(a.year_opening), d, "destination"
    ),
    Line.LEAVERS_BY_REASON_12: lambda a, d: count_by(a.left_people(a.year_opening), d, "reason"),
    Line.BAND_HEADS: lambda a, d: count_by(known(a), d, "band"),
    Line.BANDED_HEADS: lambda a, d: count(known(a), d),
    Line.NEWLY_QUALIFIED_HEADS: lambda a, d: count(early(a, (NEWLY_QUALIFIED,)), d),
    Line.UNDER_TWO_YEARS_HEADS: lambda a, d: count(early(a, a.parameters.early_bands()), d),
    Line.AGENCY_FTE: lambda a, d: total(a.agency_there(), d, "fte"),
    Line.AGENCY_HEADS: lambda a, d: count(a.agency_there(), d),
    Line.AGENCY_COVERING_FTE: lambda a, d: total(
        a.agency_there()[lambda rows: rows.covers_vacancy.astype(bool)], d, "fte"
    ),
    Line.CASES: lambda a, d: total(a.held(d), d, "cases"),
    Line.CASE_HOLDER_FTE: lambda a, d: total(a.held(d), d, "fte"),
    Line.CASE_HOLDERS: lambda a, d: count(a.held(d), d),
    Line.AT_OR_OVER_LIMIT: lambda a, d: count_by(
        a.limited(d)[lambda rows: rows.load >= rows.most], d, "band"
    ),
    Line.OVER_LIMIT: lambda a, d: count_by(
        a.limited(d)[lambda rows: rows.load > rows.most], d, "band"
    ),
    Line.LIMITED_HOLDERS: lambda a, d: count_by(a.limited(d), d, "band"),
    Line.MEDIAN_CASES_SUM: lambda a, d: quantile(a.held(d), d, 0.5),
    Line.MEDIAN_CASES_COUNT: lambda a, d: count(a.held(d), d),
    Line.P90_CASES: lambda a, d: quantile(a.held(d), d, 0.9),
    Line.MOST_CASES: lambda a, d: quantile(a.held(d), d, 1.0),
    Line.DAYS_LOST_12: lambda a, d: total(a.days_lost(), d, "days"),
    Line.WORKING_DAYS_12: lambda a, d: count(a.in_post(a.end), d) * 0 + 253,
}
