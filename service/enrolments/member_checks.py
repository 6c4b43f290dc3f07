"""What is said of a member, and whether it fits the cohort and its programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from academy.programme import Audience
from service.cohorts.cohorts import CLOSED
from service.cohorts.operations import Cohort
from service.cohorts.refusals import WrongState
from service.enrolments.refusals import AlreadyEnrolled, MemberInvalid
from service.enrolments.store.members import EVERY_WEEKDAY, MemberRecord

Fault = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a lead says of somebody they enrol, or puts in the place of what was said."""

    run: str
    name: str
    audience: Audience
    team: str | None = None
    manager: str | None = None
    completed: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = EVERY_WEEKDAY
    cleared: bool = False
    expected_clearance: date | None = None
    route: str | None = None
    started_on: date | None = None
    asye_start: date | None = None


def require_open(cohort: Cohort) -> None:
    if cohort.record.state == CLOSED:
        raise WrongState(f"{cohort.record.title} is closed: nobody joins it or changes in it.")


def require_run(cohort: Cohort, run: str, pointer: str) -> None:
    if cohort.draft.run(run) is None:
        names = ", ".join(each.key for each in cohort.draft.runs)
        raise MemberInvalid(
            f"{cohort.record.title} has no run {run!r}.",
            errors=[{"pointer": pointer, "detail": f"must be one of {names}"}],
        )


def require_fitting(cohort: Cohort, wishes: Sequence[Wish]) -> None:
    items = {item.key for _, item in cohort.programme.items()}
    completable = cohort.programme.completable()
    tasks = {task.key for task in cohort.programme.tasks}
    runs = {run.key for run in cohort.draft.runs}
    faults: list[Fault] = []
    for place, wish in enumerate(wishes):
        where = f"/members/{place}" if len(wishes) > 1 else ""
        if wish.run not in runs:
            words = f"must be a run of the cohort: {', '.join(sorted(runs))}"
            faults.append({"pointer": f"{where}/run", "detail": words})
        for name, known in (
            ("completed", completable),
            ("named", items | tasks),
            ("chosen", items),
            ("repeats", completable),
        ):
            unknown = sorted(set(getattr(wish, name)) - known)
            if unknown:
                words = f"the programme has no item {', '.join(unknown)}"
                faults.append({"pointer": f"{where}/{name}", "detail": words})
    if faults:
        raise MemberInvalid(
            "What was sent does not fit the cohort and its programme. Nobody was enrolled or "
            "changed.",
            errors=faults,
        )


def require_once(held: Sequence[MemberRecord], fresh: Sequence[MemberRecord]) -> None:
    known = {member.worker for member in held if member.worker}
    for place, record in enumerate(fresh):
        if record.worker is None:
            continue
        if record.worker in known:
            raise AlreadyEnrolled(
                "A worker who is to be enrolled is a member of this cohort already, or stands twice "
                "in the request. Nobody was enrolled.",
                errors=[{"pointer": f"/members/{place}", "detail": "is a member already"}],
            )
        known.add(record.worker)
