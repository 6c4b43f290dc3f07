"""What the demo is compared with: published facts of England and ten authorities, and its own targets.

Figures are those the Department for Education published for the year to 30 September 2025
(Children's social work workforce, Open Government Licence v3.0), typed in here, so that the demo
needs no file and no network. Demoshire is none of those authorities: its own row says nothing, it
lies in the North West for the comparison's sake, and its neighbours are Lancashire's.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from uuid import UUID, uuid5

from service.benchmarks.table_file import KEYS_OF_INDICATORS, NEIGHBOUR_RANKS
from service.benchmarks.targets import Wish
from service.demo.establishment import APOSTROPHE
from service.settings import DEMO_AUTHORITY

_NAMES = UUID("5c0de0de-0000-4000-8000-000000000005")
YEAR = "2025"

_RATES = (
    "turnover_rate_fte",
    "turnover_rate_headcount",
    "agency_rate_fte",
    "agency_rate_headcount",
    "agency_cover_rate_fte",
    "vacancy_rate_fte",
    "vacancy_agency_cover_rate_fte",
    "caseload_fte",
    "absence_rate_fte",
)
_ENGLAND = "11.8 12 13 12.7 81.1 14.2 73.6 15.2 3.5"
_REGION = ("E12000002", "North West", "12.2 12.4 16.6 16 71 15.7 76.1 15.8 4.1")
_AUTHORITIES = (
    ("E12000004", "East Midlands", "925", "E10000019", "Lincolnshire", "5.7 6.2 5.8 6 46.3 5.7 46.7 16.5 2.6"),
    ("E12000002", "North West", "351", "E08000002", "Bury", "14.5 16.4 24.2 23.2 45.8 25.4 43 14.9 3"),
    ("E12000005", "West Midlands", "332", "E08000027", "Dudley", "34.9 34.2 14.5 14.4 98 17.7 77.4 19.5 4.6"),
    ("E12000005", "West Midlands", "884", "E06000019", "Herefordshire, County of", "10.8 10.5 18.3 18.9 100 32.4 46.9 13.6 3.1"),
    ("E12000001", "North East", "841", "E06000005", "Darlington", "15.4 16 12.3 12.3 29.7 4 100 16 6.1"),
    ("E12000001", "North East", "808", "E06000004", "Stockton-on-Tees", "13.9 12.9 8 6.8 94.1 7.5 100 17.2 3.3"),
    ("E12000003", "Yorkshire and The Humber", "384", "E08000036", "Wakefield", "12.6 12.9 15.2 14.8 87.4 13.5 100 19.5 4.1"),
    ("E12000004", "East Midlands", "891", "E10000024", "Nottinghamshire", "9.8 10.8 7.8 7.9 100 10.1 75.1 13.3 5.3"),
    ("E12000001", "North East", "929", "E06000057", "Northumberland", "8.8 9.4 1.4 1.3 100 3.2 42.9 14.1 4.6"),
    ("E12000002", "North West", "359", "E08000010", "Wigan", "14.5 14.1 15.6 15.3 37.7 6.5 100 15.8 3.6"),
)  # fmt: skip
"""Nearest neighbour first: region, code, new code, name, and the rates in the order of ``_RATES``."""
_NOT_APPLICABLE = " ".join("z" for _ in _RATES)


@dataclass(frozen=True, slots=True)
class Table:
    filename: str
    title: str
    content: bytes

    @property
    def id(self) -> UUID:
        """The same in every database."""
        return uuid5(_NAMES, self.filename)


def tables() -> tuple[Table, ...]:
    """The two comparator files, in the columns of the published ones."""
    return (
        Table(
            "demo-extract-indicators-2025.csv",
            f"Children{APOSTROPHE}s social work workforce: indicators (extract for the demo)",
            _as_csv((*KEYS_OF_INDICATORS, *_RATES), _indicators()),
        ),
        Table(
            "demo-neighbours.csv",
            f"Children{APOSTROPHE}s services statistical neighbour model (made up for the demo)",
            _as_csv(
                ("old_la_code", "la_name", *(f"SN_{rank}" for rank in NEIGHBOUR_RANKS)),
                [[DEMO_AUTHORITY, "Demoshire", *(each[2] for each in _AUTHORITIES)]],
            ),
        ),
    )


def _indicators() -> Iterable[list[str]]:
    kind = [YEAR, "Reporting year"]
    region_code, region, rates = _REGION
    yield [*kind, "National", "", "", "", "", "", *_ENGLAND.split()]
    yield [*kind, "Regional", region_code, region, "", "", "", *rates.split()]
    mine = (region_code, region, DEMO_AUTHORITY, f"E10000{DEMO_AUTHORITY}", "Demoshire")
    for *keys, values in (*_AUTHORITIES, (*mine, _NOT_APPLICABLE)):
        yield [*kind, "Local authority", *keys, *values.split()]


def _as_csv(headings: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return stream.getvalue().encode()


# --- targets ---------------------------------------------------------------------------------------

_DECIDED = date(2025, 3, 13)
_SOURCE = (
    "Recruitment and retention strategy 2025 to 2027 (demo), Cabinet, 13 March 2025, appendix B"
)


def targets() -> tuple[tuple[UUID, Wish], ...]:
    """The council's targets with their ids, in force for four half-years."""
    front_door = f"Children{APOSTROPHE}s Front Door (demo)"
    return tuple(
        (
            uuid5(_NAMES, f"{measure}/{group}/{category}"),
            Wish(
                measure=measure,
                dimension="team" if group else "council",
                group=group,
                category=category,
                value=value,
                tolerance=tolerance,
                decided_on=_DECIDED,
                in_force_from=date(2025, 4, 1),
                in_force_until=date(2027, 3, 31),
                source=_SOURCE,
            ),
        )
        for measure, group, category, value, tolerance in (
            ("turnover-fte", "", "", "14.5", "1"),
            ("vacancy-rate-fte", "", "", "12", "1"),
            ("agency-rate-fte", "", "", "10", "0.5"),
            ("average-caseload", "", "child", "16", "1"),
            ("vacancy-rate-fte", front_door, "", "10", "2"),
        )
    )
