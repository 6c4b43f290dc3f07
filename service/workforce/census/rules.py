"""What the values of one worker must be to one another.

Each rule is one function of the values, the reference date and a way to tell. ``tell`` gives the
finding its row, line and value: a rule names the element and says the words. Where a rule of the
census is broken but the row can be kept as sent, the finding is a warning and says what is left out
of the figures, if anything is.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from service.workforce.census.faults import (
    ABSENCE_REASON,
    AFTER_REFERENCE,
    AGE_AT_START,
    AGENCY_START_MISSING,
    CASE_HOLDER_NO_CASES,
    CASES_NO_FTE,
    CASES_PER_FTE,
    DAYS_HIGH,
    END_BEFORE_START,
    FTE_MISSING,
    FTE_ZERO,
    LEAVER_CASES,
    LEAVER_FTE,
    LEAVER_MISSING,
    LEAVER_UNEXPECTED,
    LEFT_BEFORE_YEAR,
    MISSING,
    ORIGIN_UNEXPECTED,
    PAY_MISSING,
    RANGE,
    ROLE_WITHOUT_CASES,
    START_BEFORE_BIRTH,
    START_MISSING,
    SWENO_CASE,
    Fault,
)
from service.workforce.census.layout import Layout, WorkerValues
from service.workforce.census.period import year_before, years_between

AGENCY, OWN = "1", "0"
_CASE_HOLDER, _WITHOUT_CASES = "5", "6"
_ABSENT = "1"

YOUNGEST_START, OLDEST_START = 18, 75
HIGHEST_CASES_PER_FTE = 50
"""DfE leaves workers with more cases per FTE out of its average caseload."""
MOST_WORKING_DAYS = 254_00
"""DfE counts 253 or 254 working days in a year."""
FURTHEST_YEARS = 2
"""A date later than this after the reference date is a slip, not a plan."""


class Tell(Protocol):
    def __call__(self, fault: Fault, column: str, message: str, hint: str) -> None: ...


Rule = Callable[[WorkerValues, date | None, Tell], None]


def number(worker: WorkerValues, _reference: date | None, tell: Tell) -> None:
    if worker.number is not None and not worker.number[:2].isupper():
        tell(
            SWENO_CASE,
            "SWENo",
            "The letters of SWENo are not all capitals. They are read as capitals.",
            "Nothing needs doing here; DfE may ask for capitals.",
        )


def starting(worker: WorkerValues, reference: date | None, tell: Tell) -> None:
    if worker.started is None:
        _without_start(worker, tell)
        return
    if worker.origin is None and worker.agency == AGENCY:
        # Own staff without StartOrigin have been told with the other needed elements.
        tell(
            MISSING,
            "StartOrigin",
            "There is a RoleStartDate but no StartOrigin: kept as not known.",
            "Add StartOrigin (9 if it is not known).",
        )
    if reference is not None and worker.started > reference:
        _after_reference(worker.started, reference, "RoleStartDate", tell)
    if worker.birth is not None:
        _age(worker.birth, worker.started, tell)


def _without_start(worker: WorkerValues, tell: Tell) -> None:
    if worker.agency == AGENCY:
        tell(
            AGENCY_START_MISSING,
            "RoleStartDate",
            "There is no RoleStartDate. The agency worker is counted on the reference date, and on "
            "no day before it.",
            "Add RoleStartDate if you know it.",
        )
    else:
        tell(
            START_MISSING,
            "RoleStartDate",
            "There is no RoleStartDate. Without it the worker cannot be counted in post, as a "
            "starter or as a leaver, nor the days lost; only the cases are counted.",
            "Add RoleStartDate and send the file again.",
        )
    if worker.origin is not None:
        tell(
            ORIGIN_UNEXPECTED,
            "StartOrigin",
            "There is a StartOrigin but no RoleStartDate.",
            "Add RoleStartDate, or remove StartOrigin.",
        )


def _age(birth: date, started: date, tell: Tell) -> None:
    if started <= birth:
        tell(
            START_BEFORE_BIRTH,
            "RoleStartDate",
            "RoleStartDate is not after PersonBirthDate.",
            "Correct whichever of the two dates is wrong.",
        )
        return
    age = years_between(birth, started)
    if not YOUNGEST_START <= age <= OLDEST_START:
        tell(
            AGE_AT_START,
            "RoleStartDate",
            f"By these dates the worker started at the age of {age}.",
            "Check PersonBirthDate and RoleStartDate. The row is kept as sent.",
        )


def _after_reference(day: date, reference: date, column: str, tell: Tell) -> None:
    if day.year > reference.year + FURTHEST_YEARS:
        tell(
            RANGE,
            column,
            f"{column} is {day.isoformat()}, years after the reference date "
            f"{reference.isoformat()}.",
            "Correct the date where it comes from.",
        )
        return
    tell(
        AFTER_REFERENCE,
        column,
        f"{column} is {day.isoformat()}, after the reference date {reference.isoformat()}. "
        "It is kept as sent and counts from that day on.",
        "The census asks for what was so on the reference date: check the date.",
    )


def birth(worker: WorkerValues, reference: date | None, tell: Tell) -> None:
    if reference is not None and worker.birth is not None and worker.birth >= reference:
        tell(
            RANGE,
            "PersonBirthDate",
            "PersonBirthDate is not before the reference date.",
            "Correct the date where it comes from.",
        )


def leaving(worker: WorkerValues, reference: date | None, tell: Tell) -> None:
    if worker.ended is None:
        _unexpected(worker, tell)
        return
    if worker.started is not None and worker.ended < worker.started:
        tell(
            END_BEFORE_START,
            "RoleEndDate",
            f"RoleEndDate {worker.ended.isoformat()} is before RoleStartDate "
            f"{worker.started.isoformat()}.",
            "Correct whichever of the two dates is wrong.",
        )
    if reference is not None:
        _end_in_year(worker.ended, reference, tell)
    if worker.fte != 0:
        tell(
            LEAVER_FTE,
            "FTE",
            "There is a RoleEndDate, so FTE should be 0. "
            + ("It is not given." if worker.fte is None else "It is kept as the FTE that left."),
            "Write FTE as 0 for a leaver.",
        )
    for column, value in (
        ("LeaverDestination", worker.destination),
        ("ReasonLeave", worker.reason),
    ):
        if value is None:
            tell(
                LEAVER_MISSING,
                column,
                f"There is a RoleEndDate but no {column}: kept as not known.",
                f"Add {column} (there is a code for not known).",
            )


def _unexpected(worker: WorkerValues, tell: Tell) -> None:
    for column, value in (
        ("LeaverDestination", worker.destination),
        ("ReasonLeave", worker.reason),
    ):
        if value is not None:
            tell(
                LEAVER_UNEXPECTED,
                column,
                f"There is a {column} but no RoleEndDate: the worker is counted as still in post, "
                f"and {column} is not used.",
                f"Add RoleEndDate if the worker has left; otherwise remove {column}.",
            )


def _end_in_year(ended: date, reference: date, tell: Tell) -> None:
    if ended > reference:
        _after_reference(ended, reference, "RoleEndDate", tell)
    elif ended <= year_before(reference):
        tell(
            LEFT_BEFORE_YEAR,
            "RoleEndDate",
            f"RoleEndDate {ended.isoformat()} is not in the year to {reference.isoformat()}. "
            "The worker is kept as a leaver of that earlier day.",
            "The census asks for leavers of its own year: check the date.",
        )


def working_time(worker: WorkerValues, _reference: date | None, tell: Tell) -> None:
    if worker.ended is not None:
        return
    if worker.fte is None:
        instead = "FTE30 is used." if worker.fte30 is not None else "Kept as not stated."
        tell(
            FTE_MISSING,
            "FTE",
            f"There is no FTE for a worker in post. {instead}",
            "Add FTE on the reference date.",
        )
    elif worker.fte == 0:
        tell(
            FTE_ZERO,
            "FTE",
            "FTE is 0 for a worker without a RoleEndDate: one head, no FTE.",
            "Add RoleEndDate if the worker has left, or the FTE worked. Leave it if the contract "
            "has no set hours.",
        )


def caseload(worker: WorkerValues, reference: date | None, tell: Tell) -> None:
    cases = worker.cases
    if cases is None:
        return
    if has_left(worker, reference):
        if cases:
            tell(
                LEAVER_CASES,
                "Cases30",
                f"The worker had left by the reference date but has {cases} cases. "
                "They are not counted in any caseload.",
                "Check RoleEndDate, and who holds the cases now.",
            )
        return
    if not cases:
        if worker.role == _CASE_HOLDER:
            tell(
                CASE_HOLDER_NO_CASES,
                "Cases30",
                "OrgRole is 5 (case holder) but Cases30 is 0.",
                "Check OrgRole and Cases30. The row is kept as sent.",
            )
        return
    if worker.role == _WITHOUT_CASES:
        tell(
            ROLE_WITHOUT_CASES,
            "Cases30",
            f"OrgRole is 6 (qualified without cases) but Cases30 is {cases}.",
            "Check OrgRole and Cases30. The row is kept as sent.",
        )
    if worker.fte30 == 0:
        tell(
            CASES_NO_FTE,
            "FTE30",
            f"FTE30 is 0 but Cases30 is {cases}. DfE leaves such a worker out of the average.",
            "Add the FTE worked on the reference date.",
        )
    elif worker.fte30 is not None and cases * 1_000_000 > HIGHEST_CASES_PER_FTE * worker.fte30:
        tell(
            CASES_PER_FTE,
            "Cases30",
            f"Cases30 is {cases}: more than {HIGHEST_CASES_PER_FTE} for one FTE. DfE leaves such a "
            "worker out of the average.",
            "Check Cases30 and FTE30. The row is kept as sent.",
        )


def has_left(worker: WorkerValues, reference: date | None) -> bool:
    """Whether the worker is no longer there at the end of the reference date."""
    return worker.ended is not None and (reference is None or worker.ended <= reference)


def absence(worker: WorkerValues, _reference: date | None, tell: Tell) -> None:
    if worker.days_lost is not None and worker.days_lost > MOST_WORKING_DAYS:
        tell(
            DAYS_HIGH,
            "WorkingDaysLost",
            "WorkingDaysLost is more than the working days of a year (254).",
            "Check that working days are counted, not calendar days. The row is kept as sent.",
        )
    if worker.absent == _ABSENT and worker.absence is None:
        tell(
            ABSENCE_REASON,
            "ReasonAbsence",
            "Absat30Sept is 1 (absent) but there is no ReasonAbsence.",
            "Add ReasonAbsence. No figure here uses it.",
        )
    elif worker.absence is not None and worker.absent != _ABSENT:
        tell(
            ABSENCE_REASON,
            "ReasonAbsence",
            "There is a ReasonAbsence but Absat30Sept is not 1 (absent).",
            "Correct Absat30Sept, or remove ReasonAbsence. No figure here uses them.",
        )


RULES: tuple[Rule, ...] = (number, birth, starting, leaving, working_time, caseload, absence)


def missing(names: tuple[str, ...], tell: Tell) -> None:
    """Needed elements of a worker who is not from an agency. RoleStartDate has its own rule."""
    for name in names:
        tell(
            MISSING,
            name,
            f"There is no {name}, which DfE needs: kept as not known.",
            f"Add {name}.",
        )


def pay(worker: WorkerValues, layout: Layout | None, tell: Tell) -> None:
    """From 2025 DfE asks for the salary of permanent staff; ContractWeeks marks the others."""
    asked = layout is Layout.FROM_2025 and worker.agency == OWN and worker.ended is None
    if asked and worker.salary is None and worker.weeks is None:
        tell(
            PAY_MISSING,
            "BaseSalary",
            "There is no BaseSalary, which DfE asks for of permanent staff from 2025.",
            "Add it before you send the file to DfE. No figure here uses it.",
        )
