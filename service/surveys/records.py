"""Exit interviews, themes and surveys as the scorecard counts them (``scorecard.records``)."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from scorecard.codes import LeaverDestination, LeavingReason
from scorecard.records import (
    ExitInterview,
    ExitTheme,
    InterviewStatus,
    StatementResult,
    SurveyResult,
)
from scorecard.survey.results import EVERYBODY, GroupResult, results
from scorecard.themes.coding import counted, praised, reasons, undecided
from service.storage.transaction import snapshot
from service.surveys import codebooks, surveys
from service.surveys.interviews import EXIT, Status
from service.surveys.store import codings as coding_store
from service.surveys.store import comments as comment_store
from service.surveys.store import interviews as interview_store
from service.surveys.store import surveys as survey_store
from service.surveys.store.codings import Rounds
from service.surveys.store.interviews import InterviewRecord
from service.surveys.surveys import Survey


async def exit_interviews() -> list[ExitInterview]:
    """All that were not withdrawn. Themes are those of interviews whose every answer is coded.

    An answer that two people coded differently is coded once somebody has adjudicated.
    """
    async with snapshot():
        records = await interview_store.listing()
        comments = await comment_store.listing(source=EXIT)
        rounds = await coding_store.rounds([each.id for each in comments])
    answers: dict[UUID, list[Rounds]] = defaultdict(list)
    for each in comments:
        if each.interview is not None:
            answers[each.interview].append(rounds.get(each.id, {}))
    return [_interview(each, answers[each.id]) for each in records]


def _interview(record: InterviewRecord, answers: Sequence[Rounds]) -> ExitInterview:
    themes = [{key: each.themes for key, each in rounds.items()} for rounds in answers]
    decided = [counted(each) for each in themes]
    coded = not any(each is None for each in decided) and not any(map(undecided, themes))
    given = [coding for each in decided if coded and each is not None for coding in each]
    codable = None
    if record.status == Status.DONE and coded:
        codable = bool(given)
    books = [each.codebook for rounds in answers for each in rounds.values()]
    return ExitInterview(
        ref=str(record.id),
        worker=record.worker,
        left_on=record.leaving_date,
        status=InterviewStatus(record.status),
        codable=codable,
        reasons=tuple(sorted(reasons(given))),
        praised=tuple(sorted(praised(given))),
        codebook=str(max(books)) if books else "",
        census_reason=LeavingReason(record.reason) if record.reason else None,
        destination=LeaverDestination(record.destination) if record.destination else None,
    )


async def exit_themes() -> list[ExitTheme]:
    """The themes of the codebook in force, with the themes that were merged into each."""
    async with snapshot():
        codebook = (await codebooks.in_force()).codebook
    old = {code for change in codebook.changes for code in change.before}
    return [
        ExitTheme(
            ref=theme.code,
            words=theme.name,
            follow_up=theme.follow_up,
            before=tuple(sorted(code for code in old if codebook.today(code) == (theme.code,))),
        )
        for theme in codebook.themes
    ]


async def survey_results() -> list[SurveyResult]:
    """Closed surveys: everybody's results, and each group's; of small groups only how many."""
    found: list[SurveyResult] = []
    async with snapshot():
        for survey in await surveys.listing():
            if survey.record.state == surveys.CLOSED:
                responses = await survey_store.responses(survey.record.id)
                groups = results(
                    survey.asked, responses, survey.invited, survey.record.minimum_group
                )
                found += [_result(survey, each) for each in groups]
    return found


def _result(survey: Survey, group: GroupResult) -> SurveyResult:
    record = survey.record
    return SurveyResult(
        ref=f"{record.id}/{group.group}",
        survey=survey.asked.title,
        edition=str(survey.questions.edition),
        opened_on=record.first_day,
        closed_on=record.last_day,
        team=None if group.group == EVERYBODY else group.group,
        invited=group.invited,
        responses=group.responses,
        minimum_group=record.minimum_group,
        statements=tuple(
            StatementResult(
                statement=each.statement.id,
                standard=each.statement.standard.value,
                agree=each.favourable,
                neutral=each.neither,
                disagree=each.unfavourable,
            )
            for standard in group.standards or ()
            for each in standard.statements
        ),
    )
