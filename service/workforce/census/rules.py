"""What the values of one worker must be to one another.

``tell`` gives a finding its row, line and value: a rule names the element and says the words. Where a rule of the
census is broken but the row can be kept as sent, the finding is a warning and says what is left out
of the figures, if anything is.
"""

from datetime import date
from typing import Protocol

from scorecard.workforce import FULL_TIME
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


def check(worker: WorkerValues, reference: date | None, layout: Layout | None, tell: Tell) -> None:
    """Every rule between the values of one worker.

    The conditions here only spare most rows the call of a rule that cannot apply to them.
    """
    if worker.number is not None and not worker.number.isupper():
        _lower_case(tell)
    if worker.birth is not None:
        _birth(worker.birth, worker.started, reference, tell)
    if worker.started is None:
        _without_start(worker, reference, tell)
    else:
        _starting(worker, worker.started, reference, tell)
    if worker.ended is not None:
        _leaving(worker, worker.ended, reference, tell)
    else:
        if worker.destination is not None or worker.reason is not None:
            _not_leaving(worker, tell)
        if not worker.fte:
            _without_fte(worker, tell)
    if worker.cases is not None:
        _caseload(worker, worker.cases, reference, tell)
    if worker.days_lost is not None and worker.days_lost > MOST_WORKING_DAYS:
        _many_days(tell)
    if (worker.absent == _ABSENT) != (worker.absence is not None):
        _absence(worker, tell)
    if layout is Layout.FROM_2025 and worker.salary is None:
        _pay(worker, tell)


def _lower_case(tell: Tell) -> None:
    tell(
        SWENO_CASE,
        "SWENo",
        "The letters of SWENo are not all capitals. They are read as capitals.",
        "Nothing needs doing here; DfE may ask for capitals.",
    )


def _birth(birth: date, started: date | None, reference: date | None, tell: Tell) -> None:
    if reference is not None and birth >= reference:
        tell(
            RANGE,
            "PersonBirthDate",
            "PersonBirthDate is not before the reference date.",
            "Correct the date where it comes from.",
        )
    if started is None or (reference is not None and started > reference):
        return
    if started <= birth:
        tell(
            START_BEFORE_BIRTH,
            "RoleStartDate",
            "RoleStartDate is not after PersonBirthDate.",
            "Correct whichever of the two dates is wrong.",
        )
    # The years alone settle it for nearly everybody.
    elif not YOUNGEST_START < started.year - birth.year <= OLDEST_START:
        age = years_between(birth, started)
        if not YOUNGEST_START <= age <= OLDEST_START:
            tell(
                AGE_AT_START,
                "RoleStartDate",
                f"By these dates the worker started at the age of {age}.",
                "Check PersonBirthDate and RoleStartDate. The row is kept as sent.",
            )


def _starting(worker: WorkerValues, started: date, reference: date | None, tell: Tell) -> None:
    if worker.origin is None and worker.agency == AGENCY:
        # Own staff without StartOrigin have been told with the other needed elements.
        tell(
            MISSING,
            "StartOrigin",
            "There is a RoleStartDate but no StartOrigin: kept as not known.",
            "Add StartOrigin (9 if it is not known).",
        )
    if reference is not None and started > reference:
        _after_reference(started, reference, "RoleStartDate", tell)


