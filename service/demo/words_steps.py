"""What the demo's principal social worker writes for each edition before it is published."""

from datetime import date, datetime
from uuid import UUID, uuid5

from service.access.actor import Actor, Scope
from service.demo.arranging import Arranging, at, once
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.publication.preparation import words
from service.publication.preparation.parts import parts_of
from service.publication.preparation.store import PartKind
from service.publication.preparation.words import Comment, Writer
from service.settings import Settings

PSW = Actor(name="demo principal social worker", scopes=frozenset({Scope.PSW}))
OWNER = "Principal social worker"
_NAMES = UUID("5c0de0de-0000-4000-8000-000000000007")

HEADLINES = {
    MARCH_2026: "Vacancies are a little above our target, and caseloads within it. "
    "Too many newly qualified social workers hold more children than they were promised.",
    SEPTEMBER_2026: "Fewer social workers left over the year, and caseloads have come down. "
    "Six new posts are not filled yet, so that vacancies and agency workers are above our targets.",
}
COMMENTS = {
    MARCH_2026: {
        "vacancy-rate-fte": "The front door has more empty posts than any other team. Interviews "
        "for four of them were held in April.",
    },
    SEPTEMBER_2026: {
        "vacancy-rate-fte": "Six posts were added in June, two for each area, and are being filled. "
        "Without them the rate would be close to that of March.",
        "agency-rate-fte": "Agency workers cover the new posts until those appointed have started. "
        "Every assignment is looked at each month.",
    },
}
EVENTS = {SEPTEMBER_2026: ((date(2026, 6, 1), "Six posts added"),)}


def words_story() -> tuple[Arranging, ...]:
    """The steps in the order in which they happened."""
    return (
        _written(MARCH_2026, at(2026, 5, 19)),
        _written(SEPTEMBER_2026, at(2026, 11, 17, 16)),
    )


def _written(period_end: date, when: datetime) -> Arranging:
    wanted = {(PartKind.HEADLINE, ""), *((PartKind.COMMENT, one) for one in COMMENTS[period_end])}

    async def there() -> bool:
        held = {(each.kind, each.key) for each in (await parts_of(period_end)).latest}
        return wanted <= held

    async def take(now: datetime, settings: Settings) -> None:
        writer = Writer(period_end, PSW, now, settings)
        await once(words.set_headline(writer, HEADLINES[period_end], None))
        for measure, said in COMMENTS[period_end].items():
            await once(words.set_comment(writer, measure, Comment(said, OWNER, None), None))
        for on, what in EVENTS.get(period_end, ()):
            event = uuid5(_NAMES, f"{on.isoformat()} {what}")
            await once(words.set_event(writer, event, on, what))

    words_told = f"the PSW writes the words of the scorecard to {period_end:%-d %B %Y}"
    return Arranging(words_told, when, there, take)
