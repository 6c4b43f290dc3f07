"""Surveys, their groups, unused links and responses, as stored."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from scorecard.survey.results import Answer, Response
from service.storage.many_rows import insert_all
from service.storage.tables.surveys import (
    SurveyGroup,
    SurveyResponse,
    SurveyRow,
    SurveyToken,
)


@dataclass(frozen=True, slots=True)
class SurveyRecord:
    id: UUID
    question_set: UUID
    title: str
    first_day: date
    last_day: date
    minimum_group: int
    origin: str
    state: str
    revision: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Token:
    survey: UUID
    group: str


async def add(record: SurveyRecord) -> None:
    await SurveyRow.insert(SurveyRow(**asdict(record)))


async def replace(record: SurveyRecord) -> None:
    values: dict[Any, Any] = {name: v for name, v in asdict(record).items() if name != "id"}
    await SurveyRow.update(values).where(SurveyRow.id == record.id)


async def one(survey_id: UUID) -> SurveyRecord | None:
    row = await SurveyRow.select().where(SurveyRow.id == survey_id).first()
    return SurveyRecord(**row) if row else None


async def listing() -> list[SurveyRecord]:
    """Latest first."""
    found = [SurveyRecord(**row) for row in await SurveyRow.select()]
    return sorted(found, key=lambda each: (each.last_day, str(each.id)), reverse=True)


async def invite(survey: UUID, invited: Mapping[str, int]) -> None:
    """Add to how many of each group were invited."""
    held = await groups(survey)
    for name, more in invited.items():
        if name in held:
            await (
                SurveyGroup.update({SurveyGroup.invited: held[name] + more})
                .where(SurveyGroup.survey == survey)
                .where(SurveyGroup.name == name)
            )
        else:
            await SurveyGroup.insert(SurveyGroup(survey=survey, name=name, invited=more))


async def groups(survey: UUID) -> dict[str, int]:
    """How many were invited, by group."""
    rows = await SurveyGroup.select().where(SurveyGroup.survey == survey)
    return {row["name"]: row["invited"] for row in rows}


async def add_tokens(survey: UUID, group: str, hashes: Iterable[str]) -> None:
    rows = [SurveyToken(secret_hash=each, survey=survey, group_name=group) for each in hashes]
    await insert_all(SurveyToken, rows)


async def token(secret_hash: str) -> Token | None:
    row = await SurveyToken.select().where(SurveyToken.secret_hash == secret_hash).first()
    return Token(row["survey"], row["group_name"]) if row else None


async def delete_token(secret_hash: str) -> None:
    await SurveyToken.delete().where(SurveyToken.secret_hash == secret_hash)


async def delete_tokens(survey: UUID) -> None:
    await SurveyToken.delete().where(SurveyToken.survey == survey)


async def unused(survey: UUID) -> int:
    return int(await SurveyToken.count().where(SurveyToken.survey == survey))


async def add_responses(survey: UUID, responses: Iterable[Response]) -> None:
    rows = [
        SurveyResponse(
            id=uuid4(),
            survey=survey,
            group_name=each.group,
            answers=json.dumps(
                {name: answer.value for name, answer in each.answers.items()},
                separators=(",", ":"),
                sort_keys=True,
            ),
        )
        for each in responses
    ]
    rows.sort(key=lambda row: str(row.id))
    await insert_all(SurveyResponse, rows)


async def write_responses_anew(survey: UUID) -> None:
    """In the order of ids: what follows another in the table has nothing to do with when it came."""
    held = await SurveyResponse.select().where(SurveyResponse.survey == survey)
    await SurveyResponse.delete().where(SurveyResponse.survey == survey)
    rows = sorted(held, key=lambda row: str(row["id"]))
    await insert_all(SurveyResponse, [SurveyResponse(**row) for row in rows])


async def responses(survey: UUID) -> list[Response]:
    """In the order of ids, which says nothing."""
    rows = await (
        SurveyResponse.select().where(SurveyResponse.survey == survey).order_by(SurveyResponse.id)
    )
    return [
        Response(
            row["group_name"],
            {name: Answer(value) for name, value in json.loads(row["answers"]).items()},
        )
        for row in rows
    ]


async def untold() -> frozenset[UUID]:
    """Surveys of which nothing that was said is shown: open ones, and those that too few answered."""
    counts = await response_counts()
    return frozenset(
        each.id
        for each in await listing()
        if each.state == "open" or counts[each.id] < each.minimum_group
    )


async def response_counts() -> Counter[UUID]:
    """Responses of each survey."""
    rows = await SurveyResponse.select(SurveyResponse.survey)
    return Counter(row["survey"] for row in rows)
