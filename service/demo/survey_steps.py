"""How the demo's staff surveys come in, and how far their comments have been coded."""

from datetime import datetime

from service.demo.actors import PSW
from service.demo.arranging import Arranging, at, once
from service.demo.staff_survey import AUTUMN, MINIMUM, SPRING, Round, file_content, invited
from service.settings import Settings
from service.surveys import question_sets, surveys
from service.surveys.store import surveys as store
from service.surveys.surveys import Plan
from service.surveys.who import By


def survey_story() -> tuple[Arranging, ...]:
    """The steps in the order in which they happened."""
    return (_brought(SPRING, at(2026, 4, 2)), _brought(AUTUMN, at(2026, 10, 6)))


def _brought(run: Round, when: datetime) -> Arranging:
    async def there() -> bool:
        return await store.one(run.id) is not None

    async def take(now: datetime, settings: Settings) -> None:
        [questions, *_] = await question_sets.listing(question_sets.SURVEY)
        plan = Plan(questions.id, run.title, run.first_day, run.last_day, MINIMUM)
        await once(
            surveys.bring(
                plan,
                file_content(run, question_sets.parsed(questions)),
                run.filename,
                invited(run),
                By(PSW, now, settings),
                confirm=True,
                survey_id=run.id,
            )
        )

    return Arranging(f"the PSW brings in the staff survey {run.filename}", when, there, take)
