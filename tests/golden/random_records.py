"""Random but well-formed records for the workers of a random workforce, and for strangers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from scorecard.records import (
    AsyeYear,
    CapCheck,
    CapUnit,
    CohortMember,
    ExitInterview,
    InterviewStatus,
    Pause,
    ProtectedTime,
    RecordKind,
    Records,
    StatementResult,
    SupervisionTarget,
    SurveyResult,
)
from scorecard.workforce import EndType, Workforce

THEMES = ("CAS", "SUP", "PAY", "TEA", "DIS")
COHORTS = ("Spring", "Autumn")
TEAMS = ("Alder", "Birch", "Cedar")
ROUTES = ("Step Up", "Frontline", None)
FIRST, LAST = date(2023, 10, 1), date(2026, 12, 31)


def _day(random: Random, first: date = FIRST, last: date = LAST) -> date:
    return first + timedelta(days=random.randrange(max((last - first).days, 0) + 1))


def _maybe(random: Random, day: date, chance: float = 0.5) -> date | None:
    return day if random.random() < chance else None


def random_records(seed: int, facts: Workforce) -> Records:
    random = Random(seed)
    workers = sorted({one.worker for one in facts.employments})
    return Records(
        cohort_members=_members(random, workers),
        asye_years=_years(random, workers),
        exit_interviews=_interviews(random, facts),
        survey_results=_results(random),
        collected=frozenset(RecordKind),
    )


def _interviews(random: Random, facts: Workforce) -> tuple[ExitInterview, ...]:
    left = {
        one.worker: one.ended
        for one in facts.employments
        if one.end_type is EndType.LEFT and one.ended is not None
    }
    left |= {f"stranger{number}": _day(random) for number in range(3)}
    found = []
    for number, (worker, day) in enumerate(sorted(left.items())):
        status = random.choice([*InterviewStatus, InterviewStatus.DONE, InterviewStatus.DONE])
        done = status is InterviewStatus.DONE
        codable = random.choice((True, True, True, False, None)) if done else None
        found.append(
            ExitInterview(
                ref=f"e{number}",
                worker=worker,
                left_on=day,
                status=status,
                codable=codable,
                reasons=tuple(random.sample(THEMES, random.randrange(4))) if codable else (),
                praised=tuple(random.sample(THEMES, random.randrange(2))) if codable else (),
            )
        )
    return tuple(found)


def _members(random: Random, workers: list[str]) -> tuple[CohortMember, ...]:
    found = []
    for number, worker in enumerate([*random.sample(workers, len(workers) // 2), "stranger"]):
        joined = _day(random)
        completed = _maybe(random, _day(random, joined, LAST), 0.8)
        found.append(
            CohortMember(
                ref=f"m{number}",
                worker=worker,
                cohort=random.choice(COHORTS),
                route=random.choice(ROUTES),
                joined=joined,
                completed=completed,
                left_authority_on=_maybe(random, _day(random), 0.1),
                left_childrens_on=_maybe(random, _day(random), 0.1),
            )
        )
    return tuple(found)


def _years(random: Random, workers: list[str]) -> tuple[AsyeYear, ...]:
    found = []
    for number, worker in enumerate(random.sample(workers, len(workers) // 2)):
        started = _day(random, FIRST, date(2026, 9, 30))
        over = random.choice(("completed", "ended", "runs", "runs"))
        day = _day(random, started, LAST)
        found.append(
            AsyeYear(
                ref=f"a{number}",
                worker=worker,
                cohort=random.choice(COHORTS),
                route=random.choice(ROUTES),
                team=random.choice(TEAMS),
                started=started,
                planned_end=started + timedelta(days=random.choice((365, 450))),
                completed_on=day if over == "completed" else None,
                ended_on=day if over == "ended" else None,
                pauses=tuple(_pauses(random, started)),
                supervision=tuple(
                    SupervisionTarget(
                        _day(random, started), random.choice((True, True, False, None))
                    )
                    for _ in range(6)
                ),
                protected_time=tuple(
                    ProtectedTime(
                        _day(random, started), 300, random.choice((0, 150, 300, 450, None))
                    )
                    for _ in range(6)
                ),
                caps=tuple(
                    CapCheck(
                        _day(random, started),
                        random.choice((1000, 1500, None)),
                        random.choice((900, 1500, 1600, None)),
                        CapUnit.CHILD,
                    )
                    for _ in range(12)
                ),
            )
        )
    return tuple(found)


def _pauses(random: Random, started: date) -> list[Pause]:
    if random.random() < 0.5:
        return []
    first = _day(random, started, LAST)
    return [Pause(first, _maybe(random, first + timedelta(days=random.randrange(120)), 0.7))]


def _results(random: Random) -> tuple[SurveyResult, ...]:
    found = []
    for number, closed in enumerate(sorted(_day(random) for _ in range(4))):
        for team in (None, *TEAMS):
            responses = random.randrange(2, 30)
            found.append(
                SurveyResult(
                    ref=f"s{number}{team}",
                    survey="Health check",
                    edition=str(number),
                    opened_on=closed,
                    closed_on=closed,
                    team=team,
                    invited=responses + random.randrange(20),
                    responses=responses,
                    minimum_group=5,
                    statements=tuple(
                        StatementResult(
                            f"q{place}",
                            random.randrange(1, 9),
                            random.randrange(9),
                            random.randrange(9),
                            random.randrange(9),
                        )
                        for place in range(6)
                    ),
                )
            )
    return tuple(found)