def _without_start(worker: WorkerValues, reference: date | None, tell: Tell) -> None:
    if worker.agency == AGENCY:
        counted = (
            "left out"
            if has_left(worker, reference)
            else "counted on the reference date, and on no day before it"
        )
        tell(
            AGENCY_START_MISSING,
            "RoleStartDate",
            f"There is no RoleStartDate. The agency worker is {counted}.",
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


def _leaving(worker: WorkerValues, ended: date, reference: date | None, tell: Tell) -> None:
    if worker.started is not None and ended < worker.started:
        tell(
            END_BEFORE_START,
            "RoleEndDate",
            f"RoleEndDate {ended.isoformat()} is before RoleStartDate "
            f"{worker.started.isoformat()}.",
            "Correct whichever of the two dates is wrong.",
        )
    if reference is not None:
        _end_in_year(ended, reference, tell)
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


def _not_leaving(worker: WorkerValues, tell: Tell) -> None:
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


def _without_fte(worker: WorkerValues, tell: Tell) -> None:
    if worker.fte is None:
        instead = "FTE30 is used." if worker.fte30 is not None else "Kept as not stated."
        tell(
            FTE_MISSING,
            "FTE",
            f"There is no FTE for a worker in post. {instead}",
            "Add FTE on the reference date.",
        )
    else:
        tell(
            FTE_ZERO,
            "FTE",
            "FTE is 0 for a worker without a RoleEndDate: counted as one head and no FTE.",
            "Add RoleEndDate if the worker has left, or the FTE worked. Leave it if the contract "
            "has no set hours.",
        )


def has_left(worker: WorkerValues, reference: date | None) -> bool:
    """Whether the worker is no longer there at the end of the reference date."""
    return worker.ended is not None and (reference is None or worker.ended <= reference)


def _caseload(worker: WorkerValues, cases: int, reference: date | None, tell: Tell) -> None:
    if has_left(worker, reference):
        if cases:
            tell(
                LEAVER_CASES,
                "Cases30",
                f"The worker had left by the reference date but has {cases} cases. "
                "They are not counted in any caseload.",
                "Check RoleEndDate, and who holds the cases now.",
            )
    elif not cases:
        if worker.role == _CASE_HOLDER:
            tell(
                CASE_HOLDER_NO_CASES,
                "Cases30",
                "OrgRole is 5 (case holder) but Cases30 is 0.",
                "Check OrgRole and Cases30. The row is kept as sent.",
            )
    else:
        _cases_held(worker, cases, tell)


def _cases_held(worker: WorkerValues, cases: int, tell: Tell) -> None:
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
    elif worker.fte30 is not None and cases * FULL_TIME > HIGHEST_CASES_PER_FTE * worker.fte30:
        tell(
            CASES_PER_FTE,
            "Cases30",
            f"Cases30 is {cases}: more than {HIGHEST_CASES_PER_FTE} for one FTE. DfE leaves such a "
            "worker out of the average.",
            "Check Cases30 and FTE30. The row is kept as sent.",
        )


def _many_days(tell: Tell) -> None:
    tell(
        DAYS_HIGH,
        "WorkingDaysLost",
        "WorkingDaysLost is more than the working days of a year (254).",
        "Check that working days are counted, not calendar days. The row is kept as sent.",
    )


def _absence(worker: WorkerValues, tell: Tell) -> None:
    if worker.absence is None:
        tell(
            ABSENCE_REASON,
            "ReasonAbsence",
            "Absat30Sept is 1 (absent) but there is no ReasonAbsence.",
            "Add ReasonAbsence. No figure here uses it.",
        )
    else:
        tell(
            ABSENCE_REASON,
            "ReasonAbsence",
            "There is a ReasonAbsence but Absat30Sept is not 1 (absent).",
            "Correct Absat30Sept, or remove ReasonAbsence. No figure here uses them.",
        )


def _pay(worker: WorkerValues, tell: Tell) -> None:
    """DfE asks for the salary of permanent staff; ContractWeeks marks the others."""
    if worker.agency == OWN and worker.ended is None and worker.weeks is None:
        tell(
            PAY_MISSING,
            "BaseSalary",
            "There is no BaseSalary, which DfE asks for of permanent staff from 2025.",
            "Add it before you send the file to DfE. No figure here uses it.",
        )


def missing(names: tuple[str, ...], tell: Tell) -> None:
    """Needed elements of a worker who is not from an agency. RoleStartDate has its own rule."""
    for name in names:
        tell(
            MISSING,
            name,
            f"There is no {name}, which DfE needs: kept as not known.",
            f"Add {name}.",
        )
